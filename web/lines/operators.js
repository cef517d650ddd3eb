/** The instructions of a function, as far as they say where in the function one is. */

import { Bytes } from './bytes.js';

/**
 * @typedef {object} Operator
 * @property {number} at its offset in the module
 * @property {number} code the first byte; of those with a prefix 256 times that, and the number behind it
 * @property {number} number the function that is called, or the offset of a load or store; else 0
 */

export const UNREACHABLE = 0x00;
export const CALL = 0x10;
export const CALL_INDIRECT = 0x11;
export const GLOBAL_SET = 0x24;
const [BLOCK, LOOP, IF, ELSE, END] = [0x02, 0x03, 0x04, 0x05, 0x0b];
const [BR, BR_TABLE, RETURN] = [0x0c, 0x0e, 0x0f];
const [MISCELLANEOUS, ATOMIC] = [0xfc, 0xfe];

/** What stands behind the first byte: numbers that are passed over, in LEB128. @type {Map<number, number>} */
const IMMEDIATES = new Map([
    ...[BLOCK, LOOP, IF, BR, 0x0d, 0x12, 0x20, 0x21, 0x22, 0x23, GLOBAL_SET, 0x25, 0x26].map(one),
    ...[0x3f, 0x40, 0x41, 0x42, 0xd0, 0xd2].map(one),
    [CALL_INDIRECT, 2],
    [0x13, 2],
]);

/** Likewise of those with the prefix for what is miscellaneous: memory.init and what follows it. */
const MORE_IMMEDIATES = [2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

/** @param {number} code @returns {[number, number]} */
function one(code) {
    return [code, 1];
}

/** @param {Bytes} reader @param {number} count of numbers to pass over */
function skip(reader, count) {
    for (let left = count; left > 0; left -= 1) reader.unsigned();
}

/** @param {Bytes} reader behind an instruction's code that has the place of a load or store
 * @returns {number} its offset */
function memoryOffset(reader) {
    const alignment = reader.unsigned();
    if ((alignment & 0x40) !== 0) reader.unsigned(); // which memory
    return reader.unsigned();
}

/** @param {Bytes} reader @returns {Operator} */
function next(reader) {
    const { at } = reader;
    const code = reader.u8();
    if (code === CALL) return { at, code, number: reader.unsigned() };
    if (code >= 0x28 && code <= 0x3e) return { at, code, number: memoryOffset(reader) };
    if (code === MISCELLANEOUS) {
        const kind = reader.unsigned();
        skip(reader, kind < 8 ? 0 : MORE_IMMEDIATES[kind - 8]);
        return { at, code: code * 256 + kind, number: 0 };
    }
    if (code === ATOMIC) {
        const kind = reader.unsigned();
        const number = kind === 3 ? reader.u8() : memoryOffset(reader);
        return { at, code: code * 256 + kind, number };
    }
    if (code === 0x43) reader.at += 4; // constants
    else if (code === 0x44) reader.at += 8;
    else if (code === 0x1c) skip(reader, reader.unsigned()); // select, with types
    else if (code === BR_TABLE) skip(reader, reader.unsigned() + 1);
    else if (code > 0xc4 && code !== 0xd0 && code !== 0xd1 && code !== 0xd2) {
        throw new RangeError(`an instruction that is not known: ${code}`);
    } else skip(reader, IMMEDIATES.get(code) ?? 0);
    return { at, code, number: 0 };
}

/** Leaves out what cannot be reached: one module may have it, and another of the same program not.
 * @param {Operator[]} all @returns {Operator[]} */
function reachable(all) {
    let depth = 0;
    let deadAt = -1; // in a block of that depth
    return all.filter(({ code }) => {
        if (code === BLOCK || code === LOOP || code === IF) depth += 1;
        const isDead = deadAt >= 0;
        if (deadAt === depth && (code === END || code === ELSE)) deadAt = -1;
        else if (!isDead && [UNREACHABLE, BR, BR_TABLE, RETURN].includes(code)) deadAt = depth;
        if (code === END) depth -= 1;
        return !isDead;
    });
}

/** @param {Uint8Array} module @param {{from: number, to: number}} body
 * @returns {Operator[]} those that can be reached @throws {RangeError} there is one of a kind that C
 *     compiled in a page has not */
export function operatorsOf(module, { from, to }) {
    const reader = new Bytes(module);
    reader.at = from;
    for (let left = reader.unsigned(); left > 0; left -= 1) {
        reader.unsigned(); // so many locals
        reader.u8(); // of that type
    }
    const all = [];
    while (reader.at < to) all.push(next(reader));
    return reachable(all);
}
