/** What can go wrong with a changed program, and how the page says it: while it is compiled, linked, and
 * when it runs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { appears, assertSilent } from './browsers.js';
import { COMPILING, problemsOf, RUN, runsTo } from './editing.js';
import { inBrowsers } from './in-browsers.js';
import { hashOf } from './links.js';

/** @typedef {import('puppeteer-core').Page} Page */

/** A program whose task has a function `hurts`, which traps in the line that has HERE in it.
 * @param {string} hurts */
const taskThat = (hurts) => `#include <eddy.h>
#include <stdlib.h>
#include <string.h>
volatile int none;
${hurts}
static int suffers(void) {
    EDDY_TRY(eddy_sleep(0.25)); // WAITED
    return hurts(1000000); // CALLED
}
static int all(void) { return eddy_await(eddy_go(suffers)); }
int main(void) { return eddy_run(all); }
`;

/** Each with the words that the page has for it. @type {Record<string, {code: string, words: RegExp,
 *   sanitize?: boolean}>} */
const TRAPS = {
    'an access out of bounds': {
        code: taskThat('static int hurts(int n) {\n    int *p = (int *)(n * 2000u);\n    return n + *p; // HERE\n}'),
        words: /memory access out of bounds|index out of bounds/,
    },
    'an overflow of the task’s stack': {
        code: taskThat('static int hurts(int n) { // HERE\n    volatile char all[4000];\n    memset((char *)all, n, 4000);\n    return n ? hurts(n - 1) + all[n % 4000] : 0;\n}'),
        words: /EDDY_STACK_OVERFLOW: task suffers-2 used more than its \d+ bytes of stack/,
    },
    'what must not be reached': {
        code: taskThat('static int hurts(int n) {\n    if (n)\n        __builtin_trap(); // HERE\n    return 0;\n}'),
        words: /unreachable/,
    },
    'a division by zero': {
        code: taskThat('static int hurts(int n) {\n    n += none;\n    return n +\n        n % none; // HERE\n}'),
        words: /by zero/,
    },
    'a copy to nowhere': {
        code: taskThat('static int hurts(int n) {\n    char b[9] = {0};\n    memcpy((char *)(n * 3000u), b, (size_t)(n % 7)); // HERE\n    return none;\n}'),
        words: /out of bounds/,
    },
    'a pointer to no function': {
        code: taskThat('static int hurts(int n) {\n    int (*volatile f)(int) = (int (*)(int))12345;\n    return f(n); // HERE\n}'),
        words: /out of bounds|indirect call|table/,
    },
    'more memory than there may be': {
        code: taskThat('static int hurts(int n) {\n    for (; n; n--) {\n        char *p = malloc(1 << 20);\n        if (!p) abort(); // HERE\n        memset(p, 1, 1 << 20);\n    }\n    return 0;\n}'),
        words: /it has used all the memory that it may have, 25\d MiB/,
    },
    'undefined behaviour, where that is to trap': {
        code: taskThat('static int hurts(int n) {\n    int most = 2147483647 + none;\n    n -= none;\n    return most + n; // HERE\n}'),
        words: /unreachable/,
        sanitize: true,
    },
};

/** @param {string} text @param {string} mark @returns {number} the line that has it */
const lineOf = (text, mark) => text.split('\n').findIndex((line) => line.includes(mark)) + 1;

/** @param {Page} page */
const logOf = (page) => page.$eval('eddy-playground >>> .log', (element) => element.textContent ?? '');

/** The lines come after the functions: what trapped is compiled once more. @param {Page} page
 * @param {string} place */
