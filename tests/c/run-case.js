/**
 * Runs one program of WebAssembly in a worker thread, so that one that never ends can be ended.
 * workerData: {target, module, args, env}; posts a CaseResult.
 */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WASI } from 'node:wasi';
import { parentPort, workerData } from 'node:worker_threads';
import { run } from '../../wasm/src/index.js';

/**
 * @typedef {object} CaseResult
 * @property {number | null} status null when it trapped: see stderr
 * @property {string} stdout
 * @property {string} stderr
 */

/** @param {WebAssembly.Module} module @param {string[]} args @param {Record<string, string>} env */
async function runWasi(module, args, env) {
    const folder = mkdtempSync(path.join(tmpdir(), 'eddy-case-'));
    const files = [path.join(folder, 'stdout'), path.join(folder, 'stderr')];
    const [stdout, stderr] = files.map((file) => openSync(file, 'w'));
    /** @type {number | null} */
    let status = null;
    let trap = '';
    try {
        const wasi = new WASI({ version: 'preview1', args: ['program', ...args], env, stdout, stderr });
        const imports = /** @type {WebAssembly.Imports} */ (wasi.getImportObject());
        status = wasi.start(await WebAssembly.instantiate(module, imports)) | 0;
    } catch (error) {
        trap = String(error);
    } finally {
        closeSync(stdout);
        closeSync(stderr);
    }
    const [out, err] = files.map((file) => readFileSync(file, 'utf8'));
    rmSync(folder, { recursive: true });
    return { status, stdout: out, stderr: err + trap };
}

/** @param {WebAssembly.Module} module @param {string[]} args @param {Record<string, string>} env */
async function runGuest(module, args, env) {
    const program = run(module, { args, env });
    const text = { stdout: '', stderr: '' };
    program.addEventListener('output', (event) => {
        const { lines } = /** @type {CustomEvent<{lines: import('../../wasm/src/run.js').OutputLine[]}>} */ (event).detail;
        for (const line of lines) text[line.stream] += `${line.text}\n`;
    });
    const { status, error } = await program.finished;
    return { status, stdout: text.stdout, stderr: text.stderr + (error ?? '') };
}

const { target, module, args, env } = workerData;
parentPort?.postMessage(await (target === 'wasi' ? runWasi : runGuest)(module, args, env));
