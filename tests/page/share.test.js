/** Programs as links: what a link holds, and what it cannot do. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';

import * as esbuild from 'esbuild';
import { unzipSync } from 'fflate';

import { load, run } from '../../wasm/src/index.js';
import { checkState, decodeState, encodeState } from '../../web/share/state.js';
import { rawAddress } from '../../web/share/open-source.js';
import { joinArguments, splitArguments } from '../../web/element/settings-form.js';
import { capturedLink } from './links.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @type {import('../../web/share/state.js').ProgramState} */
const STATE = {
    example: 'gather',
    files: [{ name: 'main.c', text: '#include <stdio.h>\nint main(int n, char **v) { char l[9]; puts(fgets(l, 9, stdin)); puts(v[1]); return n - 2; } // grüße 🌀\n' }],
    stdin: 'eingabe',
    args: ["it's $HOME & \"more\""],
    optimize: 2,
    sanitize: true,
    clock: 'real',
    pace: 2.5,
    seed: 17,
    knobs: { delay: 0.5 },
};

/** @param {unknown} value as somebody else would write it */
const linkOf = (value) => `1.${deflateRawSync(JSON.stringify(value)).toString('base64url')}`;

describe('a link', () => {
    test('holds the whole state', async () => {
        const code = await encodeState(STATE);
        assert.match(code, /^1\.[\w-]+$/);
        assert.deepEqual(await decodeState(code), { ...STATE, knobs: { __proto__: null, delay: 0.5 } });
    });

    test('of the first version is read for ever', async () => {
        const state = await decodeState(capturedLink);
        assert.deepEqual([state.files[0].name, state.optimize, state.stdin, state.pace, state.seed], ['main.c', 1, 'hello', 5, null]);
    });

    test('that is damaged, too long, too large or from the future is refused in words', async () => {
        const bomb = `1.${deflateRawSync(Buffer.alloc(50_000_000, 'a')).toString('base64url')}`;
        /** @type {[string, RegExp][]} */
        const bad = [
            ['', /does not begin with a version/],
            ['2.abc', /is of version 2; this page knows version 1/],
            ['1.<script>', /characters that no link has/],
            ['1.AAAA', /damaged/],
            [`1.${'A'.repeat(300_001)}`, /longer than 300000 characters/],
            [bomb, /holds more than 2 MB/],
            [linkOf('text'), /holds no files/],
            [linkOf({ files: [] }), /holds no files/],
            [linkOf({ files: [{ name: '../x.c', text: '' }] }), /a name that cannot be/],
            [linkOf({ files: [{ name: '<img src=x onerror=alert(1)>.c', text: '' }] }), /a name that cannot be/],
            [linkOf({ files: [{ name: 'a.c', text: '' }, { name: 'a.c', text: '' }] }), /two files of one name/],
            [linkOf({ files: Array(21).fill({ name: 'a.c', text: '' }) }), /more than 20 files/],
        ];
        for (const [code, words] of bad) await assert.rejects(decodeState(code), words, code.slice(0, 60));
    });

    test('pollutes no prototype, and brings nothing that was not asked for', async () => {
        const json =
            '{"__proto__":{"polluted":1,"files":[]},"constructor":{"prototype":{"polluted":1}},"files":[{"name":"a.c","text":"x","__proto__":{"polluted":1}}],' +
            '"knobs":{"__proto__":5,"constructor":1,"delay":2,"Delay":3,"x":"1"},"args":[{"toString":1},"ok"],"optimize":"2","pace":1e9,"seed":-1,"clock":"warp","sanitize":1,"evil":true}';
        const state = checkState(JSON.parse(json));
        assert.equal(/** @type {any} */ ({}).polluted, undefined);
        assert.deepEqual(state, {
            example: '',
            files: [{ name: 'a.c', text: 'x' }],
            stdin: '',
            args: ['', 'ok'],
            optimize: 1,
            sanitize: false,
            clock: 'virtual',
            pace: 5,
            seed: null,
            knobs: { __proto__: null, constructor: 1, delay: 2 },
        });
        assert.throws(() => checkState(JSON.parse('{"__proto__":{"files":[{"name":"a.c","text":""}]}}')), /no files/);
    });
});

