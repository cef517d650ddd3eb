/**
 * The C program as a guest of Node: `node guest-main.js FILE TRACE WORK REPEATS PAUSE N M`, TRACE
 * being traced or untraced. Its marks are completed with this process' CPU time and memory; behind
 * the check comes how many records were traced so far.
 */
import { readFileSync } from 'node:fs';
import { load, run } from '../../../wasm/src/index.js';
import { RECORD_SIZE } from '../../../wasm/src/trace.js';
import { markLine } from './marks.js';
import { repeatStart } from './start.js';

/** The first words of mark.h's lines. */
const MARKS = new Set(['begin', 'hold', 'end']);

const env = /** @type {Record<string, string>} */ (process.env);
const [file, traced, ...args] = process.argv.slice(2);

/** @param {WebAssembly.Module} program */
async function work(program) {
    const started = run(program, { args, env, trace: traced === 'traced' });
    let records = 0;
    started.addEventListener('trace', (event) => {
        const { detail } = /** @type {CustomEvent<{records: ArrayBuffer}>} */ (event);
        records += detail.records.byteLength / RECORD_SIZE;
    });
    started.addEventListener('output', (event) => {
        const { detail } = /** @type {CustomEvent<{lines: import('../../../wasm/src/run.js').OutputLine[]}>} */ (event);
        for (const { stream, text } of detail.lines) {
            const [what, , , check] = text.split(' ');
            // the guest's clocks know of time alone: of this process' work, this process
            if (stream === 'stdout' && MARKS.has(what)) process.stdout.write(markLine(what, `${check} ${records}`));
            else process[stream].write(`${text}\n`);
        }
    });
    const { status, error } = await started.finished;
    if (error !== null) throw new Error(error);
    process.exitCode = /** @type {number} */ (status) & 255;
}

const program = await load(readFileSync(file));
if (args[0] === 'start') await repeatStart(program, Number(args[1]), (line) => console.log(line));
else await work(program);
