/** Splits a module: the functions that are used as a rule, and others, in parts that are fetched when
 * one of their functions is called first.
 *
 * The primary keeps every function's index. A function of another part has a stub there: it sees to it
 * that its part is loaded, and calls it through a table that is the part's own, which has in slot 0
 * what loads it (put there from outside), then the part's functions, then those of the primary, stubs
 * among them, that the part calls. What nothing but its own part calls has no stub. A part imports
 * memory, tables and globals from the primary, the same functions of the host, and fills its
 * piece of its table. */

import { eachCall } from '../../../wasm/build/instructions.js';
import { Section } from '../../../wasm/build/reader.js';
import { bodyOf, referredTo, takeApart } from './module.js';
import { extend, Writer, writeSections } from './writer.js';

/** @typedef {import('./module.js').Parts} Parts */

/** Names that primary and parts know each other's things by; `slots` and `loaded` have the part's
 * number behind them, `global` the global's. */
const NAMES = { memory: 'split_memory', table: 'split_table', slots: 'split_slots_', global: 'split_global_', loaded: 'split_loaded_' };
const FUNCTION = 0x60;
const FUNCREF = 0x70;
const I32 = 0x7f;

/** @typedef {(index: number) => number} PartOf by index among the defined functions: 0 is the primary */

/**
 * What calls what across the border of a part.
 * @typedef {object} Border
 * @property {number} part
 * @property {number[]} inward of the part, called from elsewhere
 * @property {number[]} outward of elsewhere, called from the part
 */

/** @param {Parts} parts @param {PartOf} partOf @param {number} part @returns {Border} */
function findBorder(parts, partOf, part) {
    const { imported, functionTypes } = parts;
    const code = /** @type {Uint8Array} */ (parts.sections.get(Section.code));
    /** @type {Set<number>} */
    const inward = new Set();
    /** @type {Set<number>} */
    const outward = new Set();
    for (let index = 0; index < functionTypes.length; index += 1) {
        const { start, end } = bodyOf(parts, index);
        const isInside = partOf(index) === part;
        eachCall(code, start, end, (callee) => {
            const called = callee - imported;
            if (called < 0 || (partOf(called) === part) === isInside) return;
            (isInside ? outward : inward).add(called);
        });
    }
    for (const callee of referredTo(parts)) {
        const called = callee - imported;
        if (called >= 0 && partOf(called) === part) inward.add(called);
    }
    const sorted = (/** @type {Set<number>} */ set) => [...set].sort((a, b) => a - b);
    return { part, inward: sorted(inward), outward: sorted(outward) };
}

/** @param {Border} border */
const tableSize = ({ inward, outward }) => 1 + inward.length + outward.length;

/** @param {Writer} writer @param {number} table @param {number} slot @param {number[]} functions */
function writeElements(writer, table, slot, functions) {
    writer.byte(2); // active, with the table's index
    writer.u32(table);
    writer.byte(0x41);
    writer.i32(slot);
    writer.byte(0x0b);
    writer.byte(0); // of functions
    writer.u32(functions.length);
    for (const index of functions) writer.u32(index);
}

/** @param {Writer} writer @param {string} name @param {number} kind @param {number} index */
function writeExport(writer, name, kind, index) {
    writer.name(name);
    writer.byte(kind);
    writer.u32(index);
}

/** @param {Writer} writer @param {number} table @param {number} slot @param {number} type */
function callSlot(writer, table, slot, type) {
    writer.byte(0x41);
    writer.i32(slot);
    writer.byte(0x11);
    writer.u32(type);
    writer.u32(table);
}

/** @param {Parts} parts @param {number} index of a function @param {Border} border of its part
 * @param {number|undefined} slot @returns {Writer} */
function stubOf({ types, functionTypes, imported }, index, { part }, slot) {
    const stub = new Writer(32);
    stub.byte(0);
    if (slot === undefined) {
        stub.byte(0x00); // unreachable: nobody here calls it
    } else {
        stub.byte(0x10);
        stub.u32(imported + functionTypes.length + part - 1); // what loads the part, behind the others
        const type = functionTypes[index];
        for (let parameter = 0; parameter < types[type].parameters; parameter += 1) {
            stub.byte(0x20);
            stub.u32(parameter);
        }
        callSlot(stub, part, slot, type);
    }
    stub.byte(0x0b);
    return stub;
}

/** @param {Parts} parts @param {PartOf} partOf
 * @param {Border[]} borders of part 1, 2, ... @param {number} plain the type of no parameters */
