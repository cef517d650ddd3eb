/** The picture without a browser: from a trace to lanes, to places on the screen, to sentences. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { isBlocking, LaneModel } from '../../web/timeline/lane-model.js';
import { OutputLog } from '../../web/element/output-log.js';
import { Scale } from '../../web/timeline/scale.js';
import { spentUntil } from '../../web/timeline/spent.js';
import { laneState, loopSentence, pointSentence, spanSentence } from '../../web/timeline/sentences.js';

/** @typedef {import('../../wasm/src/trace.js').TraceEvent} TraceEvent */

/** @param {number} time @param {TraceEvent['kind']} kind @param {number} task
 * @param {Partial<TraceEvent>} [more] @returns {TraceEvent} */
const event = (time, kind, task, more = {}) => ({
    time, kind, task, other: 0, object: 0, value: 0, detail: 0, site: 0, ...more,
});

/** main makes B, both sleep, main cancels B. @returns {LaneModel} */
function cancelled() {
    const model = new LaneModel();
    for (const one of [
        event(0, 'created', 1),
        event(0, 'name', 1, { name: 'main' }),
        event(0, 'run', 1),
        event(0, 'created', 2, { other: 1 }),
        event(0, 'name', 2, { name: 'B' }),
        event(0, 'wait', 1, { wait: 'timer', value: 500_000 }),
        event(0, 'run', 2),
        event(0, 'wait', 2, { wait: 'timer', value: 10_000_000 }),
        event(0.5, 'ready', 1),
        event(0.5, 'run', 1),
        event(0.5, 'cancel', 2, { other: 1 }),
        event(0.5, 'ready', 2, { other: 1 }),
        event(0.5, 'wait', 1, { wait: 'task', other: 2 }),
        event(0.5, 'run', 2),
        event(0.5, 'done', 2, { value: -1, detail: 1 }),
        event(0.5, 'ready', 1, { other: 0 }),
        event(0.5, 'run', 1),
        event(0.5, 'done', 1),
    ]) {
        model.add(one);
    }
    model.finish(0.5, false);
    return model;
}

/** main gives a job to a worker, sleeps, and is told that it is done. @returns {LaneModel} */
function inWorker() {
    const model = new LaneModel();
    for (const one of [
        event(0, 'created', 1),
        event(0, 'name', 1, { name: 'main' }),
        event(0, 'run', 1),
        event(0, 'job-submitted', 1, { object: 7 }),
        event(0, 'job-started', 0, { object: 7, other: 1 }),
        event(0, 'wait', 1, { wait: 'job', object: 7 }),
        event(0.25, 'job-done', 0, { object: 7, other: 1 }),
        event(0.25, 'ready', 1, { cause: 'job', object: 7 }),
        event(0.25, 'run', 1),
        event(0.25, 'done', 1),
    ]) {
        model.add(one);
    }
    model.finish(0.25, false);
    return model;
}

/** @param {LaneModel} model @param {number} id */
const laneOf = (model, id) => {
    const lane = model.lanes.get(id);
    assert.ok(lane);
    return lane;
};

