/** A program that emcc links: beside Emscripten's own Asyncify, in Node, in a page and in a worker. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { readTrace } from '../../wasm/src/index.js';
import { startServer } from '../../web/server.js';
import { built } from '../c/programs.js';
import { launch } from '../page/browsers.js';
import { serveFilesOnly } from '../page/site.js';
import { runScript } from './start.js';

const script = built('emscripten/suspends.mjs');

/** What each task and main() write, in their own order. @param {string} stdout */
function checkOutput(stdout) {
  const lines = stdout.trimEnd().split('\n');
  /** @param {RegExp} pattern */
  const of = (pattern) => lines.filter((line) => pattern.test(line));
  assert.equal(lines[0], 'before: 1');
  assert.equal(lines.at(-1), 'after');
  assert.deepEqual(of(/^a/).slice(0, 3), ['a 0', 'a 1', 'a 2']);
  assert.deepEqual(of(/^b \d/), ['b 0', 'b 1', 'b 2']);
  const asked = ['the answer is 42', 'slept as Emscripten does'];
  assert.deepEqual(of(/^the|^slept/), [...asked, ...asked]);
}

/** @param {string} stdout of threads.c */
function checkThreads(stdout) {
  const lines = stdout.trimEnd().split('\n');
  assert.deepEqual(lines.slice(0, 2).sort(), ['a thread squares 12', 'slept as Emscripten does']);
  assert.deepEqual(lines.slice(2), ['12 * 12 = 144', 'in all 42']);
}

/** Runs in a page and in a worker alike. */
const RUN = `
export async function runThere(name) {
  const { default: create } = await import('./' + name + '.mjs');
  let stdout = '';
  return new Promise((resolve) => create({
    arguments: ['x'],
    print: (line) => (stdout += line + '\\n'),
    quit: (status, exit) => { throw exit; },
    onExit: (status) => resolve({ status, stdout }),
    onTrap: (error) => resolve({ status: null, stdout: String(error) }),
  }));
}
`;
const WORKER = `
import { runThere } from './run.js';
onmessage = ({ data }) => runThere(data).then(postMessage);
`;
const PAGE = `<!doctype html><title>Emscripten</title><link rel="icon" href="data:,">
<script type="module">
import { runThere } from './run.js';
const name = location.search.slice(1);
const here = await runThere(name);
const worker = new Worker('worker.js', { type: 'module' });
worker.onmessage = ({ data }) => (globalThis.result = [here, data]);
worker.postMessage(name);
</script>`;

describe('a program of Emscripten’s', () => {
  it('runs tasks beside functions of JavaScript that suspend main() and tasks', async () => {
    const { status, stdout, stderr, problem } = await runScript(script, {});
    assert.deepEqual({ status, stderr, problem }, { status: 0, stderr: '', problem: '' });
    checkOutput(stdout);
  });

  it('gets arguments and environment, exits with main()’s status, and gives its trace', async () => {
    /** @type {string[]} */
    const kinds = [];
    const { status } = await runScript(script, {
      arguments: ['x'],
      env: { EDDY_CLOCK: 'virtual' },
      onTrace: (/** @type {ArrayBuffer} */ records) => {
        for (const { kind } of readTrace(records)) kinds.push(kind);
      },
    });
    assert.equal(status, 3);
    assert.ok(kinds.includes('created') && kinds.includes('done'), `${kinds}`);
  });

  it('fetches', async () => {
    const { stdout, status } = await runScript(script, { arguments: ['fetch'] });
    assert.deepEqual({ stdout, status }, { stdout: '200 hello\n', status: 0 });
  });

  it('runs the same when it is linked with threads', async () => {
    const { status, stdout } = await runScript(built('emscripten-threads/suspends.mjs'), {});
    assert.equal(status, 0);
    checkOutput(stdout);
  });

  it('has Emscripten’s threads for to_thread and pools', async () => {
    const { status, stdout, stderr, problem } = await runScript(built('emscripten-threads/threads.mjs'), {});
    assert.deepEqual({ status, stderr, problem }, { status: 0, stderr: '', problem: '' });
    checkThreads(stdout);
  });

  describe('in Chromium', () => {
    const folder = mkdtempSync(join(tmpdir(), 'eddy-emscripten-'));
    /** @type {import('puppeteer-core').Browser} */
    let chromium;
    /** @type {{url: string, close(): Promise<void>}[]} */
    let servers;
    before(async () => {
      for (const [target, name] of [['emscripten', 'suspends'], ['emscripten-threads', 'threads']])
        for (const file of readdirSync(dirname(built(`${target}/${name}.mjs`))))
          if (file.startsWith(`${name}.`)) cpSync(built(`${target}/${file}`), join(folder, file));
      writeFileSync(join(folder, 'run.js'), RUN);
      writeFileSync(join(folder, 'worker.js'), WORKER);
      writeFileSync(join(folder, 'index.html'), PAGE);
      servers = [await serveFilesOnly(folder), await startServer({ root: folder, port: 0 })];
      chromium = await launch('chromium');
    });
    after(async () => {
      await chromium?.close();
      for (const server of servers ?? []) await server.close();
      rmSync(folder, { recursive: true });
    });

    /** @param {string} server @param {string} name */
    async function runInBoth(server, name) {
      const tab = await chromium.newPage();
      await tab.goto(`${server}?${name}`);
      await tab.waitForFunction(() => 'result' in globalThis, { timeout: 30_000 });
      return tab.evaluate(() => /** @type {any} */ (globalThis).result);
    }

    it('runs in the page and in a worker', async () => {
      for (const { status, stdout } of await runInBoth(servers[0].url, 'suspends')) {
        checkOutput(stdout);
        assert.equal(status, 3);
      }
    });

    it('runs with threads in both where the page is cross-origin isolated', async () => {
      for (const { status, stdout } of await runInBoth(servers[1].url, 'threads')) {
        checkThreads(stdout);
        assert.equal(status, 0);
      }
    });
  });
});
