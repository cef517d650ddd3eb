/**
 * The C program as a guest of Node: `node guest-main.js WORK REPEATS PAUSE N M`. Its marks are
 * completed with this process' CPU time and memory.
 */
import { readFileSync } from 'node:fs';
import { load, run } from '../../../wasm/src/index.js';
import { markLine } from './marks.js';

const file = new URL('../../../build/guest/bench.wasm', import.meta.url);
const env = /** @type {Record<string, string>} */ (process.env);
const program = run(await load(readFileSync(file)), { args: process.argv.slice(2), env });
program.addEventListener('output', (event) => {
    const { detail } = /** @type {CustomEvent<{lines: import('../../../wasm/src/run.js').OutputLine[]}>} */ (event);
    for (const { stream, text } of detail.lines) {
        const [what, cpu, , check] = text.split(' ');
        if (stream === 'stdout' && cpu === '-') process.stdout.write(markLine(what, check));
        else process[stream].write(`${text}\n`);
    }
});
const { status, error } = await program.finished;
if (error !== null) throw new Error(error);
process.exitCode = /** @type {number} */ (status) & 255;
