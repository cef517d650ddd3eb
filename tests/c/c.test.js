/** Runs every case of the program `unit` on every target, each in a process of its own. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { built, runCommand, runProgram } from './programs.js';

/** Where memory or time is short, the counts of the cases are divided by that. */
/** @type {Record<import('./programs.js').Target, number>} */
const scales = {
    'native/gcc': 1, 'native/clang': 1, 'native/asan': 20, 'native/tsan': 100,
    wasi: 2, guest: 2, 'guest-threads': 100, emscripten: 4, 'emscripten-threads': 100,
};
const VALGRIND_SCALE = 100;
/** Targets that are there for threads run the cases of these files alone. */
const FOR_THREADS = ['native/tsan', 'guest-threads', 'emscripten-threads'];
const WITH_THREADS = /\b(to_thread|from_thread|executor|handover)\.c$/;

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {number} status
 * @property {string} file
 * @property {string[]} error pieces of text that stderr must contain in this order; none: empty
 */

/** @param {string} list what `unit --list` prints @returns {Case[]} */
function parseList(list) {
    return list.split('\n').filter(Boolean).map((line) => {
        const [name, status, error, file] = line.split('\t');
        const pieces = error === '' ? [] : error.replaceAll('\\n', '\n').split(' ... ');
        return { name, status: Number(status), error: pieces, file };
    });
}

/** @param {Case} expected @param {import('./programs.js').Result} actual */
function check({ name, status, error }, actual) {
    const told = `status ${actual.status}\n${actual.stdout}${actual.stderr}`;
    if (error.length === 0) assert.equal(actual.stderr, '', told);
    let from = 0;
    for (const piece of error) {
        const at = actual.stderr.indexOf(piece, from);
        assert.notEqual(at, -1, `stderr does not contain "${piece}":\n${told}`);
        from = at + piece.length;
    }
    assert.equal((actual.status ?? NaN) & 255, status & 255, told);
    assert.notEqual(actual.status, null, told);
    if (status === 0) assert.match(actual.stdout, new RegExp(`^ok ${name}$`, 'm'), told);
}

for (const target of /** @type {import('./programs.js').Target[]} */ (Object.keys(scales))) {
    describe(`C cases, ${target}`, { concurrency: 2 }, async () => {
        const { stdout, stderr } = await runProgram(target, 'unit', ['--list']);
        const cases = parseList(stdout);
        assert.ok(cases.length > 100, `unit --list told of ${cases.length} cases: ${stderr}`);
        const env = { EDDY_TEST_SCALE: String(scales[target]) };
        const wanted = cases.filter(({ file }) => !FOR_THREADS.includes(target) || WITH_THREADS.test(file));
        assert.ok(wanted.length > 50, `${wanted.length} cases`);
        for (const expected of wanted) {
            it(expected.name, async () => {
                check(expected, await runProgram(target, 'unit', [expected.name], env));
            });
        }
    });
}

for (const target of /** @type {const} */ (['guest-threads', 'emscripten-threads'])) {
    describe(`C cases, ${target}`, () => {
        it('pass in shared memory as well, all that return', async () => {
            const { status, stdout, stderr } = await runProgram(target, 'unit', [],
                { EDDY_TEST_SCALE: String(scales[target]) });
            assert.equal(stderr, '');
            assert.equal(status, 0, stdout.split('\n').filter((line) => !line.startsWith('ok ')).join('\n'));
        });
    });
}

describe('C cases, valgrind', () => {
    it('finds nothing in all cases that return', async () => {
        assert.equal(spawnSync('valgrind', ['--version']).status, 0, 'valgrind is not installed');
        const { status, stdout, stderr } = await runCommand('valgrind',
            ['--quiet', '--child-silent-after-fork=yes', '--error-exitcode=99', '--leak-check=full', '--show-leak-kinds=all',
                '--errors-for-leak-kinds=definite,possible', built('native/gcc/unit')],
            { EDDY_TEST_SCALE: String(VALGRIND_SCALE) }, 300);
        const failed = stdout.split('\n').filter((line) => !line.startsWith('ok ')).join('\n');
        assert.equal(stderr, '', failed);
        assert.equal(status, 0, failed);
    });
});
