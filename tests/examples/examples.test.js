/**
 * The examples of the page print what NAME.out says on every target, and where the texts are meant to
 * be equal so does their Python twin.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { load, run } from '../../wasm/src/index.js';
import { startServer } from '../../web/server.js';
import { built, runCommand, runProgram } from '../c/programs.js';

const EXAMPLES = fileURLToPath(new URL('../../web/examples/', import.meta.url));
const names = readdirSync(EXAMPLES).filter((file) => file.endsWith('.c')).map((file) => file.slice(0, -2));
const TARGETS = /** @type {import('../c/programs.js').Target[]} */ (
    ['native/gcc', 'native/clang', 'native/asan', 'wasi', 'guest']);

/** Needs a host that fetches; see below. */
const WITH_FETCH = 'three-sources';
/** Their Python twins need packages beside the standard library. */
const WITH_PACKAGES = [WITH_FETCH, 'deadline', 'limiter'];
/** Block or measure really: need the real clock. */
const REAL = ['blocking', 'to-thread', 'limiter', 'process-pool', 'cpu-bound'];
/** What they cannot do without; what they say where it is not to be had. */
const NEEDS = /** @type {Record<string, RegExp>} */ ({
    'to-thread': /EDDY_NOT_SUPPORTED .*: this program was built without threads/,
    limiter: /EDDY_NOT_SUPPORTED .*: this program was built without threads/,
    'process-pool': /a WASI command cannot start processes/,
});
/** @param {string} name @param {import('../c/programs.js').Target} target */
const isMissing = (name, target) => target === 'wasi' ? name in NEEDS
    : target === 'guest' && NEEDS[name]?.test('EDDY_NOT_SUPPORTED : this program was built without threads');

/** Lines of the Python twin that differ: Python's texts of errors. */
const DIFFERENT = /** @type {Record<string, Record<string, string>>} */ ({
    await: {
        "await 42: object int can't be used in 'await' expression":
            'await 42: not a task, a future or a coroutine',
    },
    cleanup: {
        'good: None': 'good: success',
        'bad: bad: broken': 'bad: 500, bad: broken',
        'cancelled: True': 'cancelled: the task was cancelled',
    },
});

/**
 * What must hold of `blocking` however busy the machine is: all lines are there, nobody has printed
 * between "blocking" and "done", and the beat behind that is late.
 *
 * @param {string} text
 */
function checkBlocking(text) {
    const late = /  <- late: .*/;
    const sorted = (/** @type {string} */ lines) => lines.split('\n').map((line) => line.replace(late, '')).sort();
    assert.deepEqual(sorted(text), sorted(expected('blocking')));
    assert.match(text, /bad: blocking the loop\nbad: done\nbeat \d  <- late: something blocked the loop\n/);
}

/**
 * What `cpu-bound` measures is another each time; NAME.out has # for the numbers, and targets without
 * threads or processes say so.
 *
 * @param {string} name @param {string} text
 */
function withoutMeasures(name, text) {
    if (name === 'ten-thousand')
        return text.replace(/^no threads: this program was built without .*$/m, '100 threads were blocked at once');
    if (name !== 'cpu-bound') return text;
    return text
        .replace(/^(in \w+): not here: (this program was built without|a WASI command cannot).*$/gm, '$1: # s, # times as fast')
        .replace(/\d+\.\d+/g, '#')
        .replace(/\d+ processors/, '# processors');
}

/** @param {string} name @param {string} text */
function check(name, text) {
    if (name === 'blocking') checkBlocking(text);
    else assert.equal(withoutMeasures(name, text), expected(name));
}

/** @param {string} name */
function expected(name) {
    const file = new URL(`./${name}.out`, import.meta.url);
    assert.ok(existsSync(file), `tests/examples/${name}.out is missing: every example has one`);
    return readFileSync(file, 'utf8');
}

describe('examples', () => {
    for (const name of names.filter((name) => name !== WITH_FETCH)) {
        const threaded = existsSync(new URL(`../../build/guest-threads/${name}.wasm`, import.meta.url));
        for (const target of [...TARGETS, ...(threaded ? /** @type {typeof TARGETS} */ (['guest-threads']) : [])]) {
            it(`${name}, ${target}`, async () => {
                const clock = REAL.includes(name) ? 'real' : 'virtual';
                const { status, stdout, stderr } = await runProgram(target, name, [], { EDDY_CLOCK: clock });
                if (isMissing(name, target)) {
                    assert.match(stdout + stderr, NEEDS[name]); // a job's error, or the program's
                    return;
                }
                assert.equal(stderr, '');
                check(name, stdout);
                assert.equal(status, 0);
            });
        }
    }

    it(`${WITH_FETCH}, native: says that this host has no fetch`, async () => {
        const { status, stdout, stderr } = await runProgram('native/gcc', WITH_FETCH);
        assert.match(stderr, /main failed: EDDY_NOT_SUPPORTED \(-18\): eddy_fetch: this host makes no HTTP requests/);
        assert.equal(stdout, '');
        assert.notEqual(status, 0);
    });

    it(`${WITH_FETCH}, guest: from the endpoint of the development server`, async () => {
        const server = await startServer({ root: EXAMPLES, port: 0 });
        try {
            const module = await load(readFileSync(built(`guest/${WITH_FETCH}.wasm`)));
            const program = run(module, { clock: 'virtual', baseURL: server.url });
            let text = '';
            program.addEventListener('output', (event) => {
                const { detail } = /** @type {CustomEvent<{lines: import('../../wasm/src/run.js').OutputLine[]}>} */ (event);
                for (const line of detail.lines) text += `${line.text}\n`;
            });
            assert.deepEqual(await program.finished.then(({ status, error }) => ({ status, error })),
                { status: 0, error: null });
            assert.equal(text.replaceAll(server.url, 'BASE/'), expected(WITH_FETCH));
        } finally {
            await server.close();
        }
    });
});

/** @returns {string | undefined} a Python of 3.13 or newer, $PYTHON first */
function findPython() {
    const candidates = [process.env.PYTHON, 'python3.15', 'python3.14', 'python3.13', 'python3'];
    return candidates.find((python) => {
        if (!python) return false;
        const check = 'import sys; sys.exit(sys.version_info < (3, 13))';
        return spawnSync(python, ['-c', check]).status === 0;
    });
}

const python = findPython();
const skip = python ? false : 'no Python of 3.13 or newer is on PATH or in $PYTHON';

describe('Python twins of the examples', { skip, concurrency: 2 }, () => {
    for (const name of names.filter((name) => existsSync(`${EXAMPLES}${name}.py`) && !WITH_PACKAGES.includes(name))) {
        it(name, async () => {
            const { status, stdout, stderr } = await runCommand(String(python), [`${EXAMPLES}${name}.py`]);
            assert.equal(status, 0, stderr);
            const different = { ...DIFFERENT[name] };
            const as3_13 = stdout.replace("'int' object can't be awaited", // as 3.14 says it
                "object int can't be used in 'await' expression");
            const lines = as3_13.split('\n').map((line) => {
                const ours = different[line] ?? line;
                delete different[line];
                return ours;
            });
            check(name, lines.join('\n'));
            assert.deepEqual(different, {}, 'these lines are listed as different, but were not printed');
        });
    }
});
