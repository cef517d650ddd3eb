/** The loop rebuilt at every instant: from programs that run, and from traces written by hand. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import { load, readTrace, run } from '../../wasm/src/index.js';
import { HandleQueue } from '../../web/timeline/handle-queue.js';
import { History } from '../../web/timeline/history.js';
import { LoopState } from '../../web/timeline/loop-state.js';
import { awaitersOf, deadlocks, whyNot } from '../../web/timeline/why.js';

/** @typedef {import('../../wasm/src/trace.js').TraceEvent} TraceEvent */

/** @param {string} name @param {Record<string, string>} [env] @returns {Promise<History>} of an example, on the virtual clock */
async function historyOf(name, env = {}) {
    const module = await load(readFileSync(new URL(`../../build/guest/${name}.wasm`, import.meta.url)));
    const history = new History();
    const started = run(module, { clock: 'virtual', trace: true, env });
    started.addEventListener('trace', (event) => {
        const { records } = /** @type {CustomEvent<{records: ArrayBuffer}>} */ (event).detail;
        for (const one of readTrace(records)) history.add(one);
    });
    assert.equal((await started.finished).error, null);
    return history;
}

/** @param {TraceEvent['kind']} kind @param {number} task @param {Partial<TraceEvent>} [more]
 * @returns {TraceEvent} */
const event = (kind, task, more = {}) => ({
    time: 0, kind, task, other: 0, object: 0, value: 0, detail: 0, site: 0, ...more,
});

/** @param {TraceEvent[]} events */
function historyFrom(events) {
    const history = new History();
    for (const one of events) history.add(one);
    return history;
}

/** @param {LoopState} state */
const statuses = (state) => Object.fromEntries([...state.tasks.values()].map(({ number, status }) => [number, status]));

/** @param {LoopState} state */
const plain = (state) => ({
    ...Object.fromEntries(Object.entries(state).map(([key, value]) =>
        [key, value instanceof HandleQueue ? [...value.values()] : value instanceof Map ? [...value] : value])),
});

describe('the state at an instant', () => {
    test('of gather: what waits for what, until when, and where in the source', async () => {
        const history = await historyOf('gather');
        const middle = history.stateAt(history.indexAt({ time: 0.15, step: Infinity }));
        assert.deepEqual(statuses(middle), { 1: 'waiting', 2: 'done', 3: 'waiting', 4: 'waiting' });
        assert.deepEqual(middle.timersInOrder.map(({ handle, task, deadline }) => [handle, task, deadline]), [
            ['sleep', 4, 0.2],
            ['sleep', 3, 0.3],
        ]);
        assert.equal(middle.tasks.get(1)?.wait?.kind, 'gather');
        assert.equal(history.sites.get(middle.tasks.get(3)?.site ?? 0)?.file, 'gather.c');
        const source = readFileSync(new URL('../../web/examples/gather.c', import.meta.url), 'utf8').split('\n');
        const line = history.sites.get(middle.tasks.get(3)?.site ?? 0)?.line ?? 0;
        assert.match(source[line - 1], /eddy_sleep/);
        assert.deepEqual(awaitersOf(middle, 3).map(({ task, through }) => [task.number, through]), [[1, 'gather']]);
    });

    test('is the same forward, backward and by leaps', async () => {
        const history = await historyOf('ten-thousand', { TASKS: '600' });
        assert.ok(history.length > 4000, `${history.length} events`);
        const step = new LoopState();
        const places = [...Array(12).keys()].map((i) => Math.floor((i * history.length) / 11));
        const states = new Map();
        for (const index of places) {
            while (step.index < index) step.apply(history.events[step.index]);
            states.set(index, plain(step.clone()));
        }
        for (const index of [...places].reverse()) assert.deepEqual(plain(history.stateAt(index)), states.get(index));
        for (const index of places) assert.deepEqual(plain(history.stateAt(index)), states.get(index));
    });

    for (const name of ['gather', 'interleave', 'switch-points', 'queues', 'cancel', 'timeout', 'task-group', 'deadline', 'semaphore', 'producer-consumer', 'as-completed', 'wait', 'backpressure', 'cleanup']) {
        test(`of ${name}: every handle that runs is the first of the ready queue`, async () => {
            const history = await historyOf(name);
            const state = new LoopState();
            for (const one of history.events) {
                if (one.kind === 'run' || one.kind === 'handle-run') {
                    const [first] = state.ready.values();
                    const handle = one.kind === 'run' ? 'task' : one.handle;
                    assert.deepEqual([first?.handle, first?.task], [handle, one.task], `at event ${state.index}`);
                }
                if (one.kind === 'timer-fired') {
                    assert.ok(Math.abs((state.timersInOrder[0]?.deadline ?? NaN) - one.time) < 1e-9);
                }
                state.apply(one);
            }
            assert.equal(state.ready.size, 0);
            assert.equal(state.timers.size, 0);
            assert.ok([...state.tasks.values()].every(({ status }) => ['done', 'failed', 'cancelled'].includes(status)));
        });
    }
});

