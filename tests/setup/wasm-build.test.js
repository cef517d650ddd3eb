/** The scripts that compile and link for wasm, with both compilers: clang, and LLVM as WebAssembly. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findToolchain } from '../../wasm/build/toolchain.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sysroot = path.join(root, 'build/sysroot');
const scripts = path.join(root, 'wasm/build');

const folder = mkdtempSync(path.join(os.tmpdir(), 'eddy-wasm-build-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string} script @param {string[]} args */
function node(script, args) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(scripts, script), ...args], {
        cwd: folder,
        encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
}

/** @param {string} clang @param {string} name @param {string} source */
function compile(clang, name, source) {
    writeFileSync(path.join(folder, `${name}.c`), source);
    return node('compile.js', compileArguments(clang, [`${name}.c`]));
}

/** @param {string} clang @param {string[]} sources */
function compileArguments(clang, sources) {
    const flags = `-O2 -Wall -Werror -I${path.join(root, 'core/include')}`;
    return ['--clang', clang, '--sysroot', sysroot, '--to', clang, '--flags', flags, ...sources];
}

/** @param {string} linker @param {'wasi' | 'guest'} target @param {string} object @param {string[]} [more] */
function link(linker, target, object, more = []) {
    const core = path.join(root, `build/${target}/libeddy.a`);
    const output = path.join(folder, 'out.wasm');
    rmSync(output, { force: true });
    const result = node('link.js', ['--target', target, '-o', output, '--core', core,
        '--sysroot', sysroot, '--linker', linker, ...more, object]);
    return { ...result, file: output };
}

const hello = `
#include <eddy.h>
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

const runner = `
const { WASI } = await import('node:wasi');
const { readFileSync } = await import('node:fs');
const wasi = new WASI({ version: 'preview1', returnOnExit: true });
const module = new WebAssembly.Module(readFileSync(process.argv[1]));
process.exitCode = wasi.start(new WebAssembly.Instance(module, wasi.getImportObject()));
`;

/** @param {string} file @returns {{ status: number | null, stdout: string }} */
function runCommand(file) {
    const args = ['--no-warnings', '--input-type=module', '-e', runner, file];
    return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

const found = findToolchain();
const toolchains = [{ clang: 'wasm', linker: 'wasm' }];
if (found.clang !== 'wasm') toolchains.push(found);

for (const { clang, linker } of toolchains) {
    describe(`${clang} and ${linker}`, () => {
        test('a program suspends and goes on', () => {
            assert.equal(compile(clang, 'hello', hello).status, 0);
            const { status, output, file } = link(linker, 'wasi', `${clang}/hello.o`);
            assert.equal(output, '');
            assert.equal(status, 0);
            const run = runCommand(file);
            assert.equal(run.stdout, 'hello 0\nhello 1\nhello 2\n');
            assert.equal(run.status, 0);
        });

        test('a mistake is reported where it is', () => {
            const { status, output } = compile(clang, 'mistake', 'int x = y;\n');
            assert.equal(status, 1);
            assert.match(output, /^mistake\.c:1:9: error: use of undeclared identifier 'y'/m);
            assert.match(output, /^compile\.js: 1 of 1 sources failed, see above$/m);
            assert.ok(!existsSync(path.join(folder, clang, 'mistake.o')));
        });

        test('a symbol that nothing defines is named', () => {
            compile(clang, 'undefined', 'int nowhere(void); extern int nothing;\n' +
                'int main(void) { return nowhere() + nothing; }\n');
            const { status, output, file } = link(linker, 'guest', `${clang}/undefined.o`);
            assert.equal(status, 1);
            assert.match(output, /undefined symbol: nowhere/);
            assert.match(output, /undefined symbol: nothing/);
            assert.ok(!existsSync(file));
        });
    });
}

test('an import that the host does not provide is named', () => {
    compile(found.clang, 'strange', '__attribute__((import_module("eddy"), import_name("time")))\n' +
        'double now(void); int main(void) { return (int)now(); }\n');
    const { status, output, file } = link(found.linker, 'wasi', `${found.clang}/strange.o`);
    assert.equal(status, 1);
    assert.match(output, /the wasi host provides wasi_snapshot_preview1 only, but .* eddy\.time$/m);
    assert.ok(!existsSync(file));
});

test('a guest exports what drives it and nothing else', () => {
    compile(found.clang, 'hello', hello);
    const { file } = link(found.linker, 'guest', `${found.clang}/hello.o`);
    const exports = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(file)));
    const others = exports.map(({ name }) => name).filter((name) => !name.startsWith('eddy_guest_'));
    assert.deepEqual(others, ['memory', '_initialize']);
    assert.equal(exports.length - others.length, guestExports().length);
});

/** @returns {string[]} the functions that host.h exports */
function guestExports() {
    const header = readFileSync(path.join(root, 'core/include/eddy/host.h'), 'utf8');
    return [...header.matchAll(/EDDY_EXPORT_\((eddy_guest_\w+)\)/g)].map((match) => match[1]);
}

test('the list of functions that never suspend may name what is not there', () => {
    writeFileSync(path.join(folder, 'list.txt'), '# a comment\nno_such_function\nno_*_either  # why\n');
    compile(found.clang, 'hello', hello);
    const args = ['--removelist', path.join(folder, 'list.txt')];
    const { status, output } = link(found.linker, 'wasi', `${found.clang}/hello.o`, args);
    assert.equal(output, '');
    assert.equal(status, 0);
});

test('only what is out of date is compiled again', () => {
    const object = path.join(folder, found.clang, 'includes.o');
    writeFileSync(path.join(folder, 'included.h'), 'enum { VALUE = 1 };\n');
    writeFileSync(path.join(folder, 'other.c'), 'int other;\n');
    compile(found.clang, 'includes', '#include "included.h"\nint value = VALUE;\n');
    const both = compileArguments(found.clang, ['includes.c', 'other.c']);
    assert.match(node('compile.js', both).output, /^\s*compile\s+\S*other\.o\n$/);
    assert.equal(node('compile.js', both).output, '');
    const later = statSync(object).mtimeMs / 1000 + 1;
    utimesSync(path.join(folder, 'included.h'), later, later);
    assert.match(node('compile.js', both).output, /^\s*compile\s+\S*includes\.o\n$/);
});

for (const [name, args, message] of /** @type {const} */ ([
    ['no arguments', [], /link\.js: --target is missing/],
    ['an unknown target', ['--target', 'moon', '-o', 'x', '--core', 'x', '--sysroot', 'x', 'x.o'],
        /link\.js: --target is guest or wasi, not moon/],
    ['an option without its value', ['--target'], /link\.js: --target needs a value/],
]))
    test(`link.js: ${name}`, () => {
        const { status, output } = node('link.js', [...args]);
        assert.equal(status, 1);
        assert.match(output, message);
        assert.equal(output.trim().split('\n').length, 1);
    });
