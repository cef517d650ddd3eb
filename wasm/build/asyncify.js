/**
 * Makes a linked module suspendable: what has to happen between wasm-ld and running. Bytes in,
 * bytes out, with Binaryen handed in, so that a page can do it as well as a build.
 *
 * 1. Asyncify: the core imports the pass's control functions from a module `asyncify`; the pass
 *    turns these imports into calls inside the module, so that no switch leaves it. It prepares what
 *    may be left in the middle, and not what only seems so, see reach.js.
 * 2. Stack check: every function compares the stack pointer with limits that the core sets for each
 *    task, and calls the core's export `eddy__overflowed` past them.
 * 3. Both passes make functions that only the outside could call (`__set_stack_limits`) or import
 *    what is inside (`eddy__overflowed`). Imports of module `env` that the module itself exports
 *    are joined to these exports. `__set_stack_pointer` is made: the check is not to look at it.
 * 4. What is left of `env` are symbols that no source defines: an error.
 */

import { checkFrames, shortenFrames } from './frames.js';
import { findSteady } from './reach.js';

/** @typedef {typeof import('binaryen').default} Binaryen */
/** @typedef {import('binaryen').default.Module} Module */

/**
 * @typedef {object} Options
 * @property {0 | 1 | 2 | 3 | 4} [optimize] how hard to optimize; 2. At 0 nothing is: a seventh of the
 *     time, a module a tenth larger
 * @property {0 | 1 | 2} [shrink] how hard to make it small; 0
 * @property {boolean} [names] keep the functions' names, for stack traces; true
 * @property {string[]} [neverSuspend] functions Asyncify must leave alone though they seem to
 *     suspend; `*` stands for anything; names that the module does not have are ignored
 * @property {boolean} [threads] the module imports a memory that is shared
 * @property {boolean} [verbose] tell on the console why each function is instrumented
 */

/** Exports that a program's driver may use. All others served the passes and the join only. */
const keptExports = /^(memory|_start|_initialize|eddy_guest_\w+)$/;

/**
 * The sizes, in Binaryen's measure, up to which functions are merged into their callers: all calls;
 * all calls if it helps (no loops, no calls of its own); the only call. Before Asyncify few, because
 * it saves what a function holds; afterwards no more than make the module smaller.
 */
const inlineBefore = { always: 20, flexible: 20, oneCaller: 300 };
const inlineAfter = { always: 30, flexible: 60, oneCaller: 300 };

const overflowHandler = 'eddy__overflowed';

/** @param {Binaryen} binaryen @param {Module} module @returns what getFunctionInfo tells of each */
function functionsOf(binaryen, module) {
    return Array.from({ length: module.getNumFunctions() }, (_, i) =>
        binaryen.getFunctionInfo(module.getFunctionByIndex(i)));
}

/** @param {Binaryen} binaryen @param {Module} module @returns {{ name: string, value: string }[]} */
function exportsOf(binaryen, module) {
    return Array.from({ length: module.getNumExports() }, (_, i) =>
        binaryen.getExportInfo(module.getExportByIndex(i)));
}

