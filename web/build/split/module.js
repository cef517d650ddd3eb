/** A module taken apart: what splitting it and profiling it both look at. */

import { Reader, readSections, Section } from '../../../wasm/build/reader.js';

/**
 * @typedef {object} Parts
 * @property {Map<number, Uint8Array>} sections
 * @property {{parameters: number, bytes: Uint8Array}[]} types parameters: how many
 * @property {number[][]} globals the types of those that are defined, as a module has them
 * @property {number} imported how many functions are imported; they come first
 * @property {Uint32Array} functionTypes of those that are defined
 * @property {Uint32Array} bodies where each body begins in the code section, and where the last ends
 */

/** @param {Map<number, Uint8Array>} sections @param {number} id */
const readerOf = (sections, id) => new Reader(sections.get(id) ?? new Uint8Array([0]));

/** @param {Reader} reader of the type section */
function readTypes(reader) {
    return Array.from({ length: reader.u32() }, () => {
        const from = reader.at;
        if (reader.byte() !== 0x60) throw new Error('a type that is no function');
        const parameters = reader.u32();
        reader.skip(parameters);
        reader.skip(reader.u32());
        return { parameters, bytes: reader.bytes.subarray(from, reader.at) };
    });
}

/** @param {Reader} reader of the import section @returns {number} */
function countImports(reader) {
    const count = reader.u32();
    for (let index = 0; index < count; index += 1) {
        reader.name();
        reader.name();
        if (reader.byte() !== 0) throw new Error('an import that is no function');
        reader.u32();
    }
    return count;
}

/** @param {Reader} reader of the global section */
function readGlobals(reader) {
    return Array.from({ length: reader.u32() }, () => {
        const type = [...reader.take(2)];
        if (reader.byte() !== 0x41) throw new Error('a global that does not begin with an i32.const');
        reader.skipLeb();
        reader.skip(1); // end
        return type;
    });
}

/** @param {Uint8Array} bytes @returns {Parts} */
export function takeApart(bytes) {
    const sections = readSections(bytes);
    const types = readTypes(readerOf(sections, Section.type));
    const imported = countImports(readerOf(sections, Section.import));
    const globals = readGlobals(readerOf(sections, Section.global));
    const functions = readerOf(sections, Section.function);
    const functionTypes = Uint32Array.from({ length: functions.u32() }, () => functions.u32());
    const code = readerOf(sections, Section.code);
    const bodies = new Uint32Array(code.u32() + 1);
    for (let index = 0; index + 1 < bodies.length; index += 1) {
        bodies[index] = code.at; // with its size before it
        code.skip(code.u32());
    }
    bodies[bodies.length - 1] = code.at;
    return { sections, types, globals, imported, functionTypes, bodies };
}

/** @param {Parts} parts @param {number} index of a defined function
 * @returns {{start: number, end: number}} within the code section, without the size */
export function bodyOf({ sections, bodies }, index) {
    const reader = readerOf(sections, Section.code);
    reader.at = bodies[index];
    const size = reader.u32();
    return { start: reader.at, end: reader.at + size };
}

/** What the module's tables and exports refer to. @param {Parts} parts @returns {Set<number>} */
export function referredTo({ sections }) {
    /** @type {Set<number>} */
    const found = new Set();
    const elements = readerOf(sections, Section.element);
    for (let segments = elements.u32(); segments > 0; segments -= 1) {
        if (elements.u32() !== 0) throw new Error('an element segment of another kind than LLVM writes');
        elements.skip(1); // i32.const
        elements.skipLeb();
        elements.skip(1); // end
        for (let count = elements.u32(); count > 0; count -= 1) found.add(elements.u32());
    }
    const exported = readerOf(sections, Section.export);
    for (let count = exported.u32(); count > 0; count -= 1) {
        exported.name();
        const kind = exported.byte();
        const index = exported.u32();
        if (kind === 0) found.add(index);
    }
    return found;
}
