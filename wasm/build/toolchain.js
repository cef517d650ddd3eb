/**
 * Which compiler and linker build the wasm programs: a clang with its wasm-ld from PATH when one is
 * good enough, LLVM as WebAssembly otherwise (see llvm.js).
 *
 *     node wasm/build/toolchain.js FILE
 *
 * writes the two commands and their version to FILE, `clang-22 wasm-ld-22 22.1.8` or
 * `wasm wasm 22.0.0`, and says why; a FILE that is right already is left alone.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { llvmFolder } from './llvm.js';
import { isMain, runMain, UserError } from './main.js';

const oldest = 19;
const newest = 30;

/**
 * @typedef {object} Toolchain
 * @property {string} clang the command, or 'wasm' for LLVM as WebAssembly
 * @property {string} linker the wasm-ld that belongs to it, or 'wasm'
 * @property {string} version
 * @property {string} reason why it was chosen, for people
 */

/** @param {string} command @param {string[]} args @returns {string} its output, '' when it fails */
function outputOf(command, args) {
    const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
    return status === 0 ? stdout : '';
}

/** @param {string} command @returns {string} 22.1.8 of `clang version 22.1.8` or `LLD 22.1.8`, or '' */
function versionOf(command) {
    return /(?:clang version|LLD) (\d+\.[\w.]+)/.exec(outputOf(command, ['--version']))?.[1] ?? '';
}

/** @param {string} clang @returns {boolean} */
function targetsWasm(clang) {
    return /^\s*wasm32\b/m.test(outputOf(clang, ['--print-targets']));
}

/** @returns {string[]} clang's names, the newest first */
function candidates() {
    const numbered = Array.from({ length: newest - oldest + 1 }, (_, i) => `clang-${newest - i}`);
    return [...numbered, 'clang'];
}

/** @returns {Toolchain} */
export function findToolchain() {
    for (const clang of candidates()) {
        const version = versionOf(clang);
        const major = parseInt(version);
        if (!(major >= oldest) || !targetsWasm(clang)) continue;
        const linkers = [`wasm-ld-${major}`, 'wasm-ld'];
        const linker = linkers.find((name) => parseInt(versionOf(name)) === major);
        const reason = `it and its wasm-ld are on PATH, version ${version}`;
        if (linker) return { clang, linker, version, reason };
    }
    const { version } = JSON.parse(readFileSync(path.join(llvmFolder(), '../package.json'), 'utf8'));
    const reason = `no clang ${oldest} or newer that knows wasm32 is on PATH together with its wasm-ld`;
    return { clang: 'wasm', linker: 'wasm', version, reason };
}

/** @param {string} file @param {string} text @returns {boolean} was it written */
function writeIfNew(file, text) {
    if (existsSync(file) && readFileSync(file, 'utf8') === text) return false;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return true;
}

if (isMain(import.meta.url)) {
    await runMain('toolchain.js', () => {
        if (process.argv.length !== 3) throw new UserError('usage: node wasm/build/toolchain.js FILE');
        const { clang, linker, version, reason } = findToolchain();
        if (!writeIfNew(process.argv[2], `${clang} ${linker} ${version}\n`)) return;
        const name = clang === 'wasm' ? "npm's @yowasp/clang, run by Node" : clang;
        console.log(`C compiler for wasm: ${name} (${reason})`);
    });
}
