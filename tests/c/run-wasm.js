/**
 * Runs one WebAssembly program as if it were a native one: `node run-wasm.js wasi|guest|guest-threads FILE ARG...`
 * A process for each, since a program that never ends cannot be ended from within.
 */
import { readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';
import { load, run } from '../../wasm/src/index.js';

const [target, file, ...args] = process.argv.slice(2);
const env = /** @type {Record<string, string>} */ (process.env);
const module = await load(readFileSync(file));

async function runWasi() {
    const wasi = new WASI({ version: 'preview1', args: ['program', ...args], env });
    const imports = /** @type {WebAssembly.Imports} */ (wasi.getImportObject());
    return wasi.start(await WebAssembly.instantiate(module, imports));
}

async function runGuest() {
    const program = run(module, { args, env });
    program.addEventListener('output', (event) => {
        const { detail } = /** @type {CustomEvent<{lines: import('../../wasm/src/run.js').OutputLine[]}>} */ (event);
        for (const { stream, text } of detail.lines) process[stream].write(`${text}\n`);
    });
    const { status, error } = await program.finished;
    if (error !== null) throw new Error(error);
    return /** @type {number} */ (status);
}

process.exitCode = (await (target === 'wasi' ? runWasi() : runGuest())) & 255;
