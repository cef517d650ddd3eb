/** What a run can be exported as, and the timeline's arithmetic: without a browser. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { chromeTrace } from '../../web/timeline/chrome-trace.js';
import { History } from '../../web/timeline/history.js';
import { firstEndingAfter, marksInSight, spanAt } from '../../web/timeline/marks.js';
import { Scale } from '../../web/timeline/scale.js';
import { Viewport } from '../../web/timeline/viewport.js';

/** @typedef {import('../../wasm/src/trace.js').TraceEvent} TraceEvent */

/** Tasks that sleep and run in turn. @param {number} tasks @param {number} rounds */
function sleepers(tasks, rounds) {
    const history = new History();
    /** @param {number} time @param {TraceEvent['kind']} kind @param {number} task @param {Partial<TraceEvent>} [more] */
    const add = (time, kind, task, more = {}) =>
        history.add({ time, kind, task, other: 0, object: 0, value: 0, detail: 0, site: 0, ...more });
    for (let task = 1; task <= tasks; task += 1) {
        add(0, 'created', task, { other: task === 1 ? 0 : 1 });
        add(0, 'name', task, { name: `t${task}` });
    }
    for (let round = 0; round < rounds; round += 1) {
        for (let task = 1; task <= tasks; task += 1) {
            add(round, 'ready', task, { cause: 'timer' });
            add(round, 'run', task);
            add(round, 'wait', task, { wait: 'timer', value: 1_000_000 });
        }
    }
    add(rounds, 'run', 1);
    add(rounds, 'done', 1);
    history.lanes.finish(rounds, false);
    return history;
}

describe('marks', () => {
    test('cost as many as there are pixels, however many spans there are', () => {
        const { lanes } = sleepers(2, 20_000);
        const lane = lanes.lanes.get(1);
        assert.ok(lane && lane.spans.length > 40_000);
        const scale = new Scale(lanes, 600, 20_000);
        const marks = marksInSight(lane, scale, 0, 600, { x: 600, time: 20_000 });
        assert.ok(marks.length <= 310, `${marks.length} marks`);
        assert.ok(marks.reduce((sum, { count }) => sum + count, 0) >= lane.spans.length - 1);
    });

    test('say that a step blocks the loop, and not that a worker is busy', () => {
        const { lanes } = sleepers(1, 1);
        const at = (/** @type {number} */ time) => ({ time, step: 0 });
        const busy = [{ state: 'running', from: at(0), to: at(1), cause: {}, wokenBy: 0 }];
        const marks = (/** @type {number} */ id) =>
            marksInSight(/** @type {any} */ ({ id, spans: busy }), new Scale(lanes, 100, 1), 0, 100, { x: 100, time: 1 });
        assert.deepEqual([1, -1].map((id) => marks(id)[0].state), ['blocking', 'running']);
    });

    test('are found where they are, and the nearest where they are small', () => {
        const { lanes } = sleepers(2, 4);
        const lane = lanes.lanes.get(2);
        assert.ok(lane);
        const scale = new Scale(lanes, 800, 4);
        const now = { x: 800, time: 4 };
        lane.spans.forEach((span, index) => {
            const [x, end] = [scale.x(span.from), span.to ? scale.x(span.to) : 800];
            if (end - x > 8) assert.equal(spanAt(lane, scale, (x + end) / 2, now), index);
        });
        assert.equal(firstEndingAfter(lane.spans, scale, -1), 0);
        assert.equal(spanAt(lane, scale, 5000, now), -1);
    });
});

describe('the viewport', () => {
    test('keeps what is under the pointer where it is, and all of it fits again', () => {
        const { lanes } = sleepers(3, 50);
        const viewport = new Viewport();
        const before = viewport.fitTo(lanes, 700, 50);
        const { time } = before.placeAt(300);
        for (let i = 0; i < 6; i += 1) viewport.zoomBy(lanes, 50, 1.5, 300);
        assert.ok(viewport.zoom > 11);
        const after = viewport.fitTo(lanes, 700, 50);
        assert.ok(Math.abs(after.placeAt(viewport.left + 300).time - time) < 0.05);
        viewport.panBy(-1e9);
        viewport.fitTo(lanes, 700, 50);
        assert.equal(viewport.left, 0);
        viewport.fit();
        assert.equal(viewport.fitTo(lanes, 700, 50).width, 700);
    });

    test('of two runs on one clock has the same time at the same place', () => {
        const [a, b] = [sleepers(2, 10).lanes, sleepers(5, 4).lanes];
        const viewport = new Viewport();
        viewport.byTime = true;
        viewport.duration = 10;
        const x = viewport.fitTo(a, 500, 10).timeToX(3);
        assert.equal(viewport.fitTo(b, 500, 4).timeToX(3), x);
    });
});

describe('Chrome’s trace events', () => {
    /** @type {any[]} */
    const events = /** @type {any} */ (chromeTrace(sleepers(3, 4), 'sleepers', 4)).traceEvents;

    test('have an id for each task, and every span that begins ends, in order', () => {
        /** @type {Map<string, string[]>} */
        const open = new Map();
        const spans = events.filter(({ ph, cat }) => 'be'.includes(ph) && cat === 'task');
        assert.equal(new Set(spans.map(({ id }) => id)).size, 3);
        let begun = 0;
        for (const { ph, id, name } of spans) {
            const stack = open.get(id) ?? [];
            open.set(id, stack);
            if (ph === 'b') {
                stack.push(name);
                begun += 1;
            } else assert.equal(stack.pop(), name, 'spans nest');
        }
        assert.ok(begun > 20);
        assert.deepEqual([...open.values()].flat(), []);
    });

    test('have the loop as a thread whose slices do not overlap, in microseconds', () => {
        const slices = events.filter(({ ph }) => ph === 'X');
        assert.equal(slices.length, 13);
        let end = 0;
        for (const { ts, dur } of slices) {
            assert.ok(ts > end - 1e-6 && dur > 0); // microseconds as fractions have no exact sums
            end = ts + dur;
        }
        assert.equal(slices.at(-1).ts, 4e6);
        assert.ok(events.every((event) => event.pid === 1 && (event.ph === 'M' || Number.isFinite(event.ts))));
    });
});