describe('why a task does not run', () => {
    const twoLocks = [
        event('created', 1), event('run', 1), event('acquired', 1, { object: 7, wait: 'lock' }),
        event('created', 2, { other: 1 }), event('ready', 2), event('wait', 1, { wait: 'yield' }),
        event('run', 2), event('acquired', 2, { object: 8, wait: 'lock' }),
        event('wait', 2, { wait: 'lock', object: 7 }),
        event('ready', 1), event('run', 1), event('wait', 1, { wait: 'lock', object: 8 }),
        event('created', 3), event('run', 3), event('wait', 3, { wait: 'task', other: 1 }),
    ];

    test('two locks: the ring is named, and who only waits for it is not in it', () => {
        const history = historyFrom(twoLocks);
        const state = history.stateAt(history.length);
        assert.deepEqual(deadlocks(state), [[1, 2]]);
        const why = whyNot(state, 3);
        assert.deepEqual(why?.links.map(({ task }) => task.number), [3, 1, 2]);
        assert.deepEqual(why?.end, { kind: 'ring', ring: [1, 2] });
        assert.equal(history.objectName(7), 'lock 1');
        assert.equal(history.objectName(8), 'lock 2');
        assert.deepEqual(deadlocks(history.stateAt(9)), []);
    });

    test('a chain ends at a timer, a request, the ready queue', () => {
        const history = historyFrom([
            event('created', 1), event('run', 1), event('wait', 1, { wait: 'task', other: 2 }),
            event('created', 2), event('run', 2),
            event('timer-set', 2, { handle: 'sleep', deadline: 3 }), event('wait', 2, { wait: 'timer' }),
            event('created', 3), event('run', 3), event('io-begin', 3, { object: 4 }), event('wait', 3, { wait: 'fetch', object: 4 }),
            event('created', 4), event('ready', 4), event('created', 5), event('ready', 5),
        ]);
        const state = history.stateAt(history.length);
        assert.deepEqual(whyNot(state, 1)?.end, { kind: 'timer', deadline: 3 });
        assert.deepEqual(whyNot(state, 3)?.end, { kind: 'request' });
        assert.deepEqual(whyNot(state, 5)?.end, { kind: 'ready', place: 2 });
        assert.equal(whyNot(state, 9), null);
        assert.equal(state.requests.get(4)?.task, 3);
    });

    test('a semaphore is no ring while one holder can go on', () => {
        const history = historyFrom([
            event('created', 1), event('created', 2), event('created', 3),
            event('run', 1), event('acquired', 1, { object: 5, wait: 'semaphore' }), event('wait', 1, { wait: 'task', other: 3 }),
            event('run', 2), event('acquired', 2, { object: 5, wait: 'semaphore' }), event('wait', 2, { wait: 'timer', value: 1 }),
            event('run', 3), event('wait', 3, { wait: 'semaphore', object: 5 }),
        ]);
        assert.deepEqual(deadlocks(history.stateAt(history.length)), []);
    });
});

test('handles of one key are taken oldest first, and keep their place among the others', () => {
    const queue = new HandleQueue();
    const put = (/** @type {string} */ key, /** @type {number} */ task) =>
        queue.append(key, { handle: 'call', task, object: 0, by: 0, deadline: NaN });
    put('a', 1);
    put('b', 2);
    put('a', 3);
    const copy = queue.clone();
    assert.equal(queue.take('a')?.task, 1);
    put('a', 4);
    assert.equal(queue.take('a')?.task, 3);
    assert.equal(queue.take('a')?.task, 4);
    assert.equal(queue.take('a'), null);
    assert.deepEqual([...copy.values()].map(({ task }) => task), [1, 2, 3]);
});
