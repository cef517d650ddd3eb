/** How wasm-ld is asked to link a program with Eddy, the same in a build and in a page. */

/** What differs by target: the start file, and the modules whose functions the host provides. */
export const targets = {
    guest: { start: 'crt1-reactor.o', imports: ['wasi_snapshot_preview1', 'eddy'] },
    wasi: { start: 'crt1-command.o', imports: ['wasi_snapshot_preview1'] },
};

/** Of main, and of whatever runs outside of a task. Tasks have stacks of their own. */
const mainStackSize = 65536;

/**
 * For threads: one memory, made by the host, and locks around what the libc shares. The libc's objects
 * do not say that they can be linked with shared memory, and core/port/libc_locks.c is why they can.
 */
export const sharedMemory = [
    '--shared-memory', '--import-memory', '--export-memory', `--max-memory=${2 ** 30}`,
    '--no-check-features', '--wrap=__wasi_fd_write',
    ...[
        'malloc', 'free', 'calloc', 'realloc', 'aligned_alloc', 'posix_memalign', 'vfprintf', 'fputs',
        'fputc', 'putc', 'putchar', 'puts', 'fgetc', 'getc', 'getchar', 'fflush', 'fclose', 'fgets',
        'fwrite', 'fread',
    ].map((name) => `--wrap=${name}`),
];

/**
 * @param {object} job
 * @param {keyof typeof targets} job.target
 * @param {string} job.sysroot the folder that sysroot.js unpacked
 * @param {string} job.core the target's libeddy.a
 * @param {string[]} job.inputs
 * @param {boolean} [job.threads] they were compiled for threads
 * @param {string} output
 * @returns {string[]} wasm-ld's arguments
 */
export function linkerArguments({ target, core, sysroot, inputs, threads = false }, output) {
    const libraries = `${sysroot}/lib/wasm32-wasip1`;
    return [
        '-o', output,
        `${libraries}/${targets[target].start}`,
        ...inputs,
        '--whole-archive', core, '--no-whole-archive',
        `-L${libraries}`, '-lc',
        `${sysroot}/lib/wasm32-unknown-wasip1/libclang_rt.builtins.a`,
        ...(target === 'guest' ? ['--entry=_initialize'] : []),
        /* The stack lies below the data, so that running past its end cannot overwrite any. */
        '--stack-first', '-z', `stack-size=${mainStackSize}`,
        '--export=__stack_pointer', /* the stack check looks for it by this name */
        ...(threads ? sharedMemory : []),
        '--fatal-warnings',
    ];
}

/** @param {string} list names or patterns, one a line, # comments @returns {string[]} */
export function parseRemovelist(list) {
    return list.split('\n').map((line) => line.replace(/#.*/, '').trim()).filter(Boolean);
}
