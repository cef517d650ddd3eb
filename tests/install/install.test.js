/** make install, and programs outside of the tree that are built against what it installed. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { ConsoleStdout, File, OpenFile, WASI } from '@bjorn3/browser_wasi_shim';

import { findToolchain } from '../../wasm/build/toolchain.js';
import { runCommand } from '../c/programs.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const sysroot = join(root, 'build/sysroot');
const runner = join(root, 'tests/c/run-wasm.js');
const { clang } = findToolchain();
/** As make takes it. */
const emcc = process.env.EMCC ?? execFileSync('sh', ['-c', 'command -v emcc'], { encoding: 'utf8' }).trim();

const SOURCE = `#include <eddy.h>
#include <stdio.h>
static int hello(void) {
    for (int i = 0; i < 3; i++) {
        EDDY_TRY(eddy_sleep(0.001));
        printf("hello %d\\n", i);
    }
    return EDDY_OK;
}
int main(void) { return eddy_run(hello); }
`;
const OUTPUT = 'hello 0\nhello 1\nhello 2\n';

  const THREADED = `#include <eddy.h>
#include <stdio.h>
struct twice { int number; };
static int twice(struct twice *self) {
    self->number *= 2;
    return EDDY_OK;
}
static int hello(void) {
    eddy_coroutine call = eddy_to_thread(twice, .number = 21);
    EDDY_TRY(eddy_await(call));
    printf("hello %d\\n", eddy_frame(call, twice)->number);
    return EDDY_OK;
}
int main(void) { return eddy_run(hello); }
`;

const CMAKE = `cmake_minimum_required(VERSION 3.16)
project(outside C)
find_package(eddy 0.1 REQUIRED)
add_executable(program program.c)
target_link_libraries(program PRIVATE eddy::eddy)
eddy_finish(program)
`;

/** What clang needs of a sysroot without a compiler-rt in its own folder. */
const BUILTINS = ['-nodefaultlibs', '-lc', join(sysroot, 'lib/wasm32-unknown-wasip1/libclang_rt.builtins.a')];
const WASI_FLAGS = ['--target=wasm32-wasip1', `--sysroot=${sysroot}`, '-O2', '-Wall', '-Werror'];

