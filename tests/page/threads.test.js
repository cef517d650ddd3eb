/** Threads, processes and blocking in the page: isolated by the server, isolated by the service worker,
 * and not at all. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { assertSilent, outputLines, outputOf, reaches, says, textOf } from './browsers.js';
import { inBrowsers } from './in-browsers.js';
import { htmlPage } from './site.js';
import { countStarted } from './started-workers.js';

/** @typedef {import('puppeteer-core').Page} Page */

const embed = (/** @type {string} */ example) =>
    htmlPage('../site/playground.js', `<eddy-playground example="${example}"></eddy-playground>`);

const PAGES = {
    'docs/to-thread.html': embed('to-thread'),
    'docs/process-pool.html': embed('process-pool'),
    'site/docs/resting.html': htmlPage('../playground.js', '<eddy-playground src="../programs/resting.wasm"></eddy-playground>'),
};

/** @param {string} name */
async function expected(name) {
    const text = await readFile(new URL(`../examples/${name}.out`, import.meta.url), 'utf8');
    return text.trimEnd().split('\n');
}

/** Runs what the page shows, to its end; its lines without time and task. @param {Page} page
 * @param {string} phase */
async function runTo(page, phase) {
    await page.evaluate(() => {
        const playground = /** @type {any} */ (document.querySelector('eddy-playground'));
        void playground.ready.then(() => playground.run());
    });
    await reaches(page, phase);
}

/** @param {Page} page @param {string[]} wanted parts of lines, in order */
async function shows(page, wanted) {
    const lines = await outputOf(page);
    wanted.forEach((text, i) => assert.ok(lines[i]?.includes(text), `${lines.join('\n')}\nhas no ${text}`));
}

const isolated = (/** @type {Page} */ page) => page.evaluate(() => crossOriginIsolated);

/** Writes down, in the page, in each frame, where Stop is: whoever is about to press it must not miss. */
function watchStop() {
    const stop = document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.stop');
    /** @type {string[]} */
    const places = [];
    Object.assign(window, { stopSeen: { places } });
    const look = () => {
        const { x, y } = /** @type {Element} */ (stop).getBoundingClientRect();
        if (!places.includes(`${x} ${y}`)) places.push(`${x} ${y}`);
        requestAnimationFrame(look);
    };
    look();
}

inBrowsers('threads', (here) => {
    test('threads run where the server isolates the page', async () => {
        const { page, log } = await here.open('#to-thread');
        assert.equal(await isolated(page), true);
        await runTo(page, 'done');
        await shows(page, await expected('to-thread'));
        assertSilent(log);
        await page.close();
    });

    test('threads run on plain hosting: the service worker isolates the page', async () => {
        const { page } = await here.open(`${here.plain}site/#to-thread`);
        await page.waitForFunction(() => crossOriginIsolated);
        await page.waitForFunction(() => customElements.get('eddy-playground') !== undefined);
        await reaches(page, 'recorded'); // until then the page may be about to choose the example
        await runTo(page, 'done');
        await shows(page, await expected('to-thread'));
        await page.close();
    });

    /* In Firefox, a worker that starts another one waits until the page's own thread knows of it, and
     * now and then misses that it does, while developer tools or WebDriver listen for new workers. */
    test('threads and processes are workers of the page’s, not of its workers’', async () => {
        const { page } = await here.open('docs/resting.html');
        await page.evaluate(countStarted);
        await runTo(page, 'running');
        await outputLines(page, 1);
        assert.equal(await page.evaluate(() => /** @type {any} */ (window).started()), 2);
        await page.close();
    });

    /* Firefox hands a page to its service worker only when all of the page's workers have heard of it, and
     * a thread that rests hears nothing: who waits for that to be done, waits for ever, and with it each
     * worker that is to be started meanwhile. */
    test('a thread that rests does not keep the service worker from its start', async () => {
        const { page } = await here.open('docs/resting.html');
        await runTo(page, 'running');
        await outputLines(page, 1);
        const state = await page.evaluate(async () => {
            const { installing, active } = await navigator.serviceWorker.register('../sw.js');
            const worker = /** @type {ServiceWorker} */ (installing ?? active);
            while (worker.state !== 'activated' && worker.state !== 'redundant')
                await new Promise((resolve) => worker.addEventListener('statechange', resolve, { once: true }));
            return worker.state;
        });
        assert.equal(state, 'activated');
        assert.equal(await page.evaluate(async () => (await fetch('../icon.svg')).ok), true);
        await page.close();
    });

    test('where a page is not isolated, the program says what is missing', async () => {
        const { page } = await here.open(`${here.plain}docs/to-thread.html`);
        assert.equal(await isolated(page), false);
        await runTo(page, 'failed');
        const text = (await outputOf(page)).join('\n');
        assert.match(text, /EDDY_NOT_SUPPORTED .*not cross-origin isolated.*Cross-Origin-Opener-Policy/);
        await page.close();
    });

    test('processes run in any page', async () => {
        const { page, log } = await here.open(`${here.plain}docs/process-pool.html`);
        assert.equal(await isolated(page), false);
        await runTo(page, 'done');
        await shows(page, await expected('process-pool'));
        assertSilent(log);
        await page.close();
    });

    for (const width of [1280, 390]) {
        test(`that the loop is blocked is said while it is, and moves no button, ${width} pixels wide`, async () => {
            const { page } = await here.open('#blocking', { width });
            await page.evaluate(async () => {
                const playground = /** @type {any} */ (document.querySelector('eddy-playground'));
                await playground.ready;
                playground.knobs = { block: 2 };
            });
            await page.evaluate(watchStop);
            await page.evaluate(() => void (/** @type {any} */ (document.querySelector('eddy-playground')).run()));
            await says(page, '.blocked', /blocked/);
            assert.equal(await page.$eval('eddy-playground', (element) => /** @type {any} */ (element).phase), 'running');
            await reaches(page, 'done');
            assert.equal(await textOf(page, '.blocked'), '');
            const { places } = await page.evaluate(() => /** @type {any} */ (window).stopSeen);
            assert.equal(places.length, 1, `Stop was at ${places.join('; ')}`);
            await page.close();
        });
    }
}, { pages: PAGES });
