/**
 * The worker of wasm.js: each message is the text of a program, each answer an Outcome. The module
 * is compiled once and instantiated anew for every program.
 */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

/** @typedef {import('./outcome.js').Outcome} Outcome */

/**
 * WASI's functions as plain JavaScript ones. Called directly from WebAssembly, Node takes a short cut
 * in which its own bookkeeping may collect garbage, and aborts (nodejs/node#46777).
 *
 * @param {Record<string, Function>} functions
 * @returns {WebAssembly.ModuleImports}
 */
function withoutFastCalls(functions) {
  return Object.fromEntries(
    Object.entries(functions).map(([name, call]) => [
      name,
      (/** @type {unknown[]} */ ...args) => Reflect.apply(call, undefined, args),
    ]),
  );
}

/**
 * @param {WebAssembly.Module} module
 * @returns {Promise<(text: string) => Promise<Outcome>>}
 */
async function openWasi(module) {
  const { WASI } = await import('node:wasi');
  return async (text) => {
    // a WASI command's streams are files; a folder for each run, so that none finds another's
    const folder = mkdtempSync(join(tmpdir(), 'eddy-scenario-'));
    const paths = ['in', 'out', 'err'].map((name) => join(folder, name));
    writeFileSync(paths[0], text);
    const files = [openSync(paths[0], 'r'), openSync(paths[1], 'w'), openSync(paths[2], 'w')];
    /** @type {number | null} */
    let status = null;
    let problem = '';
    try {
      const wasi = new WASI({
        version: 'preview1',
        args: ['scenario'],
        stdin: files[0],
        stdout: files[1],
        stderr: files[2],
        returnOnExit: true,
      });
      const functions = /** @type {Record<string, Function>} */ (wasi.wasiImport);
      const imports = { wasi_snapshot_preview1: withoutFastCalls(functions) };
      // start() returns the exit code, whatever its type says
      const code = /** @type {unknown} */ (wasi.start(await WebAssembly.instantiate(module, imports)));
      status = Number(code);
    } catch (error) {
      problem = `trapped: ${error}`;
    }
    files.forEach(closeSync);
    const [stdout, stderr] = paths.slice(1).map((path) => readFileSync(path, 'utf8'));
    rmSync(folder, { recursive: true });
    return { status, stdout, stderr, problem };
  };
}

/**
 * @param {WebAssembly.Module} module
 * @returns {Promise<(text: string) => Promise<Outcome>>}
 */
async function openGuest(module) {
  const { run } = await import('../../wasm/src/index.js');
  return async (text) => {
    const written = { stdout: '', stderr: '' };
    const program = run(module, { clock: 'virtual', stdin: text });
    program.addEventListener('output', (event) => {
      const { lines } = /** @type {CustomEvent} */ (event).detail;
      for (const line of /** @type {import('../../wasm/src/run.js').OutputLine[]} */ (lines))
        written[line.stream] += `${line.text}\n`;
    });
    const { status, error } = await program.finished;
    return { status, ...written, problem: status === null ? `trapped: ${error}` : '' };
  };
}

/**
 * @param {WebAssembly.Module} module
 * @returns {Promise<(text: string) => Promise<Outcome>>}
 */
async function openEmscripten(module) {
  const { runScript, stdinOf } = await import('../emscripten/start.js');
  return (text) =>
    runScript(workerData.script, {
      arguments: ['-'],
      env: { EDDY_CLOCK: 'virtual' },
      stdin: stdinOf(text),
      instantiateWasm(/** @type {WebAssembly.Imports} */ imports, /** @type {Function} */ receive) {
        const instance = new WebAssembly.Instance(module, imports);
        receive(instance, module);
        return instance.exports;
      },
    });
}

const kinds = { wasi: openWasi, guest: openGuest, emscripten: openEmscripten };
const runProgram = await kinds[/** @type {keyof typeof kinds} */ (workerData.kind)](workerData.module);
parentPort?.on('message', async (text) => parentPort?.postMessage(await runProgram(text)));
