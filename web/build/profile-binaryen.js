/** Finds out what of Binaryen it takes to make a program suspendable, and writes it to
 * web/compiler/binaryen-profile.json: the site's build splits Binaryen by that list. To be run again when
 * binaryen is another version, or wasm/build/asyncify.js does other things with it; the site has to have
 * been built.
 *
 *     node web/build/profile-binaryen.js */

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { parseRemovelist } from '../../wasm/build/link-arguments.js';
import { llvmFolder } from '../../wasm/build/llvm.js';
import { FileTree } from '../compiler/command.js';
import { unpack } from '../compiler/pack.js';
import { Pipeline, REMOVELIST } from '../compiler/pipeline.js';
import { usesThreads } from '../compiler/threads.js';
import { separate } from './binaryen.js';
import { packThreads, packTree } from './compiler-assets.js';
import { contentHash } from './compress.js';
import { collect, encodeUsed, instrument } from './split/profile.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const examples = join(root, 'web/examples');
const corpus = join(root, 'web/compiler/corpus');

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
const tree = new FileTree();
let neverSuspend = '';
const packed = await packTree({
    sysroot: join(root, 'build/sysroot'),
    library: join(root, 'build/guest/libeddy.a'),
    headers: join(root, 'core/include'),
    examples,
});
for (const { path, bytes: content } of unpack(packed)) {
    if (path === REMOVELIST) neverSuspend = new TextDecoder().decode(content);
    else tree.write(path, content);
}
const packedThreads = await packThreads(join(root, 'build/guest-threads/libeddy.a'));
for (const { path, bytes: content } of unpack(packedThreads)) tree.write(path, content);
const llvm = new WebAssembly.Module(await readFile(join(llvmFolder(), 'llvm.core.wasm')));
const pipeline = new Pipeline(
    tree,
    (imports) => new WebAssembly.Instance(llvm, { wasi_snapshot_preview1: imports }),
    async () => binaryen,
    parseRemovelist(neverSuspend),
);

for (const name of (await readdir(examples)).filter((file) => file.endsWith('.c')).sort()) {
    await compile([{ name, text: await readFile(join(examples, name), 'utf8') }]);
}
for (const name of (await readdir(corpus)).sort()) {
    const parts = (await readFile(join(corpus, name), 'utf8')).split(/^\/\/ -+\n/m);
    for (const text of parts) await compile([{ name, text }]);
}
const profile = { core: contentHash(Buffer.from(wasm)), functions: count, used: encodeUsed(used) };
await writeFile(join(root, 'web/compiler/binaryen-profile.json'), `${JSON.stringify(profile, null, 4)}\n`);
