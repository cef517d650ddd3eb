/**
 * Compiles C for wasm: those sources whose object is missing or older than anything it was made of.
 * One process for all, because LLVM as WebAssembly takes a second to start; a clang from PATH runs
 * on all processors.
 *
 *     node wasm/build/compile.js --clang COMMAND --sysroot FOLDER --to FOLDER [--newer-than FILE...]
 *         {--flags 'FLAG ...' SOURCE.c...}...
 *
 *     --clang COMMAND    a clang of LLVM 19 or newer, or `wasm` for npm's
 *     --sysroot FOLDER   what sysroot.js unpacked
 *     --to FOLDER        a/b.c becomes FOLDER/a/b.o, with its dependencies in FOLDER/a/b.d
 *     --newer-than FILE  compile everything that is older than FILE: a record of the flags, say
 *     --flags FLAGS      for the sources that follow
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runLlvm } from './llvm.js';
import { isMain, runMain, UserError } from './main.js';

/**
 * @typedef {object} Settings
 * @property {string} clang
 * @property {string} sysroot
 * @property {string} to
 * @property {string[]} newerThan
 */

/** @typedef {{ source: string, object: string, flags: string[] }} Job */

/** @param {string[]} args @returns {{ settings: Settings, jobs: Job[] }} */
export function parseArguments(args) {
    /** @type {Record<string, string>} */
    const values = {};
    const jobs = [];
    const newerThan = [];
    for (let i = 0; i < args.length; i++) {
        const name = /^--(clang|sysroot|to|newer-than|flags)$/.exec(args[i])?.[1];
        if (name) {
            if (i + 1 === args.length) throw new UserError(`${args[i]} needs a value`);
            values[name] = args[++i];
            if (name === 'newer-than') newerThan.push(values[name]);
        } else {
            const object = path.join(values.to ?? '', args[i].replace(/\.c$/, '.o'));
            jobs.push({ source: args[i], object, flags: (values.flags ?? '').split(' ').filter(Boolean) });
        }
    }
    const { clang, sysroot, to } = values;
    if (!clang || !sysroot || !to) throw new UserError('--clang, --sysroot and --to are needed');
    return { settings: { clang, sysroot, to, newerThan }, jobs };
}

/** @param {string} file @returns {number} its time, or infinitely long ago */
function timeOf(file) {
    return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
}

/** @param {string} object @returns {string[] | undefined} what the compiler read for it last time */
function dependenciesOf(object) {
    try {
        const rule = readFileSync(object.replace(/o$/, 'd'), 'utf8').replaceAll('\\\n', ' ');
        return rule.slice(rule.indexOf(': ') + 2).split(/\s+/).filter(Boolean);
    } catch {
        return undefined;
    }
}

/** @param {Job} job @param {Settings} settings @returns {boolean} */
function isStale({ source, object }, { newerThan }) {
    const dependencies = dependenciesOf(object);
    if (!dependencies) return true;
    const made = timeOf(object);
    /* A header that is gone may be one that the source no longer includes: the compiler will tell. */
    return [source, ...dependencies, ...newerThan].some((file) => {
        const time = timeOf(file);
        return time === -Infinity || time > made;
    });
}

/** @param {Job} job @param {Settings} settings @returns {string[]} clang's arguments */
function clangArguments({ source, object, flags }, { sysroot }) {
    return [
        '--target=wasm32-wasip1', '-nostdlibinc', '-isystem', path.join(sysroot, 'include/wasm32-wasip1'),
        ...flags, '-MMD', '-MF', object.replace(/o$/, 'd'), '-c', source, '-o', object,
    ];
}

/** @param {string} command @param {string[]} args @returns {Promise<boolean>} did it succeed */
function run(command, args) {
    return new Promise((resolve, reject) => {
        const child = spawn(command, args, { stdio: 'inherit' });
        child.on('error', (error) => reject(new UserError(`cannot run ${command}: ${error.message}`)));
        child.on('close', (status) => resolve(status === 0));
    });
}

/** @param {Job} job @param {Settings} settings @returns {Promise<boolean>} did it succeed */
async function compile(job, settings) {
    console.log(`  compile  ${job.object}`);
    mkdirSync(path.dirname(job.object), { recursive: true });
    const args = clangArguments(job, settings);
    if (settings.clang !== 'wasm') return run(settings.clang, args);
    /* LLVM as WebAssembly knows no current folder, nor where its own headers are. */
    const own = [`-working-directory=${process.cwd()}`, '-resource-dir', path.resolve(settings.sysroot)];
    return (await runLlvm('clang', [...own, ...args])) === 0;
}

/**
 * @param {Job[]} jobs
 * @param {Settings} settings
 * @returns {Promise<number>} how many failed
 */
export async function compileStale(jobs, settings) {
    const waiting = jobs.filter((job) => isStale(job, settings));
    let failures = 0;
    const work = async () => {
        for (let job = waiting.shift(); job; job = waiting.shift())
            if (!(await compile(job, settings))) failures++;
    };
    const workers = settings.clang === 'wasm' ? 1 : os.availableParallelism();
    await Promise.all(Array.from({ length: workers }, work));
    return failures;
}

if (isMain(import.meta.url)) {
    await runMain('compile.js', async () => {
        const { settings, jobs } = parseArguments(process.argv.slice(2));
        const failures = await compileStale(jobs, settings);
        if (failures) throw new UserError(`${failures} of ${jobs.length} sources failed, see above`);
    });
}
