/** The trace of a known program, record by record. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readTrace } from '../../wasm/src/index.js';
import { start } from './start.js';

/** @param {string[]} args */
async function trace(args) {
    const { run } = start(args, { trace: true });
    /** @type {import('../../wasm/src/trace.js').TraceEvent[]} */
    const events = [];
    let chunks = 0;
    run.addEventListener('trace', (event) => {
        const { detail } = /** @type {CustomEvent<{records: ArrayBuffer}>} */ (event);
        events.push(...readTrace(detail.records));
        chunks++;
    });
    const { error } = await run.finished;
    assert.equal(error, null);
    return { events, chunks };
}

/** One word for each thing that a kind of record tells. @param {import('../../wasm/src/trace.js').TraceEvent} event */
function describeEvent({ time, kind, task, other, value, detail, name, wait }) {
    const rest = {
        created: [`by=${other}`],
        name: [name],
        run: [],
        wait: [wait, ...(wait === 'timer' ? [value] : []), ...(wait === 'task' || wait === 'gather' ? [other] : [])],
        ready: [`by=${other}`],
        done: [value, detail],
        cancel: [`by=${other}`],
        'callback-run': [],
        'callback-done': [],
    }[kind];
    return [time, kind, task, ...rest].join(' ');
}

describe('the trace', () => {
    it('tells all that a program does, in order', async () => {
        const { events } = await trace(['trace']);
        assert.deepEqual(events.map(describeEvent), [
            '0 created 1 by=0',
            '0 name 1 main',
            '0 run 1',
            '0 created 2 by=1',
            '0 name 2 traced-2',
            '0 created 3 by=1',
            '0 name 3 traced-3',
            '0 name 3 bé',
            '0 wait 1 yield',
            '0 run 2',
            '0 wait 2 timer 500000',
            '0 run 3',
            '0 wait 3 timer 10000000',
            '0 callback-run 0',
            '0 callback-done 0',
            '0 run 1',
            '0 wait 1 task 2',
            '0.5 ready 2 by=0',
            '0.5 run 2',
            '0.5 done 2 0 0',
            '0.5 ready 1 by=2',
            '0.5 run 1',
            '0.5 cancel 3 by=1',
            '0.5 ready 3 by=1',
            '0.5 wait 1 gather 2',
            '0.5 run 3',
            '0.5 done 3 -1 1',
            '0.5 ready 1 by=3',
            '0.5 run 1',
            '0.5 done 1 0 0',
        ]);
    });

    it('loses nothing when the ring is full', async () => {
        const count = 10_000;
        const { events, chunks } = await trace(['trace-many', String(count)]);
        const kinds = events.map((event) => event.kind);
        assert.deepEqual(kinds.slice(0, 2), ['created', 'name']);
        assert.deepEqual(kinds.slice(2, -2),
            Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? 'run' : 'wait')));
        assert.deepEqual(kinds.slice(-2), ['run', 'done']);
        assert.ok(chunks > 4);
    });

    it('carries long names, cut to 255 bytes and never within a character', async () => {
        const { events } = await trace(['trace-names']);
        const names = events.filter((event) => event.kind === 'name').map((event) => String(event.name));
        assert.equal(names[0], 'main');
        for (let i = 0; i < 58; i++) {
            const letter = String.fromCharCode(97 + (7 * i) % 26);
            assert.equal(names[1 + i], letter.repeat(Math.min(7 * i, 255)));
        }
        assert.equal(names.at(-1), '€'.repeat(85));
    });

    it('is not written unless it is asked for', async () => {
        const { run } = start(['trace']);
        let chunks = 0;
        run.addEventListener('trace', () => chunks++);
        await run.finished;
        assert.equal(chunks, 0);
    });

    it('of an unknown kind is an error', () => {
        assert.throws(() => [...readTrace(new ArrayBuffer(24))], /unknown kind/);
    });
});
