/** What wasm/README.md shows is compiled and run, and fails as it says. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { findToolchain } from '../../wasm/build/toolchain.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(join(root, 'wasm/README.md'), 'utf8');

/** @param {string} language @returns {string[]} */
const snippets = (language) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map((match) => match[1]);

describe('the package’s README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-package-readme-'));
  const [use, tests, ...moreScripts] = snippets('js');
  const [source, ...moreSources] = snippets('c');
  /** @param {string} text @param {string} name */
  function build(text, name) {
    const { clang, linker } = findToolchain();
    writeFileSync(join(folder, `${name}.c`), text);
    const sysroot = join(root, 'build/sysroot');
    const script = (/** @type {string} */ one) => join(root, 'wasm/build', one);
    const options = { cwd: folder, stdio: /** @type {const} */ ('pipe') };
    execFileSync(process.execPath, [script('compile.js'), '--clang', clang, '--sysroot', sysroot, '--to', folder,
      '--flags', `-std=c11 -O2 -Wall -Wextra -Werror -I${join(root, 'core/include')}`, `${name}.c`], options);
    execFileSync(process.execPath, [script('link.js'), '--target', 'guest', '-o', 'counter.wasm',
      '--core', join(root, 'build/guest/libeddy.a'), '--sysroot', sysroot, '--linker', linker,
      '--removelist', script('asyncify-removelist.txt'), `${name}.o`], options);
  }
  before(() => {
    assert.deepEqual([moreScripts, moreSources], [[], []], 'every snippet needs a test');
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules/eddy'), 'dir');
    writeFileSync(join(folder, 'use.mjs'), use);
    writeFileSync(join(folder, 'counter.test.mjs'), tests);
    build(source, 'counter');
  });
  after(() => rmSync(folder, { recursive: true }));

  it('uses the package as it says', () => {
    const output = execFileSync(process.execPath, ['use.mjs'], { cwd: folder, encoding: 'utf8' });
    assert.equal(output, '2\n\n0 3 true\n');
  });

  const runTests = () => {
    const env = { ...process.env };
    delete env.NODE_TEST_CONTEXT;
    const args = ['--test', '--test-reporter=tap', 'counter.test.mjs'];
    return spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' }).stdout;
  };

  it('finds the mistake as it says, by the seed that it shows', () => {
    const output = runTests();
    assert.match(output, /^(?: *)ok 1 - counts both$/m, output);
    assert.match(output, /not ok 2 - counts both, whatever runs first/, output);
    const [shown] = /fails with seed .*$/m.exec(readme) ?? [''];
    assert.ok(output.includes(shown), `${shown}\n${output}`);
  });

  it('finds no mistake once there is a lock', () => {
    const locked = source
      .replace('static int total;', 'static int total;\nstatic eddy_lock lock;')
      .replace('    int seen', '    EDDY_TRY(eddy_lock_acquire(lock));\n    int seen')
      .replace('= seen + 1;', '= seen + 1;\n    EDDY_TRY(eddy_lock_release(lock));')
      .replace('    EDDY_TRY(eddy_gather', '    lock = eddy_lock_new();\n    EDDY_TRY(eddy_gather');
    build(locked, 'locked');
    assert.match(runTests(), /^# pass 2$/m);
  });
});
