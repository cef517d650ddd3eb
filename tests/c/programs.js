/** Runs programs that were built for any target, each in a process or worker of its own. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** @typedef {import('./run-case.js').CaseResult} CaseResult */

const LIMIT = 120_000; // milliseconds

/** @param {string} name @returns {string} the path of build/NAME */
export function built(name) {
    const file = fileURLToPath(new URL(`../../build/${name}`, import.meta.url));
    if (!existsSync(file)) throw new Error(`build/${name} is not built: run make`);
    return file;
}

/**
 * @param {string} file
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @param {number} [limit] milliseconds
 * @returns {Promise<CaseResult>}
 */
export function runNative(file, args, env = {}, limit = LIMIT) {
    return new Promise((resolve, reject) => {
        const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
        const text = { stdout: '', stderr: '' };
        for (const stream of /** @type {const} */ (['stdout', 'stderr'])) {
            child[stream].setEncoding('utf8');
            child[stream].on('data', (data) => (text[stream] += data));
        }
        const timer = setTimeout(() => child.kill('SIGKILL'), limit);
        child.on('error', reject);
        child.on('close', (status, signal) => {
            clearTimeout(timer);
            if (signal === 'SIGKILL') text.stderr += `killed after ${limit / 1000} s`;
            else if (signal) text.stderr += `ended by ${signal}`;
            resolve({ status, ...text });
        });
    });
}

/** @type {Map<string, Promise<WebAssembly.Module>>} */
const modules = new Map();

/**
 * @param {'wasi' | 'guest'} target
 * @param {string} file
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<CaseResult>}
 */
export async function runWasm(target, file, args, env = {}) {
    if (!modules.has(file)) modules.set(file, WebAssembly.compile(readFileSync(file)));
    const module = await modules.get(file);
    const worker = new Worker(new URL('./run-case.js', import.meta.url), {
        workerData: { target, module, args, env },
        execArgv: ['--no-warnings'], // node:wasi calls itself experimental
    });
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
            resolve({ status: null, stdout: '', stderr: `ended after ${LIMIT / 1000} s` });
            void worker.terminate();
        }, LIMIT);
        worker.once('message', (result) => {
            clearTimeout(timer);
            resolve(result);
            void worker.terminate();
        });
        worker.once('error', (error) => {
            clearTimeout(timer);
            reject(error);
        });
    });
}

/**
 * @param {string} target native/gcc, native/clang, native/asan, wasi or guest
 * @param {string} name of the program
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
export async function runProgram(target, name, args, env) {
    if (target === 'wasi' || target === 'guest')
        return runWasm(target, built(`${target}/${name}.wasm`), args, env);
    return runNative(built(`${target}/${name}`), args, env);
}
