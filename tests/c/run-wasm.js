/**
 * Runs one WebAssembly program as if it were a native one:
 * `node run-wasm.js TARGET FILE ARG...`, where TARGET is wasi, guest, guest-threads, emscripten or
 * emscripten-threads.
 * A process for each, since a program that never ends cannot be ended from within.
 */
import { readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';
import { load, run } from '../../wasm/src/index.js';
import { runScript } from '../emscripten/start.js';

const [target, file, ...args] = process.argv.slice(2);
const env = /** @type {Record<string, string>} */ (process.env);

async function runWasi() {
    const wasi = new WASI({ version: 'preview1', args: ['program', ...args], env });
    const imports = /** @type {WebAssembly.Imports} */ (wasi.getImportObject());
    return wasi.start(await WebAssembly.instantiate(await load(readFileSync(file)), imports));
}

async function runGuest() {
    const program = run(await load(readFileSync(file)), { args, env });
    program.addEventListener('output', (event) => {
        const { detail } = /** @type {CustomEvent<{lines: import('../../wasm/src/run.js').OutputLine[]}>} */ (event);
        for (const { stream, text } of detail.lines) process[stream].write(`${text}\n`);
    });
    const { status, error } = await program.finished;
    if (error !== null) throw new Error(error);
    return /** @type {number} */ (status);
}

async function runEmscripten() {
    const { status, stdout, stderr, problem } = await runScript(file, { arguments: args, env });
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    if (status === null) throw new Error(problem);
    return status;
}

const runs = { wasi: runWasi, guest: runGuest, emscripten: runEmscripten };
process.exitCode = (await runs[/** @type {keyof typeof runs} */ (target.replace('-threads', ''))]()) & 255;
