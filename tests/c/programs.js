/** Runs programs that were built for any target, each in a process of its own. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Result
 * @property {number | null} status null when a signal ended it: see stderr
 * @property {string} stdout
 * @property {string} stderr
 *
 * @typedef {'native/gcc' | 'native/clang' | 'native/asan' | 'native/tsan' | 'wasi'
 *   | 'guest' | 'guest-threads' | 'emscripten' | 'emscripten-threads'} Target
 */

const LIMIT = 30; // seconds
const WASM_RUNNER = fileURLToPath(new URL('./run-wasm.js', import.meta.url));
/** node:wasi is experimental, and says so; in Node 20 its fast calls crash once the memory has grown. */
const NODE_FLAGS = ['--no-warnings', '--no-turbo-fast-api-calls'];
/** What AddressSanitizer says to every program that uses ucontext. The core tells it of its switches. */
const ASAN_WARNING = /^==\d+==WARNING: ASan doesn't fully support makecontext.*\n/m;

/** @param {string} name @returns {string} the path of build/NAME */
export function built(name) {
    const file = fileURLToPath(new URL(`../../build/${name}`, import.meta.url));
    if (!existsSync(file)) throw new Error(`build/${name} is not built: run make`);
    return file;
}

/**
 * @param {string} file
 * @param {string[]} args
 * @param {Record<string, string>} [env] beside this process's own
 * @param {number} [limit] in seconds
 * @returns {Promise<Result>}
 */
export function runCommand(file, args, env = {}, limit = LIMIT) {
    return new Promise((resolve, reject) => {
        const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
        const text = { stdout: '', stderr: '' };
        for (const stream of /** @type {const} */ (['stdout', 'stderr'])) {
            child[stream].setEncoding('utf8');
            child[stream].on('data', (data) => (text[stream] += data));
        }
        const timer = setTimeout(() => child.kill('SIGKILL'), limit * 1000);
        child.on('error', reject);
        child.on('close', (status, signal) => {
            clearTimeout(timer);
            if (signal) text.stderr += signal === 'SIGKILL' ? `killed after ${limit} s` : `ended by ${signal}`;
            resolve({ status, ...text });
        });
    });
}

/**
 * @param {Target} target
 * @param {string} name of the program
 * @param {string[]} [args]
 * @param {Record<string, string>} [env]
 * @returns {Promise<Result>}
 */
export async function runProgram(target, name, args = [], env = {}) {
    if (!target.startsWith('native/')) {
        const file = built(`${target}/${name}.${target.startsWith('emscripten') ? 'mjs' : 'wasm'}`);
        return runCommand(process.execPath, [...NODE_FLAGS, WASM_RUNNER, target, file, ...args], env);
    }
    const result = await runCommand(built(`${target}/${name}`), args, env);
    return { ...result, stderr: result.stderr.replace(ASAN_WARNING, '') };
}
