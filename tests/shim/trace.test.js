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

/** What an event tells, in a line. Objects are named in the order they come up. */
function describer() {
    /** @type {Map<number, string>} */
    const sites = new Map();
    /** @type {Map<number, string>} */
    const objects = new Map();
    /** @param {number} number */
    const object = (number) => {
        if (!objects.has(number)) objects.set(number, String.fromCharCode(65 + objects.size));
        return objects.get(number);
    };
    /** @param {import('../../wasm/src/trace.js').TraceEvent} event */
    return (event) => {
        const { time, kind, task, other, value, detail, name, site, deadline } = event;
        if (kind === 'site') sites.set(site, String(name).replace(/:\d+$/, ''));
        const word = event.wait ?? event.handle ?? event.cause ?? event.canceller;
        return [
            time,
            kind,
            task || '',
            word ?? '',
            kind === 'name' || kind === 'site' ? name : '',
            kind === 'done' || kind === 'begin' ? `${value},${detail}` : '',
            word === 'timer' && kind === 'wait' ? value : '',
            kind !== 'name' && kind !== 'site' && kind !== 'timer-set' && other ? `of=${other}` : '',
            deadline === undefined ? '' : `at=${deadline}`,
            event.object ? object(event.object) : '',
            kind !== 'site' && site ? sites.get(site) : '',
        ].filter((part) => part !== '').join(' ');
    };
}

const FILE = 'tests/shim/shim.c';

describe('the trace', () => {
    it('tells all that a program does, in order', async () => {
        const { events } = await trace(['trace']);
        const told = events.filter(({ kind }) => kind !== 'site').length;
        assert.ok(events.filter(({ kind }) => kind === 'site').every(({ name }) => /:\d+$|^eddy_run$/.test(name ?? '')));
        const lines = events.map(describer()).filter((line) => !line.includes(' site '));
        assert.equal(lines.length, told);
        assert.deepEqual(lines, [
            '0 begin 2,2',
            '0 created 1 eddy_run',
            '0 name 1 main',
            '0 ready 1 loop',
            '0 iteration-begin of=1',
            '0 run 1',
            `0 created 2 of=1 ${FILE}`,
            '0 name 2 traced-2',
            '0 ready 2 task of=1',
            `0 created 3 of=1 ${FILE}`,
            '0 name 3 traced-3',
            '0 ready 3 task of=1',
            '0 name 3 bé',
            '0 handle-ready call of=1 A',
            '0 ready 1 task of=1',
            `0 wait 1 yield ${FILE}`,
            '0 iteration-end of=1',
            '0 iteration-begin of=2',
            '0 run 2',
            '0 timer-set 2 sleep at=0.5',
            `0 wait 2 timer 500000 ${FILE}`,
            '0 run 3',
            '0 timer-set 3 sleep at=10',
            `0 wait 3 timer 10000000 ${FILE}`,
            '0 handle-run call A',
            '0 callback-done',
            '0 run 1',
            `0 wait 1 task of=2 B ${FILE}`,
            '0 iteration-end of=2',
            '0.5 timer-fired 2 sleep',
            '0.5 iteration-begin of=3',
            '0.5 handle-run 2 sleep',
            '0.5 ready 2 timer',
            '0.5 iteration-end of=3',
            '0.5 iteration-begin of=4',
            '0.5 run 2',
            '0.5 done 2 0,0',
            '0.5 ready 1 task of=2',
            '0.5 iteration-end of=4',
            '0.5 iteration-begin of=5',
            '0.5 run 1',
            `0.5 cancel 3 call of=1 ${FILE}`,
            '0.5 handle-cancelled 3 sleep',
            '0.5 ready 3 task of=1',
            '0.5 member 3 gather C',
            '0.5 member gather of=1048580 C',
            `0.5 wait 1 gather C ${FILE}`,
            '0.5 iteration-end of=5',
            '0.5 iteration-begin of=6',
            '0.5 run 3',
            '0.5 done 3 -1,1',
            '0.5 handle-ready 3 member of=3 C',
            '0.5 iteration-end of=6',
            '0.5 iteration-begin of=7',
            '0.5 handle-run 3 member C',
            '0.5 ready 1 task of=3',
            '0.5 iteration-end of=7',
            '0.5 iteration-begin of=8',
            '0.5 run 1',
            '0.5 done 1 0,0',
            '0.5 handle-ready loop of=1',
            '0.5 iteration-end of=8',
            '0.5 iteration-begin of=9',
            '0.5 handle-run loop',
            '0.5 iteration-end of=9',
        ]);
    });

    it('loses nothing when the ring is full', async () => {
        const count = 10_000;
        const { events, chunks } = await trace(['trace-many', String(count)]);
        const kinds = events.map((event) => event.kind).filter((kind) => kind === 'run' || kind === 'wait');
        assert.deepEqual(kinds,
            Array.from({ length: 2 * count + 1 }, (_, i) => (i % 2 === 0 ? 'run' : 'wait')));
        assert.deepEqual(events.filter(({ kind }) => kind === 'iteration-begin').map(({ other }) => other),
            Array.from({ length: count + 2 }, (_, i) => i + 1));
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

    it('of a newer kind is passed over, of another format is an error', () => {
        const records = new ArrayBuffer(64);
        const view = new DataView(records);
        view.setUint16(8, 999, true);
        view.setUint16(32 + 8, 5, true);
        assert.deepEqual([...readTrace(records)].map(({ kind }) => kind), ['run']);
        view.setUint16(8, 1, true); // begin
        view.setUint16(10, 9, true);
        assert.throws(() => [...readTrace(records)], /format 9.*reads format 2/);
        assert.throws(() => [...readTrace(new ArrayBuffer(33))], /33 bytes/);
    });
});
