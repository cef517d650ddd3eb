/** The compiler of the page, run by Node on the site's own files: what it makes, and what it says. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import whole from 'binaryen';

import { MOST_MEMORY } from '../../web/compiler/pipeline.js';
import { asset, compilerFolder, loadThreads, makeBinaryen, makePipeline, outputOf } from './page-compiler.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const examples = fileURLToPath(new URL('../../web/examples/', import.meta.url));

const OPTIONS = { optimize: /** @type {const} */ (1), sanitize: false };

/** @type {ReturnType<typeof makePipeline>['pipeline']} */
let pipeline;
/** @type {ReturnType<typeof makePipeline>['needed']} */
let needed;

before(() => {
    ({ pipeline, needed } = makePipeline());
});

/** @param {string} text @param {import('../../web/compiler/pipeline.js').Options} [options] */
const make = (text, options = OPTIONS) => pipeline.make([{ name: 'main.c', text }], options);

describe('the compiler of the page', () => {
    test('makes of an example what the build makes of it', async () => {
        const text = readFileSync(join(examples, 'gather.c'), 'utf8');
        for (const optimize of /** @type {const} */ ([0, 1])) {
            const { lines, status, time } = await outputOf(await make(text, { ...OPTIONS, optimize }));
            assert.deepEqual([lines, status, time], [['A done', 'B done', 'C done'], 0, 0.3]);
            assert.deepEqual([needed.optimizers > 0, needed.rests], [optimize > 0, 0], 'no more of LLVM than it takes');
            assert.equal(needed.binaryens, 0, 'if it is not: run node web/build/profile-binaryen.js');
        }
    });

    test('a program of many functions and globals needs no more of LLVM than a small one', async () => {
        const before = { ...needed };
        const functions = Array.from({ length: 90 }, (_, index) =>
            `long global_${index}; int f_${index}(int x) { return x > ${index} ? (int)global_${index} : x * ${index}; }`);
        const { status } = await outputOf(await make(`${functions.join('\n')}\nint main(void) { return f_5(3); }`, { ...OPTIONS, optimize: 0 }));
        assert.equal(status, 15);
        assert.deepEqual(needed, before);
    });

    for (const optimize of /** @type {const} */ ([0, 1, 2])) {
        test(`makes of an example the bytes that the Makefile’s toolchain makes of it, with -O${optimize}`, async () => {
            const text = readFileSync(join(examples, 'gather.c'), 'utf8');
            const { program } = await make(text, { ...OPTIONS, optimize });
            const here = mkdtempSync(join(tmpdir(), 'eddy-bytes-'));
            try {
                writeFileSync(join(here, 'main.c'), text);
                const node = (/** @type {string} */ script, /** @type {string[]} */ args) => {
                    const { status, stderr } = spawnSync(process.execPath, [join(root, 'wasm/build', script), '--sysroot', join(root, 'build/sysroot'), ...args], { cwd: here, encoding: 'utf8' });
                    assert.equal(status, 0, stderr);
                };
                // The same LLVM, from npm: a clang of the system is another build of it, and need not agree.
                const flags = `-std=c11 -D_DEFAULT_SOURCE -O${optimize} -Wall -I${root}core/include -I${root}web/examples`;
                node('compile.js', ['--clang', 'wasm', '--to', '.', '--flags', flags, 'main.c']);
                const core = join(root, 'build/guest/libeddy.a');
                const removelist = join(root, 'wasm/build/asyncify-removelist.txt');
                node('link.js', ['--target', 'guest', '-o', 'main.wasm', '--core', core, '--linker', 'wasm',
                    '--removelist', removelist, '-O0', `--max-memory=${MOST_MEMORY}`, 'main.o']);
                assert.ok(readFileSync(join(here, 'main.wasm')).equals(program ?? Buffer.of()));
            } finally {
                rmSync(here, { recursive: true });
            }
        });
    }

    test('fits the transfer that was promised: 9 MB', () => {
        const sizes = readdirSync(compilerFolder).filter((file) => file.endsWith('.br') && !file.includes('rest'));
        const total = sizes.reduce((sum, file) => sum + readFileSync(join(compilerFolder, file)).length, 0);
        assert.ok(total <= 9_000_000, `${total} bytes`);
    });

    test('what was compressed is what was there', () => {
        for (const name of [/^tree-.*\.bin/, /^llvm-[0-9a-f]+\.wasm/]) {
            const plain = asset(new RegExp(`${name.source}$`));
            assert.ok(brotliDecompressSync(asset(new RegExp(`${name.source}\\.br$`))).equals(plain));
            assert.ok(gunzipSync(asset(new RegExp(`${name.source}\\.gz$`))).equals(plain));
        }
    });

    test('links several files, and compiles again only what changed', async () => {
        const files = [
            { name: 'main.c', text: '#include "twice.h"\n#include <stdio.h>\nint main(void) { printf("%d\\n", twice(21)); }' },
            { name: 'twice.h', text: 'int twice(int);' },
            { name: 'twice.c', text: '#include "twice.h"\nint twice(int x) { return 2 * x; }' },
        ];
        assert.deepEqual((await outputOf(await pipeline.make(files, OPTIONS))).lines, ['42']);
        files[1].text = 'int twice(int);\n#define UNUSED 1';
        files[2].text = files[2].text.replace('2 *', '3 *');
        assert.deepEqual((await outputOf(await pipeline.make(files, OPTIONS))).lines, ['63']);
    });

    test('tells errors and warnings with clang’s own words, line and column', async () => {
        const wrong = await make('int main(void) {\n    return x;\n}\n');
        assert.equal(wrong.program, null);
        assert.deepEqual(wrong.diagnostics, [
            { severity: 'error', file: 'main.c', line: 2, column: 12, text: "use of undeclared identifier 'x'" },
        ]);
        const careless = await make('int main(void) {\n    int unused;\n    return 0;\n}\n');
        assert.ok(careless.program, 'a warning keeps nobody from running');
        assert.deepEqual(careless.diagnostics, [
            { severity: 'warning', file: 'main.c', line: 2, column: 9, text: "unused variable 'unused' [-Wunused-variable]" },
        ]);
    });

    test('names the symbol that is missing, and where it is used', async () => {
        const { program, diagnostics } = await make('int gone(void);\nint main(void) { return gone(); }\n');
        assert.equal(program, null);
        assert.deepEqual(diagnostics, [
            { severity: 'error', file: 'main.c', line: 1, column: 5, text: 'undefined symbol: gone' },
        ]);
    });

    test('says that main is missing', async () => {
        const { program, diagnostics } = await make('int man(void) { return 0; }\n');
        assert.equal(program, null);
        assert.match(diagnostics[0].text, /^The program has no main/);
    });

    test('an endless include is an error, and the next program is compiled as if nothing had been', async () => {
        const { diagnostics } = await make('#include "main.c"\n');
        assert.match(diagnostics.map(({ text }) => text).join('\n'), /nested too deeply/);
        assert.ok((await make('int main(void) { return 0; }')).program);
    });

    test('what the first part of LLVM does not have is fetched in the middle of a compile', async () => {
        const source = '#include <stdio.h>\nint main(void) { unsigned long long n = 0; __asm__("nop" : : : "memory"); \n' +
            '__builtin_dump_struct(&(struct { int a; }){3}, printf); _BitInt(100) b = 5; b *= b; n = (unsigned long long)(b % 7);\n' +
            'printf("%llu\\n", n); }';
        const { lines } = await outputOf(await make(source));
        assert.equal(lines.at(-1), '4');
        assert.equal(needed.rests, 1, 'once for all programs');
    });

    test('what the first part of Binaryen does not have is fetched in the middle of a call', async () => {
        let parts = 0;
        const inParts = await makeBinaryen(() => (parts += 1));
        const texts = [inParts, whole].map((binaryen) => {
            const module = binaryen.readBinary(readFileSync(join(root, 'build/guest/gather.wasm')));
            module.setFeatures(binaryen.Features.All);
            binaryen.setOptimizeLevel(3);
            module.optimize();
            return module.emitText();
        });
        assert.equal(parts, 1);
        assert.ok(texts[0].length > 100_000);
        assert.equal(texts[0], texts[1]);
    });

    test('what threads need is loaded once, and asked for again if it could not be', async () => {
        let asked = 0;
        const { pipeline: another } = makePipeline(async () => {
            asked += 1;
            if (asked === 1) throw new Error('the network is down');
            return loadThreads();
        });
        const files = [{ name: 'main.c', text: 'int main(void) { return 0; }\n' }];
        const options = { ...OPTIONS, threads: true };
        await assert.rejects(another.make(files, options), /the network is down/);
        assert.ok((await another.make(files, options)).program);
        assert.ok((await another.make(files, { ...options, optimize: 0 })).program);
        assert.equal(asked, 2);
    });

    test('a program has its memory bounded', async () => {
        const hungry = '#include <stdlib.h>\n#include <string.h>\n' +
            'static int eat(void) { char *p = malloc(1 << 20); if (!p) return 0; memset(p, 1, 1 << 20); return 1; }\n' +
            'int main(void) { while (eat()); abort(); }';
        const { error, calls } = await outputOf(await make(hungry, { ...OPTIONS, optimize: 0 }));
        assert.match(String(error), /trapped: unreachable.*: it has used all the memory that it may have, 25\d MiB/);
        assert.ok(calls?.includes('main'), String(calls));
    });

    test('undefined behaviour traps where it was asked for', async () => {
        const source = '#include <stdlib.h>\nint main(int argc, char **argv) { int a = atoi(argv[1]); return a + 2147483647 > 0; }';
        const plain = await outputOf(await make(source), { args: ['5'] });
        assert.equal(plain.error, null);
        const checked = await outputOf(await make(source, { ...OPTIONS, sanitize: true }), { args: ['5'] });
        assert.match(String(checked.error), /the program trapped: unreachable/);
        assert.equal(checked.calls?.at(-1), 'main');
    });
});
