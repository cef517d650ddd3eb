#!/usr/bin/env node
/**
 * The step after linking that makes tasks suspendable, for programs that clang has linked with an
 * installed libeddy.a for WASI or for a guest (installed as eddy-suspendable):
 *
 *     clang --target=wasm32-wasip1 --sysroot=S program.c $(pkg-config --cflags --libs eddy-wasi) \
 *         -o linked.wasm
 *     eddy-suspendable linked.wasm -o program.wasm
 *
 *     -o FILE       the module to write
 *     -O0 ... -O4   how hard Binaryen optimizes the result; -O2 if not given; -Os: for its size
 *     --strip       without the functions' names
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { makeSuspendable, strangeImports } from './asyncify.js';
import { isMain, runMain, UserError } from './main.js';
import { readRemovelist } from './removelist.js';

const usage = 'usage: eddy-suspendable LINKED.wasm -o FILE.wasm [-O0...-O4|-Os] [--strip]';

/** @param {string[]} args */
export function parseArguments(args) {
    /** @type {import('./asyncify.js').Options} */
    const options = {};
    let output = '';
    const inputs = [];
    for (let i = 0; i < args.length; i++) {
        if (args[i] === '-o') output = args[++i] ?? '';
        else if (/^-O[0-4]$/.test(args[i])) options.optimize = /** @type {0|1|2|3|4} */ (Number(args[i][2]));
        else if (args[i] === '-Os') Object.assign(options, { optimize: 2, shrink: 2 });
        else if (args[i] === '--strip') options.names = false;
        else if (args[i].startsWith('-')) throw new UserError(`${args[i]} is no option; ${usage}`);
        else inputs.push(args[i]);
    }
    if (inputs.length !== 1 || !output) throw new UserError(usage);
    return { input: inputs[0], output, options };
}

/** @param {string} file @returns {Buffer} */
function readInput(file) {
    try {
        return readFileSync(file);
    } catch (error) {
        throw new UserError(`${file} cannot be read: ${/** @type {Error} */ (error).message}`);
    }
}

/** As only a program with threads does. @param {Buffer} linked */
const importsMemory = (linked) =>
    WebAssembly.Module.imports(new WebAssembly.Module(/** @type {any} */ (linked))).some(({ kind }) => kind === 'memory');

if (isMain(import.meta.url)) {
    await runMain('eddy-suspendable', async () => {
        const { input, output, options } = parseArguments(process.argv.slice(2));
        const { default: binaryen } = await import('binaryen'); /* big: only when needed */
        const linked = readInput(input);
        if (!WebAssembly.validate(/** @type {any} */ (linked))) throw new UserError(`${input} is no WebAssembly module`);
        const neverSuspend = readRemovelist(new URL('asyncify-removelist.txt', import.meta.url));
        const threads = importsMemory(linked);
        const program = makeSuspendable(binaryen, linked, { ...options, threads, neverSuspend });
        const strange = strangeImports(new WebAssembly.Module(/** @type {any} */ (program)),
            ['wasi_snapshot_preview1', 'eddy']).filter((name) => !(threads && name === 'env.memory'));
        if (strange.length) throw new UserError(`${input}: no source defines ${strange.join(', ')}`);
        writeFileSync(output, program);
    });
}
