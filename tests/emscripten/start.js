/** Starts programs that Emscripten linked, and gathers what they write. */
import { pathToFileURL } from 'node:url';

/**
 * @typedef {object} Ended
 * @property {number | null} status null: the program trapped
 * @property {string} stdout
 * @property {string} stderr
 * @property {string} problem
 */

/**
 * @param {string} script what emcc made: NAME.mjs
 * @param {Record<string, unknown>} options as Emscripten knows them, and Eddy's
 * @returns {Promise<Ended>}
 */
export async function runScript(script, options) {
  const { default: create } = await import(pathToFileURL(script).href);
  const written = { stdout: '', stderr: '' };
  return new Promise((resolve) => {
    /** @param {number | null} status @param {string} problem */
    const end = (status, problem = '') => resolve({ status, ...written, problem });
    const created = create({
      ...options,
      print: (/** @type {string} */ line) => (written.stdout += `${line}\n`),
      printErr: (/** @type {string} */ line) => (written.stderr += `${line}\n`),
      onExit: (/** @type {number} */ status) => end(status),
      quit: (/** @type {number} */ _status, /** @type {unknown} */ exit) => {
        throw exit; // leaves the process alone
      },
      onTrap: (/** @type {unknown} */ error) => end(null, `trapped: ${error}`),
    });
    created.catch((/** @type {unknown} */ error) => end(null, `was not loaded: ${error}`));
  });
}

/** @param {string} text @returns {() => number | null} a Module.stdin */
export function stdinOf(text) {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return () => (at < bytes.length ? bytes[at++] : null);
}
