/**
 * What is measured: each work's program (works/NAME.c, js/NAME.js), its sizes, what its check must
 * come to, and what it is held to.
 *
 * @typedef {(n: number, m: number, hold: () => Promise<void>) => Promise<number>} Variant a work in
 *   JavaScript: returns its check
 *
 * @typedef {object} Target
 * @property {string} against the subject whose figure in the same engine is 1: js, js-best ...
 * @property {number} ratio at most
 *
 * @typedef {object} Work
 * @property {string} id
 * @property {string} title
 * @property {string} program
 * @property {number} n
 * @property {number} [m]
 * @property {{n: number, m?: number}} small the sizes of the tests
 * @property {(n: number, m: number) => number} operations
 * @property {(n: number, m: number) => number} check
 * @property {'cpu' | 'memory' | 'start' | 'kernel' | 'size' | 'trace' | 'switch'} [measures] cpu unless it
 *   says otherwise; start: wall time; kernel: code that never waits; size: of the module, in bytes;
 *   switch: cpu, by Eddy only; trace: cpu, by Eddy only, and with the trace on ns for each of its records
 * @property {number} [warmUps] repeats that do not count; 1
 * @property {number} [repeats] those that count, by their median; 1
 * @property {number} [limit] ns, for Eddy in each JavaScript engine
 * @property {Target[]} [targets] in each JavaScript engine
 * @property {number} [recordLimit] ns a record, for the subject that traces
 * @property {number} [nativeLimit] ns an operation, for the native program
 * @property {number} [stackSize] EDDY_STACK_SIZE: for works of very many tasks
 * @property {number} [slow] n is divided by that for subjects that are slow; 10
 */
import { makeRandom } from './js/random.js';
import { kernels } from './kernels.js';

/** 0 + 1 + ... + (n - 1). @param {number} n */
const sumBelow = (n) => (n * (n - 1)) / 2;

/** Of N tasks that take M turns each. @type {Pick<Work, 'operations' | 'check'>} */
const turns = { operations: (n, m) => n * m, check: (n, m) => n * sumBelow(m) };

/** @param {number} n @param {number} limit the sum of the first n random numbers */
function sumOfRandom(n, limit) {
    const random = makeRandom();
    let sum = 0;
    for (let i = 0; i < n; i++) sum += random(limit);
    return sum;
}

/** What these works' tasks need in WebAssembly; natively the least that there is, 4 KiB, is taken. */
export const SMALL_STACK = 512;
/** The least that there is in WebAssembly: enough for a task that sleeps. */
const LEAST_STACK = 256;

/** Of works that take a fraction of a second. */
const REPEATS = 3;

