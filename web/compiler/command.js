/** WASI commands on files in memory: how LLVM is run in a page, and in Node for the build. */

import { Directory, Fd, File, OpenFile, PreopenDirectory, WASI, wasi } from '@bjorn3/browser_wasi_shim';

/** @typedef {{status: number, messages: string}} Outcome */
/** @typedef {(imports: WebAssembly.ModuleImports) => WebAssembly.Instance} Instantiate */
/** A command that has not begun. @typedef {{shim: WASI, messages: Messages, instance: WebAssembly.Instance}} Ready */

/** Messages that a tool may write; what comes after is dropped. In characters. */
const MOST_MESSAGES = 200_000;

/** stdout and stderr alike: a tool's words. */
class Messages extends Fd {
    text = '';
    #decoder = new TextDecoder();

    fd_fdstat_get() {
        const fdstat = new wasi.Fdstat(wasi.FILETYPE_CHARACTER_DEVICE, 0);
        fdstat.fs_rights_base = BigInt(wasi.RIGHTS_FD_WRITE);
        return { ret: wasi.ERRNO_SUCCESS, fdstat };
    }

    fd_filestat_get() {
        const type = wasi.FILETYPE_CHARACTER_DEVICE;
        return { ret: wasi.ERRNO_SUCCESS, filestat: new wasi.Filestat(0n, type, 0n) };
    }

    /** @param {Uint8Array} data */
    fd_write(data) {
        const text = this.#decoder.decode(data, { stream: true });
        this.text += text.slice(0, Math.max(0, MOST_MESSAGES - this.text.length));
        return { ret: wasi.ERRNO_SUCCESS, nwritten: data.length };
    }
}

/** Folders and files below /. */
export class FileTree {
    #root = new PreopenDirectory('/', new Map());

    /** @param {string} path without a slash in front @param {Uint8Array} bytes */
    write(path, bytes) {
        const parts = path.split('/');
        const name = /** @type {string} */ (parts.pop());
        let folder = this.#root.dir;
        for (const part of parts) {
            const next = folder.contents.get(part) ?? new Directory(new Map());
            folder.contents.set(part, next);
            folder = /** @type {Directory} */ (next);
        }
        folder.contents.set(name, new File(bytes));
    }

    /** @param {string} name of a file in / @returns {Uint8Array|null} and the file is gone */
    take(name) {
        const file = this.#root.dir.contents.get(name);
        this.#root.dir.contents.delete(name);
        return file instanceof File ? file.data : null;
    }

    /** Makes an instance before it is needed: it takes as long as a small compile.
     * @param {Instantiate} instantiate @returns {Ready} for one run */
    prepare(instantiate) {
        const messages = new Messages();
        const input = new OpenFile(new File([]));
        const shim = new WASI([], [], [input, messages, messages, this.#root], { debug: false });
        return { shim, messages, instance: instantiate(shim.wasiImport) };
    }

    /**
     * Runs a command on these files.
     * @param {Ready} ready
     * @param {string[]} args the command's name first
     * @returns {Outcome} status -1: it trapped, and the messages end with the reason
     */
    run({ shim, messages, instance }, args) {
        shim.args.push(...args);
        try {
            return { status: shim.start(/** @type {any} */ (instance)), messages: messages.text };
        } catch (error) {
            return { status: -1, messages: `${messages.text}\n${args[0]}: ${error}\n` };
        }
    }
}
