/** The reference: it has every public name, its links lead somewhere, and its snippets are C. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { paragraphsOf, readHeader } from '../../web/build/header.js';
import { counterparts, pythonNames } from '../../web/build/python-names.js';
import { readHeaders, renderReference } from '../../web/build/reference.js';
import { RUNNABLE, programOf } from './snippets.js';

/** @typedef {import('../../web/build/header.js').Entry} Entry */

const root = fileURLToPath(new URL('../../', import.meta.url));
const headers = await readHeaders(join(root, 'core/include'));
/** @type {Entry[]} */
const entries = headers.flatMap(({ parts }) => parts.flatMap((part) => ('title' in part ? [] : [part])));

/** @param {string} html @returns {string[]} */
const idsOf = (html) => [...html.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id);

describe('the reference', () => {
    const html = readFileSync(join(root, 'build/site/reference/index.html'), 'utf8');

    test('has every function that the library exports, and says something about each', () => {
        const symbols = execFileSync('nm', ['--defined-only', 'build/native/gcc/libeddy.a'], {
            cwd: root,
            encoding: 'utf8',
        });
        const exported = [...symbols.matchAll(/ T (eddy_(?!_)\w+)$/gm)].map(([, name]) => name);
        assert.ok(exported.length > 150, `nm lists the library's functions: ${exported.length}`);
        const documented = new Map(
            entries.flatMap(({ comment, declarations }) =>
                declarations.flatMap(({ names }) => names.map(({ name, kind }) => [`${kind} ${name}`, comment])),
            ),
        );
        const ids = new Set(idsOf(html));
        for (const name of exported) {
            assert.match(documented.get(`function ${name}`) ?? '', /\w{3}/, `${name} is not documented`);
            assert.ok(ids.has(name), `${name} has no anchor`);
        }
    });

    test('is the one that the headers of now give', () => {
        assert.ok(html.includes(renderReference(headers).main), 'build/site is older than the headers');
    });

    test('has only prose between its names: no remark, no heading with a text', () => {
        const prose = entries.filter(({ declarations }) => declarations.length === 0).map(({ comment }) => comment);
        assert.deepEqual(prose.filter((text) => !/^[A-Z`][^]*?[.:](\n|$)/.test(text)), []);
    });

    test('has every anchor once, and no link that leads nowhere', () => {
        const ids = idsOf(html);
        assert.deepEqual(ids.filter((id, at) => ids.indexOf(id) !== at), []);
        const targets = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
        assert.ok(targets.length > 500, 'names are linked');
        assert.deepEqual(targets.filter((id) => !ids.includes(id)), []);
    });

    test('has no name in its text that is no name of the headers', () => {
        // Written as code but not linked: a name that does not exist, or begins one ("EDDY_TRACE_").
        const bare = [...html.matchAll(/(?<!<a [^>]*>)<code>((?:eddy|EDDY)_\w+)<\/code>/g)].map(([, name]) => name);
        const variables = ['EDDY_STACK_SIZE', 'EDDY_DEBUG']; // of the environment
        const patterns = /^eddy_(X|X_new|(loop|task|future|handle)_method)$/; // how names are made
        assert.deepEqual(bare.filter((name) => !variables.includes(name) && !patterns.test(name)), []);
    });

    test('leads from asyncio’s names to Eddy’s', () => {
        const table = new Map(
            counterparts(headers).map(({ python, names }) => [python, names.map(({ name }) => name)]),
        );
        assert.deepEqual(table.get('asyncio.sleep'), ['eddy_sleep']);
        assert.deepEqual(table.get('loop.call_later'), ['eddy_loop_call_later']);
        assert.deepEqual(table.get('loop.call_at'), ['eddy_loop_call_at']);
        assert.deepEqual(table.get('asyncio.CancelledError'), ['EDDY_CANCELLED']);
        assert.deepEqual(table.get('anyio.TaskGroup.start'), ['eddy_task_group_start']);
        assert.deepEqual(table.get('Queue.get_nowait'), ['eddy_queue_get_nowait']);
    });
});

describe('a header', () => {
    const guard = '/* A concept. */\n#ifndef EDDY_X_H\n#define EDDY_X_H\n';

    /** @type {[string, string][]} */
    const bare = [
        ['int eddy_x(void);', 'eddy_x'],
        ['#define EDDY_X 1', 'EDDY_X'],
        ['typedef struct eddy_x {\n    int id;\n} eddy_x;', 'eddy_x'],
        ['enum eddy_x {\n    EDDY_A,\n};', 'eddy_x'],
        ['/* About y. */\nint eddy_y(void);\n\nint eddy_x(void);', 'eddy_x'],
    ];
    for (const [code, name] of bare) {
        test(`fails the build where this has no comment: ${JSON.stringify(code)}`, () => {
            const line = 3 + code.slice(0, code.lastIndexOf('\n\n') + 1).split('\n').length;
            const where = code.includes('\n\n') ? 7 : line;
            assert.throws(() => readHeader(`${guard}${code}\n#endif\n`, 'dir/x.h'), {
                message: `dir/x.h:${where}: ${name} has no comment; the reference needs one right above it`,
            });
        });
    }

    test('without an opening comment fails the build', () => {
        assert.throws(() => readHeader('\n/* x */\nint eddy_x(void);\n', 'x.h'), /^Error: x\.h:1: .*opening comment/);
    });

    test('gives names, kinds and comments', () => {
        const code = `/* The first\n * and the second. */\nint eddy_a(void);\nint eddy_b(int (*f)(void),\n    int x);

/* A macro. */\n#define eddy_m(a) \\\n    eddy_a((a))\n\n/* Values. */\nenum eddy_v {\n    EDDY_P = 1, /* p */\n    EDDY_Q,\n};\n`;
        const { concept, parts } = readHeader(guard + code, 'x.h');
        assert.equal(concept, 'A concept.');
        const found = parts.map((part) => ('title' in part ? [] : [part.comment, part.declarations.flatMap(({ names }) => names.map(({ kind, id }) => `${kind} ${id}`))]));
        assert.deepEqual(found, [
            ['The first\nand the second.', ['function eddy_a', 'function eddy_b']],
            ['A macro.', ['macro eddy_m']],
            ['Values.', ['type enum-eddy_v', 'constant EDDY_P', 'constant EDDY_Q']],
        ]);
    });

    test('names Python’s counterparts in parentheses, and other things too', () => {
        assert.deepEqual(pythonNames('Sleeps. (asyncio.sleep) O(log timers).'), ['asyncio.sleep']);
        assert.deepEqual(pythonNames('Both (loop.call_later, call_at).'), ['loop.call_later', 'loop.call_at']);
        assert.deepEqual(pythonNames('(CPython: asyncio/locks.py) (see eddy/x.h) (e.g. this)'), []);
    });
});

