/** What is needed to change a program: the compiler, and its state as a link. Loaded when it is. */

import { Compiler } from '../compiler/compiler.js';
import { baseURL } from './site.js';

export { showShareDialog } from '../share/share-dialog.js';
export { trapDiagnostics } from './trap.js';
export { parseKnobs } from '../build/knobs.js';
export { decodeState, encodeState } from '../share/state.js';

const compiler = new Compiler(baseURL, COMPILER_ASSETS);

/** @type {Compiler['make']} */
export const compile = (files, options, watch) => compiler.make(files, options, watch);

/** @type {Compiler['lines']} */
export const linesOf = (files, choice) => compiler.lines(files, choice);

/** The same, if that takes no network. @type {Compiler['warmIfKept']} */
export const warmIfKept = (files, choice) => compiler.warmIfKept(files, choice);

/** Fetches the compiler, and has it try itself. @type {Compiler['warm']} */
export const warm = (files, options) => compiler.warm(files, options);
