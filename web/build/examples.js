/** Reads the examples: what examples.json says about each, its C, its Python, its knobs. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { highlight } from './highlight.js';
import { parseKnobs } from './knobs.js';

/** @typedef {import('./knobs.js').Knob} Knob */

/**
 * What examples/NAME.json in the site holds; the element needs nothing else to show an example.
 * @typedef {object} Example
 * @property {string} name      also the address, #name, and the files' name
 * @property {string} title
 * @property {string} group
 * @property {string} notice    one or two sentences: what to look at
 * @property {'virtual'|'real'} clock
 * @property {boolean} network  it makes requests to api/
 * @property {string} look      what to look for in the recorded run
 * @property {number|null} at   the instant at which that shows, in seconds; null: the end
 * @property {boolean} threads  its program shares memory with threads
 * @property {boolean} [recorded] a run of it was recorded with the site
 * @property {Knob[]} knobs
 * @property {{language: string, file: string, text: string, html: string}[]} sources
 */

/** @typedef {{title: string, examples: Example[]}} Group */

/** What a person writes in examples.json. @typedef {{title: string, examples: {name: string,
 * title: string, notice: string, look: string, at?: number, clock?: 'virtual'|'real', network?: boolean, threads?: boolean}[]}} Entry */

/**
 * @param {string} directory
 * @param {Entry['examples'][number]} entry
 * @param {string} group
 * @returns {Promise<Example>}
 */
async function readExample(directory, entry, group) {
    const { name, title, notice, look = '', at = null, clock = 'virtual', network = false, threads = false } = entry;
    if (!title || !notice) throw new Error(`examples.json: "${name}" needs a title and a notice`);
    if (clock !== 'virtual' && clock !== 'real') {
        throw new Error(`examples.json: "${name}": clock is "virtual" or "real", not "${clock}"`);
    }
    const c = await readFile(join(directory, `${name}.c`), 'utf8');
    const python = await readFile(join(directory, `${name}.py`), 'utf8').catch(() => null);
    const sources = [{ language: 'C', file: `${name}.c`, text: c, html: highlight(c, 'c') }];
    if (python !== null) {
        const html = highlight(python, 'python');
        sources.push({ language: 'Python', file: `${name}.py`, text: python, html });
    }
    const knobs = parseKnobs(c, `examples/${name}.c`);
    return { name, title, group, notice, look, at, clock, network, threads, knobs, sources };
}

/**
 * The examples whose C file exists, in the order of examples.json.
 * @param {string} directory of the examples
 * @returns {Promise<Group[]>}
 */
export async function readExamples(directory) {
    /** @type {Entry[]} */
    const entries = JSON.parse(await readFile(join(directory, 'examples.json'), 'utf8'));
    const files = (await readdir(directory)).filter((file) => file.endsWith('.c'));
    const present = new Set(files.map((file) => file.slice(0, -2)));
    const groups = [];
    for (const { title, examples } of entries) {
        const found = examples.filter(({ name }) => present.has(name));
        const read = found.map((entry) => readExample(directory, entry, title));
        if (found.length) groups.push({ title, examples: await Promise.all(read) });
        for (const { name } of found) present.delete(name);
    }
    if (present.size) {
        const names = [...present].map((name) => `${name}.c`).join(', ');
        throw new Error(`examples.json says nothing about ${names}: add a title and a notice`);
    }
    return groups;
}
