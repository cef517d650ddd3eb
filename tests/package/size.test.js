/** The size of the core in a program as it would be released: stripped, and gzipped as it is served. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { findToolchain } from '../../wasm/build/toolchain.js';
import { built } from '../c/programs.js';

const LARGEST_CORE = 24 * 1024;
const LARGEST_PROGRAM = 36 * 1024;
const root = fileURLToPath(new URL('../../', import.meta.url));
const sysroot = join(root, 'build/sysroot');

/** What the core uses of the C library, without the core. */
const LIBC_ONLY = `#include <stdio.h>
#include <stdlib.h>
int main(int count, char **arguments) {
    void *memory = realloc(malloc((size_t)count), (size_t)count * 2);
    fprintf(stderr, "%s %p %.3f\\n", arguments[0], memory, (double)count / 3);
    free(memory);
    return getenv("X") != NULL;
}
`;

/** @param {string} file */
const sizeOf = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

test('a program with tasks, gather, sleep and fetch: the core in it is small', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-size-'));
  try {
    built('guest/small.wasm');
    const { clang, linker } = findToolchain();
    const program = join(folder, 'program.wasm');
    execFileSync(process.execPath, ['wasm/build/link.js', '--target', 'guest', '--strip',
      '--core', 'build/guest/libeddy.a', '--sysroot', sysroot, '--linker', linker,
      '--removelist', 'wasm/build/asyncify-removelist.txt', '-o', program,
      'build/wasm/tests/shim/small.o'], { cwd: root });
    const libc = join(folder, 'libc.wasm');
    writeFileSync(join(folder, 'libc.c'), LIBC_ONLY);
    execFileSync(clang, ['--target=wasm32-wasip1', `--sysroot=${sysroot}`, '-O2', '--no-wasm-opt',
      join(folder, 'libc.c'), '-nodefaultlibs', '-lc',
      join(sysroot, 'lib/wasm32-unknown-wasip1/libclang_rt.builtins.a'), '-Wl,--strip-all', '-o', libc]);
    const [all, without] = [sizeOf(program), sizeOf(libc)];
    console.log(`# program, stripped and gzipped: ${all} bytes, of them C library: ${without}`);
    assert.ok(all - without <= LARGEST_CORE, `the core: ${all - without} bytes are more than ${LARGEST_CORE}`);
    assert.ok(all <= LARGEST_PROGRAM, `the whole program: ${all} bytes are more than ${LARGEST_PROGRAM}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