describe('make install', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-install-'));
  const prefix = join(folder, 'prefix');
  const env = {
    ...process.env,
    MAKEFLAGS: '',
    MAKELEVEL: '',
    PKG_CONFIG_PATH: join(prefix, 'lib/pkgconfig'),
    PATH: `${join(prefix, 'bin')}:${process.env.PATH}`,
    NODE_PATH: '/usr/share/nodejs', // Debian's emcc finds its modules only there
  };

  /** @param {string} command @param {string[]} args @param {string} [cwd] */
  function execute(command, args, cwd = folder) {
    try {
      return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      const { stdout, stderr } = /** @type {any} */ (error);
      return assert.fail(`${command} ${args.join(' ')}:\n${stdout}${stderr}`);
    }
  }
  /** @param {string} name @returns {string[]} */
  const flagsOf = (name) => execute('pkg-config', ['--cflags', '--libs', name]).trim().split(/\s+/);
  /** @param {'wasi' | 'guest' | 'emscripten'} target @param {string} file */
  const runWasm = (target, file) =>
    runCommand(process.execPath, ['--no-warnings', runner, target, join(folder, file)]);
  /** @param {string[]} settings @returns {string} the folder it was built in */
  function cmake(settings) {
    const build = join(folder, `cmake-${settings.length}`);
    mkdirSync(build);
    execute('cmake', ['-S', folder, '-B', build, `-DCMAKE_PREFIX_PATH=${prefix}`, ...settings]);
    execute('cmake', ['--build', build]);
    return build;
  }

  before(() => {
    execute('make', ['install', `PREFIX=${prefix}`, `EMCC=${emcc}`], root);
    writeFileSync(join(folder, 'program.c'), SOURCE);
    writeFileSync(join(folder, 'threaded.c'), THREADED);
    writeFileSync(join(folder, 'CMakeLists.txt'), CMAKE);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('serves a native program by pkg-config', async () => {
    execute('cc', ['-Wall', '-Werror', 'program.c', ...flagsOf('eddy'), '-o', 'native']);
    assert.equal((await runCommand(join(folder, 'native'), [])).stdout, OUTPUT);
  });

  it('serves a native program by CMake', async () => {
    const build = cmake([]);
    assert.equal((await runCommand(join(build, 'program'), [])).stdout, OUTPUT);
  });

  /** @param {'wasi' | 'guest' | 'guest-threads'} target */
  function link(target, source = 'program.c') {
    execute(clang, [...WASI_FLAGS, source, ...flagsOf(`eddy-${target}`), ...BUILTINS, '-o', 'linked.wasm']);
    execute('eddy-suspendable', ['linked.wasm', '-o', `${target}.wasm`]);
    return `${target}.wasm`;
  }

  it('serves a WASI program by pkg-config: it runs under node:wasi and another runtime', async () => {
    const file = link('wasi');
    assert.equal((await runWasm('wasi', file)).stdout, OUTPUT);

    let stdout = '';
    const write = ConsoleStdout.lineBuffered((line) => (stdout += `${line}\n`));
    const wasi = new WASI(['program'], [], [new OpenFile(new File([])), write, write], { debug: false });
    const module = await WebAssembly.compile(readFileSync(join(folder, file)));
    const imports = { wasi_snapshot_preview1: wasi.wasiImport };
    const instance = await WebAssembly.instantiate(module, imports);
    assert.equal(wasi.start(/** @type {any} */ (instance)), 0);
    assert.equal(stdout, OUTPUT);
  });

  it('serves a WASI program by CMake', async () => {
    const build = cmake([
      '-DCMAKE_SYSTEM_NAME=WASI',
      `-DCMAKE_C_COMPILER=${clang}`,
      '-DCMAKE_C_COMPILER_TARGET=wasm32-wasip1',
      `-DCMAKE_SYSROOT=${sysroot}`,
      '-DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY',
      `-DCMAKE_C_STANDARD_LIBRARIES=${BUILTINS.join(' ')}`,
      `-DCMAKE_FIND_ROOT_PATH=${prefix}`,
    ]);
    const { stdout } = await runCommand(process.execPath, ['--no-warnings', runner, 'wasi', join(build, 'program')]);
    assert.equal(stdout, OUTPUT);
  });

  it('serves a guest by pkg-config', async () => {
    assert.equal((await runWasm('guest', link('guest'))).stdout, OUTPUT);
  });

  it('serves a guest with threads by pkg-config', async () => {
    assert.deepEqual(await runWasm('guest', link('guest-threads', 'threaded.c')), { status: 0, stdout: 'hello 42\n', stderr: '' });
  });

  it('serves emcc by pkg-config: one command makes an ES module', async () => {
    execute(emcc, ['-O2', 'program.c', ...flagsOf('eddy-emscripten'), '-o', 'program.mjs']);
    assert.equal((await runWasm('emscripten', 'program.mjs')).stdout, OUTPUT);
  });

  it('serves emcc with threads by pkg-config', async () => {
    execute(emcc, ['-O2', '-Werror', 'threaded.c', ...flagsOf('eddy-emscripten-threads'), '-o', 'threaded.mjs']);
    assert.deepEqual(await runWasm('emscripten', 'threaded.mjs'), { status: 0, stdout: 'hello 42\n', stderr: '' });
  });

  for (const [threads, source, output] of [['OFF', SOURCE, OUTPUT], ['ON', THREADED, 'hello 42\n']])
    it(`serves emcc by CMake, threads ${threads}`, async () => {
      const emcmake = join(dirname(emcc), 'emcmake');
      const project = join(folder, `emcmake-${threads}`);
      mkdirSync(project);
      writeFileSync(join(project, 'program.c'), source);
      writeFileSync(join(project, 'CMakeLists.txt'), `${CMAKE}set_target_properties(program PROPERTIES SUFFIX .mjs)\n`);
      execute(emcmake, ['cmake', '.', `-Deddy_DIR=${prefix}/lib/cmake/eddy`, `-DEDDY_THREADS=${threads}`], project);
      execute('cmake', ['--build', '.'], project);
      const { stdout } = await runCommand(process.execPath,
        ['--no-warnings', runner, 'emscripten', join(project, 'program.mjs')]);
      assert.equal(stdout, output);
    });

  it('says what is wrong with the input of eddy-suspendable', async () => {
    writeFileSync(join(folder, 'none.wasm'), 'none');
    const command = join(prefix, 'bin/eddy-suspendable');
    for (const [args, message] of /** @type {[string[], RegExp][]} */ ([
      [['none.wasm', '-o', 'x.wasm'], /^eddy-suspendable: none\.wasm is no WebAssembly module\n$/],
      [['nowhere.wasm', '-o', 'x.wasm'], /^eddy-suspendable: nowhere\.wasm cannot be read: ENOENT/],
      [['none.wasm'], /^eddy-suspendable: usage: /],
    ])) {
      const inFolder = args.map((arg) => (arg.endsWith('.wasm') ? join(folder, arg) : arg));
      const { status, stderr } = await runCommand(command, inFolder);
      assert.equal(status, 1);
      assert.match(stderr.replaceAll(`${folder}/`, ''), message);
    }
  });
});
