/** The compiler's worker: fetches the tools, or takes those that an earlier worker had, and compiles
 * what it is sent, one program after the other. The page ends it to cancel.
 *
 * @typedef {import('../build/compiler-assets.js').Assets} Assets
 * @typedef {{type: 'start', base: string, assets: Assets, kept: Kept|null, isNear: boolean}
 *   | {type: 'make'|'lines', id: number, files: import('./diagnostics.js').SourceFile[],
 *     options: import('./pipeline.js').Options}} ToWorker
 * @typedef {{type: 'progress', received: number, total: number}
 *   | {type: 'loaded', kept: Kept}
 *   | {type: 'stage', stage: import('./pipeline.js').Stage}
 *   | {type: 'made', id: number, result: import('./pipeline.js').Result}
 *   | {type: 'lines', id: number, linked: Uint8Array|null}
 *   | {type: 'failed', message: string}} FromWorker failed: for good, the next worker may fare better
 */

import { Download } from './download.js';
import { splitCommand, startBinaryen } from './parts.js';
import { Pipeline } from './pipeline.js';

/** What is worth keeping when a worker is ended.
 * @typedef {{llvm: WebAssembly.Module, binaryen: WebAssembly.Module, tree: ArrayBuffer}} Kept */

/** @type {{onmessage: ((event: MessageEvent<ToWorker>) => void) | null,
 *   postMessage: (message: FromWorker, transfer?: Transferable[]) => void}} */
const scope = /** @type {any} */ (globalThis);

/** Milliseconds between two words about progress. */
const PROGRESS_PAUSE = 50;

/** The tools, each as soon as it is there. @typedef {{[tool in keyof Kept]: Promise<Kept[tool]>}} Tools */

/** @param {string} base @param {boolean} isNear @returns {Download} that tells the page how far it is */
function startDownload(base, isNear) {
    let told = 0;
    return new Download(base, (received, total) => {
        if (performance.now() - told < PROGRESS_PAUSE && received < total) return;
        told = performance.now();
        scope.postMessage({ type: 'progress', received, total });
    }, isNear);
}

/** @param {Download} all @param {Assets} assets @returns {Tools} */
function download(all, assets) {
    const tools = {
        llvm: WebAssembly.compileStreaming(all.fetch(assets.llvm)),
        tree: all.fetch(assets.tree).then((response) => response.arrayBuffer()),
        binaryen: WebAssembly.compileStreaming(all.fetch(assets.binaryen)),
    };
    Promise.all([tools.llvm, tools.binaryen, tools.tree]).then(
        ([llvm, binaryen, tree]) => scope.postMessage({ type: 'loaded', kept: { llvm, binaryen, tree } }),
        fail,
    );
    return tools;
}

/** Where kept tools are found without a network: the service worker looks there. */
const STORE = 'eddy-assets';

/** Keeps the tools for when there is no network, and nothing of earlier versions. It takes time of its
 * own: to be called when nobody waits. @param {Extract<ToWorker, {type: 'start'}>} message */
async function keep({ base, assets }) {
    if (typeof caches === 'undefined' || new URL(base).origin !== origin) return;
    const { llvm, optimizer, binaryen, binaryenScript, tree, threads } = assets;
    const wanted = [llvm, optimizer, binaryen, binaryenScript, tree, threads].map(({ file }) => new URL(file, base).href);
    const cache = await caches.open(STORE);
    const folder = new URL('compiler/', base).href;
    const kept = (await cache.keys()).map(({ url }) => url).filter((url) => url.startsWith(folder));
    await Promise.all(kept.filter((url) => !wanted.includes(url)).map((url) => cache.delete(url)));
    await cache.addAll(wanted.filter((url) => !kept.includes(url)));
}

/** Fetches and compiles while everything waits: a call in LLVM is under way. @param {URL} url
 * @returns {WebAssembly.Module} */
function loadNow(url) {
    const request = new XMLHttpRequest();
    request.open('GET', url, false);
    request.responseType = 'arraybuffer';
    try {
        request.send();
    } catch {
        throw new Error('a rarely used part of the compiler could not be fetched. Is the network down?');
    }
    if (request.status !== 200) throw new Error(`${url} was answered ${request.status}`);
    return new WebAssembly.Module(request.response);
}

