/** The subjects that are neither Eddy nor JavaScript, and whether they are installed. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./subjects.js').Subject} Subject */

/** @param {string} name */
const local = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * @param {string} python a command
 * @param {string} program what it is asked to print
 * @returns {string | null}
 */
function askPython(python, program) {
    const { status, stdout } = spawnSync(python, ['-c', program], { encoding: 'utf8' });
    return status === 0 ? stdout.trim() : null;
}

/** @param {string} name @param {string} engine @param {string} title @param {string | null} absent
 * @param {string} command @param {string[]} args @returns {Subject} */
const peer = (name, engine, title, absent, command, args = []) => ({
    name, engine, title, absent, command, args,
    refuses: ({ measures = 'cpu' }) => (/cpu|memory/.test(measures) ? null : 'it is not of its kind'),
});

/** Python 3.13 first, since that is whose semantics Eddy has; then what `python3` is. @returns {Subject[]} */
function findPythons() {
    const { PYTHON } = process.env;
    /** @type {Map<string, Subject>} */
    const found = new Map();
    const candidates = [...(PYTHON ? [PYTHON] : []), 'python3.13', 'python3', '/usr/bin/python3'];
    /** @type {Subject | undefined} */
    let uvloop;
    for (const command of candidates) {
        const version = askPython(command, 'import sys; print("%d.%d" % sys.version_info[:2])');
        if (!version) continue;
        const engine = `cpython-${version}`;
        const args = [local('python/main.py')];
        const asyncio = peer('asyncio', engine, `asyncio, CPython ${version}`, null, command, [...args, 'asyncio']);
        if (!found.has(engine)) found.set(engine, { ...asyncio, slow: true });
        if (uvloop || askPython(command, 'import uvloop') === null) continue;
        uvloop = {
            ...peer('uvloop', engine, `uvloop, CPython ${version}`, null, command, [...args, 'uvloop']), slow: true,
        };
    }
    if (!found.has('cpython-3.13')) {
        const why = 'no Python 3.13 is on PATH: name it in PYTHON';
        found.set('cpython-3.13', peer('asyncio', 'cpython-3.13', 'asyncio, CPython 3.13', why, ''));
    }
    uvloop ??= peer('uvloop', 'cpython', 'uvloop', 'no Python here has it (Debian: python3-uvloop)', '');
    return [...found.values(), uvloop];
}

/** Python in WebAssembly: npm's package, whose version is in package.json. @returns {Subject} */
function findPyodide() {
    const manifest = local('../../node_modules/pyodide/package.json');
    const absent = existsSync(manifest) ? null : 'npm has not installed it: npm ci does';
    const version = absent ? '' : ` ${JSON.parse(readFileSync(manifest, 'utf8')).version}`;
    return {
        ...peer('pyodide', 'node', `asyncio, Pyodide${version}, Node`, absent, process.execPath,
            [local('subjects/pyodide-main.js')]),
        slow: true,
        warmsUp: true,
    };
}

/** @returns {Subject[]} */
export function findPeers() {
    const go = local('../../build/bench/go');
    const tokio = local('../../build/bench/tokio');
    return [
        ...findPythons(),
        findPyodide(),
        peer('go', 'native', 'Go, one processor',
            existsSync(go) ? null : 'not built: make bench-build does, with Debian\'s golang-go', go),
        peer('tokio', 'native', 'tokio, one thread',
            existsSync(tokio) ? null : 'not built: make bench-build does, with cargo and Debian\'s librust-tokio-dev', tokio),
    ];
}
