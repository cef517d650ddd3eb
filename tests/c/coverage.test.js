/** What COVERAGE.md names exists: every C case, and every conformance program. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runProgram } from './programs.js';

const text = readFileSync(new URL('./COVERAGE.md', import.meta.url), 'utf8');

/** The list's lines: names of cases elsewhere, and what is said of them. */
const entries = text.split('\n## ').slice(1).flatMap((section) => {
    const source = section.split('\n')[0];
    return section.split('\n').filter((line) => line.startsWith('- ')).map((line) => {
        const [, names, said] = /^- ([\w, ]+)[:;] (.+)$/.exec(line) ?? assert.fail(`not understood: ${line}`);
        return { source, names: names.split(', '), said };
    });
});

describe('COVERAGE.md', async () => {
    const { stdout } = await runProgram('native/gcc', 'unit', ['--list']);
    const cases = new Set(stdout.split('\n').map((line) => line.split('\t')[0]));

    it('names cases and programs that exist', () => {
        assert.ok(entries.length > 200, `${entries.length} lines`);
        for (const { said, source } of entries)
            for (const [, name] of said.matchAll(/`([^`]+)`/g)) {
                const exists = name.includes('/')
                    ? existsSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)))
                    : cases.has(name);
                assert.ok(exists, `${source}: there is no ${name}`);
            }
    });

    it('says of every name what tests it, or why nothing does', () => {
        for (const { said, names, source } of entries)
            assert.match(said, /^(`|n\/a, |open[,;] )/, `${source}: ${names.join(', ')}`);
    });
});
