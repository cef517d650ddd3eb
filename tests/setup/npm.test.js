/** What package.json and its lock promise. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

/** @param {string} name @returns {any} */
const read = (name) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));

test('every tool has one exact version', () => {
    for (const [name, version] of Object.entries(read('package.json').devDependencies))
        assert.match(String(version), /^\d+\.\d+\.\d+(-[\w.-]+)?$/, name);
});

test('the lock file names no registry, so that any will do', () => {
    const { packages } = read('package-lock.json');
    assert.ok(Object.keys(packages).length > 10);
    for (const [name, { resolved }] of Object.entries(packages)) assert.equal(resolved, undefined, name);
});
