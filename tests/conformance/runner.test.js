/** The runner: what it says, and its exit codes. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { diff } from './diff.js';
import { targetNames } from './suite.js';

const folder = mkdtempSync(join(tmpdir(), 'eddy-runner-test-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string} name @param {string | Uint8Array} content */
function write(name, content) {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** @param {string} script @param {string[]} args @param {Record<string, string>} [env] */
function start(script, args, env = {}) {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const options = { encoding: /** @type {const} */ ('utf8'), env: { ...process.env, ...env } };
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], options);
  return { status, stdout, stderr };
}

/** @param {string[]} args */
const run = (...args) => start('run.js', args);

const right = write('right.scn', 'task main\n  sleep 5\n  log hello\nend\n');
const trace = '0 main start\n5 main hello\n5 main end ok 0\n5 loop finished ok 0\n';
write('right.trace', trace);
const wrong = write('wrong.scn', 'task main\n  sleep 5\n  log hello\nend\n');
write('wrong.trace', trace.replace('hello', 'bye').replace('5 loop', '6 loop'));
const alone = write('alone.scn', 'task main\nend\n');

/** A module in which _start has this body: enough to be a WASI command.
 * @param {number[]} body */
function command(body) {
  const section = (/** @type {number} */ id, /** @type {number[]} */ bytes) => [
    id,
    bytes.length,
    ...bytes,
  ];
  const name = (/** @type {string} */ text) => [text.length, ...Buffer.from(text)];
  const code = [0, ...body, 0x0b];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 0, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...name('memory'), 2, 0, ...name('_start'), 0, 0]),
    ...section(10, [1, code.length, ...code]),
  ]);
}
const trap = write('trap.wasm', command([0x00]));
const loop = write('loop.wasm', command([0x03, 0x40, 0x0c, 0, 0x0b]));

/** @param {string} name @param {string} line of shell */
function shell(name, line) {
  const file = write(name, `#!/bin/sh\n${line}\n`);
  chmodSync(file, 0o755);
  return file;
}

for (const target of targetNames) {
  test(`${target}: a trace that is right passes, once`, () => {
    const { status, stdout, stderr } = run('--target', target, right, right);
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: '1 passed, 0 failed\n', stderr: '' });
  });

  test(`${target}: a wrong trace is shown line by line`, () => {
    const { status, stdout } = run('--target', target, right, wrong);
    assert.equal(status, 1);
    assert.match(stdout, /^FAILED .*wrong\.scn$/m);
    assert.match(stdout, /^ +-5 main bye\n +\+5 main hello\n +5 main end ok 0$/m);
    assert.match(stdout, /^ +-6 loop finished ok 0\n +\+5 loop finished ok 0$/m);
    assert.match(stdout, /^1 passed, 1 failed$/m);
  });

  test(`${target}: --print prints the trace, and says what is wrong with a program`, () => {
    assert.deepEqual(run('--target', target, '--print', right), { status: 0, stdout: trace, stderr: '' });
    const bad = write('bad.scn', 'task main\n  sleep soon\nend\n');
    const { status, stdout, stderr } = run('--target', target, '--print', bad);
    assert.equal(status, 1);
    assert.equal(stdout, '');
    assert.equal(stderr, `${bad}:2: \`soon\`: MS must be a whole number\n`);
  });
}

test('what a program does not support yet is skipped, by statement', () => {
  const program = shell('behind', 'echo "x.scn: not yet supported: with" >&2; exit 3');
  const { status, stdout } = run('--target', 'native', '--program', program, right);
  assert.equal(status, 0);
  assert.match(stdout, /^ +with +1$/m);
  assert.match(stdout, /^0 passed, 0 failed, 1 skipped$/m);
});

test('a program without a trace beside it fails', () => {
  const { status, stdout } = run(alone);
  assert.equal(status, 1);
  assert.match(stdout, /there is no \.trace beside it/);
});

test('a folder is searched to its depth', () => {
  const { status, stdout } = run(folder);
  assert.equal(status, 1); // wrong.scn, alone.scn, bad.scn
  assert.match(stdout, /^1 passed, [23] failed$/m);
});

