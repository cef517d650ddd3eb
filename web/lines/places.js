/** Where in the source a program was: from what an engine tells of a trap, offsets in the module that
 * ran, to files and lines. */

import { offsetBefore, sameFunctions } from './align.js';
import { firstRow, readLineTable, rowAt } from './line-table.js';
import { readModule } from './module.js';

/**
 * @typedef {object} Place
 * @property {string} name of the function
 * @property {string} file
 * @property {number} line from 1
 * @property {number} column from 1
 * @property {string} callee the library's function that it was in; '' for none
 * @property {boolean} isExact else it is the line that the function begins in: where one instruction
 *     stands for several lines, or is of a header's, there is no better
 */

/** The library's own parts, of which nobody has to know. */
const INTERNAL = /^(_|eddy__)/;

/** What clang makes of the name. */
const MAIN = /^__(main_argc_argv|original_main|main_void)$/;

/** @param {string} path as the compiler has it @returns {string} as the page has it */
const nameOf = (path) => path.replace(/^(\.?\/)+/, '');

/** @param {() => number|null} find @returns {number|null} null also for a function with an instruction that
 *     is not known: somebody has asked for others than C becomes here */
function beforeOrNull(find) {
    try {
        return find();
    } catch {
        return null;
    }
}

/** The functions of the module that the engine's text names, the innermost first, and the offset of the
 * instruction in the module. @param {string} stack @returns {{index: number, offset: number}[]} */
function framesIn(stack) {
    return Array.from(stack.matchAll(/wasm-function\[(\d+)\]:0x([\da-f]+)/g), ([, index, offset]) =>
        ({ index: Number(index), offset: parseInt(offset, 16) }));
}

/**
 * @param {string} stack as the run's result has it
 * @param {Uint8Array} program what ran
 * @param {Uint8Array} linked the same with line tables, from before it was made suspendable
 * @param {string[]} files of the program
 * @returns {Place[]} of those functions that are in these files, the innermost first
 */
export function placesOf(stack, program, linked, files) {
    const [ran, made] = [readModule(program), readModule(linked)];
    const table = readLineTable(made.custom.get('.debug_line') ?? new Uint8Array());
    const same = sameFunctions(ran, made);
    const isOwn = (/** @type {string} */ path) => files.includes(nameOf(path));
    /** @type {Place[]} */
    const places = [];
    let callee = '';
    for (const { index, offset } of framesIn(stack)) {
        const code = ran.functions.find((one) => one.index === index);
        const original = same.get(index);
        if (!code || !original) continue;
        const { codeAt } = made;
        const start = firstRow(table, { from: original.from - codeAt, to: original.to - codeAt });
        if (start && isOwn(start.file)) {
            const before = beforeOrNull(() => offsetBefore(ran, code, made, original, offset));
            const row = before === null ? null : rowAt(table, before - codeAt);
            const isExact = row !== null && row.line > 0 && isOwn(row.file);
            const { file, line, column } = isExact ? row : start;
            const name = original.name.replace(MAIN, 'main');
            places.push({ name, file: nameOf(file), line, column: Math.max(1, column), callee, isExact });
            callee = '';
        } else callee = INTERNAL.test(original.name) ? '' : original.name;
    }
    return places;
}
