/** What can go wrong with a changed program, and how the page says it: while it is compiled, linked, and
 * when it runs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { appears, assertSilent } from './browsers.js';
import { problemsOf, RUN, runsTo } from './editing.js';
import { inBrowsers } from './in-browsers.js';
import { hashOf } from './links.js';

/** @typedef {import('puppeteer-core').Page} Page */

/** A program whose task does something in function `hurts`, after it has waited in line 6.
 * @param {string} hurts */
const taskThat = (hurts) => `#include <eddy.h>
#include <stdlib.h>
#include <string.h>
${hurts}
static int suffers(void) {
    EDDY_TRY(eddy_sleep(0.25));
    return hurts(1000000);
}
static int all(void) { return eddy_await(eddy_go(suffers)); }
int main(void) { return eddy_run(all); }
`;

/** Each with the words that the page has for it. @type {Record<string, {code: string, words: RegExp,
 *   sanitize?: boolean}>} */
const TRAPS = {
    'an access out of bounds': {
        code: taskThat('static int hurts(int n) { return *(volatile int *)(n * 2000u); }'),
        words: /memory access out of bounds|index out of bounds/,
    },
    'an overflow of the task’s stack': {
        code: taskThat('static int hurts(int n) { volatile char all[4000]; memset((char *)all, n, 4000); return n ? hurts(n - 1) + all[n % 4000] : 0; }'),
        words: /EDDY_STACK_OVERFLOW: task suffers-2 used more than its \d+ bytes of stack/,
    },
    'what must not be reached': {
        code: taskThat('static int hurts(int n) { if (n) __builtin_trap(); return 0; }'),
        words: /unreachable/,
    },
    'more memory than there may be': {
        code: taskThat('static int hurts(int n) { for (; n; n--) { char *p = malloc(1 << 20); if (!p) abort(); memset(p, 1, 1 << 20); } return 0; }'),
        words: /it has used all the memory that it may have, 25\d MiB/,
    },
    'undefined behaviour, where that is to trap': {
        code: taskThat('static int hurts(int n) { volatile int most = 2147483647; return most + n; }'),
        words: /unreachable/,
        sanitize: true,
    },
};

/** @param {Page} page */
const logOf = (page) => page.$eval('eddy-playground >>> .log', (element) => element.textContent ?? '');

/** Where the editor's cursor is, as the page shows it: the active line's number. @param {Page} page */
const lineOfCursor = (page) =>
    page.$eval('eddy-playground >>> .cm-activeLineGutter', (element) => Number(element.textContent));

inBrowsers('errors', (here) => {
    /** @param {string} text @param {Parameters<typeof hashOf>[1]} [more] */
    async function openCode(text, more) {
        const opened = await here.open(`#${await hashOf(text, more)}`);
        await appears(opened.page, '.pane[data-language="C"] pre');
        return opened;
    }

    test('clang’s words are in the list and in the gutter, and an entry leads to its line in its file', async () => {
        const files = [
            { name: 'main.c', text: '#include "two.h"\nint main(void) {\n    int unused;\n    return two();\n}\n' },
            { name: 'two.h', text: 'int two(void);\n' },
            { name: 'two.c', text: '#include "two.h"\n\nint two(void) { return three; }\n' },
        ];
        const { page, log } = await openCode('', { files });
        await page.click(RUN);
        await runsTo(page, 'failed');
        await appears(page, '.problem.error');
        assert.deepEqual(await problemsOf(page), [
            "Warning main.c:3:9 unused variable 'unused' [-Wunused-variable]",
            "Error two.c:3:24 use of undeclared identifier 'three'",
        ]);
        await page.click('eddy-playground >>> button.problem.error');
        await appears(page, '.cm-lint-marker-error');
        await page.waitForFunction(() =>
            document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.file[aria-pressed="true"]')?.textContent === 'two.c');
        assert.equal(await lineOfCursor(page), 3);
        await page.click('eddy-playground >>> button.problem.warning');
        await appears(page, '.cm-lint-marker-warning');
        assert.equal(await lineOfCursor(page), 3);
        assertSilent(log);
        await page.close();
    });

    test('the linker names the symbol that is missing, and a program without main is told so', async () => {
        const { page } = await openCode('int gone(void);\nint main(void) { return gone(); }\n');
        await page.click(RUN);
        await runsTo(page, 'failed');
        await appears(page, '.problem.error');
        assert.deepEqual(await problemsOf(page), ['Error main.c:1:5 undefined symbol: gone']);
        await page.close();
        const second = await openCode('int man(void) { return 0; }\n');
        await second.page.click(RUN);
        await runsTo(second.page, 'failed');
        await appears(second.page, '.problem.error');
        assert.deepEqual(await problemsOf(second.page), [
            'Error The program has no main: every C program begins in a function int main(void).',
        ]);
        await second.page.close();
    });

    for (const [what, { code, words, sanitize = false }] of Object.entries(TRAPS)) {
        test(`${what} shows the task, the line, and the trace up to it`, async () => {
            // optimized, the function may be part of its caller, and the caller is what is told
            const { page, log } = await openCode(code, { optimize: 0, sanitize });
            await page.click(RUN);
            await runsTo(page, 'failed');
            await appears(page, '.problem.error');
            const problems = await problemsOf(page);
            assert.match(problems[0], words);
            assert.match(problems[0], /^Error main\.c:4:\d+ in hurts\(\): .*task suffers-2/);
            assert.equal(problems.at(-1), 'Note main.c:6:1 the task had waited here before');
            assert.match(await logOf(page), words);
            await appears(page, '.stage:not([hidden])'); // the lanes
            const { events, time } = await page.$eval('eddy-playground', (element) => ({
                events: element.shadowRoot?.querySelector('canvas')?.getAttribute('aria-label') ?? '',
                time: element.shadowRoot?.querySelector('.status')?.textContent ?? '',
            }));
            assert.match(`${events} ${time}`, /0\.25/, 'the trace ends where it happened');
            assertSilent(log);
            await page.close();
        });
    }
});
