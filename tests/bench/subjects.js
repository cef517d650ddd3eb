/**
 * Who does the works: how each is started, and whether it is installed.
 *
 * @typedef {object} Subject
 * @property {string} name
 * @property {string} engine
 * @property {string} title
 * @property {string | null} absent why it cannot take part; null when it can
 * @property {boolean} [slow] gets the works' smaller sizes, and no warm-up: it has no JIT
 * @property {boolean} [warmsUp] though slow: its engine compiles what is hot
 * @property {(work: import('./works.js').Work) => string | null} refuses why it has no such work
 * @property {string} command
 * @property {string[]} args before the work's own: WORK REPEATS PAUSE N M
 * @property {string[]} [argsAfter]
 * @property {string} [module] the file whose size is measured
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findPeers } from './peers.js';

/** @param {string} name */
const local = (name) => fileURLToPath(new URL(name, import.meta.url));

/** @param {string} file under build/ @returns {string | null} */
function missing(file) {
    return existsSync(local(`../../build/${file}`)) ? null : `build/${file} is not built: make bench builds it`;
}

/** What a work measures that not every subject can do. @param {('start' | 'trace' | 'switch')[]} except
 * @returns {Subject['refuses']} */
const takesWaiting = (...except) => ({ measures = 'cpu' }) =>
    measures === 'cpu' || measures === 'memory' || except.includes(/** @type {'start'} */ (measures))
        ? null : 'it is not of its kind';

/** @type {Subject['refuses']} */
const takesKernels = ({ measures }) =>
    measures === 'kernel' || measures === 'size' ? null : 'it is not of its kind';

/** @param {string} program @param {string} variant */
function hasVariant(program, variant) {
    const file = local(`js/${program}.js`);
    if (!existsSync(file)) return false;
    return new RegExp(`^export (async )?function ${variant}\\b`, 'm').test(readFileSync(file, 'utf8'));
}

/** @param {string} variant @returns {Subject['refuses']} */
const needsVariant = (variant) => (work) =>
    work.measures !== 'trace' && hasVariant(work.program, variant) ? null : `js/${work.program}.js has no such variant`;

/** @param {string} name @param {string} variant @param {string} title @returns {Subject} */
const javaScript = (name, variant, title) => ({
    name,
    engine: 'node',
    title,
    absent: null,
    refuses: needsVariant(variant),
    command: process.execPath,
    args: [local('subjects/js-main.js')],
    argsAfter: [variant],
});

/** @type {Subject['refuses']} */
const takesTrace = ({ measures }) => (measures === 'trace' ? null : 'it is not of its kind');

/** @param {string} name @param {string} title @param {string} file @param {Subject['refuses']} refuses
 * @param {string} [trace] @returns {Subject} */
const guest = (name, title, file, refuses, trace = 'untraced') => ({
    name,
    engine: 'node',
    title,
    absent: missing(file),
    refuses,
    command: process.execPath,
    args: [local('subjects/guest-main.js'), local(`../../build/${file}`), trace],
});

/** @param {string} name @param {string} title @param {string} file @returns {Subject} */
const kernels = (name, title, file) => ({
    name,
    engine: 'wasi',
    title,
    absent: missing(file),
    refuses: takesKernels,
    command: process.execPath,
    args: ['--no-warnings', '--no-turbo-fast-api-calls', local('subjects/kernel-main.js'), local(`../../build/${file}`)],
    module: local(`../../build/${file}`),
});

const chromium = process.env.EDDY_CHROMIUM ?? '/usr/bin/chromium';

/** @param {string} name @param {string} variant @param {string} title @returns {Subject} */
const inChromium = (name, variant, title) => ({
    name,
    engine: 'chromium',
    title,
    absent: existsSync(chromium) ? null : `${chromium} is not there: name it in EDDY_CHROMIUM`,
    refuses: variant === 'eddy' ? takesWaiting('start', 'switch') : needsVariant(variant),
    command: process.execPath,
    args: [local('subjects/chromium-main.js'), variant],
});

/** @returns {Subject[]} */
export function findSubjects() {
    return [
        guest('eddy', 'Eddy, guest of Node', 'guest/bench.wasm', takesWaiting('start', 'trace', 'switch')),
        guest('traced', 'Eddy, traced, guest of Node', 'guest/bench.wasm', takesTrace, 'traced'),
        guest('unhooked', 'Eddy without hooks, guest of Node', 'bench/unhooked.wasm', takesTrace),
        {
            name: 'eddy',
            engine: 'wasi',
            title: 'Eddy, WASI under Node',
            absent: missing('wasi/bench.wasm'),
            refuses: takesWaiting('switch'),
            command: process.execPath,
            /* node:wasi is experimental, and says so; its fast calls crash once the memory has grown */
            args: ['--no-warnings', '--no-turbo-fast-api-calls', local('subjects/wasi-main.js')],
        },
        {
            name: 'eddy',
            engine: 'native',
            title: 'Eddy, native (gcc -O2)',
            absent: missing('native/gcc/bench'),
            refuses: takesWaiting('switch'),
            command: local('../../build/native/gcc/bench'),
            args: [],
        },
        javaScript('js', 'idiomatic', 'JavaScript, Node'),
        javaScript('js-best', 'best', 'JavaScript by hand, Node'),
        javaScript('js-otherwise', 'otherwise', 'JavaScript otherwise, Node'),
        inChromium('eddy', 'eddy', 'Eddy, worker of Chromium'),
        inChromium('js', 'idiomatic', 'JavaScript, worker of Chromium'),
        inChromium('js-best', 'best', 'JavaScript by hand, Chromium'),
        kernels('eddy', 'with Asyncify, WASI under Node', 'wasi/kernels.wasm'),
        kernels('plain', 'without Asyncify, WASI under Node', 'bench/plain.wasm'),
        ...findPeers(),
    ];
}
