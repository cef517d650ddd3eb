/** Runs each example once when the site is built, so that the page has a run to show before anything of
 * WebAssembly is loaded. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { load, run } from '../../wasm/src/index.js';
import { startServer } from '../server.js';

/** @typedef {import('./examples.js').Example} Example */
/** @typedef {import('../element/saved-run.js').SavedRun} SavedRun */
/** @typedef {import('../../wasm/src/run.js').OutputLine} OutputLine */

/** A trace that is larger is not worth fetching before somebody presses Run. */
const LARGEST = 4_000_000;
/** What needs threads or processes shows what this machine can do: it is run, not recorded. */
const WITH_WORKERS = new Set(['process-pool']);
/** Fewer of what an example has many of: the picture is the same. @type {Record<string, Record<string, string>>} */
const PARAMETERS = { 'ten-thousand': { TASKS: '1000' } };

/** @param {Example} example @param {string} guests @param {string} baseURL
 * @returns {Promise<SavedRun|null>} null: its trace is too large */
async function record({ name, clock, threads }, guests, baseURL) {
    const folder = threads ? `${guests}-threads` : guests;
    const module = await load(await readFile(join(folder, `${name}.wasm`)));
    const parameters = PARAMETERS[name] ?? {};
    /** @type {Buffer[]} */
    const chunks = [];
    /** @type {OutputLine[]} */
    const lines = [];
    const started = run(module, { clock, env: parameters, baseURL, trace: true });
    started.addEventListener('trace', (event) => {
        chunks.push(Buffer.from(/** @type {CustomEvent} */ (event).detail.records));
    });
    started.addEventListener('output', (event) => {
        lines.push(.../** @type {CustomEvent} */ (event).detail.lines);
    });
    const result = await started.finished;
    const trace = Buffer.concat(chunks);
    if (trace.length > LARGEST) return null;
    return { format: 'eddy-run', version: 1, name, clock, seed: null, parameters, trace: trace.toString('base64'), lines, result };
}

/** @param {Example[]} examples @param {string} guests where NAME.wasm is
 * @param {string} site that answers api/
 * @returns {Promise<Map<string, SavedRun>>} by name */
export async function recordRuns(examples, guests, site) {
    const server = await startServer({ root: site, port: 0 });
    const runs = new Map();
    try {
        for (const example of examples) { // one after the other: a real clock tells what else went on
            if (example.threads || WITH_WORKERS.has(example.name)) continue;
            const made = await record(example, guests, server.url);
            if (made) runs.set(example.name, made);
        }
    } finally {
        await server.close();
    }
    return runs;
}
