/** Finds out what of LLVM a C compile uses, and writes it to web/compiler/profile.json: the site's
 * build splits LLVM by that list. To be run again when @yowasp/clang is another version; takes some
 * minutes.
 *
 *     node web/build/profile-compiler.js */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

import { llvmFolder } from '../../wasm/build/llvm.js';
import { Pipeline } from '../compiler/pipeline.js';
import { usesThreads } from '../compiler/threads.js';
import { contentHash } from './compress.js';
import { packAll, packAllThreads, readCorpus, readExamples, readSources } from './corpus.js';
import { collect, encodeUsed, instrument } from './split/profile.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @typedef {import('../compiler/diagnostics.js').SourceFile} SourceFile */

/** @returns {Promise<SourceFile[][]>} programs */
async function readPrograms() {
    const examples = await readExamples();
    const library = await readSources('core/src', /\.h$/);
    const core = await readSources('core/src', /\.c$/);
    const parts = await readCorpus();
    // What grows with a program is made larger by functions of its own.
    const lines = Array.from({ length: 300 }, (_, index) =>
        `int more_${index}(int x, int *y) { static int calls; const char *text = "number ${index}"; return y[x] + calls++ + text[x]; }`);
    const [{ name, text }] = examples.slice(-1);
    const large = [{ name, text: `${lines.join('\n')}\n${text}` }];
    return [large, ...examples.map((file) => [file]), ...core.map((file) => [file, ...library]), ...parts.map((file) => [file])];
}

setFlagsFromString('--liftoff-only');
const bytes = await readFile(join(llvmFolder(), 'llvm.core.wasm'));
const { bytes: instrumented, count } = instrument(bytes);
const module = new WebAssembly.Module(/** @type {any} */ (instrumented));
const used = new Uint8Array(count);
/** @type {WebAssembly.Instance|null} */
let last = null;
const pipeline = new Pipeline(
    await packAll(),
    (imports) => {
        if (last) collect(last, used);
        last = new WebAssembly.Instance(module, { wasi_snapshot_preview1: imports });
        return last;
    },
    async () => (await import('binaryen')).default,
    packAllThreads,
);
const programs = await readPrograms();
/** @param {SourceFile[]} files @param {0|1|2} optimize @param {boolean} sanitize */
async function compile(files, optimize, sanitize) {
    const { diagnostics } = await pipeline.make(files, { optimize, sanitize, threads: usesThreads(files) });
    const words = diagnostics.map(({ severity }) => severity[0]).join('');
    if (last) collect(last, used);
    const functions = used.reduce((sum, value) => sum + value, 0);
    console.log(`${files[0].name} -O${optimize} ${words}: ${functions} of ${count} functions so far`);
}
for (const files of programs) for (const sanitize of [false, true]) await compile(files, 0, sanitize);
const first = encodeUsed(used);
for (const files of programs) {
    for (const optimize of /** @type {const} */ ([1, 2])) {
        for (const sanitize of [false, true]) await compile(files, optimize, sanitize);
    }
}
const withoutLines = encodeUsed(used);
// What trapped is compiled once more, with line tables.
for (const files of programs) {
    for (const optimize of /** @type {const} */ ([0, 1, 2])) {
        for (const sanitize of [false, true]) {
            await pipeline.makeLines(files, { optimize, sanitize, threads: usesThreads(files) });
            if (last) collect(last, used);
        }
    }
}
console.log(`with line tables ${used.reduce((sum, value) => sum + value, 0)}`);
const profile = { core: contentHash(bytes), functions: count, first, used: withoutLines, lines: encodeUsed(used) };
await writeFile(join(root, 'web/compiler/profile.json'), `${JSON.stringify(profile, null, 4)}\n`);
