/** Brotli and gzip beside the files of the site, for servers that send what is there already. What
 * was compressed once is kept by its content: LLVM takes a while. */

import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

const COMPRESSED = /\.(js|css|html|json|wasm|svg|bin|mjs|zip)$/;
/** Smaller files fit a packet as they are. */
const SMALLEST = 1000;
/** Beyond this size the best quality takes minutes, and 9 is a few percent larger. */
const LARGE = 2 ** 21;

/** @typedef {{extension: string, compress(bytes: Buffer): Promise<Buffer>}} Coding */

/** @type {Coding[]} */
const CODINGS = [
    {
        extension: '.br',
        compress: (bytes) =>
            brotli(bytes, {
                params: {
                    [zlib.constants.BROTLI_PARAM_QUALITY]: bytes.length > LARGE ? 9 : 11,
                    [zlib.constants.BROTLI_PARAM_LGWIN]: 24,
                    [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
                },
            }),
    },
    { extension: '.gz', compress: (bytes) => gzip(bytes, { level: bytes.length > LARGE ? 6 : 9 }) },
];

/** @param {Buffer} bytes @returns {string} 16 digits that stand for this content */
export const contentHash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/**
 * Makes FILE.br and FILE.gz of one file.
 * @param {string} file
 * @param {string} cache a directory of what was compressed before
 */
async function compressFile(file, cache) {
    const bytes = await readFile(file);
    if (bytes.length < SMALLEST) return;
    for (const { extension, compress } of CODINGS) {
        const kept = join(cache, contentHash(bytes) + extension);
        const known = await stat(kept).catch(() => null);
        if (!known) {
            const fresh = `${kept}.${process.pid}`;
            await writeFile(fresh, await compress(bytes));
            await rename(fresh, kept); // whole or not at all, though two builds run at once
        }
        await copyFile(kept, file + extension);
    }
}

/**
 * Compresses what is worth it in a directory.
 * @param {string} directory
 * @param {string} cache
 */
export async function compressAll(directory, cache) {
    await mkdir(cache, { recursive: true });
    const entries = await readdir(directory, { recursive: true });
    for (const name of entries) {
        if (COMPRESSED.test(name)) await compressFile(join(directory, name), cache);
    }
}
