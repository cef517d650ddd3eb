/** A program is changed, compiled and run in the page, as a person would do it, in both browsers. */

import assert from 'node:assert/strict';

import { appears, outputLines, outputOf, says, shows } from './browsers.js';
import { addressFollows, beginEdit, problemsOf, replaceText, RUN, runsTo } from './editing.js';
import { inBrowsers } from './in-browsers.js';

const HELLO = '#include <stdio.h>\nint main(void) {\n    puts("hello");\n}\n';

inBrowsers('editing', (here) => {
    here.test('edit, error, fix, run, undo, reload', '#interleave', async ({ page, log }) => {
        await shows(page, 'Two tasks take turns');
        await page.click(RUN);
        await runsTo(page, 'done');
        const original = await outputOf(page);
        await beginEdit(page);
        const compiler = () => log.requests.filter((url) => url.includes('/compiler/'));
        assert.deepEqual(compiler(), [], 'nothing of the compiler is fetched before the first edit');

        await replaceText(page, HELLO.replace('puts("hello")', 'puts(hello)'));
        await page.click(RUN);
        await runsTo(page, 'failed');
        assert.deepEqual(await problemsOf(page), [
            "Error interleave.c:3:10 use of undeclared identifier 'hello'",
        ]);
        await appears(page, '.cm-lint-marker-error');
        await page.click('eddy-playground >>> button.problem');
        await page.keyboard.type('"');
        await page.keyboard.press('Delete');
        await replaceText(page, HELLO);
        await page.keyboard.down('Control');
        await page.keyboard.press('Enter');
        await page.keyboard.up('Control');
        await runsTo(page, 'done');
        assert.deepEqual(await outputOf(page), ['0.000  hello']);
        assert.deepEqual(await problemsOf(page), []);

        await addressFollows(page);
        await page.reload();
        await page.waitForFunction(() =>
            document.querySelector('eddy-playground')?.shadowRoot?.querySelector('pre')?.textContent?.includes('hello'),
        );
        assert.equal(await page.$eval('eddy-playground', (element) => /** @type {any} */ (element).phase), 'empty');
        await page.click(RUN);
        await runsTo(page, 'done');
        assert.deepEqual(await outputOf(page), ['0.000  hello']);
        await page.evaluate(() => {
            const shadow = document.querySelector('eddy-playground')?.shadowRoot;
            const tools = [...(shadow?.querySelectorAll('.tool') ?? [])];
            /** @type {HTMLElement|undefined} */ (tools.find((tool) => tool.textContent === 'Reset'))?.click();
        });
        await page.waitForFunction(() => !document.querySelector('eddy-playground')?.hasAttribute('code'));
        await page.click(RUN);
        await runsTo(page, 'done');
        assert.deepEqual(await outputOf(page), original);
    });

    here.test('a knob follows the source, until somebody has turned it', '#blocking', async ({ page }) => {
        await shows(page, 'Blocking and waiting');
        await beginEdit(page);
        const block = () => page.evaluate(() => /** @type {any} */ (document.querySelector('eddy-playground')).knobs.block);
        const change = async (/** @type {number} */ value, /** @type {string} */ label) => {
            await replaceText(page, `double x = knob("block", ${value}); /* 0..2: ${label} */\n`);
            await says(page, '.knob-label', new RegExp(label));
        };
        await change(1.5, 'first');
        assert.equal(await block(), 1.5);
        await page.evaluate(() => Object.assign(/** @type {any} */ (document.querySelector('eddy-playground')), { knobs: { block: 0.7 } }));
        await change(1.4, 'second');
        assert.equal(await block(), 0.7);
    });

    here.test('undo is kept for each example', '#interleave', async ({ page }) => {
        await shows(page, 'Two tasks take turns');
        await beginEdit(page);
        await replaceText(page, HELLO);
        await page.evaluate(() => (location.hash = '#gather'));
        await shows(page, 'gather');
        await page.evaluate(() => (location.hash = '#interleave'));
        await shows(page, 'Two tasks take turns');
        const text = () =>
            page.$eval('eddy-playground', (element) => /** @type {any} */ (element).state.files[0].text);
        await page.waitForFunction(() =>
            /** @type {any} */ (document.querySelector('eddy-playground')).state.files[0].text.includes('hello'),
        );
        await page.focus('eddy-playground >>> .cm-content');
        await page.keyboard.down('Control');
        await page.keyboard.press('z');
        await page.keyboard.up('Control');
        assert.match(await text(), /eddy_sleep/);
    });

    here.test('brackets are closed and matched, and text is found', '#interleave', async ({ page }) => {
        await shows(page, 'Two tasks take turns');
        await beginEdit(page);
        await replaceText(page, 'int once, twice;\n');
        const text = () => page.$eval('eddy-playground', (element) => /** @type {any} */ (element).state.files[0].text);
        await page.keyboard.type('int f(');
        assert.equal(await text(), 'int once, twice;\nint f()', 'the other bracket comes with it');
        await page.keyboard.type('void) {');
        assert.equal(await text(), 'int once, twice;\nint f(void) {}', 'and is typed over');
        await page.keyboard.press('ArrowLeft');
        await appears(page, '.cm-matchingBracket');
        assert.deepEqual(
            await page.$$eval('eddy-playground >>> .cm-matchingBracket', (all) => all.map((one) => one.textContent)),
            ['{', '}'],
        );
        await page.keyboard.down('Control');
        await page.keyboard.press('f');
        await page.keyboard.up('Control');
        await appears(page, '.cm-search input[name="search"]');
        await page.keyboard.type('twice');
        await page.keyboard.press('Enter');
        await appears(page, '.cm-searchMatch-selected');
        assert.equal(await page.$eval('eddy-playground >>> .cm-searchMatch-selected', (match) => match.textContent), 'twice');
        await page.keyboard.press('Escape');
        await page.waitForFunction(() => !document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.cm-search'));
    });

    here.test('arguments, standard input and several files are the program’s', '#gather', async ({ page }) => {
        await shows(page, 'gather');
        await page.evaluate(async () => {
            const element = /** @type {any} */ (document.querySelector('eddy-playground'));
            const { state } = element;
            const main =
                '#include "two.h"\n#include <stdio.h>\nint main(int argc, char **argv) { char line[40]; fgets(line, 40, stdin);' +
                ' printf("%s %s %d", argv[1], line, two()); fflush(stdout); return argc - 2; }';
            state.files = [
                { name: 'main.c', text: main },
                { name: 'two.h', text: 'int two(void);' },
                { name: 'two.c', text: '#include "two.h"\nint two(void) { return 2; }' },
            ];
            state.args = ['an "argument'];
            state.stdin = 'read me';
            const json = new TextEncoder().encode(JSON.stringify(state));
            const packed = new Blob([json]).stream().pipeThrough(new CompressionStream('deflate-raw'));
            const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
            const text = btoa(String.fromCharCode(...bytes));
            location.hash = `#code=1.${text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
        });
        await page.waitForFunction(() =>
            [...(document.querySelector('eddy-playground')?.shadowRoot?.querySelectorAll('.file') ?? [])].some(
                (tab) => tab.textContent === 'two.c',
            ),
        );
        await page.click(RUN);
        await runsTo(page, 'done');
        assert.deepEqual(await outputLines(page, 1), ['0.000  an "argument read me 2']);
    });

    here.test('files are added and removed, and options are chosen, by keyboard', '#gather', async ({ page }) => {
        await shows(page, 'gather');
        await beginEdit(page);
        await replaceText(page, '#include <stdio.h>\nint two(void);\nint main(int argc, char **argv) {\n    char line[40] = "";\n    fgets(line, 40, stdin);\n' +
            '    printf("%d %s %s", two(), argc > 1 ? argv[1] : "-", line);\n    fflush(stdout);\n    int most = 2147483647;\n    most += two() - 2 + argc - 2;\n    return most < 0;\n}\n');
        const files = () => page.$$eval('eddy-playground >>> .file', (all) => all.map((tab) => tab.textContent));
        const addFile = async (/** @type {string} */ name) => {
            await page.focus('eddy-playground >>> .file-add');
            await page.keyboard.press('Enter');
            await appears(page, '.file-name');
            await page.keyboard.type(name);
            await page.keyboard.press('Enter');
        };
        await addFile('../two.c');
        await says(page, '.status', /“\.\.\/two\.c” cannot be a file: a name ends in \.c or \.h/);
        await page.keyboard.press('Escape');
        await addFile('two.c');
        await page.waitForFunction(() =>
            document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.file[aria-pressed="true"]')?.textContent === 'two.c');
        await replaceText(page, 'int two(void) { return 2; }\n');
        assert.deepEqual(await files(), ['gather.c', 'two.c']);

        await page.evaluate(() => {
            const tools = [...(document.querySelector('eddy-playground')?.shadowRoot?.querySelectorAll('.tool') ?? [])];
            /** @type {HTMLElement|undefined} */ (tools.find((tool) => tool.textContent === 'Options'))?.focus();
        });
        await page.keyboard.press('Enter');
        await appears(page, '.settings:not([hidden])');
        await page.focus('eddy-playground >>> select[name="optimize"]');
        for (const key of /** @type {const} */ (['ArrowDown', 'ArrowDown', 'Tab', ' ', 'Tab'])) await page.keyboard.press(key);
        await page.keyboard.type('"a b"');
        await page.keyboard.press('Tab');
        await page.keyboard.type('read me');
        const { optimize, sanitize, args, stdin } = await page.$eval('eddy-playground', (element) => /** @type {any} */ (element).state);
        assert.deepEqual({ optimize, sanitize, args, stdin }, { optimize: 2, sanitize: true, args: ['a b'], stdin: 'read me' });
        await page.click(RUN);
        await runsTo(page, 'done');
        assert.deepEqual(await outputOf(page), ['0.000  2 a b read me']);

        await page.focus('eddy-playground >>> input[name="args"]');
        await page.keyboard.press('End');
        await page.keyboard.type(' c');
        await page.click(RUN);
        await runsTo(page, 'failed'); // the sum overflows, which traps
        await page.waitForFunction(() => document.querySelector('eddy-playground')?.shadowRoot
            ?.querySelector('.problem.error .problem-where')?.textContent?.startsWith('gather.c:9:'));

        await page.focus('eddy-playground >>> .file-remove');
        await page.keyboard.press('Enter');
        assert.deepEqual(await files(), ['gather.c']);
        await page.click(RUN);
        await page.waitForFunction(() => document.querySelector('eddy-playground')?.shadowRoot
            ?.querySelector('.problem.error')?.textContent?.includes('undefined symbol: two'));
    });

    here.test('C is coloured while it is edited', '#gather', async ({ page }) => {
        await shows(page, 'gather');
        await beginEdit(page);
        await replaceText(page, 'static int answer(void) {\n    return 42; // "so it is said"\n}\nconst char *text = "text";\n');
        await page.waitForFunction(() => {
            const shadow = document.querySelector('eddy-playground')?.shadowRoot;
            const colourOf = (/** @type {string} */ wanted) => {
                const span = [...(shadow?.querySelectorAll('.cm-line span') ?? [])].find((one) => one.textContent === wanted);
                return span && getComputedStyle(span).color;
            };
            const colours = ['return', '42', '// "so it is said"', '"text"'].map(colourOf);
            return colours.every(Boolean) && new Set(colours).size === colours.length;
        });
    });

    here.test('names are completed, and a call shows its signature', '#gather', async ({ page }) => {
        await shows(page, 'gather');
        await beginEdit(page);
        await replaceText(page, '#include <eddy.h>\nint main(void) {\n    ');
        await page.keyboard.type('eddy_sle');
        await appears(page, '.cm-tooltip-autocomplete');
        const offered = await page.$$eval('eddy-playground >>> .cm-completionLabel', (all) =>
            all.map((label) => label.textContent),
        );
        assert.ok(offered.includes('eddy_sleep'), offered.join());
        await page.keyboard.press('Escape');
        await page.keyboard.type('ep(');
        await appears(page, '.cm-signature');
        const signature = await page.$eval('eddy-playground >>> .cm-signature', (help) => help.textContent);
        assert.match(signature ?? '', /int eddy_sleep\(double seconds\)/);
    });

    here.test('a trap leads to the line that it happened in', '#gather', async ({ page }) => {
        await shows(page, 'gather');
        await beginEdit(page);
        await replaceText(
            page,
            '#include <eddy.h>\n\nstatic int breaks(void) {\n    EDDY_TRY(eddy_sleep(0.1));\n    __builtin_trap();\n}\n\n' +
                'static int all(void) {\n    return eddy_await(eddy_go(breaks));\n}\n\nint main(void) {\n    return eddy_run(all);\n}\n',
        );
        await page.click(RUN);
        await runsTo(page, 'failed');
        await page.waitForFunction(() => document.querySelector('eddy-playground')?.shadowRoot
            ?.querySelector('.problem.error .problem-where')?.textContent?.startsWith('gather.c:5:'));
        const [first] = await problemsOf(page);
        assert.match(first, /^Error gather\.c:5:5 in breaks\(\): the program trapped: unreachable.*\(in task breaks-2\)/);
        await appears(page, '.stage:not([hidden])'); // and the lanes show what happened before
    });

    here.test('Stop works while the compiler is fetched and while it compiles', '#gather', async ({ page }) => {
        await shows(page, 'gather');
        await beginEdit(page);
        await replaceText(page, `${HELLO}// ${here.browserName} ${Date.now()}\n`);
        for (let tries = 0; tries < 2; tries += 1) {
            await page.click(RUN);
            await runsTo(page, 'loading');
            await page.keyboard.press('Escape');
            await runsTo(page, 'stopped');
        }
        await page.click(RUN);
        await runsTo(page, 'done');
        assert.deepEqual(await outputOf(page), ['0.000  hello']);
    });
});
