/** The works of the pools, tiny: that everybody does them right, and is held to what it should be. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { works } from './works.js';

const run = fileURLToPath(new URL('./run.js', import.meta.url));

test('every pool does every work, and does it right', () => {
    /** @type {import('../rows.js').Row[]} */
    const rows = JSON.parse(execFileSync(process.execPath, [run, '--small', '--json'], { encoding: 'utf8' }));
    for (const { id, measures, targets = {}, scales } of works) {
        for (const subject of ['eddy', 'threads', 'bare', 'piscina']) {
            const own = rows.filter((row) => row.work === id && row.subject === subject);
            assert.ok(own.length > 0, `${id} by ${subject}`);
            for (const { ns, bytes, ratio, target, against } of own) {
                assert.ok(Number.isFinite(measures === 'memory' ? bytes : ns), `${id} by ${subject}`);
                if (scales) assert.equal(target, scales.ratio);
                else if (against) assert.equal(target, targets[against] ?? null);
                if (against) assert.ok(Number.isFinite(ratio), `${id} by ${subject}, of ${against}`);
            }
        }
    }
});
