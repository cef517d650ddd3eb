/** Splits a module in two: the functions that are used, and the rest, which is fetched when one of
 * those is called first.
 *
 * The primary keeps every function's index. A function of the rest has a stub there: it sees to it
 * that the rest is loaded, and calls it through a table of its own, `rest`, which has in slot 0 what
 * loads it (put there from outside), then the rest's functions, then those of the primary that the
 * rest calls. What nothing but the rest calls has no stub. The secondary imports memory, tables and
 * stack pointer from the primary, the same functions of the host, and fills its part of the table. */

import { Section, Writer, writeSections } from './binary.js';
import { eachCall } from './instructions.js';
import { bodyOf, referredTo, takeApart } from './module.js';

/** @typedef {import('./module.js').Parts} Parts */

/** Names that primary and secondary know each other's parts by. */
const NAMES = { table: 'split_table', rest: 'split_rest', pointer: 'split_pointer', loaded: 'split_loaded' };
const FUNCTION = 0x60;
const FUNCREF = 0x70;
const I32 = 0x7f;

/**
 * What calls what across the border.
 * @param {Parts} parts
 * @param {(index: number) => boolean} isUsed by index among the defined functions
 */
function findBorder(parts, isUsed) {
    const { imported, functionTypes } = parts;
    const code = /** @type {Uint8Array} */ (parts.sections.get(Section.code));
    /** @type {Set<number>} of the rest, called from the primary */
    const inward = new Set();
    /** @type {Set<number>} of the primary, called from the rest */
    const outward = new Set();
    for (let index = 0; index < functionTypes.length; index += 1) {
        const { start, end } = bodyOf(parts, index);
        const used = isUsed(index);
        eachCall(code, start, end, (callee) => {
            const called = callee - imported;
            if (called < 0 || isUsed(called) === used) return;
            (used ? inward : outward).add(called);
        });
    }
    for (const callee of referredTo(parts)) {
        const called = callee - imported;
        if (called >= 0 && !isUsed(called)) inward.add(called);
    }
    const sorted = (/** @type {Set<number>} */ set) => [...set].sort((a, b) => a - b);
    return { inward: sorted(inward), outward: sorted(outward) };
}

/** Adds to a section that begins with a count. @param {Uint8Array|undefined} section
 * @param {number} more @param {(writer: Writer) => void} add @returns {Uint8Array} */
function extend(section, more, add) {
    const writer = new Writer((section?.length ?? 0) + 1024);
    let count = 0;
    let at = 0;
    for (let shift = 0; section; shift += 7) {
        const byte = section[at];
        count |= (byte & 0x7f) << shift;
        at += 1;
        if (byte < 0x80) break;
    }
    writer.u32(count + more);
    if (section) writer.raw(section.subarray(at));
    add(writer);
    return writer.bytes;
}

