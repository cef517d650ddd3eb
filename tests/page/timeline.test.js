/** The timeline on the page: recorded runs, the cursor, time travel, schedules, export; by keyboard. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { appears, assertAccessible, assertSilent, outputOf, reaches, says, shows, tabTo } from './browsers.js';
import { inBrowsers } from './in-browsers.js';

/** @typedef {import('puppeteer-core').Page} Page */

const RUN = 'eddy-playground >>> .run';
const STAGE = 'eddy-playground >>> .stage:not([hidden])';

/** @param {Page} page @param {string} title */
const press = (page, title) => page.click(`eddy-playground >>> [aria-label="${title}"]`);

inBrowsers('the timeline', (here) => {
    test('an example opens at the instant worth seeing, before any WebAssembly', async () => {
        const { page, log } = await here.open('#gather');
        await reaches(page, 'recorded');
        await says(page, '.place', /^0\.250 s$/);
        await says(page, '.strip', /ready –.*timers work-3 0\.050 s.*I\/O –/);
        await says(page, '.readout', /B has its timer, 50 ms left/);
        await says(page, '.source .pane code', /work-3/);
        assert.deepEqual(log.requests.filter((url) => /\.wasm$|\/worker/.test(url)), []);
        assertSilent(log);
        await page.close();
    });

    test('moving the cursor is time travel: output, queues and source lines follow', async () => {
        const { page, log } = await here.open('#interleave');
        await reaches(page, 'recorded');
        await page.click(RUN);
        await reaches(page, 'done');
        await press(page, 'To the start');
        await says(page, '.place', /^0\.000 s$/);
        const shown = async () => (await outputOf(page)).length;
        const visible = () => page.$$eval('eddy-playground >>> .log .line', (lines) => lines.filter((line) => !line.hasAttribute('hidden')).length);
        assert.equal(await shown(), 4);
        assert.equal(await visible(), 0);
        const counts = [];
        for (let i = 0; i < 40 && (counts.at(-1) ?? 0) < 4; i += 1) {
            await press(page, 'One iteration on');
            await page.waitForFunction((before) => document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.position')?.getAttribute('aria-valuetext') !== before, {}, '');
            counts.push(await visible());
        }
        assert.deepEqual(counts, [...counts].sort((a, b) => a - b), 'lines only come, going on');
        await press(page, 'To the end');
        await page.waitForFunction(() => document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.end')?.checkVisibility());
        assert.equal(await visible(), 4);
        assertSilent(log);
        await page.close();
    });

    test('all by keyboard: marks, sentences, cursor, help', async () => {
        const { page, log } = await here.open('#gather');
        await reaches(page, 'recorded');
        await page.click(RUN);
        await reaches(page, 'done');
        await tabTo(page, (element) => element.classList.contains('stage'));
        await says(page, '.readout', /^The loop|^main|^work/);
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('End');
        await page.keyboard.press('Home');
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('ArrowRight');
        await says(page, '.readout', /work-2 waits for a timer, from 0\.000 until 0\.100 s, 100 ms left; gather in main will be told/);
        await says(page, '[role="status"].hidden-text', /work-2, done\. work-2 waits/);
        await page.keyboard.press('Enter');
        await says(page, '.strip', /timers .*0\.\d00 s/);
        await page.keyboard.press('.');
        await page.keyboard.press(',');
        await page.keyboard.press('?');
        await page.waitForFunction(() => document.querySelector('eddy-playground')?.shadowRoot?.querySelector('dialog.sheet[open]'));
        await assertAccessible(page);
        await page.keyboard.press('Escape');
        await page.waitForFunction(() => !document.querySelector('eddy-playground')?.shadowRoot?.querySelector('dialog.sheet[open]'));
        await page.keyboard.press('Tab');
        const left = await page.$eval('eddy-playground', (element) => element.shadowRoot?.activeElement?.classList.contains('stage'));
        assert.notEqual(left, true);
        assertSilent(log);
        await page.close();
    });

    test('zoom by keys and wheel, pan, fit; a drag measures', async () => {
        const { page, log } = await here.open('#gather');
        await reaches(page, 'recorded');
        const box = await (await page.$(STAGE))?.boundingBox();
        assert.ok(box);
        const y = box.y + 24 + 26 * 2.5;
        await page.mouse.move(box.x + 250, y);
        await says(page, '.readout', /work-2/);
        await page.mouse.down();
        await page.mouse.move(box.x + 400, y, { steps: 4 });
        await page.mouse.up();
        await says(page, '.readout', /^Selected: 0\.\d{3} s, \d+ steps? of the loop$/);
        await page.focus(STAGE);
        await page.keyboard.press('+');
        await page.keyboard.press('+');
        await page.keyboard.press('d');
        await page.keyboard.press('0');
        await page.keyboard.press('z');
        assertSilent(log);
        await page.close();
    });

    test('State tells the queues, the tasks and why the selected one does not run', async () => {
        const { page, log } = await here.open('#semaphore');
        await reaches(page, 'recorded');
        await page.click('eddy-playground >>> .tab:nth-child(2)');
        await says(page, '.queues', /Held.*semaphore 1 by fetch-4, fetch-5/);
        await page.evaluate(() => {
            const buttons = document.querySelector('eddy-playground')?.shadowRoot?.querySelectorAll('.tree button') ?? [];
            /** @type {HTMLElement} */ ([...buttons].find((button) => button.textContent?.startsWith('fetch-7'))).click();
        });
        await says(page, '.why', /Why does fetch-7 not run\?fetch-7 waits for semaphore 1, held by fetch-4, fetch-5fetch-4 waits for its timer/);
        await assertAccessible(page);
        assertSilent(log);
        await page.close();
    });

    test('schedules: the first that deadlocks is opened where it does, with the seed in the address', async () => {
        const { page, log } = await here.open('#deadlock');
        await reaches(page, 'recorded');
        await page.click('eddy-playground >>> .to-schedules');
        await page.click('eddy-playground >>> .try');
        await says(page, '.schedules .words', /seed \d+, ends in a deadlock\. It is open now/);
        await says(page, '.ring', /Deadlock: transfer-\d waits for transfer-\d waits for transfer-\d/);
        const { hash } = new URL(page.url());
        assert.match(hash, /^#deadlock&seed=\d+$/);
        await page.reload();
        await shows(page, 'Deadlock of two locks');
        await reaches(page, 'failed');
        assert.deepEqual(log.complaints, []);
        await page.close();
    });

    test('schedules: two runs side by side on one clock', async () => {
        const { page, log } = await here.open('#lost-update');
        await reaches(page, 'recorded');
        await page.click('eddy-playground >>> .to-schedules');
        await page.click('eddy-playground >>> .try');
        await says(page, '.schedules .words', /prints something else\. It is open now/);
        await says(page, '.log .text', /an update was lost/);
        await page.click('eddy-playground >>> .compare');
        await says(page, '.captions', /Above: asyncio’s order.*Below: seed \d+/);
        await assertAccessible(page);
        assert.equal((await page.$$(STAGE)).length, 2);
        await page.click('eddy-playground >>> .captions button');
        await page.waitForFunction(() => document.querySelector('eddy-playground')?.shadowRoot?.querySelectorAll('.stage:not([hidden])').length === 1);
        assertSilent(log);
        await page.close();
    });

    test('a paced run can be paused between iterations, and goes on', async () => {
        const { page, log } = await here.open('#interleave');
        await reaches(page, 'recorded');
        await page.click('input[name="clock"][value="paced"]');
        await page.click(RUN);
        await page.waitForFunction(() => (document.querySelector('eddy-playground')?.shadowRoot?.querySelectorAll('.log .line').length ?? 0) === 2);
        await page.click('eddy-playground >>> .pause');
        await says(page, '.pause', /Go on/);
        assert.equal((await outputOf(page)).length, 2);
        await page.click('eddy-playground >>> .pause');
        await reaches(page, 'done');
        assert.equal((await outputOf(page)).length, 4);
        assertSilent(log);
        await page.close();
    });

    test('a saved run opens again without running, as it was', async () => {
        const { page, log } = await here.open('#cancel');
        await reaches(page, 'recorded');
        const same = await page.evaluate(async () => {
            const run = await (await fetch('examples/cancel.run.json')).json();
            const input = /** @type {HTMLInputElement} */ (document.querySelector('eddy-playground')?.shadowRoot?.querySelector('input[type="file"]'));
            const transfer = new DataTransfer();
            transfer.items.add(new File([JSON.stringify({ ...run, name: 'mine' })], 'mine.json'));
            input.files = transfer.files;
            const opened = new Promise((resolve) => document.addEventListener('eddy-opened', (event) => resolve(/** @type {CustomEvent} */ (event).detail.name), { once: true }));
            input.dispatchEvent(new Event('change'));
            return opened;
        });
        assert.equal(same, 'mine');
        await appears(page, '.log .line:nth-child(3)');
        assert.equal(await page.$eval('eddy-playground', (element) => /** @type {any} */ (element).phase), 'recorded');
        await page.evaluate(() => {
            const input = /** @type {HTMLInputElement} */ (document.querySelector('eddy-playground')?.shadowRoot?.querySelector('input[type="file"]'));
            const transfer = new DataTransfer();
            transfer.items.add(new File(['{"format":"other"}'], 'other.json'));
            input.files = transfer.files;
            input.dispatchEvent(new Event('change'));
        });
        await says(page, '.status', /no run that was saved here/);
        assertSilent(log);
        await page.close();
    });
});