const lineAppears = (page, place) => page.waitForFunction((wanted) => {
    const all = document.querySelector('eddy-playground')?.shadowRoot?.querySelectorAll('.problem-where') ?? [];
    return [...all].some((where) => where.textContent?.startsWith(wanted));
}, { timeout: COMPILING }, place);

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
            const { page, log } = await openCode(code, { optimize: 0, sanitize });
            await page.click(RUN);
            await runsTo(page, 'failed');
            const [here, called, waited] = ['HERE', 'CALLED', 'WAITED'].map((mark) => lineOf(code, mark));
            await lineAppears(page, `main.c:${called}:`);
            const problems = await problemsOf(page);
            assert.match(problems[0], words);
            assert.match(problems[0], new RegExp(`^Error main\\.c:${here}:\\d+ in (\\w+\\(\\), called by )?hurts\\(\\): .*task suffers-2`));
            assert.equal(problems.at(-1), `Note main.c:${waited}:1 the task had waited here before`);
            const notes = problems.filter((text) => text.startsWith(`Note main.c:${called}:`));
            assert.deepEqual(notes.map((text) => text.replace(/:\d+ /, ': ')), [`Note main.c:${called}: called from suffers()`]);
            assert.match(await logOf(page), words);
            await appears(page, '.stage:not([hidden])'); // the lanes
            const { events, time } = await page.$eval('eddy-playground', (element) => ({
                events: element.shadowRoot?.querySelector('canvas')?.getAttribute('aria-label') ?? '',
                time: element.shadowRoot?.querySelector('.status')?.textContent ?? '',
            }));
            assert.match(`${events} ${time}`, /0\.25/, 'the trace ends where it happened');
            await page.click('eddy-playground >>> .problem.error');
            await appears(page, '.cm-content');
            await page.waitForFunction((wanted) => Number(document.querySelector('eddy-playground')?.shadowRoot
                ?.querySelector('.cm-activeLineGutter')?.textContent) === wanted, {}, here);
            await appears(page, '.cm-lint-marker-error'); // in the gutter
            assertSilent(log);
            await page.close();
        });
    }

    test('a trap in a thread shows its line, and the task that waits for the thread', async () => {
        const code = `#include <eddy.h>
static volatile int none;
struct divides { int n; };
static int half(int n) { return n / none; } // HERE
static int divides(struct divides *self) {
    return half(self->n); // CALLED
}
static int asks(void) {
    return eddy_await(eddy_to_thread(divides, .n = 3)); // WAITS
}
static int all(void) {
    eddy_task other = eddy_go(asks);
    EDDY_TRY(eddy_sleep(60));
    return eddy_await(other);
}
int main(void) { return eddy_run(all); }
`;
        const { page, log } = await openCode(code, { optimize: 0, clock: 'real' });
        await page.click(RUN);
        await runsTo(page, 'failed');
        const [here, called, waits] = ['HERE', 'CALLED', 'WAITS'].map((mark) => lineOf(code, mark));
        await lineAppears(page, `main.c:${called}:`);
        const problems = await problemsOf(page);
        assert.match(problems[0], new RegExp(`^Error main\\.c:${here}:\\d+ in half\\(\\): a thread trapped: .*by zero`));
        assert.match(problems[1], new RegExp(`^Note main\\.c:${called}:\\d+ called from divides\\(\\)`));
        assert.equal(problems.at(-1), `Note main.c:${waits}:1 task asks-2 waits here for its thread`);
        assertSilent(log);
        await page.close();
    });

    test('with optimization the line is told all the same, and in the file that it is in', async () => {
        const files = [
            { name: 'main.c', text: '#include <eddy.h>\nint hurts(int n);\nstatic int all(void) {\n    EDDY_TRY(eddy_sleep(1));\n    return hurts(3) + 1;\n}\nint main(void) { return eddy_run(all); }\n' },
            { name: 'hurts.c', text: 'static volatile int none;\n\nstatic int inner(int n) {\n    return n /\n        none;\n}\n\nint hurts(int n) { return inner(n) + none; }\n' },
        ];
        const { page, log } = await openCode('', { files, optimize: 2 });
        await page.click(RUN);
        await runsTo(page, 'failed');
        await lineAppears(page, 'hurts.c:4:');
        const problems = await problemsOf(page);
        assert.match(problems[0], /^Error hurts\.c:4:\d+ in hurts\(\): .*by zero/);
        assert.match(problems[1], /^Note main\.c:5:\d+ called from all\(\)/);
        assertSilent(log);
        await page.close();
    });
});
