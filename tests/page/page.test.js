/** The page, driven as a person would: by keyboard and mouse, in both browsers. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { appears, outputLines, reaches, shows, tabTo } from './browsers.js';
import { inBrowsers } from './in-browsers.js';

const RUN = 'eddy-playground >>> .run';
const STOP = 'eddy-playground >>> .stop';

inBrowsers('the page', (here) => {
    here.test('shows an example at once, and fetches nothing that only a run needs', '', async ({ page, log }) => {
        await shows(page, 'gather');
        const sources = await page.$$eval('eddy-playground >>> pre', (all) =>
            all.map((pre) => pre.textContent ?? ''),
        );
        assert.match(sources[0], /eddy_gather_return_exceptions/);
        assert.match(sources[1], /await asyncio\.gather\(/);
        const early = log.requests.filter((url) => /\.wasm$|\/worker/.test(url));
        assert.deepEqual(early, []);
    });

    here.test('an example is chosen and run by keyboard alone', '', async ({ page }) => {
        await shows(page, 'gather');
        await tabTo(page, (element) => /** @type {any} */ (element).hash === '#cancel');
        await page.keyboard.press('Enter');
        await shows(page, 'Cancel a task');
        assert.equal(new URL(page.url()).hash, '#cancel');
        assert.equal(await page.$eval('[aria-current]', (link) => link.textContent), 'Cancel a task');
        await tabTo(page, (element) => element.classList.contains('run'));
        await page.keyboard.press('Enter');
        await reaches(page, 'done');
        assert.deepEqual(await outputLines(page, 3), [
            '0.000 long_running-2 working...',
            '0.500 long_running-2 cleanup: releasing resources',
            '0.500 main task was cancelled',
        ]);
    });

    here.test('Ctrl+Enter runs from anywhere on the page', '#interleave', async ({ page }) => {
        await shows(page, 'Two tasks take turns');
        await page.keyboard.down('Control');
        await page.keyboard.press('Enter');
        await page.keyboard.up('Control');
        await reaches(page, 'done');
        assert.deepEqual(await outputLines(page, 4), [
            '0.000 task_a-2 A: starting',
            '0.000 task_b-3 B: starting',
            '0.500 task_b-3 B: done',
            '1.000 task_a-2 A: done',
        ]);
    });

    here.test('the lanes can be read as a table', '#cleanup', async ({ page }) => {
        await shows(page, 'Closed on every path');
        await page.click(RUN);
        await reaches(page, 'done');
        await page.click('eddy-playground >>> .table');
        await appears(page, '.lane-table tbody tr:nth-child(4)');
        const rows = await page.$$eval('eddy-playground >>> .lane-table tbody tr', (all) =>
            all.map((row) => [...row.children].slice(0, 5).map((cell) => cell.textContent)),
        );
        assert.deepEqual(rows, [
            ['main', '–', 'done', '0.000', '1.100'],
            ['use_client-2', 'main', 'done', '0.000', '1.100'],
            ['use_client-3', 'main', 'failed', '0.000', '1.100'],
            ['use_client-4', 'main', 'cancelled', '0.000', '0.500'],
        ]);
        const story = await page.$eval('eddy-playground >>> .lane-table', (table) => table.textContent);
        assert.match(story ?? '', /main asks use_client-4 to end at 0\.500 s/);
    });

    here.test('a knob changes the result, and nothing is fetched again', '#gather', async ({ page, log }) => {
        await shows(page, 'gather');
        await page.click(RUN);
        await reaches(page, 'done');
        assert.deepEqual(await outputLines(page, 3), [
            '0.300 main A done',
            '0.300 main B done',
            '0.300 main C done',
        ]);
        const programs = () => log.requests.filter((url) => url.endsWith('.wasm'));
        assert.equal(programs().length, 1);
        await page.focus('eddy-playground >>> input[name="delay"]');
        await page.keyboard.press('End'); // 2 s: on the virtual clock the run follows the knob
        await page.waitForFunction(() =>
            document
                .querySelector('eddy-playground')
                ?.shadowRoot?.querySelector('.log')
                ?.textContent?.includes('B took too long'),
        );
        await reaches(page, 'done');
        assert.deepEqual(await outputLines(page, 3), [
            '2.000 main A done',
            '2.000 main B took too long',
            '2.000 main C done',
        ]);
        assert.equal(programs().length, 1);
    });

    here.test('the clock is the reader’s choice, and an example’s own when it is opened', '#gather', async ({ page }) => {
        await shows(page, 'gather');
        await page.click('input[name="clock"][value="real"]');
        const [, took] = await Promise.all([
            page.click(RUN),
            page.evaluate(async () => {
                const element = /** @type {HTMLElement} */ (document.querySelector('eddy-playground'));
                await new Promise((resolve) => element.addEventListener('eddy-run', resolve));
                const start = performance.now();
                await new Promise((resolve) => element.addEventListener('eddy-exit', resolve));
                return performance.now() - start;
            }),
        ]);
        assert.ok(took >= 300, `0.3 s of a real clock took ${took} ms`);
        await page.evaluate(() => (location.hash = '#blocking'));
        await shows(page, 'Blocking and waiting');
        assert.equal(await page.$eval('input[name="clock"]:checked', (input) => input.value), 'real');
        await page.evaluate(() => (location.hash = '#cancel'));
        await shows(page, 'Cancel a task');
        assert.equal(await page.$eval('input[name="clock"]:checked', (input) => input.value), 'virtual');
    });

    here.test('what blocks the loop is marked', '#blocking', async ({ page }) => {
        await shows(page, 'Blocking and waiting');
        await page.click(RUN);
        await reaches(page, 'running');
        await reaches(page, 'done');
        await page.click('eddy-playground >>> .table');
        await appears(page, '.lane-table tbody tr:nth-child(3)');
        const blocking = [await page.$eval('eddy-playground >>> .lane-table', (table) => table.textContent ?? '')];
        const held = /bad_handler-\d+ blocks the loop from .*: nobody else runs for (\d\.\d{3}) s; .* could have run/;
        const [, seconds] = held.exec(blocking.join('\n')) ?? [];
        assert.ok(Number(seconds) >= 0.49, blocking.join('\n')); // clocks are blurred by a millisecond
        assert.match((await outputLines(page, 12)).join('\n'), /late: something blocked the loop/);
    });

    here.test('an example calls the endpoint of the server', '#three-sources', async ({ page }) => {
        await shows(page, 'HTTP, database, file');
        await page.click(RUN);
        await reaches(page, 'done');
        const lines = (await outputLines(page, 4)).join('\n');
        assert.match(lines, /main profile: 200 \{"id":1,"name":"alice"\}/);
        assert.match(lines, /main nobody: 404 for/);
    });

    test('an example that does not exist is said so, and another one can be chosen', async () => {
        const { page } = await here.open('#nonsense');
        await page.waitForFunction(() =>
            document
                .querySelector('eddy-playground')
                ?.shadowRoot?.querySelector('.status')
                ?.textContent?.includes('There is no example called “nonsense”.'),
        );
        assert.equal(await page.$eval(RUN, (button) => /** @type {any} */ (button).disabled), true);
        await page.click('nav a[href="./#gather"]');
        await shows(page, 'gather');
        await page.click(RUN);
        await reaches(page, 'done');
        await page.close();
    });

    here.test('Escape stops a run', '#blocking', async ({ page }) => {
        await shows(page, 'Blocking and waiting');
        await page.click(RUN);
        await outputLines(page, 1);
        await page.keyboard.press('Escape');
        await reaches(page, 'stopped');
        assert.equal(await page.$eval(STOP, (button) => button.getAttribute('aria-disabled')), 'true');
    });
});
