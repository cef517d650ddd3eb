/**
 * LLVM as WebAssembly (npm's @yowasp/clang): the compiler of machines that have no clang. Its core
 * is an ordinary WASI command that does what its first argument names: clang, wasm-ld or llvm-ar.
 *
 *     node wasm/build/llvm.js llvm-ar rcs libNAME.a FILE.o...
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMain, runMain, UserError } from './main.js';

/** @typedef {'clang' | 'wasm-ld' | 'llvm-ar'} Tool */

/** @returns {string} the folder that holds llvm.core.wasm and llvm-resources.tar */
export function llvmFolder() {
    try {
        return path.dirname(fileURLToPath(import.meta.resolve('@yowasp/clang')));
    } catch {
        throw new UserError('the package @yowasp/clang is not installed: run npm ci');
    }
}

/** @type {WebAssembly.Module | undefined} */
let core;

/** Node calls its WASI experimental and says so on each run; it is enough for these tools. */
async function importWasi() {
    const { emitWarning } = process;
    process.emitWarning = () => {};
    try {
        return (await import('node:wasi')).WASI;
    } finally {
        process.emitWarning = emitWarning;
    }
}

/**
 * Runs a tool in this process, on the real file system; file names must be absolute. The first run
 * costs a second (the core is 75 MB), later ones a tenth of that.
 * @param {Tool} tool
 * @param {string[]} args
 * @returns {Promise<number>} its exit status; its messages went to stdout and stderr
 */
export async function runLlvm(tool, args) {
    const WASI = await importWasi();
    core ??= new WebAssembly.Module(readFileSync(path.join(llvmFolder(), 'llvm.core.wasm')));
    const wasi = new WASI({
        version: 'preview1',
        returnOnExit: true,
        args: [tool, ...args],
        preopens: { '/': '/' },
    });
    const instance = new WebAssembly.Instance(core, /** @type {any} */ (wasi.getImportObject()));
    return Number(wasi.start(instance));
}

/**
 * LLVM as WebAssembly knows no current folder.
 * @param {string} arg
 * @returns {string} the argument, absolute if it looks like a file or -L with a folder
 */
export function absolute(arg) {
    if (arg.startsWith('-L')) return `-L${path.resolve(arg.slice(2))}`;
    return /^-|=/.test(arg) || !/[./]/.test(arg) ? arg : path.resolve(arg);
}

if (isMain(import.meta.url)) {
    const [tool, ...args] = process.argv.slice(2);
    await runMain('llvm.js', async () => {
        if (tool !== 'llvm-ar') throw new UserError('usage: node wasm/build/llvm.js llvm-ar ARGUMENT...');
        process.exitCode = await runLlvm(tool, args.map(absolute));
    });
}
