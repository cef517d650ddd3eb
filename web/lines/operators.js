/** The instructions of a function, as far as they say where in the function one is. */

import { CALL, CALL_INDIRECT, passInstruction, passLocals } from '../../wasm/build/instructions.js';
import { Reader } from '../../wasm/build/reader.js';

/**
 * @typedef {object} Operator
 * @property {number} at its offset in the module
 * @property {number} code as passInstruction() has it
 * @property {number} number the function that is called, or the offset of a load or store; else 0
 */

export { CALL, CALL_INDIRECT };
export const UNREACHABLE = 0x00;
export const GLOBAL_SET = 0x24;
const [BLOCK, LOOP, IF, ELSE, END] = [0x02, 0x03, 0x04, 0x05, 0x0b];
const [BR, BR_TABLE, RETURN] = [0x0c, 0x0e, 0x0f];

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
 * @returns {Operator[]} those that can be reached @throws {Error} there is one that C does not become here */
export function operatorsOf(module, { from, to }) {
    const reader = new Reader(module, from, to);
    passLocals(reader);
    const all = [];
    while (!reader.isAtEnd) {
        const { at } = reader;
        const code = passInstruction(reader);
        const isPlace = code !== CALL_INDIRECT; // a type's number is another one in each module
        all.push({ at, code, number: isPlace ? reader.operand : 0 });
    }
    return reachable(all);
}