describe('lanes', () => {
    test('a lane per worker of a pool, that runs while it has a job', () => {
        const model = inWorker();
        assert.deepEqual(model.order.map(({ name }) => name), ['loop', 'main', 'worker 1']);
        const [span, ...more] = laneOf(model, -1).spans;
        assert.deepEqual([span.state, span.from.time, span.to?.time, more.length], ['running', 0, 0.25, 0]);
        assert.equal(isBlocking(span), false); // nobody waits for a worker's turn
    });

    test('a lane per task, below the one that made it', () => {
        const { order } = cancelled();
        assert.deepEqual(order.map(({ name, depth }) => [name, depth]), [
            ['loop', 0],
            ['main', 0],
            ['B', 1],
        ]);
    });

    test('each has its states in order, each placed by time and step', () => {
        const model = cancelled();
        const { spans } = laneOf(model, 2);
        assert.deepEqual(
            spans.map(({ state, from, to }) => [state, from, to]),
            [
                ['ready', { time: 0, step: 0.5 }, { time: 0, step: 1 }],
                ['running', { time: 0, step: 1 }, { time: 0, step: 2 }],
                ['waiting', { time: 0, step: 2 }, { time: 0.5, step: 2.5 }],
                ['ready', { time: 0.5, step: 2.5 }, { time: 0.5, step: 3 }],
                ['running', { time: 0.5, step: 3 }, { time: 0.5, step: 4 }],
            ],
        );
    });

    test('say in sentences what happened', () => {
        const model = cancelled();
        const lane = laneOf(model, 2);
        assert.equal(
            spanSentence(model, lane, lane.spans[2]),
            'B waits for a timer, due at 10.000 s, but only from 0.000 to 0.500 s; woken by main',
        );
        assert.deepEqual(
            lane.points.map((point) => pointSentence(model, lane, point)),
            ['main asks B to end at 0.500 s', 'B ended cancelled at 0.500 s'],
        );
        assert.deepEqual(laneState(lane), { state: 'cancelled', word: 'cancelled' });
        const main = laneOf(model, 1);
        assert.equal(spanSentence(model, main, main.spans[5]), 'main waits for B to end, at 0.500 s');
    });

    test('tell how a task has spent its time, up to any place', () => {
        const main = /** @type {import('../../web/timeline/lane-model.js').Lane} */ (cancelled().lanes.get(1));
        assert.deepEqual(spentUntil(main, { time: 0.2, step: 2 }), { steps: 1, running: 0, ready: 0, waiting: 0.2 });
        assert.deepEqual(spentUntil(main, { time: 0.5, step: 99 }), { steps: 3, running: 0, ready: 0, waiting: 0.5 });
    });

    test('who could have run while the loop was blocked is named, and nobody else', () => {
        const model = new LaneModel();
        const names = ['main', 'ready', 'due', 'later', 'waits'];
        names.forEach((name, i) => {
            model.add(event(0, 'created', i + 1));
            model.add(event(0, 'name', i + 1, { name }));
        });
        for (const one of [
            event(0, 'run', 3),
            event(0, 'wait', 3, { wait: 'timer', value: 300_000 }),
            event(0, 'run', 4),
            event(0, 'wait', 4, { wait: 'timer', value: 900_000 }),
            event(0, 'run', 5),
            event(0, 'wait', 5, { wait: 'future' }),
            event(0.1, 'run', 1),
        ]) {
            model.add(one);
        }
        const lane = laneOf(model, 1);
        const blocks = lane.spans[1];
        assert.match(spanSentence(model, lane, blocks, 0.2), /since 0.100 s: nobody else runs for 0.100 s; ready could have run$/);
        model.add(event(0.6, 'blocked', 1, { value: 500_000 }));
        model.add(event(0.6, 'wait', 1, { wait: 'future' }));
        model.add(event(0.6, 'ready', 3));
        model.add(event(0.6, 'run', 2));
        model.finish(0.7, false);
        assert.match(spanSentence(model, lane, blocks), /runs for 0.500 s; ready and due could have run$/);
        const scale = new Scale(model, 1000, 1);
        const place = { time: 0.3, step: blocks.from.step };
        assert.match(loopSentence(model, place, scale, scale.x(place)), /0.500 s of real time; ready and due could have run$/);
    });

    test('a long slice blocks, while it lasts too', () => {
        const model = new LaneModel();
        for (const one of [
            event(0, 'created', 1),
            event(0, 'name', 1, { name: 'main' }),
            event(0.1, 'run', 1),
        ]) {
            model.add(one);
        }
        const lane = laneOf(model, 1);
        assert.equal(
            spanSentence(model, lane, lane.spans[1], 0.4),
            'main blocks the loop since 0.100 s: nobody else runs for 0.300 s',
        );
        model.finish(0.6, true);
        assert.equal(
            spanSentence(model, lane, lane.spans[1]),
            'main blocks the loop from 0.100 to 0.600 s: nobody else runs for 0.500 s',
        );
        assert.equal(
            pointSentence(model, lane, lane.points[0]),
            'The program failed at 0.600 s, while main ran',
        );
    });
});

describe('the scale', () => {
    test('is in order, gives every step some width, and fills the width', () => {
        const model = cancelled();
        const scale = new Scale(model, 500, 0.5);
        const places = laneOf(model, 2).spans.map(({ from }) => scale.x(from));
        assert.deepEqual(places, [...places].sort((a, b) => a - b));
        const { from, to } = laneOf(model, 1).spans[1];
        assert.ok(to && scale.x(to) - scale.x(from) >= 8, 'a step is wide enough to be seen');
        assert.equal(scale.x({ time: 0.5, step: model.steps }), 500);
    });

    test('leads back from the screen to the time', () => {
        const scale = new Scale(cancelled(), 500, 0.5);
        for (const time of [0.1, 0.25, 0.4]) {
            assert.ok(Math.abs(scale.placeAt(scale.timeToX(time)).time - time) < 1e-9);
        }
        assert.equal(scale.placeAt(0).time, 0);
        assert.equal(scale.placeAt(499).time, 0.5);
    });

    test('has a picture for a run in which no time passes', () => {
        const model = new LaneModel();
        for (const one of [event(0, 'created', 1), event(0, 'run', 1), event(0, 'done', 1)]) model.add(one);
        model.finish(0, false);
        const scale = new Scale(model, 500, 0);
        assert.ok(scale.x({ time: 0, step: 1 }) > 0);
        assert.deepEqual(scale.ticks(), [{ time: 0, x: 0, label: '0' }]);
    });

    test('has round times on its axis, the last one too', () => {
        const labels = new Scale(cancelled(), 500, 0.5).ticks().map(({ label }) => label);
        assert.deepEqual(labels, ['0.0', '0.1', '0.2', '0.3', '0.4', '0.5']);
    });
});

test('the output log keeps the last lines, and knows how many are gone', () => {
    const log = new OutputLog();
    for (let batch = 0; batch < 100; batch += 1) {
        log.add(
            Array.from({ length: 100 }, (_, index) => ({
                stream: /** @type {const} */ ('stdout'),
                text: String(batch * 100 + index),
                task: 'main',
                time: batch,
                records: 0,
            })),
        );
    }
    assert.equal(log.total, 10_000);
    assert.ok(log.lines.length <= 4000);
    assert.equal(log.lines[0].text, String(log.dropped));
    assert.equal(log.lines.at(-1)?.text, '9999');
    log.add([{ stream: 'stderr', text: 'x'.repeat(100_000), task: 'main', time: 100, records: 0 }]);
    assert.ok((log.lines.at(-1)?.text.length ?? 0) < 5000);
});
