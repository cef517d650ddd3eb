/** C to a program: clang, wasm-ld, then what makes it suspendable. The same module as the build's
 * own guests, made in a page; nothing here knows a page, so that the build and the tests run it too. */

import { makeSuspendable, strangeImports } from '../../wasm/build/asyncify.js';
import { linkerArguments, parseRemovelist, targets } from '../../wasm/build/link-arguments.js';
import { FileTree } from './command.js';
import { compilerDiagnostics, linkerDiagnostics } from './diagnostics.js';
import { unpack } from './pack.js';

/** @typedef {import('./diagnostics.js').Diagnostic} Diagnostic */
/** @typedef {import('./diagnostics.js').SourceFile} SourceFile */
/** @typedef {import('../../wasm/build/asyncify.js').Binaryen} Binaryen */

/**
 * @typedef {object} Options
 * @property {0|1|2} optimize clang's -O
 * @property {boolean} sanitize undefined behaviour traps
 * @property {boolean} [threads] the program has threads: its memory can be shared
 */

/**
 * @typedef {object} Result
 * @property {Uint8Array|null} program null: there are errors
 * @property {Diagnostic[]} diagnostics
 */

/** @typedef {'compile'|'link'|'finish'} Stage */

const NO_MAIN = 'The program has no main: every C program begins in a function int main(void).';

/** The sysroot's and the library's places in the tree. */
export const SYSROOT = 'sysroot';
export const CORE = 'eddy/libeddy.a';
export const HEADERS = 'eddy/include';
export const REMOVELIST = 'eddy/removelist.txt';
/** What programs with threads need besides, and others do not fetch. */
export const THREADS_CORE = 'eddy/threads/libeddy.a';
export const THREADS_ERRNO = 'eddy/threads/shared_errno.h';

/** A program may have this much memory, in bytes: one that wants more is told so by malloc. */
export const MOST_MEMORY = 256 * 2 ** 20;

/** What is cheap to catch; -fsanitize=undefined without what needs a runtime to be of use. */
const SANITIZERS =
    'array-bounds,bool,enum,integer-divide-by-zero,nonnull-attribute,null,object-size,' +
    'pointer-overflow,return,returns-nonnull-attribute,shift-base,shift-exponent,' +
    'signed-integer-overflow,unreachable,vla-bound';

/** As wasm/build/wasm.mk has them. */
const THREADS_FLAGS = [
    '-target-feature', '+atomics', '-target-feature', '+bulk-memory', '-include', `/${THREADS_ERRNO}`,
];

/** For tables of the lines that the code was made of, as web/lines reads them. The code is the same. */
const LINES_FLAGS = [
    '-debug-info-kind=line-tables-only', '-dwarf-version=4',
    '-fsanitize-debug-trap-reasons=none', // they would hide the line of what traps
];

/** @param {string} source @param {string} object @param {Options} options
 * @param {string[]} [more] */
function clangArguments(source, object, { optimize, sanitize, threads = false }, more = []) {
    return [
        'clang', '-cc1', '-triple', 'wasm32-unknown-wasip1', '-emit-obj', `-O${optimize}`,
        '-disable-free', '-clear-ast-before-backend', '-disable-llvm-verifier', '-discard-value-names',
        '-main-file-name', source,
        '-mrelocation-model', 'static', '-mframe-pointer=none', '-ffp-contract=on',
        '-target-cpu', 'generic', '-fvisibility=hidden', '-fgnuc-version=4.2.1',
        '-nostdsysteminc', '-resource-dir', `/${SYSROOT}`,
        '-isystem', `/${HEADERS}`, '-isystem', `/${SYSROOT}/include/wasm32-wasip1`,
        '-internal-isystem', `/${SYSROOT}/include`,
        '-std=c11', '-D', '_DEFAULT_SOURCE', '-Wall', '-ferror-limit', '19',
        '-fno-caret-diagnostics',
        ...(threads ? THREADS_FLAGS : []),
        ...more,
        ...(sanitize ? [`-fsanitize=${SANITIZERS}`, `-fsanitize-trap=${SANITIZERS}`] : []),
        '-o', object, '-x', 'c', source,
    ];
}

