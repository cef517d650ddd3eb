/** Programs with threads and processes, changed and compiled in the page. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { assertSilent, outputLines, outputOf, says, textOf } from './browsers.js';
import { beginEdit, replaceText, RUN, runsTo } from './editing.js';
import { inBrowsers } from './in-browsers.js';
import { htmlPage } from './site.js';
import { countStarted } from './started-workers.js';

/** @typedef {import('puppeteer-core').Page} Page */

const PAGES = {
    'docs/to-thread.html': htmlPage('../site/playground.js', '<eddy-playground example="to-thread"></eddy-playground>'),
};

/** @param {string} name */
const source = (name) => readFile(new URL(`../../web/examples/${name}.c`, import.meta.url), 'utf8');

/** @param {string} name */
async function expected(name) {
    const text = await readFile(new URL(`../examples/${name}.out`, import.meta.url), 'utf8');
    return text.trimEnd().split('\n');
}

/** Replaces the example that the page was opened with, and presses Run. @param {Page} page
 * @param {string} name @param {string} text */
async function runInstead(page, name, text) {
    await page.waitForFunction((wanted) =>
        /** @type {any} */ (document.querySelector('eddy-playground'))?.state.files[0]?.name === `${wanted}.c`, {}, name);
    await beginEdit(page);
    await replaceText(page, text);
    await page.click(RUN);
}

/** Changes the example without changing what it does, and runs it. @param {Page} page
 * @param {string} name @param {string} phase in which it ends */
async function runEdited(page, name, phase) {
    await runInstead(page, name, `${await source(name)}\n/* changed */\n`);
    await runsTo(page, phase);
    return outputOf(page);
}

inBrowsers('editing programs with workers', (here) => {
    for (const name of ['to-thread', 'cpu-bound', 'process-pool']) {
        test(`${name} compiles and runs`, async () => {
            const { page, log } = await here.open(`#${name}`);
            assert.equal(await page.evaluate(() => crossOriginIsolated), true);
            const lines = await runEdited(page, name, 'done');
            const said = lines.map((line) => line.replace(/^\S+ \S+ /, '').replace(/\d+\.\d+/g, '#').replace(/\d+ processors/, '# processors'));
            assert.deepEqual(said, await expected(name));
            assertSilent(log);
            await page.close();
        });
    }

    /* Why, the test of threads.test.js says that is like this one. */
    test('threads and processes are workers of the frame’s, not of its worker’s', async () => {
        const { page } = await here.open('#to-thread');
        await page.evaluateOnNewDocument(countStarted);
        await runInstead(page, 'to-thread', await readFile(new URL('./resting.c', import.meta.url), 'utf8'));
        await runsTo(page, 'running');
        await outputLines(page, 1);
        const frame = page.frames().find((one) => one !== page.mainFrame());
        assert.equal(await frame?.evaluate(() => /** @type {any} */ (window).started()), 2);
        await page.close();
    });

    test('that the loop of a changed program is blocked is said while it is', async () => {
        const { page, log } = await here.open('#blocking');
        await runInstead(page, 'blocking', (await source('blocking')).replace('0.5)', '2)'));
        await runsTo(page, 'running');
        await says(page, '.blocked', /blocked/);
        assert.equal(await page.$eval('eddy-playground', (element) => /** @type {any} */ (element).phase), 'running');
        await runsTo(page, 'done');
        assert.equal(await textOf(page, '.blocked'), '');
        assertSilent(log);
        await page.close();
    });

    test('where the page is not isolated, a program with threads says what is missing', async () => {
        const { page } = await here.open(`${here.plain}docs/to-thread.html`);
        assert.equal(await page.evaluate(() => crossOriginIsolated), false);
        const text = (await runEdited(page, 'to-thread', 'failed')).join('\n');
        assert.match(text, /EDDY_NOT_SUPPORTED .*not cross-origin isolated.*Cross-Origin-Opener-Policy/);
        await page.close();
    });
}, { pages: PAGES });
