/** Finds out what of Binaryen it takes to make a program suspendable, and writes it to
 * web/compiler/binaryen-profile.json: the site's build splits Binaryen by that list. To be run again when
 * binaryen is another version, or wasm/build/asyncify.js does other things with it; the site has to have
 * been built.
 *
 *     node web/build/profile-binaryen.js */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { llvmFolder } from '../../wasm/build/llvm.js';
import { Pipeline } from '../compiler/pipeline.js';
import { usesThreads } from '../compiler/threads.js';
import { separate } from './binaryen.js';
import { contentHash } from './compress.js';
import { packAll, packAllThreads, readCorpus, readExamples } from './corpus.js';
import { collect, encodeUsed, instrument } from './split/profile.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param {import('../compiler/diagnostics.js').SourceFile[]} files @returns {Promise<void>} */
const compile = async (files) => {
    for (const optimize of /** @type {const} */ ([0, 1, 2])) {
        const options = { optimize, sanitize: optimize === 0, threads: usesThreads(files) };
        await pipeline.make(files, options);
    }
    collect(/** @type {WebAssembly.Instance} */ (instance), used);
    console.log(`${files[0].name}: ${used.reduce((sum, value) => sum + value, 0)} of ${count} functions so far`);
};

const { script, wasm } = separate(await readFile(fileURLToPath(import.meta.resolve('binaryen')), 'utf8'));
const { bytes, count } = instrument(wasm);
const used = new Uint8Array(count);
const module = new WebAssembly.Module(/** @type {any} */ (bytes));
/** @type {WebAssembly.Instance|null} */
let instance = null;
const file = join(root, 'build/profiled-binaryen.mjs'); // it asks where it is
await writeFile(file, script);
const { default: start } = await import(pathToFileURL(file).href);
const binaryen = await start({
    instantiateWasm(
        /** @type {WebAssembly.Imports} */ imports,
        /** @type {(instance: WebAssembly.Instance) => void} */ done,
    ) {
        instance = new WebAssembly.Instance(module, imports);
        done(instance);
    },
});
const llvm = new WebAssembly.Module(await readFile(join(llvmFolder(), 'llvm.core.wasm')));
const pipeline = new Pipeline(
    await packAll(),
    (imports) => new WebAssembly.Instance(llvm, { wasi_snapshot_preview1: imports }),
    async () => binaryen,
    packAllThreads,
);

for (const file of [...(await readExamples()), ...(await readCorpus())]) await compile([file]);
const profile = { core: contentHash(Buffer.from(wasm)), functions: count, used: encodeUsed(used) };
await writeFile(join(root, 'web/compiler/binaryen-profile.json'), `${JSON.stringify(profile, null, 4)}\n`);
