/** Orders of what is ready: a seed draws one, and the search for one in which a program ends otherwise. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertAccessible, assertSilent, reaches, says, shows } from './browsers.js';
import { beginEdit, replaceText, RUN, runsTo } from './editing.js';
import { inBrowsers } from './in-browsers.js';

/** @typedef {import('puppeteer-core').Page} Page */

const STAGE = 'eddy-playground >>> .stage:not([hidden])';

/** Two tasks whose first to run says so: another order prints something else. */
const RACE = `#include <eddy.h>
#include <stdio.h>

static int first;

struct racer { int number; };

static int racer(struct racer *self) {
    if (!first) printf("task %d is first\\n", first = self->number);
    return EDDY_OK;
}

static int race(void) {
    eddy_task one = eddy_go(racer, .number = 1), two = eddy_go(racer, .number = 2);
    return eddy_gather(one, two);
}

int main(void) { return eddy_run(race); }
`;

/** @param {Page} page */
async function trySchedules(page) {
    await page.click('eddy-playground >>> .to-schedules');
    await page.click('eddy-playground >>> .try');
}

inBrowsers('schedules', (here) => {
    test('the first that deadlocks is opened where it does, with the seed in the address', async () => {
        const { page, log } = await here.open('#deadlock');
        await reaches(page, 'recorded');
        await trySchedules(page);
        await says(page, '.schedules .words', /seed \d+, ends in a deadlock\. It is open now/);
        await says(page, '.ring', /Deadlock: transfer-\d waits for transfer-\d waits for transfer-\d/);
        const { hash } = new URL(page.url());
        assert.match(hash, /^#deadlock&seed=\d+/);
        await page.waitForFunction(() => /&at=0,\d+,\d+$/.test(location.hash));
        const place = await page.$eval('eddy-playground >>> .position', (slider) => slider.getAttribute('aria-valuetext'));
        await page.reload();
        await shows(page, 'Deadlock of two locks');
        await reaches(page, 'failed');
        await page.waitForFunction((wanted) => wanted === document.querySelector('eddy-playground')?.shadowRoot
            ?.querySelector('.position')?.getAttribute('aria-valuetext'), {}, place);
        assert.deepEqual(log.complaints, []);
        await page.close();
    });

    here.test('two runs side by side on one clock', '#lost-update', async ({ page }) => {
        await reaches(page, 'recorded');
        await trySchedules(page);
        await says(page, '.schedules .words', /prints something else\. It is open now/);
        await says(page, '.log .text', /an update was lost/);
        await page.click('eddy-playground >>> .compare');
        await says(page, '.captions', /Above: asyncio’s order.*Below: seed \d+/);
        await assertAccessible(page);
        assert.equal((await page.$$(STAGE)).length, 2);
        await page.click('eddy-playground >>> .captions button');
        await page.waitForFunction(() => document.querySelector('eddy-playground')?.shadowRoot?.querySelectorAll('.stage:not([hidden])').length === 1);
    });

    here.test('are tried of an edited program, too', '#interleave', async ({ page }) => {
        await reaches(page, 'recorded');
        await beginEdit(page);
        await replaceText(page, RACE);
        await page.click(RUN);
        await runsTo(page, 'done');
        await says(page, '.log', /task 1 is first/);
        await trySchedules(page);
        await says(page, '.schedules .words', /seed \d+, prints something else\. It is open now/);
        await says(page, '.log', /task 2 is first/);
        await page.click('eddy-playground >>> .compare');
        await says(page, '.captions', /Above: asyncio’s order.*prints “task 1 is first”.*Below: seed \d+.*prints “task 2 is first”/);
    });

    test('where a seed does not decide the order, the page says so', async () => {
        for (const [name, words] of /** @type {[string, RegExp][]} */ ([
            ['three-sources', /What a server answers.*makes requests/],
            ['process-pool', /Threads and processes end when they end/],
            ['limiter', /Threads and processes end when they end/],
        ])) {
            const { page, log } = await here.open(`#${name}`);
            await reaches(page, 'recorded');
            await trySchedules(page);
            await says(page, '.schedules .words', words);
            assertSilent(log);
            await page.close();
        }
    });

    here.test('the first that fails an assertion is opened, with its words and its seed', '#interleave', async ({ page }) => {
        await reaches(page, 'recorded');
        await beginEdit(page);
        const asserts = 'EDDY_TRY(eddy_gather(one, two));\n    assert(first == 1);\n    return EDDY_OK;';
        await replaceText(page, `#include <assert.h>\n${RACE.replace('return eddy_gather(one, two);', asserts)}`);
        await trySchedules(page);
        await says(page, '.schedules .words', /seed \d+, fails: .*It is open now/);
        await runsTo(page, 'failed');
        await says(page, '.log', /task 2 is first.*first == 1/s);
    });

    here.test('a thousand are tried in the background, with progress, and can be stopped', '#gather', async ({ page }) => {
        await reaches(page, 'recorded');
        const progress = () => page.waitForFunction(() => {
            const bar = /** @type {HTMLProgressElement|null|undefined} */ (document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.schedules progress'));
            return bar?.checkVisibility() && bar.value > 0 && bar.value < bar.max;
        });
        await trySchedules(page);
        await progress();
        await page.click('eddy-playground >>> .try');
        await says(page, '.schedules .words', /^Stopped after \d+: no difference so far\.$/);
        await page.click('eddy-playground >>> .try');
        await progress();
        await says(page, '.schedules .words', /^1,000 schedules end as asyncio’s order does\.$/);
    });
});
