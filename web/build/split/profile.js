/** Which functions of a module are called: each sets a bit of a global, and these are looked at after
 * the run. (A global for each would be simpler, but engines bound the number of exports.) The list is kept as bits, deflated, in base64. */

import { deflateRawSync, inflateRawSync } from 'node:zlib';

import { Section } from '../../../wasm/build/reader.js';
import { bodyOf, takeApart } from './module.js';
import { countOf, extend, Writer, writeSections } from './writer.js';

const I32 = 0x7f;
/** Of a global, that have a function each: a constant of as many is not negative. */
const BITS = 30;

/** @param {number} index of a global */
const nameOf = (index) => `used_${index}`;

/** @param {Uint8Array} bytes @returns {{bytes: Uint8Array, count: number}} */
export function instrument(bytes) {
    const parts = takeApart(bytes);
    const { sections } = parts;
    const count = parts.functionTypes.length;
    const code = /** @type {Uint8Array} */ (sections.get(Section.code));
    const masks = Math.ceil(count / BITS);
    const all = Array.from({ length: masks }, (_, mask) => mask);
    const known = countOf(/** @type {Uint8Array} */ (sections.get(Section.global)));
    const globals = extend(sections.get(Section.global), masks, (writer) => all.forEach(() => writer.raw([I32, 1, 0x41, 0, 0x0b])));
    const exported = extend(sections.get(Section.export), masks, (writer) => all.forEach((mask) => {
        writer.name(nameOf(mask));
        writer.byte(3);
        writer.u32(known + mask);
    }));
    const written = new Writer(code.length + 16 * count);
    written.u32(count);
    const body = new Writer(2 ** 16);
    for (let index = 0; index < count; index += 1) {
        const mask = known + Math.floor(index / BITS);
        const { start, end } = bodyOf(parts, index);
        const behind = behindLocals(code, start);
        body.length = 0;
        body.raw(code.subarray(start, behind));
        body.byte(0x23); // global = global | bit
        body.u32(mask);
        body.byte(0x41);
        body.i32(2 ** (index % BITS));
        body.byte(0x72);
        body.byte(0x24);
        body.u32(mask);
        body.raw(code.subarray(behind, end));
        written.sized(body);
    }
    const instrumented = new Map(sections);
    instrumented.set(Section.global, globals);
    instrumented.set(Section.export, exported);
    instrumented.set(Section.code, written.bytes);
    return { bytes: writeSections(instrumented), count };
}

/** @param {Uint8Array} code @param {number} start of a body @returns {number} */
function behindLocals(code, start) {
    let at = start;
    const groups = code[at];
    if (groups >= 0x80) throw new Error('a function with more groups of locals than LLVM writes');
    at += 1;
    for (let group = 0; group < groups; group += 1) {
        while (code[at++] >= 0x80);
        at += 1;
    }
    return at;
}

/** @param {WebAssembly.Instance} instance of the instrumented module @param {Uint8Array} used a byte for
 * each function; those that were called are set */
export function collect({ exports }, used) {
    for (let index = 0; index < used.length; index += 1) {
        const { value } = /** @type {WebAssembly.Global} */ (exports[nameOf(Math.floor(index / BITS))]);
        if ((value >> index % BITS) & 1) used[index] = 1;
    }
}

/** @param {Uint8Array} used a byte for each function @returns {string} */
export function encodeUsed(used) {
    const bits = new Uint8Array(Math.ceil(used.length / 8));
    used.forEach((value, index) => {
        if (value !== 0) bits[index >> 3] |= 1 << (index & 7);
    });
    return deflateRawSync(bits, { level: 9 }).toString('base64');
}

/** @param {string} text @returns {(index: number) => boolean} */
export function decodeUsed(text) {
    const bits = inflateRawSync(Buffer.from(text, 'base64'));
    return (index) => ((bits[index >> 3] >> (index & 7)) & 1) === 1;
}
