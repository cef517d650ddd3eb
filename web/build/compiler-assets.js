/** What a page compiles C with, as files of the site: LLVM, Binaryen, and the C part of the sysroot
 * together with Eddy. Their names have a hash of their content: they may be kept for ever. */

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { llvmFolder } from '../../wasm/build/llvm.js';
import { pack } from '../compiler/pack.js';
import { CORE, HEADERS, REMOVELIST, SYSROOT, THREADS_CORE, THREADS_ERRNO } from '../compiler/pipeline.js';
import { separate } from './binaryen.js';
import { contentHash } from './compress.js';
import { decodeUsed } from './split/profile.js';
import { split } from './split/split.js';

/** @typedef {{file: string, bytes: number}} Asset file: within the site; bytes: before compression */

/**
 * @typedef {object} Assets
 * @property {Asset} llvm what it takes to compile C without optimizing
 * @property {Asset} optimizer what C compiles use besides, and those with line tables, see split/split.js
 * @property {Asset} rest the other functions
 * @property {Asset} binaryen what makes a program suspendable
 * @property {Asset} binaryenRest the other functions
 * @property {Asset} binaryenScript
 * @property {Asset} tree what pack.js packed: sysroot, headers, library
 * @property {Asset} threads what programs with threads need besides, packed
 */

const root = fileURLToPath(new URL('../..', import.meta.url));

/** clang's own headers that C for WebAssembly can use; the others are for other machines. */
const OWN_HEADERS = /^include\/(__float|__std|float|iso646|inttypes|limits|std|tgmath|varargs|wasm_simd128)[\w.]*$/;
/** The sysroot's, but for what C++ and profilers include. */
const SYSTEM_HEADERS = /^include\/wasm32-wasip1\//;
const LIBRARIES = /^lib\/.*(crt1-reactor\.o|libc\.a|libm\.a|libclang_rt\.builtins\.a)$/;

/** @param {string} directory @param {string} to @param {(name: string) => boolean} [isWanted] */
async function readTree(directory, to, isWanted = () => true) {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const names = files.map(({ path, name }) => join(path, name).slice(directory.length + 1)).sort();
    return Promise.all(
        names.filter(isWanted).map(async (name) => {
            return { path: `${to}/${name}`, bytes: await readFile(join(directory, name)) };
        }),
    );
}

/** @param {{sysroot: string, library: string, headers: string, examples: string}} from */
export async function packTree({ sysroot, library, headers, examples }) {
    const forC = (/** @type {string} */ name) =>
        [OWN_HEADERS, SYSTEM_HEADERS, LIBRARIES].some((wanted) => wanted.test(name));
    return pack([
        ...(await readTree(sysroot, SYSROOT, forC)),
        ...(await readTree(headers, HEADERS)),
        { path: `${HEADERS}/knob.h`, bytes: await readFile(join(examples, 'knob.h')) },
        { path: `${HEADERS}/pbkdf2.h`, bytes: await readFile(join(examples, 'pbkdf2.h')) },
        { path: CORE, bytes: await readFile(library) },
        {
            path: REMOVELIST,
            bytes: await readFile(join(root, 'wasm/build/asyncify-removelist.txt')),
        },
    ]);
}

/** The library for programs with threads. @param {string} library */
export async function packThreads(library) {
    const errno = join(root, 'core/port/shared_errno.h');
    return pack([
        { path: THREADS_CORE, bytes: await readFile(library) },
        { path: THREADS_ERRNO, bytes: await readFile(errno) },
    ]);
}

/** A function of fewer bytes is with what is fetched first, whoever was seen to call it: that costs
 * little, and spares many a program the second part. */
const SMALL = 500;

/** LLVM in three parts, by what profile-compiler.js found. */
async function splitLlvm() {
    const bytes = await readFile(join(llvmFolder(), 'llvm.core.wasm'));
    const profile = JSON.parse(await readFile(join(root, 'web/compiler/profile.json'), 'utf8'));
    if (profile.core !== contentHash(bytes)) {
        throw new Error('@yowasp/clang is another version: run node web/build/profile-compiler.js');
    }
    const isFirst = decodeUsed(profile.first);
    const isUsed = decodeUsed(profile.used);
    const isUsedForLines = decodeUsed(profile.lines);
    return split(bytes, [(index, size) => isFirst(index) || (isUsed(index) && size < SMALL), isUsedForLines]);
}

/** Binaryen, its script and its module in two parts, by what profile-binaryen.js found. */
async function splitBinaryen() {
    const path = fileURLToPath(import.meta.resolve('binaryen'));
    const { script, wasm } = separate(await readFile(path, 'utf8'));
    const profile = JSON.parse(await readFile(join(root, 'web/compiler/binaryen-profile.json'), 'utf8'));
    if (profile.core !== contentHash(Buffer.from(wasm))) {
        throw new Error('binaryen is another version: run node web/build/profile-binaryen.js');
    }
    const [primary, rest] = split(wasm, [decodeUsed(profile.used)]);
    return { script, primary, rest };
}

/**
 * @param {{out: string, sysroot: string, library: string, threadsLibrary: string, headers: string,
 *     examples: string}} options out: the site's directory
 * @returns {Promise<Assets>}
 */
export async function writeCompiler({ out, threadsLibrary, ...from }) {
    await mkdir(join(out, 'compiler'), { recursive: true });
    /** @param {string} name @param {string} extension @param {Uint8Array|string} content
     * @returns {Promise<Asset>} */
    const write = async (name, extension, content) => {
        const bytes = Buffer.from(content);
        const file = `compiler/${name}-${contentHash(bytes)}.${extension}`;
        await writeFile(join(out, file), bytes);
        return { file, bytes: bytes.length };
    };
    const [primary, optimizer, rest] = await splitLlvm();
    const binaryen = await splitBinaryen();
    return {
        llvm: await write('llvm', 'wasm', primary),
        optimizer: await write('llvm-optimizer', 'wasm', optimizer),
        rest: await write('llvm-rest', 'wasm', rest),
        binaryen: await write('binaryen', 'wasm', binaryen.primary),
        binaryenRest: await write('binaryen-rest', 'wasm', binaryen.rest),
        binaryenScript: await write('binaryen', 'js', binaryen.script),
        tree: await write('tree', 'bin', await packTree(from)),
        threads: await write('threads', 'bin', await packThreads(threadsLibrary)),
    };
}
