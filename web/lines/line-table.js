/** The line of each address: DWARF's section .debug_line, of the versions 2 to 4. */

import { Reader } from '../../wasm/build/reader.js';

/**
 * From its address to the next row's of its sequence, the code is that of this line.
 * @typedef {object} Row
 * @property {number} address
 * @property {string} file its path, as the compiler was given it
 * @property {number} line from 1; 0: of none
 * @property {number} column from 1; 0: unknown
 */

/** As DWARF writes numbers and texts. */
class DwarfReader extends Reader {
    i8() {
        return (this.byte() << 24) >> 24;
    }

    half() {
        return this.byte() | (this.byte() << 8);
    }

    word() {
        return (this.half() | (this.half() << 16)) >>> 0;
    }

    /** A LEB128 with a sign. */
    signed() {
        let value = 0;
        for (let shift = 0; ; shift += 7) {
            const byte = this.byte();
            value |= (byte & 0x7f) << shift;
            if (byte < 0x80) return byte & 0x40 && shift < 25 ? value | (-1 << (shift + 7)) : value;
        }
    }

    /** A text that a zero ends. */
    terminated() {
        const text = new TextDecoder().decode(this.take(this.bytes.indexOf(0, this.at) - this.at));
        this.skip(1);
        return text;
    }
}

/** A piece of code without gaps. @typedef {{rows: Row[], end: number}} Sequence */

/** The numbers of the operations. */
const [EXTENDED, COPY, ADVANCE_PC, ADVANCE_LINE, SET_FILE, SET_COLUMN] = [0, 1, 2, 3, 4, 5];
const [CONST_ADD_PC, FIXED_ADVANCE_PC] = [8, 9];
const [END_SEQUENCE, SET_ADDRESS, DEFINE_FILE] = [1, 2, 3];

/**
 * @typedef {object} Header
 * @property {number} shortest instruction
 * @property {number} lineBase
 * @property {number} lineRange
 * @property {number[]} lengths of the standard operations: how many numbers each has
 * @property {string[]} folders
 * @property {string[]} files from 1
 */

/** @param {DwarfReader} reader @param {string[]} folders @param {string} name @returns {string} */
function fileEntry(reader, folders, name) {
    const folder = folders[reader.u32()] ?? '';
    reader.u32(); // time
    reader.u32(); // size
    return folder === '' || name.startsWith('/') ? name : `${folder}/${name}`;
}

/** @param {DwarfReader} reader @returns {Header|null} null: of another version */
function readHeader(reader) {
    const version = reader.half();
    if (version < 2 || version > 4) return null;
    const length = reader.word();
    const program = reader.at + length;
    const shortest = reader.byte();
    if (version === 4) reader.byte(); // operations in an instruction
    reader.byte(); // does a row begin a statement, when nothing is said
    const lineBase = reader.i8();
    const lineRange = reader.byte();
    const lengths = Array.from({ length: reader.byte() - 1 }, () => reader.byte());
    const folders = ['']; // the folder that was compiled in
    for (let name = reader.terminated(); name !== ''; name = reader.terminated()) folders.push(name);
    const files = [''];
    for (let name = reader.terminated(); name !== ''; name = reader.terminated()) {
        files.push(fileEntry(reader, folders, name));
    }
    reader.at = program;
    return { shortest, lineBase, lineRange, lengths, folders, files };
}

/** Runs a line program. @param {DwarfReader} reader @param {number} end @param {Header} header
 * @returns {Sequence[]} */
function readSequences(reader, end, { shortest, lineBase, lineRange, lengths, folders, files }) {
    const start = { address: 0, file: 1, line: 1, column: 0 };
    const first = lengths.length + 1; // of the operations that move both address and line
    /** @type {Sequence[]} */
    const sequences = [];
    /** @type {Row[]} */
    let rows = [];
    let state = { ...start };
    const add = () => rows.push({ ...state, file: files[state.file] ?? '' });
    const advance = (/** @type {number} */ by) => (state.address += Math.trunc(by / lineRange) * shortest);
    while (reader.at < end) {
        const operation = reader.byte();
        if (operation >= first) {
            advance(operation - first);
            state.line += lineBase + ((operation - first) % lineRange);
            add();
        } else if (operation === EXTENDED) {
            const length = reader.u32();
            const next = reader.at + length;
            const kind = reader.byte();
            if (kind === SET_ADDRESS) state.address = reader.word();
            else if (kind === DEFINE_FILE) files.push(fileEntry(reader, folders, reader.terminated()));
            else if (kind === END_SEQUENCE) {
                sequences.push({ rows, end: state.address });
                rows = [];
                state = { ...start };
            }
            reader.at = next;
        } else if (operation === COPY) add();
        else if (operation === ADVANCE_PC) state.address += reader.u32() * shortest;
        else if (operation === ADVANCE_LINE) state.line += reader.signed();
        else if (operation === SET_FILE) state.file = reader.u32();
        else if (operation === SET_COLUMN) state.column = reader.u32();
        else if (operation === CONST_ADD_PC) advance(255 - first);
        else if (operation === FIXED_ADVANCE_PC) state.address += reader.half();
        else for (let left = lengths[operation - 1]; left > 0; left -= 1) reader.u32();
    }
    return sequences;
}

/** @param {Uint8Array} section .debug_line @returns {Sequence[]} of all files together */
export function readLineTable(section) {
    const reader = new DwarfReader(section);
    const sequences = [];
    while (!reader.isAtEnd) {
        const length = reader.word();
        const end = reader.at + length;
        const header = readHeader(reader);
        if (header) sequences.push(...readSequences(reader, end, header));
        reader.at = end;
    }
    return sequences;
}

/** @param {Sequence[]} table @param {{from: number, to: number}} addresses of a function
 * @returns {Row|null} where it begins; null: it is of no file that has lines */
export function firstRow(table, { from, to }) {
    const sequence = table.find(({ rows }) => rows.length > 0 && rows[0].address >= from && rows[0].address < to);
    return sequence?.rows[0] ?? null;
}

/** @param {Sequence[]} table @param {number} address
 * @returns {Row|null} null: the code there is of no file that has lines */
export function rowAt(table, address) {
    const sequence = table.find(({ rows, end }) => rows.length > 0 && rows[0].address <= address && address < end);
    return sequence?.rows.findLast((row) => row.address <= address) ?? null;
}
