/** The timeline on the page: recorded runs, the cursor, time travel, schedules, export; by keyboard. */

import assert from 'node:assert/strict';

import { appears, assertAccessible, drawn, outputOf, reaches, says, tabTo, textOf } from './browsers.js';
import { inBrowsers } from './in-browsers.js';

/** @typedef {import('puppeteer-core').Page} Page */

const RUN = 'eddy-playground >>> .run';
const STAGE = 'eddy-playground >>> .stage:not([hidden])';

/** @param {Page} page @param {string} title */
const press = (page, title) => page.click(`eddy-playground >>> [aria-label="${title}"]`);

inBrowsers('the timeline', (here) => {
    here.test('an example opens at the instant worth seeing, before any WebAssembly', '#gather', async ({ page, log }) => {
        await reaches(page, 'recorded');
        await says(page, '.place', /^0\.250 s$/);
        await says(page, '.strip', /ready –.*timers work-3 0\.050 s.*I\/O –/);
        await says(page, '.readout', /B has its timer, 50 ms left/);
        await says(page, '.source .pane code', /work-3/);
        assert.deepEqual(log.requests.filter((url) => /\.wasm$|\/worker/.test(url)), []);
    });

    here.test('moving the cursor is time travel: output, queues and source lines follow', '#interleave', async ({ page }) => {
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
    });

    here.test('all by keyboard: marks, sentences, cursor, help', '#gather', async ({ page }) => {
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
        await page.keyboard.press('?');
        await page.waitForFunction(() => document.querySelector('eddy-playground')?.shadowRoot?.querySelector('dialog.sheet[open]'));
        await assertAccessible(page);
        await page.keyboard.press('Escape');
        await page.waitForFunction(() => !document.querySelector('eddy-playground')?.shadowRoot?.querySelector('dialog.sheet[open]'));
        await page.keyboard.press('Tab');
        const left = await page.$eval('eddy-playground', (element) => element.shadowRoot?.activeElement?.classList.contains('stage'));
        assert.notEqual(left, true);
    });

    here.test('a drag measures; zoom by keys and by wheel, about the pointer; pan, fit, and zoom to what is selected', '#gather', async ({ page }) => {
        await reaches(page, 'recorded');
        const box = await (await page.$(STAGE))?.boundingBox();
        assert.ok(box);
        const y = box.y + 24 + 26 * 2.5;
        const middle = (box.x + 128 + box.x + box.width) / 2;
        await page.mouse.move(box.x + 250, y);
        await says(page, '.readout', /work-2/);
        /** Seconds from one place on the lanes to another. */
        const measure = async (/** @type {number} */ from, /** @type {number} */ to) => {
            await page.mouse.move(from, y);
            await page.mouse.down();
            await page.mouse.move(to, y, { steps: 4 });
            await page.mouse.up();
            await says(page, '.readout', /^Selected: 0\.\d{3} s, \d+ steps? of the loop$/);
            return Number(/Selected: (\S+) s/.exec(await textOf(page, '.readout'))?.[1]);
        };
        const near = (/** @type {number} */ actual, /** @type {number} */ wanted) =>
            assert.ok(Math.abs(actual - wanted) < 0.015, `${actual} s, not ${wanted} s`);
        const all = await measure(box.x + 170, middle + 100);
        await page.focus(STAGE);
        await page.keyboard.press('+');
        await page.keyboard.press('+');
        const zoomed = await measure(middle - 200, middle + 200);
        await page.keyboard.press('0');
        near(await measure(box.x + 170, middle + 100), all);
        await page.mouse.move(middle, y);
        await page.keyboard.down('Control');
        for (let turns = 0; turns < 6; turns += 1) await page.mouse.wheel({ deltaY: -100 });
        await page.keyboard.up('Control');
        const byWheel = await measure(middle - 200, middle + 200);
        await page.keyboard.press('0');
        const unzoomed = await measure(middle - 200, middle + 200);
        assert.ok(zoomed < unzoomed / 2 && byWheel < unzoomed / 2, `${zoomed} s by keys, ${byWheel} s by wheel of ${unzoomed} s`);
        const part = await measure(middle - 60, middle + 60);
        await page.keyboard.press('z');
        const shown = await measure(box.x + 140, box.x + box.width - 50);
        near(shown, part);
        const placeAt = async (/** @type {number} */ x) => {
            await page.mouse.click(x, y);
            await drawn(page);
            return parseFloat(await textOf(page, '.place'));
        };
        const before = await placeAt(middle);
        await page.keyboard.press('d');
        await page.mouse.move(middle + 3, y);
        const after = await placeAt(middle);
        assert.ok(after > before, `d pans on: ${before} s, then ${after} s at the same place`);
    });

    here.test('steps by event and by iteration, forward and back', '#gather', async ({ page }) => {
        await reaches(page, 'recorded');
        const focus = () => page.focus(STAGE);
        await press(page, 'To the start');
        await says(page, '.place', /^0\.000 s$/);
        await focus();
        const said = async (/** @type {string} */ key, /** @type {RegExp} */ pattern) => {
            await page.keyboard.type(key);
            await says(page, '[role="status"].hidden-text', pattern);
            return textOf(page, '[role="status"].hidden-text');
        };
        await said('.', /^0\.000 s, main: created$/);
        await said('.', /^0\.000 s, main: ready$/);
        await said('.', /^0\.000 s, iteration 1$/);
        await said('.', /^0\.000 s, main: run$/);
        await said(',', /^0\.000 s, iteration 1$/);
        await said(',', /^0\.000 s, main: ready$/);
        await said('>', /^0\.000 s, iteration 1$/);
        await said('>', /^0\.000 s, iteration 2$/);
        await says(page, '.strip', /iteration 2/);
        await said('>', /^0\.100 s, iteration 3$/);
        await says(page, '.place', /^0\.100 s$/);
        await said('<', /^0\.000 s, iteration 2$/);
        await press(page, 'One event on');
        await says(page, '[role="status"].hidden-text', /^0\.000 s, work-2: run$/);
        await press(page, 'One event back');
        await says(page, '[role="status"].hidden-text', /iteration 2$/);
        await press(page, 'One iteration back');
        await says(page, '[role="status"].hidden-text', /iteration 1$/);
    });

    here.test('the address leads to the instant that is shown, and to the task that is selected', '#semaphore', async ({ page, log }) => {
        await reaches(page, 'recorded');
        await press(page, 'One iteration back');
        await page.click('eddy-playground >>> .tab:nth-child(2)');
        await page.evaluate(() => {
            const buttons = document.querySelector('eddy-playground')?.shadowRoot?.querySelectorAll('.tree button') ?? [];
            /** @type {HTMLElement} */ ([...buttons].find((button) => button.textContent?.startsWith('fetch-5'))).click();
        });
        await page.waitForFunction(() => /^#semaphore&at=0\.2,\d+,5$/.test(location.hash));
        const shown = () => page.$eval('eddy-playground >>> .position', (slider) => slider.getAttribute('aria-valuetext'));
        const before = await shown();
        await page.reload();
        await reaches(page, 'recorded');
        assert.equal(await shown(), before);
        await page.click('eddy-playground >>> .tab:nth-child(2)');
        await says(page, '.spent', /^fetch-5:/);
        await says(page, '.place', /^0\.200 s$/);
        await press(page, 'To the end');
        await page.waitForFunction(() => location.hash === '#semaphore');
        await page.evaluate(() => (location.hash = 'semaphore&at=0.3'));
        await says(page, '.place', /^0\.300 s$/);
        await page.evaluate(() => (location.hash = 'semaphore&at=0.3,1')); // of another trace: the time counts
        await says(page, '.place', /^0\.300 s$/);
        await page.evaluate(() => (location.hash = 'semaphore&at=x<y')); // what is none is the example's own
        await says(page, '.place', /^0\.300 s$/);
        assert.deepEqual(log.requests.filter((url) => /\.wasm$/.test(url)), []);
    });

    here.test('State tells the queues, the tasks and why the selected one does not run', '#semaphore', async ({ page }) => {
        await reaches(page, 'recorded');
        await page.click('eddy-playground >>> .tab:nth-child(2)');
        await says(page, '.queues', /Held.*semaphore 1 by fetch-4, fetch-5/);
        await page.evaluate(() => {
            const buttons = document.querySelector('eddy-playground')?.shadowRoot?.querySelectorAll('.tree button') ?? [];
            /** @type {HTMLElement} */ ([...buttons].find((button) => button.textContent?.startsWith('fetch-7'))).click();
        });
        await says(page, '.spent', /^fetch-7: 1 step; ran 0\.000, ready 0\.000, waited 0\.300 s$/);
        await says(page, '.why', /Why does fetch-7 not run\?fetch-7 waits for semaphore 1, held by fetch-4, fetch-5fetch-4 waits for its timer/);
        await assertAccessible(page);
    });

    // the next line would come half a second of the loop's later; a paced clock is five times slower
    for (const [clock, longer] of /** @type {const} */ ([['paced', 2700], ['real', 700]])) {
        here.test(`a run on the ${clock} clock can be paused between iterations, and goes on`, '#interleave', async ({ page }) => {
            await reaches(page, 'recorded');
            await page.click(`input[name="clock"][value="${clock}"]`);
            await page.click(RUN);
            await page.waitForFunction(() => (document.querySelector('eddy-playground')?.shadowRoot?.querySelectorAll('.log .line').length ?? 0) === 2);
            await page.click('eddy-playground >>> .pause');
            await says(page, '.pause', /Go on/);
            await page.evaluate((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)), longer);
            assert.equal((await outputOf(page)).length, 2);
            await page.click('eddy-playground >>> .pause');
            await reaches(page, 'done');
            assert.equal((await outputOf(page)).length, 4);
        });
    }

    here.test('a saved run opens again without running, as it was', '#cancel', async ({ page }) => {
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
    });
});
