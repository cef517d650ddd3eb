/** What a module says of its functions: where each one's code is, and what it is called. */

import { eachImport, Kind, Reader, Section } from '../../wasm/build/reader.js';

/**
 * Offsets are in bytes from the module's beginning.
 * @typedef {object} Code
 * @property {number} index as calls have it
 * @property {string} name
 * @property {number} from
 * @property {number} to
 */

/**
 * @typedef {object} ModuleCode
 * @property {Uint8Array} bytes
 * @property {number} codeAt what DWARF's addresses are relative to
 * @property {Code[]} functions that the module defines
 * @property {Map<number, string>} names of all functions
 * @property {Map<string, Uint8Array>} custom sections, by name
 */

/** Of the name section. */
const FUNCTION_NAMES = 1;

/** @param {Uint8Array} section @returns {Map<number, string>} */
function readNames(section) {
    const reader = new Reader(section);
    const names = new Map();
    while (!reader.isAtEnd) {
        const kind = reader.byte();
        const size = reader.u32();
        const end = reader.at + size;
        if (kind === FUNCTION_NAMES) {
            for (let left = reader.u32(); left > 0; left -= 1) {
                const index = reader.u32();
                names.set(index, reader.name());
            }
        }
        reader.at = end;
    }
    return names;
}

/** @param {Uint8Array} bytes a module with a name section @returns {ModuleCode} */
export function readModule(bytes) {
    const reader = new Reader(bytes, 8); // behind what every module begins with
    let imported = 0;
    let codeAt = 0;
    /** @type {{from: number, to: number}[]} */
    const bodies = [];
    /** @type {Map<string, Uint8Array>} */
    const custom = new Map();
    while (!reader.isAtEnd) {
        const id = reader.byte();
        const size = reader.u32();
        const end = reader.at + size;
        if (id === Section.custom) {
            const name = reader.name();
            custom.set(name, bytes.subarray(reader.at, end));
        } else if (id === Section.import) {
            eachImport(reader, ({ kind }) => {
                if (kind === Kind.function) imported += 1;
            });
        } else if (id === Section.code) {
            codeAt = reader.at;
            for (let left = reader.u32(); left > 0; left -= 1) {
                const length = reader.u32();
                bodies.push({ from: reader.at, to: reader.at + length });
                reader.at += length;
            }
        }
        reader.at = end;
    }
    const names = readNames(custom.get('name') ?? new Uint8Array());
    const functions = bodies.map((body, at) => {
        const index = imported + at;
        return { ...body, index, name: names.get(index) ?? '' };
    });
    return { bytes, codeAt, functions, names, custom };
}
