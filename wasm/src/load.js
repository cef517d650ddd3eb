/** @type {Map<string, Promise<WebAssembly.Module>>} */
const modules = new Map();

/** @param {Response} response @returns {Promise<WebAssembly.Module>} */
async function compileResponse(response) {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${response.statusText}`);
  const type = response.headers.get('content-type') ?? '';
  // compileStreaming demands the type; a server that does not know it must not stop a program
  if (type.startsWith('application/wasm')) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** @param {string} url of a file: Node's fetch does not know them */
async function compileFile(url) {
  const fs = 'node:fs/promises'; // not a literal: bundlers for browsers need not look for it
  const { readFile } = await import(fs);
  return WebAssembly.compile(await readFile(new URL(url)));
}

/**
 * Loads a program. What comes from a URL is fetched and compiled once.
 *
 * @param {string | URL | BufferSource | Response | WebAssembly.Module} source
 * @returns {Promise<WebAssembly.Module>} rejects when it cannot be fetched, or is no WebAssembly
 */
export async function load(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (typeof Response !== 'undefined' && source instanceof Response) return compileResponse(source);
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source);
  const url = String(source);
  let module = modules.get(url);
  if (!module) {
    module = url.startsWith('file:') ? compileFile(url) : fetch(url).then(compileResponse);
    modules.set(url, module);
    // what failed may be there the next time
    module.catch(() => modules.delete(url));
  }
  return module;
}