/** The linker would be content without: libc refers to main weakly. @param {Uint8Array} object */
function definesMain(object) {
    return /__original_main|__main_void|__main_argc_argv/.test(new TextDecoder('latin1').decode(object));
}

/** @param {string} words @returns {Diagnostic} */
const failure = (words) => ({ severity: 'error', file: '', line: 0, column: 0, text: words });

/** @param {Diagnostic[]} diagnostics */
const hasErrors = (diagnostics) => diagnostics.some(({ severity }) => severity === 'error');

export class Pipeline {
    #tree = new FileTree();
    #llvm;
    #binaryen;
    /** @type {string[]} */
    #neverSuspend = [];
    #loadThreads;
    /** @type {Promise<void>|null} */
    #threads = null;
    /** What was compiled last, by source: an edit of one file leaves the others' objects.
     * @type {Map<string, {key: string, bytes: Uint8Array, diagnostics: Diagnostic[]}>} */
    #objects = new Map();
    /** Instances of LLVM that have not run. @type {import('./command.js').Ready[]} */
    #ready = [];

    /**
     * @param {Uint8Array} packed the sysroot, the headers, the library and its removelist
     * @param {import('./command.js').Instantiate} llvm
     * @param {() => Promise<Binaryen>} binaryen
     * @param {() => Promise<Uint8Array>} loadThreads THREADS_CORE and THREADS_ERRNO, packed: when a program is
     *     the first to need them
     */
    constructor(packed, llvm, binaryen, loadThreads) {
        this.#llvm = llvm;
        this.#binaryen = binaryen;
        this.#loadThreads = loadThreads;
        this.#add(packed);
    }

