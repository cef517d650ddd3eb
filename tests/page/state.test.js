/** What belongs to a program besides its text: it is in the link, in the address, and in the run. And
 * sources from GitHub, as far as a test can go: somebody else answers in its place. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeState } from '../../web/share/state.js';
import { appears, assertSilent, drawn, outputOf, shows } from './browsers.js';
import { beginEdit, replaceText, RUN, runsTo } from './editing.js';
import { inBrowsers } from './in-browsers.js';
import { hashOf } from './links.js';

/** @typedef {import('puppeteer-core').Page} Page */

const TELLS = `#include <eddy.h>
#include <stdio.h>
#include "knob.h"
struct one { int name; };
static int one(struct one *self) { printf("%d ", self->name); return EDDY_OK; }
static int all(void) {
    double wait = knob("wait", 0.1); /* 0..2: seconds before the end */
    eddy_task tasks[6];
    for (int i = 0; i < 6; i++) tasks[i] = eddy_go(one, .name = i + 1);
    for (int i = 0; i < 6; i++) EDDY_TRY(eddy_await(tasks[i]));
    EDDY_TRY(eddy_sleep(wait));
    printf("after %.1f\\n", wait);
    return EDDY_OK;
}
int main(void) { return eddy_run(all); }
`;

/** @param {Page} page @returns {Promise<import('../../web/share/state.js').ProgramState>} */
const stateOf = (page) => page.$eval('eddy-playground', (element) => /** @type {any} */ (element).state);

/** Waits until the address holds what is wanted; returns that. @param {Page} page
 * @param {(state: import('../../web/share/state.js').ProgramState) => boolean} isWanted */
async function addressHolds(page, isWanted) {
    for (;;) {
        const hash = await page.evaluate(() => location.hash);
        const state = hash.startsWith('#code=') ? await decodeState(hash.slice(6)) : null;
        if (state && isWanted(state)) return state;
        await page.evaluate(() => new Promise(requestAnimationFrame));
    }
}

inBrowsers('the state of a program', (here) => {
    test('clock, pace, seed and knobs come with a link, and count when it runs', async () => {
        const more = { clock: /** @type {const} */ ('paced'), pace: 0.01, seed: 3, knobs: { wait: 1.5 } };
        const { page, log } = await here.open(`#${await hashOf(TELLS, more)}`);
        await appears(page, '.pane[data-language="C"] pre');
        await page.waitForFunction(() => /** @type {any} */ (document.querySelector('eddy-playground')).knobs.wait === 1.5);
        const { clock, pace, seed, knobs } = await stateOf(page);
        assert.deepEqual({ clock, pace, seed, knobs }, more);
        assert.equal(await page.$eval('input[name="clock"]:checked', (input) => /** @type {any} */ (input).value), 'paced');
        await page.click(RUN);
        await runsTo(page, 'done');
        const [line] = await outputOf(page);
        assert.match(line, /^1\.500 .*after 1\.5$/, 'a paced run takes its time, but not 5 times 1.5 seconds');
        const numbers = line.match(/\d(?= )/g)?.join('') ?? '';
        assert.ok(!line.includes('1 2 3 4 5 6'), `seed 3 has another order than asyncio's: ${numbers}`);
        assertSilent(log);
        await page.close();
    });

    here.test('what is changed beside the text is in the address, too', '#gather', async ({ page }) => {
        await shows(page, 'gather');
        await beginEdit(page);
        await replaceText(page, TELLS);
        await appears(page, '.knob input[name="wait"]'); // the slider of the new source
        await page.evaluate(() => {
            const playground = /** @type {any} */ (document.querySelector('eddy-playground'));
            playground.knobs = { wait: 0.4 };
            playground.seed = 5;
            playground.clock = 'virtual';
        });
        await page.click(RUN);
        await runsTo(page, 'done');
        const { knobs } = await addressHolds(page, ({ seed, knobs: all }) => seed === 5 && all.wait === 0.4);
        assert.deepEqual(Object.keys(knobs), ['wait'], 'the sliders of the example are gone');
    });

    test('a file on GitHub is fetched raw, under the page’s own policy', async () => {
        const { page, log } = await here.open('#gather');
        await shows(page, 'gather');
        /** @type {string[]} */
        const asked = [];
        const answer = (/** @type {import('puppeteer-core').HTTPRequest} */ request) => {
            if (!request.url().startsWith('https://')) return void request.continue();
            asked.push(request.url());
            const isThere = request.url().endsWith('/main/src/hello.c');
            return void request.respond({
                status: isThere ? 200 : 404,
                contentType: 'text/plain',
                headers: { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' },
                body: isThere ? '#include <stdio.h>\nint main(void) { puts("from afar"); }\n' : 'gone',
            });
        };
        await page.setRequestInterception(true);
        page.on('request', answer);
        const openFrom = async (/** @type {string} */ address) => {
            await page.evaluate(() => {
                const tools = [...(document.querySelector('eddy-playground')?.shadowRoot?.querySelectorAll('.tool') ?? [])];
                /** @type {HTMLElement|undefined} */ (tools.find((tool) => tool.textContent === 'Share'))?.click();
            });
            await appears(page, 'dialog[open] input[name="address"]');
            await page.$eval('eddy-playground >>> input[name="address"]', (input, value) => {
                /** @type {HTMLInputElement} */ (input).value = value;
            }, address);
            await page.evaluate(() => {
                const buttons = [...(document.querySelector('eddy-playground')?.shadowRoot?.querySelectorAll('dialog.share button') ?? [])];
                /** @type {HTMLElement|undefined} */ (buttons.find((button) => button.textContent === 'Open from GitHub'))?.click();
            });
        };
        await openFrom('https://github.com/someone/things/blob/main/src/gone.c');
        await page.waitForFunction(() =>
            document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.said')?.textContent?.includes('was answered 404'));
        await page.evaluate(() => /** @type {any} */ (document.querySelector('eddy-playground')?.shadowRoot?.querySelector('dialog.share'))?.close());
        await page.waitForFunction(() => !document.querySelector('eddy-playground')?.shadowRoot?.querySelector('dialog.share'));
        await openFrom('https://github.com/someone/things/blob/main/src/hello.c');
        await page.waitForFunction(() =>
            /** @type {any} */ (document.querySelector('eddy-playground')).state.files[0]?.name === 'hello.c');
        assert.deepEqual(asked, [
            'https://raw.githubusercontent.com/someone/things/main/src/gone.c',
            'https://raw.githubusercontent.com/someone/things/main/src/hello.c',
        ]);
        assert.equal(await page.$eval('eddy-playground', (element) => /** @type {any} */ (element).phase), 'empty', 'it does not run by itself');
        page.off('request', answer);
        await page.setRequestInterception(false);
        // what was shown has gone, and Run stands where it will stay
        await page.$eval('eddy-playground', (element) => /** @type {any} */ (element).ready);
        await drawn(page);
        await page.click(RUN);
        await runsTo(page, 'done');
        assert.deepEqual(await outputOf(page), ['0.000  from afar']);
        assert.deepEqual(log.complaints.filter((words) => !/404/.test(words)), []);
        const refused = await page.evaluate(() => fetch('https://example.org/').then(() => 'allowed', () => 'refused'));
        assert.equal(refused, 'refused', 'the policy allows no other host');
        await page.close();
    });
});
