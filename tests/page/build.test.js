/** What the build reads: knobs in the C source, what examples.json says. */

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { apiIndex } from '../../web/build/api-index.js';
import { readExamples } from '../../web/build/examples.js';
import { highlight } from '../../web/build/highlight.js';
import { parseKnobs } from '../../web/build/knobs.js';
import { readHeaders } from '../../web/build/reference.js';

describe('knobs', () => {
    test('are found with default, range and label', () => {
        const source = [
            '#include "knob.h"',
            'double d = knob("delay", 0.3); /* 0..2: seconds that B takes */',
            'int n = (int)knob("tasks", 10), m; /* -5..1000: how many */',
        ].join('\n');
        assert.deepEqual(parseKnobs(source, 'x.c'), [
            {
                name: 'delay',
                variable: 'DELAY',
                value: 0.3,
                min: 0,
                max: 2,
                step: 0.1,
                label: 'seconds that B takes',
                line: 2,
            },
            {
                name: 'tasks',
                variable: 'TASKS',
                value: 10,
                min: -5,
                max: 1000,
                step: 1,
                label: 'how many',
                line: 3,
            },
        ]);
    });

    /** @type {[string, RegExp][]} */
    const bad = [
        ['knob(name, 1); /* 0..2: x */', /a knob is written knob\("name", number\)/],
        ['knob("delay", 1);', /knob "delay" needs its range/],
        ['knob("delay", 1); /* 0-2: x */', /knob "delay" needs its range/],
        ['knob("delay", 1); /* 0..2: */', /does not say what it is/],
        ['knob("delay", 3); /* 0..2: x */', /3 is outside of 0\.\.2/],
        ['knob("delay", 1); /* 2..0: x */', /2\.\.0 is no range/],
        ['knob("Delay", 1); /* 0..2: x */', /a name is lower case/],
        ['knob("a", 1) + knob("b", 1); /* 0..2: x */', /two knobs on one line/],
    ];
    for (const [line, message] of bad) {
        test(`a bad one is an error with file and line: ${line}`, () => {
            const read = () => parseKnobs(`\n${line}\n`, 'dir/x.c');
            assert.throws(read, /^Error: dir\/x\.c:2: /);
            assert.throws(read, message);
        });
    }

    test('one that is declared twice is an error', () => {
        const line = 'knob("a", 1); /* 0..2: x */';
        assert.throws(() => parseKnobs(`${line}\n${line}`, 'x.c'), /x\.c:2: .* in line 1 already/);
    });
});

test('sources are escaped, and keep their text', () => {
    const html = highlight('if (a < b && c) puts("<b>");\n', 'c');
    assert.ok(!html.includes('<b>'), html);
    const text = html.replace(/<[^>]*>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
    assert.equal(text.replaceAll('&quot;', '"').replaceAll('&amp;', '&'), 'if (a < b && c) puts("<b>");\n');
});

describe('examples', () => {
    /** @param {Record<string, string>} files */
    async function read(files) {
        const directory = await mkdtemp(join(tmpdir(), 'eddy-examples-'));
        try {
            for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
            return await readExamples(directory);
        } finally {
            await rm(directory, { recursive: true });
        }
    }
    const entry = (/** @type {object} */ more) =>
        JSON.stringify([{ title: 'G', examples: [{ name: 'a', title: 'A', notice: 'n', ...more }] }]);

    test('only those whose C file exists are listed', async () => {
        const groups = await read({ 'examples.json': entry({}) });
        assert.deepEqual(groups, []);
    });

    test('the clock is virtual unless an example says otherwise', async () => {
        const [{ examples }] = await read({ 'a.c': 'int main(void) {}', 'examples.json': entry({}) });
        assert.equal(examples[0].clock, 'virtual');
        assert.deepEqual(examples[0].sources.map(({ file }) => file), ['a.c']);
        await assert.rejects(read({ 'a.c': '', 'examples.json': entry({ clock: 'slow' }) }), /"a": clock is/);
    });

    test('a C file that nothing is said about is an error', async () => {
        const files = { 'a.c': '', 'b.c': '', 'examples.json': entry({}) };
        await assert.rejects(read(files), /says nothing about b\.c/);
    });
});

test('what the editor completes is what the headers declare, with its signature', async () => {
    const include = new URL('../../core/include/', import.meta.url);
    const index = new Map(apiIndex(await readHeaders(fileURLToPath(include))).map((one) => [one.name, one]));
    /** @type {string[]} */
    const missing = [];
    let declared = 0;
    for (const file of (await readdir(new URL('eddy/', include))).filter((name) => name.endsWith('.h'))) {
        const text = (await readFile(new URL(`eddy/${file}`, include), 'utf8')).replace(/\/\*.*?\*\//gs, '');
        for (const [, result, name] of text.matchAll(/^([a-z][\w ]*[ *])(eddy_[a-z]\w*)\(/gm)) {
            declared += 1;
            const known = index.get(name);
            const signature = known?.kind === 'macro' || known?.code.startsWith(result.trim());
            if (!known || !signature || known.summary === '') missing.push(`${file}: ${name}`);
        }
    }
    assert.ok(declared > 100, `${declared}`);
    assert.deepEqual(missing, []);
    assert.equal(index.get('eddy_sleep')?.code, 'int eddy_sleep(double seconds)');
    assert.match(index.get('eddy_gather')?.code ?? '', /^eddy_gather\(/);
});
