/** What an engine tells of where a program was, when something was thrown out of it. */

/**
 * @typedef {object} Frame a function of the program that was under way
 * @property {number} index of the function in the module
 * @property {number} offset of the instruction in the module, in bytes
 */

/** What clang makes of the name. */
const MAIN = /^(__(main_argc_argv|original_main|main_void)|run_main)$/;

/** @param {unknown} reason @returns {string[]} the lines of its stack */
const linesOf = (reason) => (reason instanceof Error && reason.stack ? reason.stack.split('\n') : []);

/** The program's functions that a trap happened in, the innermost first, as far as the engine tells:
 * down to the first one that is the library's.
 * @param {unknown} reason @returns {string[]} */
export function callsOf(reason) {
  const calls = [];
  for (const line of linesOf(reason)) {
    // V8: "at depth (wasm://wasm/8d7d1d3e:wasm-function[35]:0x1a2b)"; SpiderMonkey: "depth@wasm:..."
    const [, v8, other] = /^\s*at (?:[\w.]*\.)?(\w+) \(wasm:|^(?:[\w.]*\.)?(\w+)@.*wasm/.exec(line) ?? [];
    const name = (v8 ?? other)?.replace(MAIN, 'main');
    if (!name) continue;
    if (!/^(eddy_|_)/.test(name)) calls.push(name);
    else if (calls.length > 0) break;
  }
  return calls;
}

/** All functions of the module, the library's too, the innermost first.
 * @param {unknown} reason @returns {Frame[]} none where the engine does not tell */
export function framesOf(reason) {
  return linesOf(reason).flatMap((line) => {
    const [, index, offset] = /wasm-function\[(\d+)\]:0x([\da-f]+)/.exec(line) ?? [];
    return index ? [{ index: Number(index), offset: parseInt(offset, 16) }] : [];
  });
}
