/** The element alone: in other pages, twice on one page, from another directory and another origin;
 * with programs that misbehave. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { appears, assertSilent, outputLines, outputOf, reaches } from './browsers.js';
import { inBrowsers } from './in-browsers.js';
import { htmlPage, makeRoot, serveFilesOnly } from './site.js';

/** @typedef {import('../../web/element/playground.js').EddyPlayground} EddyPlayground */

const RUN = 'eddy-playground >>> .run';
const STOP = 'eddy-playground >>> .stop';
const SCRIPT = '../../playground.js';

/** @param {string} name */
const programPage = (name) =>
    htmlPage(SCRIPT, `<eddy-playground src="../../programs/${name}.wasm" clock="virtual"></eddy-playground>`);

const PAGES = {
    'site/docs/deep/one.html': htmlPage(SCRIPT, '<eddy-playground example="gather"></eddy-playground>'),
    'site/docs/deep/two.html': htmlPage(
        SCRIPT,
        `<eddy-playground example="interleave" no-python></eddy-playground>
         <eddy-playground example="interleave" no-code></eddy-playground>`,
    ),
    'site/docs/deep/own.html': htmlPage(
        SCRIPT,
        `<eddy-playground src="../../programs/fails.wasm"><pre><code>int main(void)</code></pre>
         </eddy-playground>`,
    ),
    'site/docs/deep/far.html': htmlPage(
        SCRIPT,
        `<div style="height: 4000px"></div><eddy-playground example="gather"></eddy-playground>`,
    ),
    'elsewhere/network.html': htmlPage(
        '../site/playground.js',
        '<eddy-playground example="three-sources"></eddy-playground>',
    ),
    'site/docs/deep/endless.html': programPage('endless'),
    'site/docs/deep/fails.html': programPage('fails'),
    'site/docs/deep/flood.html': programPage('flood'),
    'site/docs/deep/many.html': programPage('many'),
    'site/docs/deep/missing.html': programPage('missing'),
    'site/docs/deep/overflow.html': programPage('overflow'),
};

