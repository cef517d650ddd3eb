/** What a person sees of a compile while it lasts, how it is stopped in the middle, and when there is
 * none at all; in both browsers. */

import assert from 'node:assert/strict';

import { drawn, outputOf, shows } from './browsers.js';
import { addressFollows, beginEdit, COMPILING, replaceText, RUN, runsTo } from './editing.js';
import { inBrowsers } from './in-browsers.js';

/** @typedef {import('puppeteer-core').Page} Page */

/** @param {string} word @returns {string} a program that was never compiled before */
const saying = (word) => `#include <stdio.h>\nint main(void) {\n    puts("${word}");\n}\n`;

/** From now on: what the page asks of its workers, what the transport says, how many runs have ended, and
 * in which of the compiler's stages (`stopAt`) the run is stopped, as by a click. What workers are sent is
 * held back until Run is clicked first, lest the compiler be there by then. @param {Page} page */
function listen(page) {
    return page.evaluate(() => {
        const here = /** @type {any} */ (window);
        here.asked = [];
        here.said = [];
        here.stopAt = '';
        here.stops = 0;
        here.ends = 0;
        here.held = [];
        here.release = () => {
            const held = here.held ?? [];
            here.held = null;
            for (const send of held) send();
        };
        const element = /** @type {any} */ (document.querySelector('eddy-playground'));
        here.Worker = class extends Worker {
            /** @param {[string | URL, WorkerOptions?]} args */
            constructor(...args) {
                super(...args);
                this.addEventListener('message', ({ data }) => {
                    const stage = data?.type === 'progress' ? 'fetch' : data?.stage;
                    if (!stage || stage !== here.stopAt || element.phase !== 'loading') return;
                    here.stops += 1;
                    element.shadowRoot.querySelector('.stop').click();
                });
            }

            /** @param {any} message @param {any[]} rest */
            postMessage(message, ...rest) {
                here.asked.push(message?.type);
                const send = () => super.postMessage(message, .../** @type {[any]} */ (rest));
                if (here.held) here.held.push(send);
                else send();
            }
        };
        element.addEventListener('eddy-exit', () => (here.ends += 1));
        const state = element.shadowRoot.querySelector('.transport .state');
        new MutationObserver(() => here.said.push(state.textContent)).observe(state, { subtree: true, childList: true, characterData: true });
    });
}

/** @param {Page} page @returns {Promise<number>} how often something was compiled */
const compiles = (page) =>
    page.evaluate(() => /** @type {any} */ (window).asked.filter((/** @type {string} */ type) => type === 'make').length);

/** Opens the editor of an example, and listens. @param {Page} page */
async function begin(page) {
    await shows(page, 'gather');
    await listen(page);
    await beginEdit(page);
}

/** @param {Page} page */
async function clickRun(page) {
    await page.click(RUN);
    await page.evaluate(() => /** @type {any} */ (window).release());
}

/** Runs what is written, to its end. @param {Page} page @returns {Promise<string[]>} its output */
async function runs(page) {
    const before = await page.evaluate(() => /** @type {any} */ (window).ends);
    await clickRun(page);
    await page.waitForFunction((ends) => /** @type {any} */ (window).ends > ends, { timeout: COMPILING }, before);
    await runsTo(page, 'done');
    await drawn(page);
    return outputOf(page);
}

/** Was the run stopped, or has it said the word? In the page. @param {string} word */
const isOver = (word) =>
    /** @type {any} */ (window).stops > 0 ||
    document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.log')?.textContent?.includes(word);

inBrowsers('compiling', (here) => {
    here.test('says how much of the compiler has come, and what it does then', '#gather', async ({ page }) => {
        await begin(page);
        await replaceText(page, saying('progress'));
        assert.deepEqual(await runs(page), ['0.000  progress']);
        const said = (await page.evaluate(() => /** @type {any} */ (window).said)).join('\n');
        assert.match(said, /Fetching the compiler.*[\d,]+ KB of [\d,]+ KB/);
        assert.match(said, /Compiling/);
    });

    here.test('is stopped in any stage, and what follows is compiled as if nothing had been', '#gather', async ({ page }) => {
        await begin(page);
        for (const stage of ['fetch', 'compile', 'link', 'finish']) {
            await page.evaluate((stopAt) => Object.assign(window, { stopAt, stops: 0 }), stage);
            let stopped = false;
            // a program that was ready before Run was clicked passes through no stage
            for (let tries = 0; tries < 5 && !stopped; tries += 1) {
                const word = `${stage} ${tries}`;
                await replaceText(page, saying(word));
                await clickRun(page);
                await page.waitForFunction(isOver, {}, word);
                stopped = await page.evaluate(() => /** @type {any} */ (window).stops > 0);
            }
            assert.ok(stopped, stage);
            await runsTo(page, 'stopped');
        }
        await page.evaluate(() => (/** @type {any} */ (window).stopAt = ''));
        assert.match((await runs(page)).join(), /^0\.000 {2}finish \d$/);
    });

    here.test('does not happen for what was compiled before, by this page or an earlier one', '#gather', async ({ page }) => {
        await begin(page);
        for (const word of ['once', 'twice', 'once']) {
            await replaceText(page, saying(word));
            assert.deepEqual(await runs(page), [`0.000  ${word}`]);
        }
        const before = await compiles(page);
        assert.ok(before >= 2);
        assert.deepEqual(await runs(page), ['0.000  once']);
        assert.equal(await compiles(page), before, 'the same text again');

        await addressFollows(page);
        await page.reload();
        await page.waitForFunction(() =>
            document.querySelector('eddy-playground')?.shadowRoot?.querySelector('pre')?.textContent?.includes('once'));
        await listen(page);
        assert.deepEqual(await runs(page), ['0.000  once']);
        assert.equal(await compiles(page), 0, 'the same text in a new page');
    });
});
