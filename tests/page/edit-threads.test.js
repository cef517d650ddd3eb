/** Programs with threads and processes, changed and compiled in the page. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { assertSilent, outputOf } from './browsers.js';
import { beginEdit, replaceText, RUN, runsTo } from './editing.js';
import { inBrowsers } from './in-browsers.js';
import { htmlPage } from './site.js';

/** @typedef {import('puppeteer-core').Page} Page */

const PAGES = {
    'docs/to-thread.html': htmlPage('../site/playground.js', '<eddy-playground example="to-thread"></eddy-playground>'),
};

/** One run of ten, of a program that keeps two threads busy; what waits for what is not known. */
const HANGS = 'now and then it never ends in Firefox: not yet understood';

/** @param {string} name */
const source = (name) => readFile(new URL(`../../web/examples/${name}.c`, import.meta.url), 'utf8');

/** @param {string} name */
async function expected(name) {
    const text = await readFile(new URL(`../examples/${name}.out`, import.meta.url), 'utf8');
    return text.trimEnd().split('\n');
}

/** Changes the example without changing what it does, and runs it. @param {Page} page
 * @param {string} name @param {string} phase in which it ends */
async function runEdited(page, name, phase) {
    await page.waitForFunction((wanted) =>
        /** @type {any} */ (document.querySelector('eddy-playground'))?.state.files[0]?.name === `${wanted}.c`, {}, name);
    await beginEdit(page);
    await replaceText(page, `${await source(name)}\n/* changed */\n`);
    await page.click(RUN);
    await runsTo(page, phase);
    return outputOf(page);
}

inBrowsers('editing programs with workers', (here) => {
    for (const name of ['to-thread', 'cpu-bound', 'process-pool']) {
        const skip = here.browserName === 'firefox' && name === 'cpu-bound' && HANGS;
        test(`${name} compiles and runs`, { skip }, async () => {
            const { page, log } = await here.open(`#${name}`);
            assert.equal(await page.evaluate(() => crossOriginIsolated), true);
            const lines = await runEdited(page, name, 'done');
            const said = lines.map((line) => line.replace(/^\S+ \S+ /, '').replace(/\d+\.\d+/g, '#').replace(/\d+ processors/, '# processors'));
            assert.deepEqual(said, await expected(name));
            assertSilent(log);
            await page.close();
        });
    }

    test('where the page is not isolated, a program with threads says what is missing', async () => {
        const { page } = await here.open(`${here.plain}docs/to-thread.html`);
        assert.equal(await page.evaluate(() => crossOriginIsolated), false);
        const text = (await runEdited(page, 'to-thread', 'failed')).join('\n');
        assert.match(text, /EDDY_NOT_SUPPORTED .*not cross-origin isolated.*Cross-Origin-Opener-Policy/);
        await page.close();
    });
}, { pages: PAGES });
