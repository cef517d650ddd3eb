/** A program with all that its run depends on, as text for an address: version, full stop, then JSON,
 * deflated, in base64url. What is read may come from a stranger: nothing is taken over that is not
 * asked for, known and within its bounds. */

/**
 * @typedef {object} ProgramState
 * @property {string} example   what it was made from, '' for nothing
 * @property {{name: string, text: string}[]} files the first is the one with main, as a rule
 * @property {string} stdin
 * @property {string[]} args
 * @property {0|1|2} optimize
 * @property {boolean} sanitize undefined behaviour traps
 * @property {'virtual'|'real'|'paced'} clock
 * @property {number} pace of a paced clock: seconds of the reader's for one of the loop's
 * @property {number|null} seed of the order in which what is ready runs; null: asyncio's order
 * @property {Record<string, number>} knobs
 */

import { LEAST_PACE, MOST_PACE, USUAL_PACE } from './pace.js';

const VERSION = '1';
const MOST_FILES = 20;
const MOST_KNOBS = 30;
const MOST_ARGS = 100;
const LARGEST_SEED = 9_999_999_999; // as many digits as the element's attribute takes
/** Of the text in an address. */
export const LONGEST_CODE = 300_000;
/** Of what it inflates to, in bytes: a few characters can stand for gigabytes. */
const LARGEST_STATE = 2_000_000;

export const FILE_NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,59}\.[ch]$/;
const EXAMPLE_NAME = /^[a-z0-9][a-z0-9-]{0,59}$/;
const KNOB_NAME = /^[a-z][a-z0-9_]{0,30}$/;

/** What a link can be wrong about, in words for whoever opened it. */
export class BadLink extends Error {}

/** @param {Uint8Array} bytes @param {TransformStream} transform @param {number} [most]
 * @returns {Promise<Uint8Array>} */
async function through(bytes, transform, most = Infinity) {
    const source = new Blob([/** @type {any} */ (bytes)]).stream();
    const reader = source.pipeThrough(transform).getReader();
    const chunks = [];
    let size = 0;
    for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        size += value.length;
        if (size > most) {
            void reader.cancel();
            throw new BadLink(`This link holds more than ${most / 1e6} MB. It was not opened.`);
        }
        chunks.push(value);
    }
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** @param {Uint8Array} bytes @returns {string} */
function toBase64Url(bytes) {
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) {
        text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    }
    return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @param {string} text @returns {Uint8Array} */
function fromBase64Url(text) {
    if (!/^[\w-]*$/.test(text)) throw new BadLink('This link is damaged: it has characters that no link has.');
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** @param {ProgramState} state @returns {Promise<string>} */
export async function encodeState(state) {
    const bytes = new TextEncoder().encode(JSON.stringify(state));
    const packed = await through(bytes, new CompressionStream('deflate-raw'));
    return `${VERSION}.${toBase64Url(packed)}`;
}

/** @param {string} code what encodeState made, now or long ago
 * @returns {Promise<ProgramState>} rejects with BadLink */
export async function decodeState(code) {
    if (code.length > LONGEST_CODE) {
        throw new BadLink(`This link is longer than ${LONGEST_CODE} characters. It was not opened.`);
    }
    const [, version, packed] = /^(\d+)\.(.*)$/s.exec(code) ?? [];
    if (version === undefined) throw new BadLink('This link is damaged: it does not begin with a version.');
    if (version !== VERSION) {
        throw new BadLink(`This link is of version ${version}; this page knows version ${VERSION}. Reload it.`);
    }
    const bytes = fromBase64Url(packed);
    const json = await through(bytes, new DecompressionStream('deflate-raw'), LARGEST_STATE).catch((error) => {
        throw error instanceof BadLink ? error : new BadLink('This link is damaged: it cannot be unpacked.');
    });
    try {
        return checkState(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json)));
    } catch (error) {
        throw error instanceof BadLink ? error : new BadLink('This link is damaged: it holds no program.');
    }
}

/** A property of the object's own: what a prototype has does not count. @param {unknown} object
 * @param {string} name @returns {unknown} */
function own(object, name) {
    const isObject = typeof object === 'object' && object !== null && Object.hasOwn(object, name);
    return isObject ? Reflect.get(object, name) : undefined;
}

/** @param {unknown} value @returns {string} '' for what is no text */
const text = (value) => (typeof value === 'string' ? value : '');

/** @template T @param {unknown} value @param {readonly T[]} choices the first one is the default
 * @returns {T} */
const oneOf = (value, choices) => choices.find((choice) => choice === value) ?? choices[0];

/** @param {unknown} value @param {number} least @param {number} most @param {number} usual */
const within = (value, least, most, usual) =>
    (typeof value === 'number' && value >= least && value <= most ? value : usual);

/** @param {unknown} value @returns {number|null} */
const checkSeed = (value) =>
    (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= LARGEST_SEED ? Number(value) : null);

/** @param {unknown} file @returns {{name: string, text: string}} */
function checkFile(file) {
    const name = text(own(file, 'name'));
    if (!FILE_NAME.test(name)) throw new BadLink(`This link has a file with a name that cannot be: “${name.slice(0, 80)}”.`);
    return { name, text: text(own(file, 'text')) };
}

/** @param {unknown} knobs @returns {Record<string, number>} without a prototype */
function checkKnobs(knobs) {
    /** @type {Record<string, number>} */
    const checked = Object.create(null);
    if (typeof knobs !== 'object' || knobs === null) return checked;
    for (const [name, value] of Object.entries(knobs).slice(0, MOST_KNOBS)) {
        if (KNOB_NAME.test(name) && Number.isFinite(value)) checked[name] = Number(value);
    }
    return checked;
}

/** @param {unknown} value as JSON has it @returns {ProgramState} made of nothing but what is known */
export function checkState(value) {
    const files = own(value, 'files');
    if (!Array.isArray(files) || files.length === 0) throw new BadLink('This link holds no files.');
    if (files.length > MOST_FILES) throw new BadLink(`This link holds more than ${MOST_FILES} files.`);
    const checked = files.map(checkFile);
    const names = new Set(checked.map(({ name }) => name));
    if (names.size < checked.length) throw new BadLink('This link has two files of one name.');
    const args = own(value, 'args');
    const example = text(own(value, 'example'));
    return {
        example: EXAMPLE_NAME.test(example) ? example : '',
        files: checked,
        stdin: text(own(value, 'stdin')),
        args: Array.isArray(args) ? args.slice(0, MOST_ARGS).map(text) : [],
        optimize: oneOf(own(value, 'optimize'), /** @type {const} */ ([1, 0, 2])),
        sanitize: own(value, 'sanitize') === true,
        clock: oneOf(own(value, 'clock'), /** @type {const} */ (['virtual', 'real', 'paced'])),
        pace: within(own(value, 'pace'), LEAST_PACE, MOST_PACE, USUAL_PACE),
        seed: checkSeed(own(value, 'seed')),
        knobs: checkKnobs(own(value, 'knobs')),
    };
}
