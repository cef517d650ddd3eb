/** Walks over the instructions of a function: what has to be known of code to tell what it calls, to move
 * it into another module, or to find a place in it. */

import { Reader, UnknownFormat } from './reader.js';

export const END = 0x0b;
export const CALL = 0x10;
export const CALL_INDIRECT = 0x11;
export const TAIL_CALL = 0x12;
export const TAIL_CALL_INDIRECT = 0x13;
/** A function as a value. */
export const REF_FUNC = 0xd2;
const [MISCELLANEOUS, VECTOR, ATOMIC] = [0xfc, 0xfd, 0xfe];
/** What has a number behind it that somebody asks for. */
const NUMBERED = [CALL, CALL_INDIRECT, TAIL_CALL, TAIL_CALL_INDIRECT, REF_FUNC];
const FENCE = 3;

/** Of the vectors: what has a place in memory, a lane, or both. */
const [VECTOR_CONST, VECTOR_SHUFFLE] = [12, 13];
const isVectorAccess = (/** @type {number} */ kind) => kind < 12 || (kind >= 84 && kind <= 93);
const hasLane = (/** @type {number} */ kind) => (kind >= 21 && kind <= 34) || (kind >= 84 && kind <= 91);

/** Instructions with one LEB128 behind them: blocks, branches, locals, globals, constants, memory's
 * size, tables. */
const ONE = new Set([
    0x02, 0x03, 0x04, 0x0c, 0x0d, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3f, 0x40, 0x41, 0x42, 0xd0,
]);
/** With 0xfc before them: how many LEB128 follow. */
const PREFIXED = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

/** How many LEB128 follow an opcode; -1: something else does; -2: not known. */
const FOLLOWING = Int8Array.from({ length: 256 }, (_, opcode) => {
    if (ONE.has(opcode)) return 1;
    if (opcode <= 0x01 || opcode === 0x05 || opcode === 0x0b || opcode === 0x0f) return 0;
    if (opcode === 0x1a || opcode === 0x1b || (opcode >= 0x45 && opcode <= 0xc4) || opcode === 0xd1) return 0;
    if (opcode >= 0x28 && opcode <= 0x3e) return -1; // loads, stores
    if ([0x0e, 0x1c, 0x43, 0x44, MISCELLANEOUS, VECTOR, ATOMIC, ...NUMBERED].includes(opcode)) return -1;
    return -2;
});

/** @param {Reader} reader @param {number} count */
function skipLebs(reader, count) {
    for (let left = count; left > 0; left -= 1) reader.skipLeb();
}

/** What has a place in memory: alignment and offset. @param {Reader} reader @returns {number} */
function offsetOf(reader) {
    if (reader.byte() >= 0x40) throw new UnknownFormat(`one of several memories at ${reader.at}`);
    return reader.u32();
}

/** Passes over what declares a function's locals. @param {Reader} reader at a body's begin */
export function passLocals(reader) {
    for (let groups = reader.u32(); groups > 0; groups -= 1) {
        reader.skipLeb();
        const type = reader.byte();
        if (type < 0x6f || type > 0x7f) throw new UnknownFormat(`a type 0x${type.toString(16)} at ${reader.at}`);
    }
}

/** What follows a vector's instruction. @param {Reader} reader @param {number} kind */
function passVector(reader, kind) {
    if (isVectorAccess(kind)) reader.operand = offsetOf(reader);
    if (hasLane(kind)) reader.skip(1);
    if (kind === VECTOR_CONST || kind === VECTOR_SHUFFLE) reader.skip(16);
}

/** What follows an opcode of two bytes. @param {Reader} reader @param {number} opcode
 * @returns {number} the second */
function passPrefixed(reader, opcode) {
    const from = reader.at;
    const kind = reader.u32();
    if (kind >= (opcode === MISCELLANEOUS ? PREFIXED.length : 0x100))
        throw new UnknownFormat(`an instruction 0x${opcode.toString(16)} of unknown kind at ${from}`);
    if (opcode === VECTOR) passVector(reader, kind);
    else if (opcode === ATOMIC && kind === FENCE) reader.skip(1);
    else if (opcode === ATOMIC) reader.operand = offsetOf(reader);
    else skipLebs(reader, PREFIXED[kind]);
    return kind;
}

/** Passes over an instruction; its operand is then the function or the type that it names, or the offset
 * of its place in memory, else 0. @param {Reader} reader
 * @returns {number} the opcode; of two bytes, the first one times 256, and the second
 * @throws {UnknownFormat} */
export function passInstruction(reader) {
    const from = reader.at;
    const opcode = reader.byte();
    const following = FOLLOWING[opcode];
    reader.operand = 0;
    if (following >= 0) skipLebs(reader, following);
    else if (NUMBERED.includes(opcode)) {
        reader.operand = reader.u32();
        if (opcode === CALL_INDIRECT || opcode === TAIL_CALL_INDIRECT) reader.skipLeb(); // the table
    } else if (opcode === 0x43) reader.skip(4);
    else if (opcode === 0x44) reader.skip(8);
    else if (opcode === 0x0e) skipLebs(reader, reader.u32() + 1);
    else if (opcode === 0x1c) reader.skip(reader.u32());
    else if (opcode === MISCELLANEOUS || opcode === VECTOR || opcode === ATOMIC)
        return opcode * 256 + passPrefixed(reader, opcode);
    else if (following === -1) reader.operand = offsetOf(reader);
    else throw new UnknownFormat(`an instruction 0x${opcode.toString(16)} that is not known at ${from}`);
    return opcode;
}

/**
 * @param {Uint8Array} code
 * @param {number} start of a function's body: its locals
 * @param {number} end
 * @param {(callee: number, from: number, to: number) => void} onCall where the instruction is
 */
export function eachCall(code, start, end, onCall) {
    const reader = new Reader(code, start, end);
    passLocals(reader);
    while (reader.at < end) {
        const from = reader.at;
        if (passInstruction(reader) === CALL) onCall(reader.operand, from, reader.at);
    }
}
