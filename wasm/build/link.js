/**
 * Links a C program with Eddy into one suspendable WebAssembly module.
 *
 *     node wasm/build/link.js --target guest -o FILE.wasm --core libeddy.a --sysroot FOLDER FILE.o...
 *
 *     --target guest    for a JavaScript event loop: exports _initialize and eddy_guest_*
 *     --target wasi     a WASI command: exports _start, blocks while it waits
 *     -o FILE           the module to write
 *     --core FILE       the target's libeddy.a, linked whole: the host calls into all of it
 *     --sysroot FOLDER  what sysroot.js unpacked
 *     --linker COMMAND  wasm-ld of LLVM 19 or newer, or `wasm` for npm's; found if not given
 *     --removelist FILE functions that never suspend, one name or pattern a line, # comments
 *     --threads         of objects that were compiled for threads (see wasm.mk): memory that can be
 *                       shared, up to a gigabyte
 *     -O0 ... -O4, -Os  how hard Binaryen optimizes the result, or for its size; -O2 if not given
 *     --strip           without the functions' names
 *     --why             tell which functions can suspend, and why
 *
 * Everything else is handed to wasm-ld: objects, archives, -l and other options.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeSuspendable, strangeImports } from './asyncify.js';
import { linkerArguments, parseRemovelist, targets } from './link-arguments.js';
import { absolute, runLlvm } from './llvm.js';
import { isMain, runMain, UserError } from './main.js';
import { readRemovelist } from './removelist.js';
import { findToolchain } from './toolchain.js';

/**
 * @typedef {object} Job
 * @property {keyof typeof targets} target
 * @property {string} output
 * @property {string} core
 * @property {string} sysroot
 * @property {string} [linker]
 * @property {string} [removelist]
 * @property {import('./asyncify.js').Options} options
 * @property {string[]} inputs
 * @property {boolean} threads
 */

/** @param {string[]} args @returns {Job} */
export function parseArguments(args) {
    /** @type {Record<string, string>} */
    const values = {};
    /** @type {import('./asyncify.js').Options} */
    const options = {};
    const inputs = [];
    let threads = false;
    for (let i = 0; i < args.length; i++) {
        const arg = args[i];
        if (/^(--target|-o|--core|--sysroot|--linker|--removelist)$/.test(arg)) {
            if (i + 1 === args.length) throw new UserError(`${arg} needs a value`);
            values[arg.replace(/^-+/, '')] = args[++i];
        } else if (/^-O[0-4]$/.test(arg)) {
            options.optimize = /** @type {0 | 1 | 2 | 3 | 4} */ (Number(arg[2]));
        } else if (arg === '-Os') Object.assign(options, { optimize: 2, shrink: 2 });
        else if (arg === '--strip') options.names = false;
        else if (arg === '--threads') threads = true;
        else if (arg === '--why') options.verbose = true;
        else inputs.push(arg);
    }
    for (const needed of ['target', 'o', 'core', 'sysroot'])
        if (!values[needed]) throw new UserError(`${needed === 'o' ? '-o' : `--${needed}`} is missing`);
    if (!inputs.length) throw new UserError('no object file to link');
    const { target, o: output, core, sysroot, linker, removelist } = values;
    if (target !== 'guest' && target !== 'wasi')
        throw new UserError(`--target is guest or wasi, not ${target}`);
    if (threads && target !== 'guest') throw new UserError('--threads is for --target guest');
    return { target, output, core, sysroot, linker, removelist, options: { ...options, threads }, inputs, threads };
}

/** @param {string} linker @param {string[]} args @returns {Promise<boolean>} */
async function runLinker(linker, args) {
    if (linker === 'wasm') return (await runLlvm('wasm-ld', args.map(absolute))) === 0;
    const { status, error } = spawnSync(linker, args, { stdio: 'inherit' });
    if (error) throw new UserError(`cannot run ${linker}: ${error.message}`);
    return status === 0;
}

/** Only wasm-ld's part. @param {Job} job @param {string} output */
export async function linkObjects(job, output) {
    const linker = job.linker ?? findToolchain().linker;
    if (!(await runLinker(linker, linkerArguments(job, output))))
        throw new UserError(`cannot link ${job.output}: wasm-ld failed, see above`);
}

/**
 * Links; writes nothing when it fails.
 * @param {Job} job
 */
export async function link(job) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'eddy-link-'));
    try {
        const linked = path.join(folder, 'linked.wasm');
        await linkObjects(job, linked);
        const { default: binaryen } = await import('binaryen'); /* big: only when needed */
        const neverSuspend = job.removelist ? parseRemovelist(readFileSync(job.removelist, 'utf8')) : [];
        const program = makeSuspendable(binaryen, readFileSync(linked), { ...job.options, neverSuspend });
        checkImports(program, job);
        writeFileSync(job.output, program);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

/** @param {Uint8Array} program @param {Job} job */
function checkImports(program, { target, output, threads }) {
    const allowed = targets[target].imports;
    const strange = strangeImports(new WebAssembly.Module(/** @type {any} */ (program)), allowed)
        .filter((name) => !(threads && name === 'env.memory'));
    if (!strange.length) return;
    throw new UserError(`cannot link ${output}: the ${target} host provides ` +
        `${allowed.join(' and ')} only, but the program also imports ${strange.join(', ')}`);
}

if (isMain(import.meta.url))
    await runMain('link.js', () => link(parseArguments(process.argv.slice(2))));
