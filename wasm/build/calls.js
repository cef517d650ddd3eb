/** What a module's functions call, and which functions a pointer can lead to. */

import {
    CALL, CALL_INDIRECT, END, passInstruction, passLocals, REF_FUNC, TAIL_CALL, TAIL_CALL_INDIRECT,
} from './instructions.js';
import { eachImport, Kind, Reader, readSections, Section, UnknownFormat } from './reader.js';

/** @typedef {import('./reader.js').Import} Import */

/**
 * Functions have the numbers that the module gives them, the imported ones first. A type has the number
 * of the first in the module that is the same.
 * @typedef {object} Calls
 * @property {Import[]} imports functions
 * @property {number} count of all functions
 * @property {Set<number>[]} direct by function: which it calls
 * @property {Set<number>[]} indirect by function: of which types is what it calls through pointers
 * @property {Map<number, Set<number>>} pointedTo by type: whose address is taken, anywhere
 */

/** A pointer may lead to functions of which the module does not know. */
export class OpenModule extends Error {}

/** i32, i64, f32, f64, v128: all values that are no pointers to functions by themselves. */
const isPlain = (/** @type {number} */ type) => type >= 0x7b && type <= 0x7f;

/** Of an element segment: it is not put into a table at once; it says which table, or that it is never
 * put into any; its functions are expressions. */
const [PASSIVE, EXPLICIT, EXPRESSIONS] = [1, 2, 4];

/** @param {Reader} reader of the type section @returns {number[]} of each type the number of the first that is the same */
function readTypes(reader) {
    /** @type {Map<string, number>} */
    const known = new Map();
    return Array.from({ length: reader.u32() }, (_, type) => {
        const from = reader.at;
        const isFunction = reader.byte() === 0x60;
        const values = isFunction ? [...reader.take(reader.u32()), ...reader.take(reader.u32())] : [];
        if (!isFunction || !values.every(isPlain)) throw new OpenModule(`type ${type} is no function of numbers only`);
        const text = reader.bytes.subarray(from, reader.at).join();
        if (!known.has(text)) known.set(text, type);
        return /** @type {number} */ (known.get(text));
    });
}

/** @param {Reader} reader of the import section @returns {Import[]} functions */
function readImports(reader) {
    /** @type {Import[]} */
    const functions = [];
    eachImport(reader, (found) => {
        if (found.kind === Kind.function) functions.push(found);
        else if (found.kind === Kind.table || (found.kind === Kind.global && !isPlain(found.type)))
            throw new OpenModule(`${found.module}.${found.name}, which is imported, holds functions`);
    });
    return functions;
}

/** @param {Reader} reader of the export section */
function refuseTables(reader) {
    for (let left = reader.u32(); left > 0; left -= 1) {
        const [name, kind] = [reader.name(), reader.byte()];
        reader.u32();
        if (kind === Kind.table) throw new OpenModule(`${name}, which is exported, is a table`);
    }
}

/** @param {Reader} reader at an expression that is a constant @param {(index: number) => void} onTaken */
function readConstant(reader, onTaken) {
    for (;;) {
        const opcode = passInstruction(reader);
        if (opcode === END) return;
        if (opcode === REF_FUNC) onTaken(reader.operand);
    }
}

/** @param {Reader} reader of the global section @param {(index: number) => void} onTaken */
function readGlobals(reader, onTaken) {
    for (let left = reader.u32(); left > 0; left -= 1) {
        if (!isPlain(reader.byte())) throw new OpenModule('a global is no number');
        reader.skip(1);
        readConstant(reader, onTaken);
    }
}

/** @param {Reader} reader of the element section @param {(index: number) => void} onTaken */
function readElements(reader, onTaken) {
    for (let left = reader.u32(); left > 0; left -= 1) {
        const flags = reader.u32();
        const isActive = (flags & PASSIVE) === 0;
        if (isActive && flags & EXPLICIT) reader.u32();
        if (isActive) readConstant(reader, onTaken);
        if (flags & (PASSIVE | EXPLICIT)) reader.skip(1); // of what kind they are
        for (let count = reader.u32(); count > 0; count -= 1) {
            if (flags & EXPRESSIONS) readConstant(reader, onTaken);
            else onTaken(reader.u32());
        }
    }
}

/** Adds what is called. @param {Reader} reader at a body's begin @param {number[]} types
 * @param {Set<number>} direct @param {Set<number>} indirect @param {(index: number) => void} onTaken */
function readBody(reader, types, direct, indirect, onTaken) {
    passLocals(reader);
    while (!reader.isAtEnd) {
        const opcode = passInstruction(reader);
        if (opcode === CALL || opcode === TAIL_CALL) direct.add(reader.operand);
        else if (opcode === CALL_INDIRECT || opcode === TAIL_CALL_INDIRECT) indirect.add(types[reader.operand]);
        else if (opcode === REF_FUNC) onTaken(reader.operand);
    }
    if (reader.at !== reader.end) throw new UnknownFormat(`the code before ${reader.at} ends elsewhere`);
}

/**
 * @param {Uint8Array} bytes of a module that is valid
 * @returns {Calls}
 * @throws {OpenModule}
 * @throws {import('./reader.js').UnknownFormat}
 */
export function readCalls(bytes) {
    const sections = readSections(bytes);
    const sectionOf = (/** @type {number} */ id) => new Reader(sections.get(id) ?? Uint8Array.of(0));
    const types = readTypes(sectionOf(Section.type));
    const imports = readImports(sectionOf(Section.import));
    refuseTables(sectionOf(Section.export));
    const functions = sectionOf(Section.function);
    const defined = Array.from({ length: functions.u32() }, () => types[functions.u32()]);
    const typeOf = [...imports.map(({ type }) => types[type]), ...defined];
    /** @type {Calls['pointedTo']} */
    const pointedTo = new Map(types.map((type) => [type, new Set()]));
    const onTaken = (/** @type {number} */ index) => pointedTo.get(typeOf[index])?.add(index);
    readGlobals(sectionOf(Section.global), onTaken);
    readElements(sectionOf(Section.element), onTaken);
    const [direct, indirect] = [typeOf.map(() => new Set()), typeOf.map(() => new Set())];
    const code = sectionOf(Section.code);
    for (let index = imports.length, left = code.u32(); left > 0; left -= 1, index += 1) {
        const size = code.u32();
        readBody(new Reader(code.bytes, code.at, code.at + size), types, direct[index], indirect[index], onTaken);
        code.skip(size);
    }
    return { imports, count: typeOf.length, direct, indirect, pointedTo };
}