test('a crash, a failure without a word and a hang are failures of one program', () => {
  const cases = [
    ['native', shell('crash', 'kill -SEGV $$'), /was ended by SIGSEGV/],
    ['native', shell('hang', 'exec sleep 600'), /did not end within 0\.5 s/],
    ['native', shell('exits', 'echo "what went wrong" >&2; exit 7'), /exit code 7\n +what went wrong/],
    ['native', shell('talks', `printf '${trace.replaceAll('\n', '\\n')}'; echo note >&2`), /also, on stderr:\n +note/],
    ['native', write('no-program', ''), /cannot be started/],
    ['wasi', trap, /trapped: RuntimeError: unreachable/],
    ['wasi', loop, /did not end within 0\.5 s/],
  ];
  for (const [target, program, expected] of cases) {
    const options = ['--target', String(target), '--program', String(program), '--limit', '0.5'];
    const { status, stdout } = run(...options, right, right.replace('right', 'wrong'));
    assert.equal(status, 1);
    assert.match(stdout, /** @type {RegExp} */ (expected));
    assert.match(stdout, /^0 passed, 2 failed$/m);
  }
});

test('wrong usage is told, with exit code 2', () => {
  const empty = mkdtempSync(join(folder, 'empty-'));
  /** @type {[string[], RegExp][]} */
  const cases = [
    [[], /give it either PATH or --print FILE\nusage: /],
    [['--print', right, right], /give it either PATH or --print FILE\nusage: /],
    [['--target', 'moon', right], /there is no target moon; the targets are native, wasi, guest/],
    [['--speed', right], /--speed.*\nusage: /],
    [['--limit', 'long', right], /--limit is a number of seconds/],
    [[join(folder, 'nothing.scn')], /there is no file or folder .*nothing\.scn/],
    [[trap], /is no scenario: its name must end in \.scn/],
    [[empty], /there is no \.scn file in /],
    [['--print', join(folder, 'nothing')], /nothing cannot be read/],
    [['--program', join(folder, 'nothing'), right], /nothing does not exist/],
  ];
  for (const [args, expected] of cases) {
    const { status, stdout, stderr } = run(...args);
    assert.equal(status, 2, `${args}: ${stderr}`);
    assert.equal(stdout, '');
    assert.match(stderr, expected);
  }
});

test('random programs need a Python that the oracle can run on', () => {
  const { status, stderr } = start('random.js', ['--count', '1'], { PYTHON: join(folder, 'crash') });
  assert.equal(status, 2);
  assert.match(stderr, /random programs need CPython 3\.13 or newer/);
  assert.equal(start('random.js', ['--count', 'few']).status, 2);
  assert.equal(start('random.js', ['--only', 'some']).status, 2);
});

test('random programs over what is supported conform', (t) => {
  const args = ['--only', 'core', '--seed', '90000', '--count', '60'];
  const { status, stdout, stderr } = start('random.js', args);
  if (/need CPython/.test(stderr)) return t.skip('no CPython 3.13 on this machine');
  assert.equal(status, 0, stdout + stderr);
  const passed = Number(/^(\d+) passed, 0 failed$/m.exec(stdout)?.[1]);
  assert.ok(passed > 50, stdout);
});

test('a difference is the shortest one, with lines around it', () => {
  assert.equal(diff('a\nb\n', 'a\nb\n'), '');
  assert.equal(
    diff('1\n2\n3\n4\n5\n6\n7\n8\n', '1\n2\n3\n4\nfive\n6\n7\n8\n'),
    '@@ from line 2 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8',
  );
  assert.equal(diff('a\nb\nc\n', 'a\nc\nb\n'), '@@ from line 1 @@\n a\n-b\n c\n+b\n ');
  const many = Array.from({ length: 3000 }, (_, i) => `line ${i}`);
  assert.match(diff(many.join('\n'), many.reverse().join('\n')), /\n\.\.\. and \d+ more lines$/);
});
