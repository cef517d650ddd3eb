/** What strangers send: links that shall do nothing by themselves, and programs that misbehave. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { appears, outputOf } from './browsers.js';
import { problemsOf, RUN, runsTo } from './editing.js';
import { inBrowsers } from './in-browsers.js';
import { capturedLink, hashOf } from './links.js';

/** @typedef {import('puppeteer-core').Page} Page */

/** @param {Page} page */
const status = (page) => page.$eval('eddy-playground >>> .status', (element) => element.textContent ?? '');
/** @param {Page} page */
const log = (page) => page.$eval('eddy-playground >>> .log', (element) => element.textContent ?? '');

inBrowsers('a stranger’s link', (here) => {
    /** Opens a link; waits until its source is shown. @param {string} text
     * @param {Parameters<typeof hashOf>[1]} [more] */
    async function openLink(text, more) {
        const opened = await here.open(`#${await hashOf(text, more)}`);
        await appears(opened.page, '.pane[data-language="C"] pre');
        return opened;
    }

    test('does not run by itself, not even what it would take to run', async () => {
        const { page, log: watched } = await openLink('#include <stdio.h>\nint main(void) { puts("ran"); }');
        assert.match(await status(page), /^Ready to run/);
        const fetched = watched.requests.filter((url) => /compiler|isolated|worker\.js/.test(url));
        assert.deepEqual(fetched, []);
        assert.deepEqual(watched.complaints, []);
        await page.close();
    });

    test('that is old opens as it was, and runs when it is told to', async () => {
        const { page, log: watched } = await here.open(`#code=${capturedLink}`);
        await appears(page, '.pane[data-language="C"] pre');
        await page.click(RUN);
        await runsTo(page, 'done');
        const { files, stdin } = await page.$eval('eddy-playground', (element) => /** @type {any} */ (element).state);
        assert.deepEqual([files[0].name, stdin], ['main.c', 'hello']);
        assert.deepEqual(watched.complaints, []);
        await page.close();
    });

    test('that is damaged or huge is refused in words', async () => {
        for (const [code, words] of /** @type {[string, RegExp][]} */ ([
            ['1.AAAA', /This link is damaged/],
            [`1.${'A'.repeat(400_000)}`, /longer than 300000 characters/],
        ])) {
            const { page } = await here.open(`#code=${code}`);
            await page.waitForFunction(() =>
                document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.status')?.textContent?.includes('This link'),
            );
            assert.match(await status(page), words);
            await page.close();
        }
    });

    test('with script in texts, arguments, output and diagnostics shows text', async () => {
        const script = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
        const quoted = script.replaceAll('"', '\\"');
        const { page, log: watched } = await openLink(
            `#include <stdio.h>\n#warning ${script}\nint main(int n, char **v) { (void)n; puts("${quoted}"); puts(v[1]); }`,
            { args: [script], stdin: script, example: 'gather' },
        );
        await page.click(RUN);
        await runsTo(page, 'done');
        assert.deepEqual(await outputOf(page), [`0.000  ${script}`, `0.000  ${script}`]);
        await appears(page, '.problem.warning');
        assert.ok((await problemsOf(page))[0].includes(script));
        assert.equal(await page.evaluate(() => /** @type {any} */ (window).hacked), undefined);
        assert.deepEqual(watched.complaints, []);
        await page.close();
    });

    test('with script in the names of tasks, files and sliders shows text', async () => {
        const script = '<img src=x onerror=window.hacked=1>';
        const { page, log: watched } = await openLink(`#include <eddy.h>
#include <stdio.h>
#include "knob.h"
static int naps(void) { return eddy_sleep(knob("nap", 0.5)); } /* 0..1: ${script} */
static int all(void) {
    eddy_task task = eddy_go(naps);
    eddy_task_set_name(task, "${script}");
#line 5 "${script}.c"
    EDDY_TRY(eddy_await(task));
    int unused;
    return EDDY_OK;
}
int main(void) { return eddy_run(all); }
`);
        await page.waitForFunction((wanted) =>
            document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.knob-label')?.textContent?.includes(wanted), {}, script);
        await page.click(RUN);
        await runsTo(page, 'done');
        assert.deepEqual(await problemsOf(page), [`Warning ${script}.c:6:9 unused variable 'unused' [-Wunused-variable]`]);
        await page.evaluate(() => {
            const shadow = document.querySelector('eddy-playground')?.shadowRoot;
            const buttons = /** @type {HTMLElement[]} */ ([...(shadow?.querySelectorAll('button') ?? [])]);
            for (const words of ['Table', 'State']) buttons.find((button) => button.textContent === words)?.click();
        });
        for (const view of ['.lane-table', '.inspector']) {
            await page.waitForFunction((selector, wanted) =>
                document.querySelector('eddy-playground')?.shadowRoot?.querySelector(selector)?.textContent?.includes(wanted), {}, view, script);
        }
        assert.equal(await page.$$eval('eddy-playground >>> img', (images) => images.length), 0);
        assert.equal(await page.evaluate(() => /** @type {any} */ (window).hacked), undefined);
        assert.deepEqual(watched.complaints, []);
        await page.close();
    });

    test('that computes for ever is stopped', async () => {
        const { page } = await openLink('#include <stdio.h>\nint main(void) { puts("for ever"); for (;;); }');
        await page.click(RUN);
        await page.waitForFunction(() =>
            document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.log')?.textContent?.includes('for ever'),
        { timeout: 60_000 });
        await page.keyboard.press('Escape');
        await runsTo(page, 'stopped');
        assert.equal(await page.$$eval('iframe', (frames) => frames.length), 0, 'its frame is gone');
        await page.close();
    });

    test('that floods its output is ended, and the page answers meanwhile', async () => {
        const { page } = await openLink('#include <stdio.h>\nint main(void) { for (long i = 0;; i++) printf("line %ld\\n", i); }');
        await page.click(RUN);
        await runsTo(page, 'running');
        const slowest = await page.evaluate(async () => {
            const gaps = [];
            let last = performance.now();
            const element = /** @type {any} */ (document.querySelector('eddy-playground'));
            while (element.phase === 'running') {
                await new Promise(requestAnimationFrame);
                gaps.push(performance.now() - last);
                last = performance.now();
            }
            return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
        });
        await runsTo(page, 'failed');
        await appears(page, '.end.failed');
        assert.match(await log(page), /the program wrote more than 16777216 bytes: it was ended/);
        assert.ok((await outputOf(page)).length <= 2200);
        assert.ok(slowest < 250, `half of the frames took more than ${slowest} ms`);
        await page.close();
    });

    test('that takes all memory is ended in words', async () => {
        const { page } = await openLink(
            '#include <stdlib.h>\n#include <string.h>\nint main(void) { for (;;) { char *p = malloc(1 << 20); if (!p) abort(); memset(p, 1, 1 << 20); } }',
            { optimize: 0 },
        );
        await page.click(RUN);
        await runsTo(page, 'failed');
        await appears(page, '.end.failed');
        assert.match(await log(page), /it has used all the memory that it may have, 25\d MiB/);
        await page.close();
    });

    test('reaches the site’s own endpoint, and nothing else', async () => {
        const source =
            '#include <eddy.h>\n#include <stdio.h>\nstatic int ask(const char *url) { eddy_response *r = NULL; int s = eddy_fetch(url, NULL, &r);\n' +
            'printf("%d\\n", s == EDDY_OK); return EDDY_OK; }\n' +
            'static int all(void) { ask("api/users/alice"); ask("index.html"); ask("api/../index.html"); ask("https://example.org/"); return EDDY_OK; }\n' +
            'int main(void) { return eddy_run(all); }';
        const { page, log: watched } = await openLink(source, { example: 'three-sources' });
        await page.click(RUN);
        await runsTo(page, 'done');
        const answers = (await outputOf(page)).map((line) => line.split(' ').at(-1));
        assert.deepEqual(answers, ['1', '0', '0', '0']);
        assert.deepEqual(watched.requests.filter((url) => url.includes('example.org')), []);
        await page.close();
    });

    test('runs where it can touch neither the page nor its storage', async () => {
        const { page } = await openLink('#include <eddy.h>\nstatic int naps(void) { return eddy_sleep(5); }\nint main(void) { return eddy_run(naps); }', { clock: 'real' });
        await page.click(RUN);
        await runsTo(page, 'running');
        const frame = await page.$eval('iframe', (element) => ({
            sandbox: element.getAttribute('sandbox'),
            policy: /content="(default-src 'none'[^"]*)"/.exec(element.srcdoc)?.[1] ?? '',
            reachable: element.contentDocument !== null,
        }));
        assert.equal(frame.sandbox, 'allow-scripts');
        assert.equal(frame.reachable, false);
        assert.match(frame.policy, /^default-src 'none'; script-src 'sha256-[^']+' 'wasm-unsafe-eval' blob:; worker-src blob:$/);
        await page.keyboard.press('Escape');
        await runsTo(page, 'stopped');
        await page.close();
    });
});
