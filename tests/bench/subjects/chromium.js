/** A browser that does jobs in workers: bundles and serves what they need. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { ISOLATION } from '../../../web/isolation.js';
import { launch } from '../../page/browsers.js';
import { readProcess } from '../process.js';

/** @typedef {import('./chromium-worker.js').Job} Job */

/** From the worker's mark until it is read here takes some milliseconds: it is idle for longer. */
const PAUSE = 200;

/** @param {string} name */
const local = (name) => fileURLToPath(new URL(name, import.meta.url));

function makePages() {
    const bundle = buildSync({
        entryPoints: [local('chromium-worker.js')], bundle: true, format: 'esm', write: false,
    });
    /** @type {Record<string, [string, Uint8Array | string]>} */
    const pages = {
        '/': ['text/html', '<!doctype html><link rel="icon" href="data:,"><title>bench</title>'],
        '/worker.js': ['text/javascript', bundle.outputFiles[0].contents],
        '/bench.wasm': ['application/wasm', readFileSync(local('../../../build/guest/bench.wasm'))],
    };
    return pages;
}

/** Isolated, or a guest's pause would be no rest: it sleeps by a SharedArrayBuffer. */
async function serve() {
    const pages = makePages();
    const server = createServer(({ url = '' }, response) => {
        const page = pages[url];
        response.writeHead(page ? 200 : 404, { 'content-type': page?.[0] ?? 'text/plain', ...ISOLATION });
        response.end(page?.[1]);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
    return server;
}

/** The renderers that are there now, of which one has work: Chromium may start another for the next page.
 * @param {import('puppeteer-core').CDPSession} session @returns {Promise<number[]>} */
async function findRenderers(session) {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** Their CPU time and memory. @param {number[]} renderers */
function readRenderers(renderers) {
    const all = renderers.map(readProcess);
    return {
        cpu: all.reduce((sum, { cpu }) => sum + cpu, 0),
        rss: all.reduce((sum, { rss }) => sum + rss, 0),
    };
}

/** @param {import('puppeteer-core').Page} page @param {Job} job */
function runInPage(page, job) {
    return page.evaluate((message) => new Promise((resolve, reject) => {
        const worker = new Worker('/worker.js', { type: 'module' });
        worker.onerror = ({ message: why }) => reject(new Error(why));
        worker.onmessage = async ({ data: { line, status } }) => {
            if (status === undefined) await /** @type {any} */ (window).mark(line);
            else if (status === 0) resolve(null);
            else reject(new Error(line));
        };
        worker.postMessage(message);
    }), job);
}

export async function startBrowser() {
    const server = await serve();
    const browser = await launch('chromium');
    const session = await browser.target().createCDPSession();
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    return {
        /** @param {Job} job @param {(line: string) => void} tell takes its marks, completed */
        async run(job, tell) {
            const page = await browser.newPage();
            page.setDefaultTimeout(0);
            /** @type {number[]} */
            let renderers = [];
            await page.exposeFunction('mark', async (/** @type {string} */ line) => {
                if (job.work === 'start') return tell(line); // by the wall's clock, as a guest's own is there
                const [what, , , check] = line.split(' ');
                if (what === 'begin') renderers = await findRenderers(session);
                const { cpu, rss } = readRenderers(renderers);
                tell(`${what} ${cpu} ${rss} ${check}`);
            });
            await page.goto(`http://127.0.0.1:${port}/`);
            await runInPage(page, { ...job, pause: Math.max(job.pause, PAUSE) });
            await page.close();
        },
        async close() {
            await browser.close();
            server.closeAllConnections();
            server.close();
        },
    };
}
