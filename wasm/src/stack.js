/** What an engine tells of where a program was, when something was thrown out of it. */

/** What clang makes of the name. */
const MAIN = /^(__(main_argc_argv|original_main|main_void)|run_main)$/;

/** The program's functions that a trap happened in, the innermost first, as far as the engine tells:
 * down to the first one that is the library's.
 * @param {string} stack @returns {string[]} */
export function callsIn(stack) {
  const calls = [];
  for (const line of stack.split('\n')) {
    // V8: "at depth (wasm://wasm/8d7d1d3e:wasm-function[35]:0x1a2b)"; SpiderMonkey: "depth@wasm:..."
    const [, v8, other] = /^\s*at (?:[\w.]*\.)?(\w+) \(wasm:|^(?:[\w.]*\.)?(\w+)@.*wasm/.exec(line) ?? [];
    const name = (v8 ?? other)?.replace(MAIN, 'main');
    if (!name) continue;
    if (!/^(eddy_|_)/.test(name)) calls.push(name);
    else if (calls.length > 0) break;
  }
  return calls;
}
