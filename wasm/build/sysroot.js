/**
 * Unpacks the C part of the WASI sysroot (headers, libc, start files) that comes inside npm's
 * @yowasp/clang.
 *
 *     node wasm/build/sysroot.js FOLDER
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { llvmFolder } from './llvm.js';
import { isMain, runMain, UserError } from './main.js';

const libraries = [
    'lib/wasm32-wasip1/crt1-command.o',
    'lib/wasm32-wasip1/crt1-reactor.o',
    'lib/wasm32-wasip1/libc.a',
    'lib/wasm32-wasip1/libm.a',
    'lib/wasm32-unknown-wasip1/libclang_rt.builtins.a',
];

/** The archive's folders that C for wasm never includes from: C++, and other machines' intrinsics. */
const unused = /^include\/(c\+\+|cuda_wrappers|hlsl|llvm_.*|openmp_wrappers|orc|ppc_wrappers|zos_wrappers)\//;

/** @param {string} name @returns {boolean} */
function isForC(name) {
    return libraries.includes(name) || (name.startsWith('include/') && !unused.test(name));
}

/**
 * The regular files of an uncompressed ustar archive.
 * @param {Uint8Array} tar
 * @returns {Generator<{ name: string, data: Uint8Array }>}
 */
export function* tarFiles(tar) {
    const block = 512;
    /** @param {number} from @param {number} length */
    const text = (from, length) =>
        new TextDecoder().decode(tar.subarray(from, from + length)).replace(/\0.*$/s, '');
    for (let at = 0; at + block <= tar.length && tar[at] !== 0; ) {
        const size = parseInt(text(at + 124, 12), 8);
        const folder = text(at + 345, 155);
        const name = (folder && `${folder}/`) + text(at, 100);
        const isFile = ['', '0'].includes(text(at + 156, 1));
        if (isFile) yield { name, data: tar.subarray(at + block, at + block + size) };
        at += block + Math.ceil(size / block) * block;
    }
}

/** @param {string} folder where to unpack to @returns {number} how many files were written */
export function unpackSysroot(folder) {
    let count = 0;
    for (const { name, data } of tarFiles(readFileSync(path.join(llvmFolder(), 'llvm-resources.tar')))) {
        if (!isForC(name)) continue;
        const file = path.join(folder, name);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, data);
        count++;
    }
    return count;
}

if (isMain(import.meta.url)) {
    await runMain('sysroot.js', () => {
        if (process.argv.length !== 3) throw new UserError('usage: node wasm/build/sysroot.js FOLDER');
        const count = unpackSysroot(process.argv[2]);
        console.log(`unpacked the WASI sysroot to ${process.argv[2]} (${count} files)`);
    });
}
