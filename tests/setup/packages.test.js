/** The script that installs system packages, on machines made of stand-ins for their commands. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('packages.sh', import.meta.url));

const compilers = ['gcc', 'clang-22', 'wasm-ld-22', 'clang-tidy-22'];
const everything = [...compilers, 'emcc', 'cmake', 'pkg-config', 'valgrind', 'chromium', 'firefox-esr'];

/**
 * Runs the script where only these commands exist.
 * @param {string[]} commands each succeeds and does nothing
 * @param {{ user?: string, apt?: boolean, sudo?: boolean }} [machine]
 * @param {string[]} [args]
 */
function runOn(commands, { user = '0', apt = true, sudo = false } = {}, args = []) {
    const bin = mkdtempSync(path.join(os.tmpdir(), 'eddy-packages-'));
    try {
        /** @param {string} name @param {string} text */
        const add = (name, text) => {
            writeFileSync(path.join(bin, name), `#!/bin/sh\n${text}\n`);
            chmodSync(path.join(bin, name), 0o755);
        };
        const log = path.join(bin, 'apt.log');
        for (const name of commands) add(name, 'exit 0');
        for (const name of ['sed', 'sort', 'tr', 'mktemp', 'rm', 'tail', 'env'])
            add(name, `PATH=/usr/bin:/bin exec ${name} "$@"`);
        add('env', `while case $1 in *=*) true;; *) false;; esac; do shift; done; exec "$@"`);
        add('id', `echo ${user}`);
        if (sudo) add('sudo', `echo sudo >> ${log}; exec "$@"`);
        if (apt) {
            add('apt-get', `echo "apt-get $*" >> ${log}`);
            add('apt-cache', 'test "$2" = clang-22');
        }
        const { status, stdout, stderr } = spawnSync('/bin/sh', [script, ...args], {
            env: { PATH: bin },
            encoding: 'utf8',
        });
        const calls = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
        return { status, stdout, stderr, calls };
    } finally {
        rmSync(bin, { recursive: true });
    }
}

test('where nothing is missing, nothing is done or said', () => {
    assert.deepEqual(runOn(everything), { status: 0, stdout: '', stderr: '', calls: [] });
});

test('only what is missing is installed, after one update', () => {
    const { status, stdout, calls } = runOn([...compilers, 'emcc', 'cmake', 'pkg-config', 'chromium']);
    assert.equal(status, 0);
    assert.deepEqual(calls, [
        'apt-get update -qq',
        'apt-get install -y --no-install-recommends valgrind firefox-esr',
    ]);
    assert.match(stdout, /^ {4}valgrind: tests of memory use$/m);
    assert.match(stdout, /^installing valgrind firefox-esr for the tests \(needs root/m);
});

test('a user who is not root goes by sudo', () => {
    const { status, calls } = runOn(compilers, { user: '1000', sudo: true });
    assert.equal(status, 0);
    assert.deepEqual(calls.filter((call) => call === 'sudo').length, 2);
});

test('without root and sudo it says what is missing and stops', () => {
    const { status, stdout, stderr, calls } = runOn(compilers, { user: '1000' });
    assert.equal(status, 1);
    assert.deepEqual(calls, []);
    assert.match(stdout, /^ {4}chromium: tests of the page$/m);
    assert.match(stderr, /needs root/);
});

test('on a system without apt it says what is missing and stops', () => {
    const { status, stdout, stderr } = runOn(['gcc'], { apt: false });
    assert.equal(status, 1);
    assert.match(stdout, /^ {4}clang-22: native and wasm programs$/m);
    assert.match(stderr, /the names are Debian's/);
});

test('--list prints the packages and installs nothing', () => {
    const { status, stdout, calls } = runOn(everything.filter((name) => name !== 'valgrind'), {}, ['--list']);
    assert.deepEqual({ status, stdout, calls }, { status: 0, stdout: 'valgrind\n', calls: [] });
});
