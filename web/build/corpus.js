/** What the profiles compile, and what they compile it with. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { packThreads, packTree } from './compiler-assets.js';

/** @typedef {import('../compiler/diagnostics.js').SourceFile} SourceFile */

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param {string} folder @param {RegExp} wanted @returns {Promise<SourceFile[]>} */
export async function readSources(folder, wanted) {
    const names = (await readdir(join(root, folder))).filter((name) => wanted.test(name)).sort();
    return Promise.all(
        names.map(async (name) => ({ name, text: await readFile(join(root, folder, name), 'utf8') })),
    );
}

export const readExamples = () => readSources('web/examples', /\.c$/);

/** What people write, right and wrong: files whose programs end in lines of dashes.
 * @returns {Promise<SourceFile[]>} */
export async function readCorpus() {
    const files = await readSources('web/compiler/corpus', /\.c$/);
    return files.flatMap(({ name, text }) => text.split(/^\/\/ -+\n/m).map((part) => ({ name, text: part })));
}

/** The pipeline's sysroot, headers and library, packed. */
export const packAll = () =>
    packTree({
        sysroot: join(root, 'build/sysroot'),
        library: join(root, 'build/guest/libeddy.a'),
        headers: join(root, 'core/include'),
        examples: join(root, 'web/examples'),
    });

/** And what programs with threads need besides. */
export const packAllThreads = () => packThreads(join(root, 'build/guest-threads/libeddy.a'));
