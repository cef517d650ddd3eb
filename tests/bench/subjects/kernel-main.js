/**
 * The kernels as a WASI command under Node: `node kernel-main.js FILE WORK REPEATS PAUSE N M`. What
 * Asyncify would have provided is imported by the module without it, and does nothing.
 */
import { readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';

const [file, ...args] = process.argv.slice(2);
const module = await WebAssembly.compile(readFileSync(file));
const wasi = new WASI({ version: 'preview1', args: ['kernels', ...args] });
const imports = /** @type {WebAssembly.Imports} */ (wasi.getImportObject());
for (const { module: from, name } of WebAssembly.Module.imports(module))
    if (from !== 'wasi_snapshot_preview1') (imports[from] ??= {})[name] = () => {};
process.exitCode = Number(wasi.start(await WebAssembly.instantiate(module, imports)));
