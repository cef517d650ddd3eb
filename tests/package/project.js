/** An empty project of somebody, with the package installed in it as npm packs it. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { built } from '../c/programs.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** @param {string[]} args @param {string} cwd @returns {string} */
function npm(args, cwd) {
    const env = { ...process.env, MAKEFLAGS: '', MAKELEVEL: '' }; // the tests may run within make
    return execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
        cwd,
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
    });
}

/**
 * What each kind of user does alike: loads from a URL, bytes and a module, runs here and in a worker,
 * and tells what came of it.
 */
export const APP = `
import { load, run, runInWorker } from 'eddy';

/** Runs a command of the program, and gives everything that can be had of a run. */
async function finish(running) {
  let records = 0;
  running.addEventListener('trace', ({ detail }) => (records += detail.records.byteLength / 24));
  const stdout = new Response(running.stdout).text();
  const stderr = new Response(running.stderr).text();
  const { status, time, error } = await running.finished;
  const { tasksMade, memory } = await running.statistics();
  const traced = records > 0;
  return { status, time, error, stdout: await stdout, stderr: await stderr, traced, tasksMade, memory: memory > 65536 };
}

/** @param url of the program @param readBytes gives its bytes @param workerURL where worker.js is */
export async function demo(url, readBytes, workerURL) {
  const module = await load(url);
  const bytes = await load(await readBytes(url));
  const input = { args: ['input', 'a b'], env: { TEST: 'set' }, stdin: 'line\\n' };
  const controller = new AbortController();
  const endless = runInWorker(module, {
    args: ['yield-for-ever'], signal: controller.signal, workerURL,
  });
  endless.addEventListener('output', () => controller.abort());
  const workers = await load(new URL('workers.wasm', url));
  const pool = { args: ['processes'], clock: 'real', workerURL };
  return {
    here: await finish(run(module, { clock: 'virtual', trace: true, ...input })),
    worker: await finish(runInWorker(bytes, {
      clock: 'virtual', trace: true, ...input, workerURL,
    })),
    real: await finish(run(await load(bytes), { args: ['sleep', '0.01'] })),
    stopped: (await endless.finished).stopped,
    processes: [await finish(run(workers, pool)), await finish(runInWorker(workers, pool))].map(
      ({ stdout, error }) => error ?? stdout,
    ),
  };
}
`;

/** What demo gives, everywhere. */
const input = {
    status: 0,
    time: 0,
    error: null,
    stdout: '<line>\nargument a b\nTEST=set\n',
    stderr: '',
    traced: true,
    tasksMade: 1,
    memory: true,
};
/** @param {any} result of demo @returns {any} what it is to be equal to */
export const expectedOf = (result) => ({
    here: input,
    worker: input,
    real: { ...input, stdout: '', traced: false, time: result.real.time },
    stopped: true,
    processes: Array(2).fill('hello from a process, PLACE=here\nthe process is done\n'),
});

/** @param {Record<string, string>} files @returns {{folder: string, remove(): void}} */
export function makeProject(files) {
    const folder = mkdtempSync(join(tmpdir(), 'eddy-project-'));
    const [{ filename }] = JSON.parse(npm(['pack', '--json', '--silent', '--pack-destination', folder], root));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
    npm(['install', '--offline', '--ignore-scripts', `./${filename}`], folder);
    for (const name of ['shim', 'workers']) copyFileSync(built(`guest/${name}.wasm`), join(folder, `${name}.wasm`));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
