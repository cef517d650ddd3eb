/** The C program as a WASI command under Node: `node wasi-main.js WORK REPEATS PAUSE N M`. */
import { readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';

const file = new URL('../../../build/wasi/bench.wasm', import.meta.url);
const env = /** @type {Record<string, string>} */ (process.env);
const wasi = new WASI({ version: 'preview1', args: ['bench', ...process.argv.slice(2)], env });
const imports = /** @type {WebAssembly.Imports} */ (wasi.getImportObject());
const { instance } = await WebAssembly.instantiate(readFileSync(file), imports);
process.exitCode = Number(wasi.start(instance));
