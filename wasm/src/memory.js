/** What link.js leaves in a module that imports its memory: how many pages, and how many at most. */
const SECTION = 'eddy.memory';

/**
 * The memory of a program that was linked with --threads, which is made here so that it can be shared.
 *
 * @param {WebAssembly.Module} module
 * @returns {WebAssembly.Memory | undefined} undefined: the program brings its own
 */
export function makeMemory(module) {
  const [section] = WebAssembly.Module.customSections(module, SECTION);
  if (!section) return undefined;
  const view = new DataView(section);
  const [initial, maximum] = [view.getUint32(0, true), view.getUint32(4, true)];
  return new WebAssembly.Memory({ initial, maximum, shared: true });
}

/** @param {WebAssembly.Memory | undefined} memory @returns {WebAssembly.Imports} */
export function importsOfMemory(memory) {
  return memory ? { env: { memory } } : {};
}