/** @type {Work[]} */
export const works = [
    {
        id: 'spawn-join',
        title: 'spawn + join 1M, batches of 10k',
        program: 'spawn_join',
        n: 1e6,
        m: 1e4,
        small: { n: 1000, m: 100 },
        operations: (n) => n,
        check: sumBelow,
        repeats: REPEATS,
        targets: [{ against: 'js', ratio: 0.7 }],
        nativeLimit: 60,
    },
    {
        id: 'spawn-join-at-once',
        title: 'spawn + join 1M at once',
        program: 'spawn_join',
        n: 1e6,
        m: 1e6,
        small: { n: 1000, m: 1000 },
        operations: (n) => n,
        check: sumBelow,
        repeats: REPEATS,
        targets: [{ against: 'js', ratio: 0.35 }],
    },
    {
        id: 'yield',
        title: 'yield, 1,000 tasks × 1,000, two frames deep',
        program: 'yield',
        n: 1000,
        m: 1000,
        small: { n: 20, m: 20 },
        ...turns,
        repeats: REPEATS,
        targets: [{ against: 'js', ratio: 0.6 }],
        nativeLimit: 40,
    },
    {
        id: 'bare-switch',
        title: 'a switch alone, two frames deep: yield without a scheduler',
        program: 'bare_switch',
        n: 1000,
        m: 1000,
        small: { n: 20, m: 20 },
        ...turns,
        repeats: REPEATS,
        measures: 'switch',
    },
    {
        id: 'yield-100k',
        title: 'yield, 100,000 tasks × 20',
        program: 'yield',
        n: 1e5,
        m: 20,
        small: { n: 200, m: 5 },
        ...turns,
        repeats: REPEATS,
        targets: [{ against: 'js', ratio: 0.3 }],
        stackSize: SMALL_STACK,
    },
    {
        id: 'bare-switch-100k',
        title: 'a switch alone, 100,000 contexts × 20',
        program: 'bare_switch',
        n: 1e5,
        m: 20,
        small: { n: 200, m: 5 },
        ...turns,
        repeats: REPEATS,
        measures: 'switch',
        stackSize: SMALL_STACK,
    },
    {
        id: 'yield-deep',
        title: 'yield, 1,000 tasks × 200, ten frames deep',
        program: 'yield_deep',
        n: 1000,
        m: 200,
        small: { n: 20, m: 20 },
        operations: (n, m) => n * m,
        check: (n, m) => 9 * n * sumBelow(m),
        repeats: REPEATS,
        targets: [{ against: 'js', ratio: 0.35 }],
    },
    {
        id: 'hand-off',
        title: 'hand-off through two queues of 1',
        program: 'hand_off',
        n: 5e5,
        small: { n: 500 },
        operations: (n) => 2 * n,
        check: sumBelow,
        repeats: REPEATS,
        targets: [{ against: 'js', ratio: 0.35 }],
    },
    {
        id: 'sleepers',
        title: '1M sleepers of 0–1 s',
        program: 'sleepers',
        n: 1e6,
        m: 1000,
        small: { n: 200, m: 5 },
        operations: (n) => n,
        check: sumOfRandom,
        targets: [{ against: 'js', ratio: 0.25 }],
        stackSize: SMALL_STACK,
    },
    {
        id: 'timers',
        title: 'timer insert + cancel, 1M',
        program: 'timers',
        n: 1e6,
        small: { n: 1000 },
        operations: (n) => n,
        check: (n) => n,
        repeats: REPEATS,
        targets: [{ against: 'js', ratio: 0.12 }],
    },
    {
        id: 'memory-100k',
        title: 'memory per sleeping task, 100k',
        program: 'memory',
        n: 1e5,
        small: { n: 1000 },
        operations: (n) => n,
        check: (n) => n,
        measures: 'memory',
        slow: 1,
        targets: [{ against: 'js', ratio: 0.9 }],
        stackSize: LEAST_STACK,
    },
    {
        id: 'memory-1M',
        title: 'memory per sleeping task, 1M',
        program: 'memory',
        n: 1e6,
        small: { n: 2000 },
        operations: (n) => n,
        check: (n) => n,
        measures: 'memory',
        slow: 1,
        targets: [{ against: 'js', ratio: 0.9 }],
        stackSize: LEAST_STACK,
    },
    {
        id: 'queue',
        title: 'bounded queue of 128, 1M items',
        program: 'queue',
        n: 1e6,
        m: 128,
        small: { n: 1000, m: 128 },
        operations: (n) => n,
        check: sumBelow,
        repeats: REPEATS,
        targets: [
            { against: 'js', ratio: 0.35 },
            { against: 'js-best', ratio: 1.5 },
        ],
    },
    {
        id: 'cancel',
        title: 'create, start, cancel, await 100k',
        program: 'cancel',
        n: 1e5,
        small: { n: 500 },
        operations: (n) => n,
        check: (n) => n,
        repeats: REPEATS,
        targets: [{ against: 'js-best', ratio: 0.2 }],
        stackSize: SMALL_STACK,
    },
    {
        id: 'gather',
        title: 'gather of 1M',
        program: 'gather',
        n: 1e6,
        small: { n: 1000 },
        operations: (n) => n,
        check: (n) => 2 * sumBelow(n),
        repeats: REPEATS,
        targets: [{ against: 'js', ratio: 0.3 }],
    },
    {
        id: 'start',
        title: 'start of a run: to the first line of output, warm',
        program: 'start',
        n: 1,
        small: { n: 1 },
        operations: () => 1,
        check: () => 1,
        measures: 'start',
        warmUps: 10,
        limit: 5e6,
    },
    {
        id: 'trace',
        title: 'yield, 1,000 tasks × 1,000, and what the trace costs',
        program: 'yield',
        n: 1000,
        m: 1000,
        small: { n: 20, m: 20 },
        ...turns,
        measures: 'trace',
        targets: [{ against: 'unhooked', ratio: 1.02 }],
        recordLimit: 20,
    },
    ...kernels,
];