describe('the snippets of the comments', () => {
    let folder = '';
    before(() => {
        folder = mkdtempSync(join(tmpdir(), 'eddy-reference-'));
    });
    after(() => rmSync(folder, { recursive: true }));

    const comments = [
        ...headers.map(({ file, concept }) => ({ file, comment: concept, line: 1 })),
        ...headers.flatMap(({ file, parts }) =>
            parts.flatMap((part) => ('title' in part ? [] : [{ file, comment: part.comment, line: part.line }])),
        ),
    ];
    const snippets = comments.flatMap(({ file, comment, line }) =>
        paragraphsOf(comment, line).flatMap((one) => ('snippet' in one ? [{ file, ...one }] : [])),
    );
    const programs = snippets.map((one) => ({ ...one, ...programOf(one.snippet) }));

    test('are all found', () => {
        assert.equal(programs.filter(({ prints }) => prints !== null).length, RUNNABLE);
    });

    for (const { file, line, source, prints } of programs) {
        test(`${file}:${line} ${prints === null ? 'compiles' : 'compiles and runs'}`, () => {
            const path = join(folder, 'snippet.c');
            const program = join(folder, 'snippet');
            writeFileSync(path, source);
            const flags = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-Wno-unused', '-Icore/include', path];
            if (prints === null) {
                execFileSync('gcc', [...flags, '-fsyntax-only'], { cwd: root, stdio: 'pipe' });
                return;
            }
            const library = 'build/native/gcc/libeddy.a';
            execFileSync('gcc', [...flags, library, '-lm', '-o', program], { cwd: root, stdio: 'pipe' });
            const env = { ...process.env, EDDY_CLOCK: 'virtual' };
            assert.equal(execFileSync(program, { encoding: 'utf8', env }), prints);
        });
    }
});
