/** Runs each example once when the site is built, so that the page has a run to show before anything of
 * WebAssembly is loaded. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { load, run } from '../../wasm/src/index.js';
import { startServer } from '../server.js';

/** @typedef {import('./examples.js').Example} Example */
/** @typedef {import('../element/saved-run.js').SavedRun} SavedRun */
/** @typedef {import('../../wasm/src/run.js').OutputLine} OutputLine */

/** What a trace has beyond this is not worth fetching before somebody presses Run, in bytes. */
const LARGEST = 1_000_000;
/** Fewer of what an example has many of: the picture is the same. @type {Record<string, Record<string, string>>} */
const PARAMETERS = { 'ten-thousand': { TASKS: '1000' } };

/** @param {Example} example @param {string} guests @param {string} baseURL
 * @returns {Promise<SavedRun>} */
async function record({ name, clock, threads }, guests, baseURL) {
    const folder = threads ? `${guests}-threads` : guests;
    const module = await load(await readFile(join(folder, `${name}.wasm`)));
    const parameters = PARAMETERS[name] ?? {};
    /** @type {Buffer[]} */
    const chunks = [];
    let size = 0;
    /** @type {OutputLine[]} */
    const lines = [];
    const started = run(module, { clock, env: parameters, baseURL, trace: true });
    started.addEventListener('trace', (event) => {
        const { records } = /** @type {CustomEvent} */ (event).detail;
        size += records.byteLength;
        if (size <= LARGEST) chunks.push(Buffer.from(records)); // a chunk ends where a record does
    });
    started.addEventListener('output', (event) => {
        for (const line of /** @type {CustomEvent} */ (event).detail.lines) {
            // the port was this server's alone
            lines.push({ ...line, text: line.text.replaceAll(baseURL, '') });
        }
    });
    const result = await started.finished;
    const trace = Buffer.concat(chunks).toString('base64');
    const truncated = size > LARGEST;
    return { format: 'eddy-run', version: 1, name, clock, seed: null, parameters, trace, truncated, lines, result };
}

/** @param {Example[]} examples @param {string} guests where NAME.wasm is
 * @param {string} site that answers api/
 * @returns {Promise<Map<string, SavedRun>>} by name */
export async function recordRuns(examples, guests, site) {
    const server = await startServer({ root: site, port: 0 });
    const runs = new Map();
    try {
        for (const example of examples) { // one after the other: a real clock tells what else went on
            runs.set(example.name, await record(example, guests, server.url));
        }
    } finally {
        await server.close();
    }
    return runs;
}
