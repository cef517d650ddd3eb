/** The works of jobs.c by Eddy: `node eddy-main.js WORK POOL N WORKERS`, POOL being threads or
 * processes: the latter in a program that was built without threads. */
import { readFile } from 'node:fs/promises';
import { load, run } from '../../../wasm/src/index.js';

const args = process.argv.slice(2);
const build = args[1] === 'threads' ? 'guest-threads' : 'guest';
const program = await load(await readFile(new URL(`../../../build/${build}/jobs.wasm`, import.meta.url)));
const running = run(program, { args });
running.addEventListener('output', (event) => {
    const { detail } = /** @type {CustomEvent<{lines: import('../../../wasm/src/run.js').OutputLine[]}>} */ (event);
    for (const { stream, text } of detail.lines) console[stream === 'stdout' ? 'log' : 'error'](text);
});
const { status, error } = await running.finished;
if (error !== null) throw new Error(error);
process.exitCode = /** @type {number} */ (status) & 255;
