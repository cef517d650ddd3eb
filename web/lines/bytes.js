/** Reads numbers and texts out of bytes, one after the other, as WebAssembly and DWARF write them. */

export class Bytes {
    #bytes;
    #view;
    /** Where the next one begins. */
    at = 0;

    /** @param {Uint8Array} bytes */
    constructor(bytes) {
        this.#bytes = bytes;
        this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }

    get isAtEnd() {
        return this.at >= this.#bytes.length;
    }

    u8() {
        this.at += 1;
        return this.#view.getUint8(this.at - 1);
    }

    i8() {
        this.at += 1;
        return this.#view.getInt8(this.at - 1);
    }

    u16() {
        this.at += 2;
        return this.#view.getUint16(this.at - 2, true);
    }

    u32() {
        this.at += 4;
        return this.#view.getUint32(this.at - 4, true);
    }

    /** LEB128. Beyond 32 bits what it returns is not all of the number. */
    unsigned() {
        let value = 0;
        for (let shift = 0; ; shift += 7) {
            const byte = this.u8();
            if (shift < 32) value |= (byte & 0x7f) << shift;
            if (byte < 0x80) return value >>> 0;
        }
    }

    /** LEB128 with a sign; as above. */
    signed() {
        let value = 0;
        for (let shift = 0; ; shift += 7) {
            const byte = this.u8();
            if (shift < 32) value |= (byte & 0x7f) << shift;
            if (byte >= 0x80) continue;
            const isNegative = (byte & 0x40) !== 0 && shift + 7 < 32;
            return isNegative ? value | (-1 << (shift + 7)) : value;
        }
    }

    /** @param {number} length in bytes */
    text(length) {
        this.at += length;
        return new TextDecoder().decode(this.#bytes.subarray(this.at - length, this.at));
    }

    /** A text that a zero ends. */
    terminated() {
        const end = this.#bytes.indexOf(0, this.at);
        const text = this.text(end - this.at);
        this.at += 1;
        return text;
    }
}
