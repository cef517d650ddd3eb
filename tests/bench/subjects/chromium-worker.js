/** In a worker of Chromium: does one job and tells its marks. Bundled by chromium-main.js. */
import { load, run } from '../../../wasm/src/index.js';
import * as cancel from '../js/cancel.js';
import * as gather from '../js/gather.js';
import * as hand_off from '../js/hand_off.js';
import * as memory from '../js/memory.js';
import * as queue from '../js/queue.js';
import * as sleepers from '../js/sleepers.js';
import * as spawn_join from '../js/spawn_join.js';
import * as timers from '../js/timers.js';
import * as yield_ from '../js/yield.js';
import * as yield_deep from '../js/yield_deep.js';
import { repeat } from './repeat.js';
import { repeatStart } from './start.js';

/** @type {Record<string, Record<string, import('../works.js').Variant>>} */
const works = {
    cancel, gather, hand_off, memory, queue, sleepers, spawn_join, timers, yield: yield_, yield_deep,
};

/**
 * @typedef {object} Job
 * @property {string} variant of JavaScript; 'eddy' for the guest
 * @property {string} work
 * @property {number} repeats
 * @property {number} pause
 * @property {number} n
 * @property {number} m
 * @property {Record<string, string>} env
 */

/** @param {Job} job */
async function runGuest({ work, repeats, pause, n, m, env }) {
    const module = await load(new URL('/bench.wasm', location.origin));
    if (work === 'start') {
        await repeatStart(module, repeats, (line) => postMessage({ line }));
        return;
    }
    const program = run(module, { args: [work, repeats, pause, n, m].map(String), env });
    program.addEventListener('output', (event) => {
        const { detail } = /** @type {CustomEvent<{lines: import('../../../wasm/src/run.js').OutputLine[]}>} */ (event);
        for (const { text } of detail.lines) postMessage({ line: text });
    });
    const { status, error } = await program.finished;
    if (status !== 0) throw new Error(error ?? `the guest ended with ${status}`);
}

/** @param {Job} job */
async function runScript(job) {
    await repeat(works[job.work][job.variant], job, async (what, check) => {
        postMessage({ line: `${what} - - ${check}` });
        await new Promise((resolve) => setTimeout(resolve, job.pause));
    });
}

onmessage = async ({ data }) => {
    try {
        await (data.variant === 'eddy' ? runGuest(data) : runScript(data));
        postMessage({ status: 0 });
    } catch (error) {
        postMessage({ status: 1, line: String(error) });
    }
};