/** @param {Writer} writer @param {number} slot @param {number[]} functions */
function writeElements(writer, slot, functions) {
    writer.byte(2); // active, with the table's index
    writer.u32(1);
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

/** @param {Writer} writer @param {number} slot @param {number} type */
function callSlot(writer, slot, type) {
    writer.byte(0x41);
    writer.i32(slot);
    writer.byte(0x11);
    writer.u32(type);
    writer.u32(1);
}

/** @param {Parts} parts @param {(index: number) => boolean} isUsed
 * @param {ReturnType<typeof findBorder>} border @param {number} plain the type of no parameters */
function makePrimary(parts, isUsed, { inward, outward }, plain) {
    const { sections, types, imported, functionTypes, bodies } = parts;
    const code = /** @type {Uint8Array} */ (sections.get(Section.code));
    const ensure = imported + functionTypes.length; // one more function, behind the others
    const slots = new Map(inward.map((index, at) => [index, at + 1]));
    const written = new Writer(code.length / 2);
    written.u32(functionTypes.length + 1);
    for (let index = 0; index < functionTypes.length; index += 1) {
        if (isUsed(index)) {
            written.raw(code.subarray(bodies[index], bodies[index + 1]));
            continue;
        }
        const stub = new Writer(32);
        stub.byte(0);
        const slot = slots.get(index);
        if (slot === undefined) {
            stub.byte(0x00); // unreachable: nobody here calls it
        } else {
            stub.byte(0x10);
            stub.u32(ensure);
            const type = functionTypes[index];
            for (let parameter = 0; parameter < types[type].parameters; parameter += 1) {
                stub.byte(0x20);
                stub.u32(parameter);
            }
            callSlot(stub, slot, type);
        }
        stub.byte(0x0b);
        written.sized(stub);
    }
    const body = new Writer(32);
    body.raw([0, 0x23, 1, 0x45, 0x04, 0x40]); // if not loaded
    callSlot(body, 0, plain);
    body.raw([0x0b, 0x0b]);
    written.sized(body);

    const primary = new Map(sections);
    primary.set(Section.type, typesWith(parts, plain));
    primary.set(Section.function, extend(sections.get(Section.function), 1, (writer) => writer.u32(plain)));
    primary.set(
        Section.table,
        extend(sections.get(Section.table), 1, (writer) => {
            writer.byte(FUNCREF);
            writer.byte(0);
            writer.u32(1 + inward.length + outward.length);
        }),
    );
    primary.set(
        Section.global,
        extend(sections.get(Section.global), 1, (writer) => writer.raw([I32, 1, 0x41, 0, 0x0b])),
    );
    primary.set(
        Section.export,
        extend(sections.get(Section.export), 4, (writer) => {
            writeExport(writer, NAMES.table, 1, 0);
            writeExport(writer, NAMES.rest, 1, 1);
            writeExport(writer, NAMES.pointer, 3, 0);
            writeExport(writer, NAMES.loaded, 3, 1);
        }),
    );
    primary.set(
        Section.element,
        extend(sections.get(Section.element), 1, (writer) =>
            writeElements(writer, 1 + inward.length, outward.map((index) => index + imported)),
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

/** @param {Parts} parts @param {number} tableSize of `rest` @returns {Uint8Array} */
function importsOfSecondary({ sections }, tableSize) {
    return extend(sections.get(Section.import), 4, (writer) => {
        /** @param {string} name @param {number[]} description */
        const add = (name, description) => {
            writer.name('primary');
            writer.name(name);
            writer.raw(description);
        };
        add('memory', [2, 0, 0]);
        add(NAMES.table, [1, FUNCREF, 0, 0]);
        add(NAMES.rest, [1, FUNCREF, 0]);
        writer.u32(tableSize);
        add(NAMES.pointer, [3, I32, 1]);
    });
}

/** @param {Parts} parts @param {(index: number) => boolean} isUsed
 * @param {ReturnType<typeof findBorder>} border @param {number} plain */
function makeSecondary(parts, isUsed, { inward, outward }, plain) {
    const { sections, imported, functionTypes } = parts;
    const code = /** @type {Uint8Array} */ (sections.get(Section.code));
    const rest = [...functionTypes.keys()].filter((index) => !isUsed(index));
    const numbers = new Map(rest.map((index, at) => [index, imported + at]));
    const slots = new Map(outward.map((index, at) => [index, 1 + inward.length + at]));
    const functions = new Writer(2 * rest.length);
    functions.u32(rest.length);
    const written = new Writer(code.length);
    written.u32(rest.length);
    const body = new Writer(2 ** 16);
    for (const index of rest) {
        functions.u32(functionTypes[index]);
        const { start, end } = bodyOf(parts, index);
        body.length = 0;
        let copied = start;
        eachCall(code, start, end, (callee, from, to) => {
            const called = callee - imported;
            if (called < 0) return;
            body.raw(code.subarray(copied, from));
            copied = to;
            if (isUsed(called)) {
                callSlot(body, /** @type {number} */ (slots.get(called)), functionTypes[called]);
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
    writeElements(elements, 1, inward.map((index) => /** @type {number} */ (numbers.get(index))));
    return writeSections(
        new Map([
            [Section.type, typesWith(parts, plain)],
            [Section.import, importsOfSecondary(parts, 1 + inward.length + outward.length)],
            [Section.function, functions.bytes],
            [Section.element, elements.bytes],
            [Section.code, written.bytes],
        ]),
    );
}

/**
 * @param {Uint8Array} bytes a module that imports functions only, and has one table, one memory and
 *     one global, as LLVM's linker writes a command
 * @param {(index: number) => boolean} isUsed which of the defined functions the primary has
 * @returns {{primary: Uint8Array, secondary: Uint8Array}}
 */
export function split(bytes, isUsed) {
    const parts = takeApart(bytes);
    const known = parts.types.findIndex((type) => type.bytes.length === 3 && type.bytes[1] === 0 && type.bytes[2] === 0);
    const plain = known < 0 ? parts.types.length : known;
    const border = findBorder(parts, isUsed);
    return {
        primary: makePrimary(parts, isUsed, border, plain),
        secondary: makeSecondary(parts, isUsed, border, plain),
    };
}
