/** The compiler of the page, from the site's own files, for tests in Node. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import binaryen from 'binaryen';

import { parseRemovelist } from '../../wasm/build/link-arguments.js';
import { load, run } from '../../wasm/src/index.js';
import { FileTree } from '../../web/compiler/command.js';
import { splitCommand } from '../../web/compiler/llvm.js';
import { unpack } from '../../web/compiler/pack.js';
import { Pipeline, REMOVELIST } from '../../web/compiler/pipeline.js';

export const compilerFolder = fileURLToPath(new URL('../../build/site/compiler/', import.meta.url));

/** @param {RegExp} name @returns {Buffer} */
export function asset(name) {
    const found = readdirSync(compilerFolder).find((file) => name.test(file));
    assert.ok(found, `the site has no ${name}`);
    return readFileSync(join(compilerFolder, found));
}

/** @param {FileTree} tree @param {RegExp} name @returns {string} the list of what never suspends */
function addTo(tree, name) {
    let neverSuspend = '';
    for (const { path, bytes } of unpack(asset(name))) {
        if (path === REMOVELIST) neverSuspend = new TextDecoder().decode(bytes);
        else tree.write(path, bytes);
    }
    return neverSuspend;
}

/** @returns {{pipeline: Pipeline, needed: {optimizers: number, rests: number}}} needed: how often the other
 *     parts of LLVM were */
export function makePipeline() {
    const tree = new FileTree();
    const neverSuspend = addTo(tree, /^tree-.*\.bin$/);
    const needed = { optimizers: 0, rests: 0 };
    /** @param {RegExp} name */
    const compiled = (name) => new WebAssembly.Module(/** @type {any} */ (asset(name)));
    const parts = [
        () => {
            needed.optimizers += 1;
            return compiled(/^llvm-optimizer-.*\.wasm$/);
        },
        () => {
            needed.rests += 1;
            return compiled(/^llvm-rest-.*\.wasm$/);
        },
    ];
    const llvm = splitCommand(compiled(/^llvm-[0-9a-f]+\.wasm$/), parts);
    const addThreads = async () => void addTo(tree, /^threads-.*\.bin$/);
    return { pipeline: new Pipeline(tree, llvm, async () => binaryen, parseRemovelist(neverSuspend), addThreads), needed };
}

/** @param {import('../../web/compiler/pipeline.js').Result} result
 * @param {import('../../wasm/src/run.js').RunOptions} [options] */
export async function outputOf({ program, diagnostics }, options) {
    assert.ok(program, JSON.stringify(diagnostics));
    const running = run(await load(/** @type {any} */ (program)), { clock: 'virtual', ...options });
    /** @type {string[]} */
    const lines = [];
    running.addEventListener('output', (event) => {
        lines.push(.../** @type {CustomEvent} */ (event).detail.lines.map((/** @type {any} */ { text }) => text));
    });
    return { ...(await running.finished), lines };
}