    /** @param {Uint8Array} packed */
    #add(packed) {
        for (const { path, bytes } of unpack(packed)) {
            if (path === REMOVELIST) this.#neverSuspend = parseRemovelist(new TextDecoder().decode(bytes));
            else this.#tree.write(path, bytes);
        }
    }

    /** What could not be loaded may be there the next time. */
    async #withThreads() {
        this.#threads ??= this.#loadThreads().then((packed) => this.#add(packed));
        await this.#threads.catch((error) => {
            this.#threads = null;
            throw error;
        });
    }

    /** Makes what the next program of one file takes: for when nobody waits. */
    prepare() {
        while (this.#ready.length < 2) this.#ready.push(this.#tree.prepare(this.#llvm));
    }

    /** @param {string[]} args */
    #runLlvm(args) {
        return this.#tree.run(this.#ready.pop() ?? this.#tree.prepare(this.#llvm), args);
    }

    /**
     * @param {SourceFile[]} files with names that have no slash
     * @param {Options} options
     * @param {(stage: Stage) => void} [onStage]
     * @returns {Promise<Result>}
     */
    async make(files, options, onStage = () => {}) {
        onStage('compile');
        return this.#withFiles(files, options, async (sources, headers) => {
            if (sources.length === 0) {
                return { program: null, diagnostics: [failure('There is no C file to compile.')] };
            }
            const key = JSON.stringify([headers, options]);
            const made = sources.map((source) => this.#compile(source, key, options));
            const diagnostics = made.flatMap((object) => object.diagnostics);
            if (hasErrors(diagnostics)) return { program: null, diagnostics };
            if (!made.some(({ bytes }) => definesMain(bytes))) {
                return { program: null, diagnostics: [...diagnostics, failure(NO_MAIN)] };
            }
            onStage('link');
            return this.#link(files, sources, made.map(({ bytes }) => bytes), diagnostics, options, onStage);
        });
    }

    /** What the program of make() was before it was made suspendable, with line tables.
     * @param {SourceFile[]} files @param {Options} options @returns {Promise<Uint8Array|null>} null: there
     *     are errors */
    makeLines(files, options) {
        return this.#withFiles(files, options, async (sources) => {
            const objects = sources.map(({ name }) => {
                this.#runLlvm(clangArguments(name, 'made.o', options, LINES_FLAGS));
                return this.#tree.take('made.o') ?? new Uint8Array();
            });
            return this.#linkObjects(sources, objects, options).linked;
        });
    }

    /** @template T @param {SourceFile[]} files @param {Options} options
     * @param {(sources: SourceFile[], headers: SourceFile[]) => Promise<T>} work while they are in the tree
     * @returns {Promise<T>} */
    async #withFiles(files, options, work) {
        if (options.threads) await this.#withThreads();
        for (const { name, text } of files) this.#tree.write(name, new TextEncoder().encode(text));
        try {
            const isSource = (/** @type {SourceFile} */ { name }) => name.endsWith('.c');
            return await work(files.filter(isSource), files.filter((file) => !isSource(file)));
        } finally {
            for (const { name } of files) this.#tree.take(name);
        }
    }

    /** @param {SourceFile} source @param {string} rest all else that the object is made of
     * @param {Options} options */
    #compile({ name, text }, rest, options) {
        const key = `${rest}\n${text}`;
        const known = this.#objects.get(name);
        if (known?.key === key) return known;
        const { status, messages } = this.#runLlvm(clangArguments(name, 'made.o', options));
        const bytes = this.#tree.take('made.o') ?? new Uint8Array();
        const diagnostics = compilerDiagnostics(messages);
        if (status !== 0 && !hasErrors(diagnostics)) {
            diagnostics.push(failure(`clang failed on ${name}: ${messages.trim() || `status ${status}`}`));
        }
        const object = { key, bytes, diagnostics };
        if (status === 0) this.#objects.set(name, object);
        return object;
    }

    /** @param {SourceFile[]} files @param {SourceFile[]} sources @param {Uint8Array[]} objects
     * @param {Diagnostic[]} diagnostics @param {Options} options @param {(stage: Stage) => void} onStage
     * @returns {Promise<Result>} */
    async #link(files, sources, objects, diagnostics, options, onStage) {
        const { status, messages, linked } = this.#linkObjects(sources, objects, options);
        const { threads = false } = options;
        if (status !== 0 || !linked) {
            const found = linkerDiagnostics(messages, files);
            if (found.length === 0) found.push(failure(`wasm-ld failed: ${messages.trim()}`));
            return { program: null, diagnostics: [...diagnostics, ...found] };
        }
        onStage('finish');
        const binaryen = await this.#binaryen();
        const program = makeSuspendable(binaryen, linked, { optimize: 0, neverSuspend: this.#neverSuspend, threads });
        const compiled = new WebAssembly.Module(/** @type {any} */ (program));
        const strange = strangeImports(compiled, targets.guest.imports)
            .filter((name) => !(threads && name === 'env.memory'));
        if (strange.length === 0) return { program, diagnostics };
        const symbols = `The program imports what no page provides: ${strange.join(', ')}.`;
        return { program: null, diagnostics: [...diagnostics, failure(symbols)] };
    }

    /** Only wasm-ld's part. @param {SourceFile[]} sources @param {Uint8Array[]} objects
     * @param {Options} options */
    #linkObjects(sources, objects, { threads = false }) {
        const inputs = sources.map(({ name }) => name.replace(/c$/, 'o'));
        inputs.forEach((name, index) => this.#tree.write(name, objects[index]));
        const job = { target: /** @type {const} */ ('guest'), core: `/${threads ? THREADS_CORE : CORE}`, sysroot: `/${SYSROOT}`, inputs, threads };
        // The module has this file's name in it: that of wasm/build/link.js, for the same bytes.
        const args = ['wasm-ld', ...linkerArguments(job, 'linked.wasm'), `--max-memory=${MOST_MEMORY}`];
        const { status, messages } = this.#runLlvm(args);
        for (const name of inputs) this.#tree.take(name);
        return { status, messages, linked: this.#tree.take('linked.wasm') };
    }
}
