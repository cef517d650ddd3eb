/** What the README shows is compiled and run. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** @param {string} language @returns {string[]} the fenced blocks in that language */
function snippets(language) {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(
    (match) => match[1],
  );
}

test('the twenty lines of C compile without a warning and print two users', () => {
  const [source, ...others] = snippets('c');
  assert.deepEqual(others, [], 'every C snippet of the README needs a test');
  assert.ok(source.trim().split('\n').length <= 25, 'twenty lines, and a little room');
  const folder = mkdtempSync(join(tmpdir(), 'eddy-readme-'));
  try {
    writeFileSync(join(folder, 'readme.c'), source);
    const program = join(folder, 'readme');
    const flags = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-Icore/include'];
    const library = 'build/native/gcc/libeddy.a';
    execFileSync('gcc', [...flags, join(folder, 'readme.c'), library, '-lm', '-o', program], {
      cwd: root,
    });
    assert.equal(execFileSync(program, { encoding: 'utf8' }), 'user-1\nuser-2\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the lines of JavaScript run, and say what they print', () => {
  const [source, ...others] = snippets('js');
  assert.deepEqual(others, [], 'every JavaScript snippet of the README needs a test');
  // the snippet stands in a module beside the README
  const file = join(root, 'build', 'readme-snippet.mjs');
  writeFileSync(file, source.replace("'build/", "'./"));
  const output = execFileSync(process.execPath, [file], { encoding: 'utf8', cwd: root });
  rmSync(file);
  const lines = output.trim().split('\n');
  assert.deepEqual(lines.slice(0, 3), ['0.300 main A done', '0.300 main B done', '0.300 main C done']);
  assert.match(lines[3], /status: 0, stopped: false, error: null, time: 0\.3/);
  assert.ok(source.includes(lines[3]), 'the comment shows the result as it is printed');
});
