/** The compiler of the page, from the site's own files, for tests in Node. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { load, run } from '../../wasm/src/index.js';
import { splitCommand, startBinaryen } from '../../web/compiler/parts.js';
import { Pipeline } from '../../web/compiler/pipeline.js';

export const compilerFolder = fileURLToPath(new URL('../../build/site/compiler/', import.meta.url));

/** @param {RegExp} name @returns {string} its path */
function assetPath(name) {
    const found = readdirSync(compilerFolder).find((file) => name.test(file));
    assert.ok(found, `the site has no ${name}`);
    return join(compilerFolder, found);
}

/** @param {RegExp} name @returns {Buffer} */
export const asset = (name) => readFileSync(assetPath(name));

/** @param {RegExp} name */
const compiled = (name) => new WebAssembly.Module(/** @type {any} */ (asset(name)));

/** @param {() => void} [onRest] the second part is needed */
export function makeBinaryen(onRest = () => {}) {
    const script = pathToFileURL(assetPath(/^binaryen-.*\.js$/)).href;
    return startBinaryen(script, compiled(/^binaryen-[0-9a-f]+\.wasm$/), () => {
        onRest();
        return compiled(/^binaryen-rest-.*\.wasm$/);
    });
}

/** What programs with threads need besides. */
export const loadThreads = async () => asset(/^threads-.*\.bin$/);

/** @param {() => Promise<Uint8Array>} [threads]
 * @returns {{pipeline: Pipeline, needed: {optimizers: number, rests: number, binaryens: number}}} needed: how
 *     often the other parts of LLVM and Binaryen were */
export function makePipeline(threads = loadThreads) {
    const needed = { optimizers: 0, rests: 0, binaryens: 0 };
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
    /** @type {ReturnType<typeof makeBinaryen>|null} */
    let binaryen = null;
    const loadBinaryen = () => (binaryen ??= makeBinaryen(() => (needed.binaryens += 1)));
    return { pipeline: new Pipeline(asset(/^tree-.*\.bin$/), llvm, loadBinaryen, threads), needed };
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
