/** The kernels, code that never waits: with Asyncify beside the same code without it. */
import { createHash } from 'node:crypto';

/** Of n sorted arrays: 9,999 neighbours each that are in order. @param {number} n */
const checkSort = (n) => n * 9999;

/** The digest's words, added up. @param {number} n */
function checkHash(n) {
    const message = Uint8Array.from({ length: 65536 }, (_, i) => i * 31);
    const digest = createHash('sha256').update(message).digest();
    let sum = 0;
    for (let at = 0; at < 32; at += 4) sum += digest.readUInt32BE(at);
    return n * sum;
}

/** All characters of names and strings, and all numbers without sign and fraction. @param {number} n */
function checkParse(n) {
    let sum = 0;
    const addText = (/** @type {string} */ text) => {
        for (const character of text) sum += character.charCodeAt(0);
    };
    for (let i = 0; i < 500; i++) {
        ['id', 'name', 'on', 'at', `user "${i}"`].forEach(addText);
        sum += 3 * i;
    }
    return n * sum;
}

/** @param {string} name @param {string} title @param {number} n @param {(n: number) => number} check
 * @returns {import('./works.js').Work} */
const kernel = (name, title, n, check) => ({
    id: `kernel-${name}`,
    title: `straight-line code: ${title}, with Asyncify`,
    program: name,
    n,
    small: { n: 2 },
    operations: (rounds) => rounds,
    check,
    measures: 'kernel',
    targets: [{ against: 'plain', ratio: 1.1 }],
});

/** @type {import('./works.js').Work[]} */
export const kernels = [
    kernel('qsort', 'qsort of 10,000 with a callback', 300, checkSort),
    kernel('sha256', 'SHA-256 of 64 KiB', 500, checkHash),
    kernel('json', 'JSON parse of 500 records', 1000, checkParse),
    {
        ...kernel('size', '', 0, () => 0),
        id: 'module-size',
        title: "the kernels' module, with Asyncify",
        measures: 'size',
        targets: [{ against: 'plain', ratio: 1.35 }],
    },
];