test('arguments are parted as a shell would, and put together again', () => {
    for (const args of [[], ['a', 'b c'], ['', "it's"], ['say "hi"', '-x=1']]) {
        assert.deepEqual(splitArguments(joinArguments(args)), args);
    }
});

test('only GitHub’s files are opened', () => {
    assert.equal(rawAddress('https://github.com/o/r/blob/main/src/a.c').href, 'https://raw.githubusercontent.com/o/r/main/src/a.c');
    assert.equal(rawAddress('https://raw.githubusercontent.com/o/r/main/a.c').pathname, '/o/r/main/a.c');
    for (const address of ['http://github.com/o/r/blob/main/a.c', 'https://example.org/a.c', 'javascript:alert(1)', 'x', 'https://github.com/o/r']) {
        assert.throws(() => rawAddress(address), /GitHub|address/, address);
    }
});

/** The module imports headers as texts: bundled as the site has it.
 * @returns {Promise<typeof import('../../web/share/folder.js')>} */
async function loadFolder() {
    const { outputFiles } = await esbuild.build({
        entryPoints: [join(root, 'web/share/folder.js')],
        bundle: true,
        write: false,
        format: 'esm',
        loader: { '.h': 'text' },
    });
    return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

describe('a downloaded folder builds with the Makefile’s toolchain, natively and as a guest:', () => {
    const toThread = readFileSync(join(root, 'web/examples/to-thread.c'), 'utf8');
    /** What it takes, and how its output ends.
     * @type {Record<string, [Partial<import('../../web/share/state.js').ProgramState>, RegExp]>} */
    const programs = {
        'with all that a state has': [{ ...STATE, clock: 'virtual' }, /^eingabe\nit's \$HOME & "more"\n$/],
        'with threads': [
            { ...STATE, files: [{ name: 'to-thread.c', text: toThread }], sanitize: false, args: [], stdin: '', knobs: { rounds: 1000 } },
            /^alice: \w{8}\.\.\.\nbob: \w{8}\.\.\.\neve: \w{8}\.\.\.\nthe heart /,
        ],
    };
    for (const [what, [state, expected]] of Object.entries(programs)) {
        test(what, async () => {
            const { zipFolder } = await loadFolder();
            const directory = await mkdtemp(join(tmpdir(), 'eddy-folder-'));
            try {
                const whole = { ...STATE, ...state };
                for (const [path, bytes] of Object.entries(unzipSync(zipFolder(whole, 'thing')))) {
                    await mkdir(join(directory, path, '..'), { recursive: true });
                    await writeFile(join(directory, path), bytes);
                }
                const make = (/** @type {string[]} */ ...args) => {
                    const done = spawnSync('make', ['-s', `EDDY=${root}`, ...args], { cwd: join(directory, 'thing'), encoding: 'utf8', env: { ...process.env, MAKEFLAGS: '', MAKELEVEL: '' } });
                    assert.equal(done.status, 0, done.stderr);
                    return done.stdout;
                };
                assert.match(make('run'), expected);
                make('wasm');
                const { args, stdin, clock, knobs } = whole;
                const env = Object.fromEntries(Object.entries(knobs).map(([name, value]) => [name.toUpperCase(), String(value)]));
                const running = run(await load(await readFile(join(directory, 'thing/program.wasm'))), { args, stdin, clock, env });
                let text = '';
                running.addEventListener('output', (event) => {
                    for (const line of /** @type {CustomEvent} */ (event).detail.lines) text += `${line.text}\n`;
                });
                const { status, error } = await running.finished;
                assert.deepEqual([status, error], [0, null]);
                assert.match(text, expected);
            } finally {
                await rm(directory, { recursive: true });
            }
        });
    }
});