function makePrimary(parts, partOf, borders, plain) {
    const { sections, globals, imported, functionTypes, bodies } = parts;
    const code = /** @type {Uint8Array} */ (sections.get(Section.code));
    const slots = borders.map(({ inward }) => new Map(inward.map((index, at) => [index, at + 1])));
    const written = new Writer(code.length / 2);
    written.u32(functionTypes.length + borders.length);
    for (let index = 0; index < functionTypes.length; index += 1) {
        const part = partOf(index);
        if (part === 0) written.raw(code.subarray(bodies[index], bodies[index + 1]));
        else written.sized(stubOf(parts, index, borders[part - 1], slots[part - 1].get(index)));
    }
    for (const { part } of borders) {
        const body = new Writer(32);
        body.raw([0, 0x23]);
        body.u32(globals.length + part - 1);
        body.raw([0x45, 0x04, 0x40]); // if not loaded
        callSlot(body, part, 0, plain);
        body.raw([0x0b, 0x0b]);
        written.sized(body);
    }
    /** @param {number} section @param {number} more for each part @param {number} besides
     * @param {(writer: Writer, border: Border) => void} add */
    const extended = (section, more, besides, add) =>
        extend(sections.get(section), more * borders.length + besides, (writer) => borders.forEach((border) => add(writer, border)));

    const primary = new Map(sections);
    primary.set(Section.type, typesWith(parts, plain));
    primary.set(Section.function, extended(Section.function, 1, 0, (writer) => writer.u32(plain)));
    primary.set(
        Section.table,
        extended(Section.table, 1, 0, (writer, border) => {
            writer.byte(FUNCREF);
            writer.byte(0);
            writer.u32(tableSize(border));
        }),
    );
    primary.set(Section.global, extended(Section.global, 1, 0, (writer) => writer.raw([I32, 1, 0x41, 0, 0x0b])));
    primary.set(
        Section.export,
        extended(Section.export, 2, 2 + globals.length, (writer, { part }) => {
            if (part === 1) {
                writeExport(writer, NAMES.memory, 2, 0);
                writeExport(writer, NAMES.table, 1, 0);
                globals.forEach((_, index) => writeExport(writer, NAMES.global + index, 3, index));
            }
            writeExport(writer, NAMES.slots + part, 1, part);
            writeExport(writer, NAMES.loaded + part, 3, globals.length + part - 1);
        }),
    );
    primary.set(
        Section.element,
        extended(Section.element, 1, 0, (writer, { part, inward, outward }) =>
            writeElements(writer, part, 1 + inward.length, outward.map((index) => index + imported)),
        ),
    );
    primary.set(Section.code, written.bytes);
    return writeSections(primary);
}

/** @param {Parts} parts @param {number} plain @returns {Uint8Array} the type section */
function typesWith({ sections, types }, plain) {
    const section = /** @type {Uint8Array} */ (sections.get(Section.type));
    if (plain < types.length) return section;
    return extend(section, 1, (writer) => writer.raw([FUNCTION, 0, 0]));
}

/** @param {Parts} parts @param {Border} border @returns {Uint8Array} */
function importsOfPart({ sections, globals }, border) {
    return extend(sections.get(Section.import), 3 + globals.length, (writer) => {
        /** @param {string} name @param {number[]} description */
        const add = (name, description) => {
            writer.name('primary');
            writer.name(name);
            writer.raw(description);
        };
        add(NAMES.memory, [2, 0, 0]);
        add(NAMES.table, [1, FUNCREF, 0, 0]);
        add(NAMES.slots + border.part, [1, FUNCREF, 0]);
        writer.u32(tableSize(border));
        globals.forEach((type, index) => add(NAMES.global + index, [3, ...type]));
    });
}

/** @param {Parts} parts @param {PartOf} partOf @param {Border} border @param {number} plain */
function makePart(parts, partOf, border, plain) {
    const { part, inward, outward } = border;
    const { sections, imported, functionTypes } = parts;
    const code = /** @type {Uint8Array} */ (sections.get(Section.code));
    const inside = [...functionTypes.keys()].filter((index) => partOf(index) === part);
    const numbers = new Map(inside.map((index, at) => [index, imported + at]));
    const slots = new Map(outward.map((index, at) => [index, 1 + inward.length + at]));
    const functions = new Writer(2 * inside.length);
    functions.u32(inside.length);
    const written = new Writer(code.length);
    written.u32(inside.length);
    const body = new Writer(2 ** 16);
    for (const index of inside) {
        functions.u32(functionTypes[index]);
        const { start, end } = bodyOf(parts, index);
        body.length = 0;
        let copied = start;
        eachCall(code, start, end, (callee, from, to) => {
            const called = callee - imported;
            if (called < 0) return;
            body.raw(code.subarray(copied, from));
            copied = to;
            if (partOf(called) !== part) {
                callSlot(body, 1, /** @type {number} */ (slots.get(called)), functionTypes[called]);
            } else {
                body.byte(0x10);
                body.u32(/** @type {number} */ (numbers.get(called)));
            }
        });
        body.raw(code.subarray(copied, end));
        written.sized(body);
    }
    const elements = new Writer(4 * inward.length);
    elements.u32(1);
    writeElements(elements, 1, 1, inward.map((index) => /** @type {number} */ (numbers.get(index))));
    return writeSections(
        new Map([
            [Section.type, typesWith(parts, plain)],
            [Section.import, importsOfPart(parts, border)],
            [Section.function, functions.bytes],
            [Section.element, elements.bytes],
            [Section.code, written.bytes],
        ]),
    );
}

/**
 * @param {Uint8Array} bytes a module that imports functions only, and has one table and one memory,
 *     as LLVM's linker writes a command, and Emscripten's a library
 * @param {((index: number, size: number) => boolean)[]} uses which of the defined functions, of that
 *     many bytes, are in the primary; which of the others in part 1; ...; what is left is the last part
 * @returns {Uint8Array[]} the primary, then the parts
 */
export function split(bytes, uses) {
    const parts = takeApart(bytes);
    const known = parts.types.findIndex((type) => type.bytes.length === 3 && type.bytes[1] === 0 && type.bytes[2] === 0);
    const plain = known < 0 ? parts.types.length : known;
    const numbers = Uint8Array.from(parts.functionTypes, (_, index) => {
        const { start, end } = bodyOf(parts, index);
        const part = uses.findIndex((isUsed) => isUsed(index, end - start));
        return part < 0 ? uses.length : part;
    });
    const partOf = (/** @type {number} */ index) => numbers[index];
    const borders = uses.map((_, at) => findBorder(parts, partOf, at + 1));
    return [
        makePrimary(parts, partOf, borders, plain),
        ...borders.map((border) => makePart(parts, partOf, border, plain)),
    ];
}
