/** Writes WebAssembly's binary format, as far as splitting a module needs it. */

import { Reader, Section } from '../../../wasm/build/reader.js';

/** Where a section stands: the last one by its number stands before the code. @param {number} id */
const place = (id) => (id === Section.dataCount ? Section.code - 0.5 : id);

/** Writes bytes one after the other. */
export class Writer {
    #bytes;
    length = 0;

    /** @param {number} [capacity] */
    constructor(capacity = 1024) {
        this.#bytes = new Uint8Array(capacity);
    }

    /** @param {number} more */
    #reserve(more) {
        if (this.length + more <= this.#bytes.length) return;
        const larger = new Uint8Array(2 * (this.length + more));
        larger.set(this.#bytes.subarray(0, this.length));
        this.#bytes = larger;
    }

    /** @param {number} value */
    byte(value) {
        this.#reserve(1);
        this.#bytes[this.length++] = value;
    }

    /** @param {number} value */
    u32(value) {
        this.#reserve(5);
        let rest = value >>> 0;
        for (; rest >= 0x80; rest >>>= 7) this.#bytes[this.length++] = (rest & 0x7f) | 0x80;
        this.#bytes[this.length++] = rest;
    }

    /** A signed LEB128. @param {number} value not negative, and less than 2 ** 30 */
    i32(value) {
        this.#reserve(5);
        let rest = value;
        for (; rest >= 0x40; rest >>= 7) this.#bytes[this.length++] = (rest & 0x7f) | 0x80;
        this.#bytes[this.length++] = rest;
    }

    /** @param {ArrayLike<number>} bytes */
    raw(bytes) {
        this.#reserve(bytes.length);
        this.#bytes.set(bytes, this.length);
        this.length += bytes.length;
    }

    /** @param {string} text */
    name(text) {
        const bytes = new TextEncoder().encode(text);
        this.u32(bytes.length);
        this.raw(bytes);
    }

    /** A length, and that many bytes. @param {Writer} part */
    sized(part) {
        this.u32(part.length);
        this.raw(part.bytes);
    }

    get bytes() {
        return this.#bytes.subarray(0, this.length);
    }
}

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** @param {Map<number, Uint8Array>} sections @returns {Uint8Array} */
export function writeSections(sections) {
    const writer = new Writer(2 ** 20);
    writer.raw(HEADER);
    for (const id of [...sections.keys()].sort((a, b) => place(a) - place(b))) {
        const content = /** @type {Uint8Array} */ (sections.get(id));
        writer.byte(id);
        writer.u32(content.length);
        writer.raw(content);
    }
    return writer.bytes;
}

/** @param {Uint8Array} section that begins with a count @returns {number} */
export const countOf = (section) => new Reader(section).u32();

/** Adds to a section that begins with a count. @param {Uint8Array|undefined} section
 * @param {number} more @param {(writer: Writer) => void} add @returns {Uint8Array} */
export function extend(section, more, add) {
    const reader = new Reader(section ?? new Uint8Array([0]));
    const writer = new Writer(reader.end + 1024);
    writer.u32(reader.u32() + more);
    writer.raw(reader.bytes.subarray(reader.at));
    add(writer);
    return writer.bytes;
}