inBrowsers('the element', (here) => {
    here.test('works from another directory', 'docs/deep/one.html', async ({ page }) => {
        await page.click(RUN);
        await reaches(page, 'done');
        assert.equal((await outputLines(page, 3))[1], '0.300 main B done');
    });

    test('works from another origin', async () => {
        const body = '<eddy-playground example="three-sources"></eddy-playground>';
        const elsewhere = await makeRoot({ 'page.html': htmlPage(`${here.site}playground.js`, body) });
        const host = await serveFilesOnly(elsewhere.root);
        try {
            const { page, log } = await here.open(`${host.url}page.html`);
            await page.click(RUN);
            await reaches(page, 'done');
            assert.match((await outputLines(page, 4))[0], /main profile: 200 \{"id":1,"name":"alice"\}/);
            assertSilent(log);
            await page.close();
        } finally {
            await host.close();
            await elsewhere.remove();
        }
    });

    here.test('two on one page run beside each other, and fetch one program once', 'docs/deep/two.html', async ({ page, log }) => {
        const events = page.evaluate(
            () =>
                new Promise((resolve) => {
                    /** @type {string[]} */
                    const heard = [];
                    for (const type of ['eddy-run', 'eddy-exit']) {
                        document.addEventListener(type, (event) => {
                            const all = [...document.querySelectorAll('eddy-playground')];
                            heard.push(`${type} ${all.indexOf(/** @type {any} */ (event.target))}`);
                            if (heard.length === 4) resolve(heard.sort());
                        });
                    }
                }),
        );
        await page.evaluate(() => {
            const all = /** @type {NodeListOf<EddyPlayground>} */ (
                document.querySelectorAll('eddy-playground')
            );
            for (const element of all) void element.run();
        });
        assert.deepEqual(await events, ['eddy-exit 0', 'eddy-exit 1', 'eddy-run 0', 'eddy-run 1']);
        assert.deepEqual(await outputLines(page, 4, 0), await outputLines(page, 4, 1));
        const programs = log.requests.filter((url) => url.endsWith('interleave.wasm'));
        assert.equal(programs.length, 1);
        const shown = await page.$$eval('eddy-playground', (all) =>
            all.map((element) =>
                ['.source', '.pane[data-language="Python"]'].map(
                    (part) => element.shadowRoot?.querySelector(part)?.checkVisibility() ?? null,
                ),
            ),
        );
        assert.deepEqual(shown, [
            [true, false],
            [false, false],
        ]);
    });

    here.test('does nothing before it comes near the window', 'docs/deep/far.html', async ({ page, log }) => {
        const examples = () => log.requests.filter((url) => url.includes('/examples/'));
        assert.deepEqual(examples(), []);
        await page.evaluate(() => document.querySelector('eddy-playground')?.scrollIntoView());
        await appears(page, '.stage:not([hidden])');
        assert.deepEqual(examples().map((url) => url.split('/').at(-1)), ['gather.json', 'gather.run.json']);
    });

    here.test('shows an author’s own source and program, and how it failed', 'docs/deep/own.html', async ({ page, log }) => {
        assert.equal(await page.$eval('eddy-playground pre', (pre) => pre.checkVisibility()), true);
        await page.click(RUN);
        await reaches(page, 'failed');
        await appears(page, '.end.failed');
        const text = await page.$eval('eddy-playground >>> .log', (log) => log.textContent ?? '');
        assert.match(text, /seven is the limit/);
        assert.match(text, /The program ended with status 7/);
    });

    here.test('Stop ends for (;;); within 100 ms, and the page answers meanwhile', 'docs/deep/endless.html', async ({ page }) => {
        await page.click(RUN);
        assert.deepEqual(await outputLines(page, 1), ['0.000  for ever']);
        const frames = await page.evaluate(async () => {
            /** @type {number[]} */
            const gaps = [];
            let last = performance.now();
            for (let frame = 0; frame < 31; frame += 1) {
                await new Promise(requestAnimationFrame);
                gaps.push(performance.now() - last);
                last = performance.now();
            }
            return gaps.sort((a, b) => a - b);
        });
        assert.ok(frames[15] < 50, `half of the frames take more than ${frames[15]} ms`);
        const stopped = page.evaluate(
            () =>
                new Promise((resolve) => {
                    const shadow = document.querySelector('eddy-playground')?.shadowRoot;
                    const [root, stop] = [shadow?.querySelector('.root'), shadow?.querySelector('.stop')];
                    let clicked = NaN;
                    stop?.addEventListener('click', () => (clicked = performance.now()), { capture: true });
                    new MutationObserver(() => {
                        if (/** @type {HTMLElement} */ (root).dataset.phase !== 'stopped') return;
                        resolve(performance.now() - clicked);
                    }).observe(/** @type {Element} */ (root), { attributes: true });
                }),
        );
        await page.click(STOP);
        const took = /** @type {number} */ (await stopped);
        assert.ok(took < 100, `Stop took ${took} ms`);
        assert.match(await page.$eval('eddy-playground >>> .status', (status) => status.textContent ?? ''), /^Stopped at/);
        await page.click(RUN); // and it can be run again
        await reaches(page, 'running');
        await page.click(STOP);
        await reaches(page, 'stopped');
    });

    here.test('a flood of output is cut, counted, and can be stopped', 'docs/deep/flood.html', async ({ page }) => {
        await page.click(RUN);
        await page.waitForFunction(
            () =>
                document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.dropped')
                    ?.textContent,
        );
        await page.click(STOP);
        await reaches(page, 'stopped');
        await appears(page, '.end.stopped');
        const { dropped, count, first } = await page.evaluate(() => {
            const shadow = document.querySelector('eddy-playground')?.shadowRoot;
            const text = shadow?.querySelector('.dropped')?.textContent ?? '';
            return {
                dropped: Number(text.replace(/\D/g, '')),
                count: shadow?.querySelectorAll('.log .line').length ?? 0,
                first: shadow?.querySelector('.log .line .text')?.textContent,
            };
        });
        assert.ok(count <= 2000, `${count} lines are drawn`);
        assert.equal(first, `line ${dropped}`, 'as many lines are missing as is said');
    });

    here.test('ten thousand tasks: a lane for each, the ones in sight drawn', 'docs/deep/many.html', async ({ page }) => {
        await page.click(RUN);
        await reaches(page, 'done');
        await page.waitForFunction(() => {
            const shadow = document.querySelector('eddy-playground')?.shadowRoot;
            return shadow?.querySelector('.stage:not([hidden]) .space')?.clientHeight === 24 + 10_002 * 26;
        });
        const stage = 'eddy-playground >>> .stage:not([hidden])';
        await page.$eval(stage, (element) => {
            element.scrollIntoView({ block: 'center' });
            element.scrollTop = element.scrollHeight;
        });
        const box = await (await page.$(stage))?.boundingBox();
        assert.ok(box);
        await page.mouse.move(box.x + box.width / 2, box.y + box.height - 12);
        await page.waitForFunction(() =>
            /nap-10001/.test(document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.readout')?.textContent ?? ''),
        );
    });

    test('a program that cannot be fetched is said so where the output would be', async () => {
        const { page } = await here.open('docs/deep/missing.html');
        await page.click(RUN);
        await reaches(page, 'failed');
        await appears(page, '.end.failed');
        const text = await page.$eval('eddy-playground >>> .end', (end) => end.textContent);
        assert.match(text ?? '', /could not be started.*missing\.wasm was not found \(404\)/);
        await page.close();
    });

    here.test('a stack that overflows is told with the task’s name', 'docs/deep/overflow.html', async ({ page }) => {
        await page.click(RUN);
        await reaches(page, 'failed');
        await appears(page, '.end.failed');
        assert.match((await outputOf(page)).join('\n'), /recurs-2 used more than its \d+ bytes of stack/);
    });

    test('on a host of plain files the service worker answers the endpoint', async () => {
        const { page } = await here.open(`${here.plain}site/#three-sources`);
        await page.click(RUN);
        await reaches(page, 'done');
        assert.match((await outputLines(page, 4))[0], /main profile: 200 \{"id":1,"name":"alice"\}/);
        await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
        const health = await page.evaluate(async () => (await fetch('api/health')).json());
        assert.equal(health.by, 'service worker');
        await page.close();
    });

    test('… and for a page outside of its scope too', async () => {
        const { page } = await here.open(`${here.plain}elsewhere/network.html`);
        await page.click(RUN);
        await reaches(page, 'done');
        assert.match((await outputLines(page, 4))[0], /main profile: 200/);
        await page.close();
    });
}, { pages: PAGES });