/** @param {string} pattern @returns {RegExp} */
function globToRegExp(pattern) {
    const escaped = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${escaped.join('.*')}$`);
}

/** @param {Binaryen} binaryen @param {typeof inlineBefore} sizes */
function setInlining(binaryen, { always, flexible, oneCaller }) {
    binaryen.setAlwaysInlineMaxSize(always);
    binaryen.setFlexibleInlineMaxSize(flexible);
    binaryen.setOneCallerInlineMaxSize(oneCaller);
}

/**
 * Merges small functions into their callers: what is one function is saved and restored as one. Not
 * those that Asyncify must know by name, nor those that call its control functions.
 * @param {Binaryen} binaryen @param {Module} module @param {string[]} neverSuspend
 */
function inlineSmall(binaryen, module, neverSuspend) {
    for (const pattern of [...neverSuspend, 'eddy__context_*']) {
        binaryen.setPassArgument('no-inline', pattern);
        module.runPasses(['no-inline']);
    }
    binaryen.clearPassArguments();
    binaryen.setOptimizeLevel(2);
    setInlining(binaryen, inlineBefore);
    module.runPasses(['inlining-optimizing']);
}

/**
 * The functions that Asyncify leaves alone: those of the list, and what cannot suspend.
 * @param {Binaryen} binaryen @param {Module} module as it was read @param {Uint8Array} linked its bytes
 * @param {Options} options
 * @returns {string[]}
 */
function leftAlone(binaryen, module, linked, { neverSuspend = [], verbose = false }) {
    const patterns = neverSuspend.map(globToRegExp);
    const functions = functionsOf(binaryen, module);
    const listed = functions.flatMap(({ module: imported, name }, index) =>
        (!imported && patterns.some((p) => p.test(name)) ? [index] : []));
    const { functions: steady, unknown } = findSteady(linked, listed);
    if (verbose && unknown) console.log(`[reach] every call through a pointer may suspend: ${unknown}`);
    const namesOf = (/** @type {number[]} */ indices) => indices.map((index) => functions[index].name);
    /* other names the pass would take for patterns, or for several */
    return [...namesOf(listed), ...namesOf(steady).filter((name) => /^[\w.$]+$/.test(name))];
}

/**
 * Runs the two passes. Their result is for emitBinary only: binaryen 132 gives the handler's calls
 * the type of their argument instead of none, which its optimizer would trip over and the binary
 * does not contain.
 * @param {Binaryen} binaryen @param {Module} module @param {Uint8Array} linked @param {Options} options
 */
function instrument(binaryen, module, linked, options) {
    const { neverSuspend = [], verbose = false, optimize: level = 2 } = options;
    const alone = leftAlone(binaryen, module, linked, options);
    if (level > 0) inlineSmall(binaryen, module, neverSuspend);
    binaryen.clearPassArguments();
    binaryen.setPassArgument('asyncify-ignore-imports', 'yes'); /* '' would unset it */
    const names = alone.filter((name) => module.getFunction(name)); /* the others are part of their callers */
    if (names.length) binaryen.setPassArgument('asyncify-removelist', names.join(','));
    if (verbose) binaryen.setPassArgument('asyncify-verbose', 'yes');
    binaryen.setPassArgument('stack-check-handler', overflowHandler);
    const overflowed = exportsOf(binaryen, module).find(({ name }) => name === overflowHandler)?.value ?? '';
    binaryen.setDebugInfo(true);
    binaryen.setOptimizeLevel(level > 0 ? 2 : 0);
    module.runPasses(['asyncify']);
    const count = shortenFrames(binaryen, module, overflowed);
    if (level > 0) checkFrames(module, count);
    module.runPasses(['stack-check']);
    binaryen.clearPassArguments();
}

/** @param {Binaryen} binaryen @param {Module} module */
function joinImportsToExports(binaryen, module) {
    const inside = new Map(exportsOf(binaryen, module).map(({ name, value }) => [name, value]));
    const functions = functionsOf(binaryen, module);
    const { i32, none } = binaryen;
    for (const { name, module: from, base } of functions) {
        if (from === 'env' && base === '__set_stack_pointer') {
            const set = module.global.set(inside.get('__stack_pointer') ?? '', module.local.get(0, i32));
            module.removeFunction(name);
            module.addFunction(name, i32, none, [], set);
        }
        const target = from === 'env' && functions.find((f) => f.name === inside.get(base ?? ''));
        if (!target) continue;
        const parameters = binaryen.expandType(target.params);
        const values = parameters.map((type, i) => module.local.get(i, type));
        module.removeFunction(name);
        module.addFunction(name, target.params, target.results, [],
            module.call(target.name, values, target.results));
    }
}

/** @param {Binaryen} binaryen @param {Module} module */
export function removeInternalExports(binaryen, module) {
    for (const { name } of exportsOf(binaryen, module))
        if (!keptExports.test(name)) module.removeExport(name);
}

/** @param {Binaryen} binaryen @param {Module} module @param {Options} options */
export function optimize(binaryen, module, { optimize: level = 2, shrink = 0, names = true }) {
    binaryen.setDebugInfo(names);
    binaryen.setOptimizeLevel(level);
    binaryen.setShrinkLevel(shrink);
    module.runPasses(['strip-dwarf', 'strip-producers', 'strip-target-features']);
    setInlining(binaryen, inlineAfter);
    if (level > 0) module.optimize();
    else module.runPasses(['remove-unused-module-elements']);
}

/**
 * Reads a module, changes it, writes it.
 * @param {Binaryen} binaryen @param {Uint8Array} bytes @param {Options} options
 * @param {(module: Module) => void} change
 * @returns {Uint8Array}
 */
function rewrite(binaryen, bytes, { threads = false }, change) {
    const module = binaryen.readBinary(bytes);
    const { MutableGlobals, Atomics, BulkMemory } = binaryen.Features;
    try {
        module.setFeatures(module.getFeatures() | MutableGlobals | (threads ? Atomics | BulkMemory : 0));
        change(module);
        return module.emitBinary();
    } finally {
        module.dispose();
    }
}

/**
 * @param {Binaryen} binaryen the default export of npm's binaryen
 * @param {Uint8Array} linked what wasm-ld wrote, with its name section
 * @param {Options} [options]
 * @returns {Uint8Array}
 */
export function makeSuspendable(binaryen, linked, options = {}) {
    let memory = { initial: 0, max: 0 };
    /** @param {Module} module */
    const finish = (module) => {
        memory = /** @type {typeof memory} */ (module.getMemoryInfo());
        joinImportsToExports(binaryen, module);
        removeInternalExports(binaryen, module);
        optimize(binaryen, module, options);
    };
    const quick = options.optimize === 0; /* then nothing looks at the handler's calls */
    const instrumented = rewrite(binaryen, linked, options, (module) => {
        instrument(binaryen, module, linked, options);
        if (quick) finish(module);
    });
    const program = quick ? instrumented : rewrite(binaryen, instrumented, options, (module) => {
        if (!module.validate()) throw new Error('Binaryen made a module that is not valid');
        finish(module);
    });
    return options.threads ? withSection(program, memorySection, [memory.initial, memory.max]) : program;
}

/** Tells the driver what memory to make, in pages: an import does not say it in JavaScript. */
export const memorySection = 'eddy.memory';

/**
 * Adds a custom section.
 * @param {Uint8Array} program @param {string} name shorter than 100 bytes
 * @param {number[]} numbers its content, 32 bits each, little endian
 * @returns {Uint8Array}
 */
function withSection(program, name, numbers) {
    const text = new TextEncoder().encode(name);
    const content = new Uint8Array(numbers.length * 4);
    const view = new DataView(content.buffer);
    numbers.forEach((number, i) => view.setUint32(i * 4, number, true));
    const size = 1 + text.length + content.length; /* all below 128: a byte each */
    const section = Uint8Array.of(0, size, text.length, ...text, ...content);
    const result = new Uint8Array(program.length + section.length);
    result.set(program);
    result.set(section, program.length);
    return result;
}

/**
 * The imports of a program that its driver will not provide.
 * @param {WebAssembly.Module} program
 * @param {string[]} allowed the modules that the driver provides
 * @returns {string[]} as `module.name`; a symbol that no source defines has module `env`
 */
export function strangeImports(program, allowed) {
    return WebAssembly.Module.imports(program)
        .filter(({ module }) => !allowed.includes(module))
        .map(({ module, name }) => `${module}.${name}`);
}
