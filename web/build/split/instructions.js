/** Walks over the instructions of a function and finds the calls: what has to be known of code to
 * move it into another module. */

import { Reader } from './binary.js';

const CALL = 0x10;

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
    if (opcode === 0x11 || (opcode >= 0x28 && opcode <= 0x3e)) return 2; // call_indirect; loads, stores
    if (opcode <= 0x01 || opcode === 0x05 || opcode === 0x0b || opcode === 0x0f) return 0;
    if (opcode === 0x1a || opcode === 0x1b || (opcode >= 0x45 && opcode <= 0xc4) || opcode === 0xd1) return 0;
    if ([0x0e, CALL, 0x1c, 0x43, 0x44, 0xfc].includes(opcode)) return -1;
    return -2;
});

/**
 * @param {Uint8Array} code
 * @param {number} start of a function's body: its locals
 * @param {number} end
 * @param {(callee: number, from: number, to: number) => void} onCall where the instruction is
 */
export function eachCall(code, start, end, onCall) {
    const reader = new Reader(code, start, end);
    for (let groups = reader.u32(); groups > 0; groups -= 1) {
        reader.skipLeb();
        reader.skip(1);
    }
    while (reader.at < end) {
        const from = reader.at;
        const opcode = reader.byte();
        const following = FOLLOWING[opcode];
        if (following >= 0) {
            for (let count = following; count > 0; count -= 1) reader.skipLeb();
        } else if (opcode === CALL) {
            const callee = reader.u32();
            onCall(callee, from, reader.at);
        } else if (opcode === 0x43) {
            reader.skip(4);
        } else if (opcode === 0x44) {
            reader.skip(8);
        } else if (opcode === 0x0e) {
            for (let targets = reader.u32() + 1; targets > 0; targets -= 1) reader.skipLeb();
        } else if (opcode === 0x1c) {
            reader.skip(reader.u32());
        } else if (opcode === 0xfc) {
            const count = PREFIXED[reader.u32()];
            if (count === undefined) throw new Error(`an instruction 0xfc of unknown kind at ${from}`);
            for (let rest = count; rest > 0; rest -= 1) reader.skipLeb();
        } else {
            throw new Error(`an instruction 0x${opcode.toString(16)} that is not known at ${from}`);
        }
    }
}
