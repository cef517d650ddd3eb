/** Reads WebAssembly's binary format. */

export const Section = {
    custom: 0,
    type: 1,
    import: 2,
    function: 3,
    table: 4,
    memory: 5,
    global: 6,
    export: 7,
    element: 9,
    code: 10,
    data: 11,
    dataCount: 12,
};

/** There is something in a module of which is not known what it means. */
export class UnknownFormat extends Error {}

/** Reads a module's bytes one after the other. */
export class Reader {
    /** Of the instruction that was passed over last, see instructions.js. */
    operand = 0;

    /** @param {Uint8Array} bytes @param {number} [at] @param {number} [end] */
    constructor(bytes, at = 0, end = bytes.length) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    byte() {
        return this.bytes[this.at++];
    }

    /** An unsigned LEB128. */
    u32() {
        let value = 0;
        for (let shift = 0; ; shift += 7) {
            const byte = this.bytes[this.at++];
            value |= (byte & 0x7f) << shift;
            if (byte < 0x80) return value >>> 0;
        }
    }

    /** Passes over a LEB128 of any kind. */
    skipLeb() {
        while (this.bytes[this.at++] >= 0x80);
    }

    /** @param {number} count */
    skip(count) {
        this.at += count;
    }

    /** @param {number} count @returns {Uint8Array} a view */
    take(count) {
        this.at += count;
        return this.bytes.subarray(this.at - count, this.at);
    }

    get isAtEnd() {
        return this.at >= this.end;
    }

    name() {
        return new TextDecoder().decode(this.take(this.u32()));
    }
}

/** What is imported or exported. */
export const Kind = { function: 0, table: 1, memory: 2, global: 3, tag: 4 };

/**
 * @typedef {object} Import
 * @property {string} module
 * @property {string} name
 * @property {number} kind of Kind
 * @property {number} type a function's or a tag's, by number; of a table and a global what it holds; else 0
 */

/** Passes over a memory's or a table's limits. @param {Reader} reader */
function skipLimits(reader) {
    const hasMost = (reader.byte() & 1) !== 0;
    reader.skipLeb();
    if (hasMost) reader.skipLeb();
}

/** @param {Reader} reader behind the kind @param {number} kind @returns {number} */
function importedType(reader, kind) {
    if (kind > Kind.tag) throw new UnknownFormat(`an import of a kind ${kind} that is not known`);
    if (kind === Kind.tag) reader.skip(1);
    const type = kind === Kind.memory ? 0 : reader.u32();
    if (kind === Kind.table || kind === Kind.memory) skipLimits(reader);
    if (kind === Kind.global) reader.skip(1); // can it change
    return type;
}

/** @param {Reader} reader at the import section's content @param {(found: Import) => void} onImport
 * @throws {UnknownFormat} */
export function eachImport(reader, onImport) {
    for (let left = reader.u32(); left > 0; left -= 1) {
        const [module, name, kind] = [reader.name(), reader.name(), reader.byte()];
        onImport({ module, name, kind, type: importedType(reader, kind) });
    }
}

const HEADER_SIZE = 8;

/** @param {Uint8Array} bytes of a module @returns {Map<number, Uint8Array>} without the custom ones */
export function readSections(bytes) {
    /** @type {Map<number, Uint8Array>} */
    const sections = new Map();
    const reader = new Reader(bytes, HEADER_SIZE);
    while (!reader.isAtEnd) {
        const id = reader.byte();
        const content = reader.take(reader.u32());
        if (id !== Section.custom) sections.set(id, content);
    }
    return sections;
}
