/** The list of functions that never suspend, as the linking scripts take it. */
import { readFileSync } from 'node:fs';

/** @param {string | URL} file @returns {string[]} its names and patterns, without comments */
export function readRemovelist(file) {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.map((line) => line.replace(/#.*/, '').trim()).filter(Boolean);
}
