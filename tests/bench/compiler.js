/** What it takes to compile in the page, measured in Chromium on this machine's own server:
 *
 *     node tests/bench/compiler.js
 *
 * The targets: nothing of the compiler before the first edit; 9 MB for the first compile; 3 s for it,
 * 1 s on a revisit; 0.4 s from an edit of a program of 100 lines to its first output, warm. On a revisit
 * the tools are loaded when the editor is opened: the edit and Run follow at once, or a second later.
 *
 * Beside each time stands the CPU time of the whole browser, all its processes and threads: on a
 * machine that others use, too, compare these. */

import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import puppeteer from 'puppeteer-core';

import { startServer } from '../../web/server.js';
import { options, shows } from '../page/browsers.js';
import { beginEdit, replaceText, RUN, runsTo } from '../page/editing.js';
import { readProcess } from './process.js';

const ROUNDS = 5;
const LINES = 100;

/** @typedef {import('puppeteer-core').Page} Page */

const example = await readFile(new URL('../../web/examples/gather.c', import.meta.url), 'utf8');
let edits = 0;

/** A program of a hundred lines that nobody compiled before. @returns {string} */
function freshProgram() {
    edits += 1;
    const more = Math.max(0, LINES - example.split('\n').length);
    const functions = Array.from({ length: more }, (_, index) => `int unused_${index}(int x) { return x + ${edits + index}; }`);
    return `${functions.join('\n')}\n${example}`;
}

/** @param {Page} page @param {'eddy-run'|'paste'} type of the event that begins
 * @returns {Promise<number>} milliseconds from that event to the first output, by the page's clock */
function timeFrom(page, type) {
    return page.evaluate(
        (wanted) =>
            new Promise((resolve) => {
                const element = /** @type {HTMLElement} */ (document.querySelector('eddy-playground'));
                const shadow = /** @type {ShadowRoot} */ (element.shadowRoot);
                const begin = () => {
                    const start = performance.now();
                    const old = new Set(shadow.querySelectorAll('.log .line'));
                    const watch = new MutationObserver(() => {
                        if ([...shadow.querySelectorAll('.log .line')].every((line) => old.has(line))) return;
                        watch.disconnect();
                        resolve(performance.now() - start);
                    });
                    watch.observe(shadow, { subtree: true, childList: true });
                };
                const target = wanted === 'paste' ? shadow : element;
                target.addEventListener(wanted, begin, { once: true, capture: true });
            }),
        type,
    );
}

/** @param {Page} page @returns {Promise<number>} milliseconds from Run to the first output */
async function timeRun(page) {
    const took = timeFrom(page, 'eddy-run');
    await page.click(RUN);
    const milliseconds = await took;
    await runsTo(page, 'done');
    return milliseconds;
}

/** @param {Page} page @returns {Promise<number>} milliseconds from the edit, with Run, to the first output */
async function timeFirst(page) {
    const took = timeFrom(page, 'paste');
    await replaceText(page, freshProgram());
    await page.click(RUN);
    const milliseconds = await took;
    await runsTo(page, 'done');
    return milliseconds;
}

/** CPU time of a process and of all that it has started, in ms. @param {number} pid @returns {number} */
function cpuOf(pid) {
    try {
        const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
            readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number));
        return children.reduce((sum, child) => sum + cpuOf(child), readProcess(pid).cpu / 1e6);
    } catch {
        return 0; // it has ended meanwhile, or this is no Linux
    }
}

/** @param {Page} page @param {() => Promise<number>} work that says how long it took
 * @returns {Promise<{wall: number, cpu: number}>} in ms */
async function timed(page, work) {
    const pid = page.browser().process()?.pid ?? 0;
    const cpu = cpuOf(pid);
    const wall = await work();
    return { wall, cpu: cpuOf(pid) - cpu };
}

/** @param {{wall: number, cpu: number}} time */
const told = ({ wall, cpu }) => `${Math.round(wall)} ms   CPU ${Math.round(cpu)} ms`;

/** @param {Page} page @param {string} url */
async function visit(page, url) {
    await page.goto(url);
    await shows(page, 'gather');
    await beginEdit(page);
}

/** @param {{wall: number, cpu: number}[]} times */
const median = (times) => times.sort((a, b) => a.wall - b.wall)[Math.floor(times.length / 2)];

const root = fileURLToPath(new URL('../../build/site', import.meta.url));
const server = await startServer({ root, port: 0 });
const profile = await mkdtemp(join(tmpdir(), 'eddy-bench-'));
const launch = () => puppeteer.launch({ headless: true, ...options('chromium'), userDataDir: profile });
/** @type {[string, string][]} */
const rows = [];

const browser = await launch();
const page = await browser.newPage();
let compilerRequests = 0;
/** By URL: what is kept for later comes from the browser's own store, and would count twice.
 * @type {Map<string, number>} */
const transferred = new Map();
page.on('request', (request) => (compilerRequests += Number(request.url().includes('/compiler/'))));
page.on('response', (response) => {
    if (!response.url().includes('/compiler/') || response.fromCache()) return;
    transferred.set(response.url(), Number(response.headers()['content-length'] ?? 0));
});
await visit(page, `${server.url}#gather`);
rows.push(['requests for the compiler before the first edit', String(compilerRequests)]);
const cold = await timed(page, () => timeFirst(page));
const bytes = [...transferred.values()].reduce((sum, size) => sum + size, 0);
rows.push(['transfer for the first compile', `${(bytes / 1e6).toFixed(2)} MB`]);
rows.push(['first compile, cold: from the edit to its first output', told(cold)]);

/** @type {{wall: number, cpu: number}[]} */
const warm = [];
for (let round = 0; round < ROUNDS; round += 1) {
    await replaceText(page, freshProgram());
    warm.push(await timed(page, () => timeRun(page)));
}
rows.push(['edit of 100 lines to its first output, warm', told(median(warm))]);
rows.push(['the same program again', told(await timed(page, () => timeRun(page)))]);
// the page keeps the tools when nobody has waited for a while
await page.waitForFunction(async () => {
    const kept = (await (await caches.open('eddy-assets')).keys()).map(({ url }) => url);
    return ['llvm', 'tree', 'binaryen'].every((tool) => kept.some((url) => url.includes(`/compiler/${tool}-`)));
});
await browser.close();

/** Another browser with the same profile. @param {number} pause milliseconds that somebody reads or types */
async function revisit(pause) {
    const again = await launch();
    const [opened] = await again.pages();
    await visit(opened, `${server.url}#gather`);
    await new Promise((resolve) => setTimeout(resolve, pause));
    const time = await timed(opened, () => timeFirst(opened));
    await again.close();
    return told(time);
}
rows.push(['first compile on a revisit, as soon as the editor is open', await revisit(0)]);
rows.push(['first compile on a revisit, a second later', await revisit(1000)]);
await server.close();
await rm(profile, { recursive: true, force: true });

for (const [what, value] of rows) console.log(`${what.padEnd(59)} ${value}`);
