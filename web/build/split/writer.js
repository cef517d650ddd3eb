/** Writes WebAssembly's binary format, as far as splitting a module needs it. */

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
    for (const id of [...sections.keys()].sort((a, b) => a - b)) {
        const content = /** @type {Uint8Array} */ (sections.get(id));
        writer.byte(id);
        writer.u32(content.length);
        writer.raw(content);
    }
    return writer.bytes;
}
