/** The examples under random schedules: what holds in any order, and what only by luck of it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { explore, run } from 'eddy/test';

import { built } from '../c/programs.js';

const SCHEDULES = 50;
/** Print the same lines in any order of their tasks, though not always in the same order. */
const HOLD = ['as-completed', 'await', 'cleanup', 'dashboard', 'gather', 'interleave', 'semaphore',
    'slow-callback', 'switch-points', 'task-group', 'wait'];

/** @param {string} name */
const program = (name) => pathToFileURL(built(`guest/${name}.wasm`));
/** @param {string} text */
const sorted = (text) => text.trimEnd().split('\n').sort();
/** @param {string} name */
const expected = (name) => readFileSync(new URL(`./${name}.out`, import.meta.url), 'utf8');

describe('examples under random schedules', () => {
    for (const name of HOLD) {
        it(`${name} prints the same lines`, async () => {
            const { distinct } = await explore(program(name), (recording) => {
                assert.deepEqual(sorted(recording.stdout), sorted(expected(name)));
            }, { schedules: SCHEDULES });
            assert.ok(distinct > 1, 'every schedule was the same');
        });
    }

    it('lost-update loses in some and not in others', async () => {
        const check = (/** @type {import('eddy/test').Recording} */ one) => one.expectOutput(expected('lost-update'));
        await assert.rejects(explore(program('lost-update'), check, { schedules: SCHEDULES }), /^RunError: fails with seed \d+ /);
    });

    it('deadlock is none in asyncio’s order, but in others: the trace says who waits', async () => {
        (await run(program('deadlock'))).expectOutput(expected('deadlock'));
        await assert.rejects(explore(program('deadlock'), () => {}, { schedules: SCHEDULES }),
            (/** @type {import('eddy/test').RunError} */ { message, seed }) => {
                assert.match(message, /the program ended with status -15, not 0/);
                assert.match(message, /waits for a lock/);
                return seed !== undefined;
            });
    });
});
