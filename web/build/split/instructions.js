/** Walks over the instructions of a function: what has to be known of code to move it into another
 * module, or to find a place in it. */

import { Reader } from './binary.js';

export const CALL = 0x10;
const [MISCELLANEOUS, ATOMIC] = [0xfc, 0xfe];
const FENCE = 3;

/** Instructions with one LEB128 behind them: blocks, branches, locals, globals, constants, memory's
 * size, tables. */
const ONE = new Set([
    0x02, 0x03, 0x04, 0x0c, 0x0d, 0x12, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3f, 0x40, 0x41, 0x42, 0xd0,
]);
/** With 0xfc before them: how many LEB128 follow. */
const PREFIXED = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

/** How many LEB128 follow an opcode; -1: something else does; -2: not known. */
const FOLLOWING = Int8Array.from({ length: 256 }, (_, opcode) => {
    if (ONE.has(opcode)) return 1;
    if (opcode === 0x11 || opcode === 0x13) return 2; // indirect calls
    if (opcode <= 0x01 || opcode === 0x05 || opcode === 0x0b || opcode === 0x0f) return 0;
    if (opcode === 0x1a || opcode === 0x1b || (opcode >= 0x45 && opcode <= 0xc4) || opcode === 0xd1) return 0;
    if (opcode >= 0x28 && opcode <= 0x3e) return -1; // loads, stores
    if ([0x0e, CALL, 0x1c, 0x43, 0x44, MISCELLANEOUS, ATOMIC].includes(opcode)) return -1;
    return -2;
});

/** @param {Reader} reader @param {number} count */
function skipLebs(reader, count) {
    for (let left = count; left > 0; left -= 1) reader.skipLeb();
}

/** What has a place in memory: alignment and offset. @param {Reader} reader @returns {number} */
function offsetOf(reader) {
    reader.skipLeb();
    return reader.u32();
}

/** Passes over what declares a function's locals. @param {Reader} reader at a body's begin */
export function passLocals(reader) {
    for (let groups = reader.u32(); groups > 0; groups -= 1) {
        reader.skipLeb();
        reader.skip(1);
    }
}

/** Passes over an instruction; its operand is then the function that it calls, or the offset of its place
 * in memory, else 0. @param {Reader} reader
 * @returns {number} the opcode; of two bytes, the first one times 256, and the second
 * @throws {Error} it is not known */
export function passInstruction(reader) {
    const from = reader.at;
    const opcode = reader.byte();
    const following = FOLLOWING[opcode];
    reader.operand = 0;
    if (following >= 0) skipLebs(reader, following);
    else if (opcode === CALL) reader.operand = reader.u32();
    else if (opcode === 0x43) reader.skip(4);
    else if (opcode === 0x44) reader.skip(8);
    else if (opcode === 0x0e) skipLebs(reader, reader.u32() + 1);
    else if (opcode === 0x1c) reader.skip(reader.u32());
    else if (opcode === MISCELLANEOUS) {
        const kind = reader.u32();
        const count = PREFIXED[kind];
        if (count === undefined) throw new Error(`an instruction 0xfc of unknown kind at ${from}`);
        skipLebs(reader, count);
        return opcode * 256 + kind;
    } else if (opcode === ATOMIC) {
        const kind = reader.u32();
        if (kind === FENCE) reader.skip(1);
        else reader.operand = offsetOf(reader);
        return opcode * 256 + kind;
    } else if (following === -1) reader.operand = offsetOf(reader);
    else throw new Error(`an instruction 0x${opcode.toString(16)} that is not known at ${from}`);
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
