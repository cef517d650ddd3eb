/** LLVM and Binaryen in parts, as web/build/split makes them: what C compiles use, and the others, each of
 * which is asked for in the middle of a call, when a function of it is called first. */

/** A module that exports the function it imports. */
const WRAPPER = new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 4, 1, 0x60, 0, 0], // a type: from nothing to nothing
    ...[2, 6, 1, 0, 1, 0x66, 0, 0], // import "" "f", a function of that type
    ...[7, 5, 1, 1, 0x66, 0, 0], // export it as "f"
]);

/** @param {() => void} call @returns {Function} the same, as a table takes it */
function exported(call) {
    const module = new WebAssembly.Module(WRAPPER);
    return /** @type {Function} */ (new WebAssembly.Instance(module, { '': { f: call } }).exports.f);
}

/**
 * @param {WebAssembly.Module} primary
 * @param {(() => WebAssembly.Module)[]} loaders of the other parts, at once: there is a call that waits
 * @param {WebAssembly.Imports} host
 * @returns {WebAssembly.Instance}
 */
export function instantiateParts(primary, loaders, host) {
    const instance = new WebAssembly.Instance(primary, host);
    loaders.forEach((load, at) => {
        const table = /** @type {WebAssembly.Table} */ (instance.exports[`split_slots_${at + 1}`]);
        const loaded = /** @type {WebAssembly.Global} */ (instance.exports[`split_loaded_${at + 1}`]);
        table.set(0, exported(() => {
            new WebAssembly.Instance(load(), { ...host, primary: instance.exports });
            loaded.value = 1;
        }));
    });
    return instance;
}

/**
 * LLVM.
 * @param {WebAssembly.Module} primary
 * @param {(() => WebAssembly.Module)[]} loaders
 * @returns {(imports: WebAssembly.ModuleImports) => WebAssembly.Instance}
 */
export const splitCommand = (primary, loaders) =>
    (imports) => instantiateParts(primary, loaders, { wasi_snapshot_preview1: imports });

/**
 * Binaryen.
 * @param {string} script its URL
 * @param {WebAssembly.Module} primary
 * @param {() => WebAssembly.Module} loadRest
 * @returns {Promise<import('../../wasm/build/asyncify.js').Binaryen>}
 */
export async function startBinaryen(script, primary, loadRest) {
    const { default: start } = await import(script);
    return start({
        instantiateWasm(
            /** @type {WebAssembly.Imports} */ imports,
            /** @type {(instance: WebAssembly.Instance) => void} */ done,
        ) {
            done(instantiateParts(primary, [loadRest], imports));
        },
    });
}