/** @param {URL} url of what programs with threads need besides */
async function fetchThreads(url) {
    const response = await fetch(url).catch(() => null);
    if (!response?.ok) throw new Error('what programs with threads need could not be fetched. Is the server up?');
    return new Uint8Array(await response.arrayBuffer());
}

/** @type {WebAssembly.Module|null} */
let optimizer = null;
/** Fetches what compiling with optimization, or with line tables, needs besides: before it begins, and
 * without holding up the worker. */
let loadOptimizer = async () => {};

/** @param {Extract<ToWorker, {type: 'start'}>} message @returns {Promise<Pipeline>} */
async function start({ base, assets, kept, isNear }) {
    const script = new URL(assets.binaryenScript.file, base).href;
    const all = startDownload(base, isNear);
    const tools = kept ?? download(all, assets);
    loadOptimizer = async () => {
        optimizer ??= await WebAssembly.compileStreaming(all.fetch(assets.optimizer));
    };
    /** Once, though many may ask. @param {import('../build/compiler-assets.js').Asset} asset */
    const later = ({ file }) => {
        /** @type {WebAssembly.Module|null} */
        let part = null;
        return () => (part ??= loadNow(new URL(file, base)));
    };
    const binaryen = Promise.resolve(tools.binaryen)
        .then((module) => startBinaryen(script, module, later(assets.binaryenRest)));
    binaryen.catch(fail); // LLVM takes longer: meanwhile
    const [llvm, tree] = await Promise.all([tools.llvm, tools.tree]);
    const threadsURL = new URL(assets.threads.file, base);
    const parts = [() => (optimizer ??= loadNow(new URL(assets.optimizer.file, base))), later(assets.rest)];
    return new Pipeline(new Uint8Array(tree), splitCommand(llvm, parts), () => binaryen, () => fetchThreads(threadsURL));
}

/** @type {Promise<Pipeline>} */
let pipeline;
/** Called once, when nothing was compiled for a while after the first program. */
let keepTools = async () => {};
/** In milliseconds. */
const A_WHILE = 3000;
/** @type {ReturnType<typeof setTimeout>|undefined} */
let keeping;
/** One program at a time. */
let queue = Promise.resolve();

/** @param {unknown} error */
function fail(error) {
    scope.postMessage({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
}

/** What a trap is looked up in. @param {Extract<ToWorker, {id: number}>} message */
async function makeLines({ id, files, options }) {
    const [ready] = await Promise.all([pipeline, loadOptimizer()]);
    const linked = await ready.makeLines(files, options);
    scope.postMessage({ type: 'lines', id, linked }, linked ? [linked.buffer] : []);
    prepare(ready);
}

/** What the next program takes, when nobody waits. @param {Pipeline} ready */
function prepare(ready) {
    setTimeout(() => {
        try {
            ready.prepare();
        } catch {
            // no memory for it now: the next program tries again, and tells
        }
    });
}

/** @param {Extract<ToWorker, {id: number}>} message */
async function make({ id, files, options }) {
    const stages = (/** @type {import('./pipeline.js').Stage} */ stage) =>
        scope.postMessage({ type: 'stage', stage });
    const [ready] = await Promise.all([pipeline, options.optimize > 0 ? loadOptimizer() : null]);
    const result = await ready.make(files, options, stages);
    scope.postMessage({ type: 'made', id, result }, result.program ? [result.program.buffer] : []);
    prepare(ready);
    clearTimeout(keeping);
    keeping = setTimeout(() => {
        keepTools().catch(() => {}); // no room, or no storage for this page: then it is online only
        keepTools = async () => {};
    }, A_WHILE);
}

scope.onmessage = ({ data }) => {
    if (data.type === 'start') {
        pipeline = start(data);
        keepTools = () => keep(data);
        pipeline.catch(fail);
    } else {
        queue = queue.then(() => (data.type === 'make' ? make(data) : makeLines(data))).catch(fail);
    }
};
