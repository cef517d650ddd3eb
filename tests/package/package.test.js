/** The npm package, packed and installed into a project of somebody, as each kind of user has it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';

import { launch } from '../page/browsers.js';
import { serveFilesOnly } from '../page/site.js';
import { APP, expectedOf, makeProject } from './project.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const LARGEST_SHIM = 8 * 1024; // minified and gzipped

const NODE = `
import { readFile } from 'node:fs/promises';
import { demo } from './app.js';
const url = new URL('shim.wasm', import.meta.url);
console.log(JSON.stringify(await demo(url, () => readFile(url))));
`;

/** @param {string} workerURL */
const browser = (workerURL) => `
import { demo } from './app.js';
const url = new URL('/shim.wasm', location.href);
const bytes = async () => (await fetch(url)).arrayBuffer();
demo(url, bytes, ${workerURL}).then(
  (result) => (globalThis.result = result),
  (error) => (globalThis.result = String(error.stack)),
);
`;

/** @param {string} head */
const page = (head) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Somebody's</title>
<link rel="icon" href="data:,">${head}</html>`;

const TYPES = `
import { load, run, runInWorker, readTrace, version, type RunOptions, type RunResult } from 'eddy';
import { explore, run as record, type Recording } from 'eddy/test';

const options: RunOptions = { clock: 'virtual', args: ['x'], seed: 1 };
export async function main(): Promise<number> {
  const running = run(await load('x.wasm'), options);
  const result: RunResult = await running.finished;
  const { memory } = await running.statistics();
  for (const { kind, time } of readTrace(new ArrayBuffer(0))) console.log(kind, time + memory);
  runInWorker(await load(new URL('https://x.test/y.wasm'))).stop();
  const recording: Recording = await record('x.wasm', { seed: 3 });
  recording.expectOrder('main runs', /ends$/);
  const { distinct } = await explore('x.wasm', (one) => one.expectOutput(['x']), { schedules: 3 });
  return (result.status ?? 0) + distinct + version.length;
}
// @ts-expect-error there is no such clock
run(await load('x.wasm'), { clock: 'wall' });
// @ts-expect-error status may be null
const status: number = (await run(await load('x.wasm')).finished).status;
`;

describe('the package, installed', () => {
  /** @type {ReturnType<typeof makeProject>} */
  let project;
  /** @param {string} name */
  const at = (name) => join(project.folder, name);
  before(() => {
    project = makeProject({
      'app.js': APP,
      'node.js': NODE,
      'plain.js': browser('undefined'),
      'bundled.js': browser("new URL('eddy-worker.js', import.meta.url)"),
      'plain.html': page(
        '<script type="importmap">{"imports": {"eddy": "/node_modules/eddy/wasm/src/index.js"}}</script>' +
          '<script type="module" src="/plain.js"></script>',
      ),
      'index.html': page('<script type="module" src="/plain.js"></script>'), // Vite's entry
      'types.ts': TYPES,
    });
  });
  after(() => project.remove());

  it('needs no other package, and has nothing but itself', () => {
    const installed = readdirSync(at('node_modules')).filter((name) => !name.startsWith('.'));
    assert.deepEqual(installed, ['eddy']);
    const names = readdirSync(at('node_modules/eddy'), { recursive: true, encoding: 'utf8' });
    const strange = names.filter((name) => !/^(wasm|build|LICENSE$|README\.md$|package\.json$)/.test(name));
    assert.deepEqual(strange, []);
  });

  it('runs in Node, in this thread and in a worker', () => {
    const output = execFileSync(process.execPath, [at('node.js')], { encoding: 'utf8' });
    const result = JSON.parse(output);
    assert.deepEqual(result, expectedOf(result));
    assert.ok(result.real.time >= 0.01);
  });

  it('has declarations that a strict compiler accepts, and that refuse mistakes', () => {
    const flags = ['--strict', '--noEmit', '--target', 'es2022', '--module', 'nodenext', '--lib', 'es2023,dom'];
    execFileSync(join(root, 'node_modules/.bin/tsc'), [...flags, '--types', '', 'types.ts'], {
      cwd: project.folder,
      stdio: 'inherit',
    });
  });

  it('leaves out of a bundle what is not used', async () => {
    /** @param {string} contents @returns {Promise<number>} bytes */
    const sizeOf = async (contents) => {
      const stdin = { contents, resolveDir: project.folder };
      const options = { bundle: true, minify: true, write: false, format: /** @type {const} */ ('esm') };
      const { outputFiles } = await esbuild({ ...options, stdin });
      return gzipSync(/** @type {any} */ (outputFiles)[0].contents, { level: 9 }).length;
    };
    const all = await sizeOf("export * from 'eddy'");
    const here = await sizeOf("export { load, run } from 'eddy'");
    const reader = await sizeOf("export { readTrace } from 'eddy'");
    console.log(`# shim, minified and gzipped: ${all} bytes; load and run: ${here}; readTrace: ${reader}`);
    assert.ok(all <= LARGEST_SHIM, `${all} bytes are more than ${LARGEST_SHIM}`);
    assert.ok(here < all && reader < 1024, 'it cannot be taken apart');
  });

  describe('in Chromium', () => {
    /** @type {import('puppeteer-core').Browser} */
    let chromium;
    /** @type {{url: string, close(): Promise<void>}} */
    let server;
    before(async () => {
      chromium = await launch('chromium');
      server = await serveFilesOnly(project.folder);
    });
    after(async () => {
      await chromium?.close();
      await server?.close();
    });

    /** @param {string} path */
    async function runs(path) {
      const tab = await chromium.newPage();
      /** @type {string[]} */
      const errors = [];
      tab.on('pageerror', (error) => errors.push(String(error)));
      await tab.goto(new URL(path, server.url).href);
      await tab.waitForFunction(() => 'result' in globalThis, { timeout: 30_000 }).catch(() => {});
      const result = await tab.evaluate(() => /** @type {any} */ (globalThis).result);
      assert.deepEqual(errors, []);
      assert.equal(typeof result, 'object', result);
      assert.deepEqual(result, expectedOf(result));
      await tab.close();
    }

    it('runs from a plain script, without a bundler', () => runs('plain.html'));

    it('runs from a bundle of esbuild’s', async () => {
      await esbuild({
        entryPoints: { bundled: at('bundled.js'), 'eddy-worker': 'eddy/worker' },
        absWorkingDir: project.folder,
        outdir: at('esbuild'),
        bundle: true,
        format: 'esm',
        logLevel: 'error',
      });
      writeFileSync(at('esbuild/index.html'), page('<script type="module" src="bundled.js"></script>'));
      await runs('esbuild/index.html');
    });

    it('runs from a bundle of Vite’s, the worker too', async () => {
      await vite({
        root: project.folder,
        base: '/vite/',
        logLevel: 'error',
        build: { outDir: at('vite'), sourcemap: true, target: 'esnext' },
      });
      const scripts = readdirSync(at('vite/assets'));
      assert.ok(scripts.some((name) => /^worker-.*\.js$/.test(name)), `${scripts}`);
      assert.ok(!readFileSync(at('vite/index.html'), 'utf8').includes('/plain.js'));
      await runs('vite/index.html');
    });
  });
});
