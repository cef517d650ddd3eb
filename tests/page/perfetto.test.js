/** Perfetto's own trace processor opens what is exported of each example's run, and makes of it what was meant. */

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { after, describe, test } from 'node:test';

import { readRun } from '../../web/element/saved-run.js';
import { chromeTrace } from '../../web/timeline/chrome-trace.js';
import { History } from '../../web/timeline/history.js';
import { TraceProcessor } from './trace-processor.js';

/** @typedef {import('../../web/timeline/lane-model.js').LaneModel} LaneModel */

const folder = new URL('../../build/site/examples/', import.meta.url);
const runs = (await readdir(folder)).filter((file) => file.endsWith('.run.json'));
const perfetto = new TraceProcessor();
after(() => perfetto.close());

/** What it complains of. */
const complaints = () => perfetto.rows("select name, value from stats where value > 0 and severity in ('error', 'data_loss')");

const loopSlices = () => perfetto.rows(`
    select s.ts, s.dur, s.depth, s.name, t.name as thread, p.name as process
    from slice s join thread_track on s.track_id = thread_track.id join thread t using (utid) join process p using (upid)
    order by s.ts, s.id`);

const asyncSlices = () => perfetto.rows(`
    select track.id as track, track.name as lane, s.ts, s.dur, s.depth, s.name, extract_arg(s.arg_set_id, 'args.says') as says,
        extract_arg(s.arg_set_id, 'args.task') as task
    from slice s join track on s.track_id = track.id where track.type != 'thread_execution' order by track.id, s.ts, s.id`);

const arrows = () => perfetto.rows(`
    select o.name as source, i.name as target, o.ts as woke, i.ts as ran
    from flow join slice o on o.id = slice_out join slice i on i.id = slice_in order by flow.id`);

/** Nanoseconds by which steps of one instant may be moved apart. @param {LaneModel} lanes */
const slack = (lanes) => lanes.steps + 1;

/** @param {number} actual in nanoseconds @param {number} seconds @param {number} most @param {string} what */
function near(actual, seconds, most, what) {
    assert.ok(Math.abs(actual - seconds * 1e9) <= most, `${what}: ${actual} ns, ${seconds} s`);
}

/** @param {LaneModel} lanes @param {string} name */
async function checkLoop(lanes, name) {
    const slices = await loopSlices();
    const who = lanes.slices.task.map((task) => (task === 0 ? 'callback' : lanes.nameOf(task)));
    assert.deepEqual(slices.map((slice) => slice.name), who);
    let end = 0;
    for (const [index, { ts, dur, depth, thread, process }] of slices.entries()) {
        assert.deepEqual([depth, thread, process], [0, 'loop', name]);
        assert.ok(ts >= end && dur >= 1, `slice ${index} begins after the last`);
        near(ts, lanes.slices.start[index], slack(lanes), `slice ${index}`);
        end = ts + dur;
    }
}

/** @param {LaneModel} lanes @param {number} time at the end */
async function checkLanes(lanes, time) {
    /** @type {Map<number, any[]>} */
    const tracks = new Map();
    for (const slice of await asyncSlices()) {
        const track = tracks.get(slice.track);
        if (track) track.push(slice);
        else tracks.set(slice.track, [slice]);
    }
    const shown = lanes.order.filter(({ id, spans }) => id !== 0 && spans.length > 0);
    assert.deepEqual([...tracks.values()].map(([{ lane }]) => lane).sort(), shown.map(({ name }) => name).sort());
    for (const [whole, ...within] of tracks.values()) {
        const lane = lanes.lanes.get(whole.task);
        assert.ok(lane, `task ${whole.task}`);
        assert.deepEqual([whole.name, whole.depth], [lane.name, 0]);
        const instants = within.filter(({ says }) => says === null);
        assert.deepEqual(instants.map(({ name }) => name), lane.points.map(({ kind }) => kind));
        const spans = within.filter(({ says }) => says !== null);
        assert.deepEqual(spans.map(({ name, depth }) => `${name} ${depth}`), lane.spans.map(({ state }) => `${state} 1`));
        for (const [number, { from, to }] of lane.spans.entries()) {
            const what = `${lane.name}, span ${number}`;
            near(spans[number].ts, from.time, slack(lanes), what);
            near(spans[number].dur, (to?.time ?? time) - from.time, slack(lanes), what);
            assert.ok(spans[number].ts + spans[number].dur <= whole.ts + whole.dur, what);
        }
    }
}

/** @param {LaneModel} lanes */
async function checkArrows(lanes) {
    const found = await arrows();
    const names = found.map(({ source, target }) => `${source} → ${target}`);
    const ran = lanes.wakeups.filter(({ to, at }) => lanes.slices.task.some((task, slice) => task === to && slice > at.step - 0.5));
    assert.deepEqual(names, ran.map(({ from, to }) => `${lanes.nameOf(from)} → ${lanes.nameOf(to)}`));
    for (const { woke, ran: at } of found) assert.ok(woke < at, 'who is woken runs later');
}

describe('Perfetto', () => {
    for (const file of runs) {
        const name = file.replace('.run.json', '');
        test(`opens ${name}`, async () => {
            const run = await readRun(JSON.parse(await readFile(new URL(file, folder), 'utf8')));
            await perfetto.open(chromeTrace(run.history, name, run.time));
            assert.deepEqual(await complaints(), []);
            const [{ end }] = await perfetto.rows('select max(ts + dur) as end from slice');
            if (!run.truncated) near(end, run.time, Math.max(run.time * 1e8, slack(run.lanes)), 'the end'); // the program's own comes later
            await checkLoop(run.lanes, name);
            await checkLanes(run.lanes, run.time);
            await checkArrows(run.lanes);
        });
    }

    test('gives tasks of one name a track each', async () => {
        const history = new History();
        const add = (/** @type {number} */ time, /** @type {import('../../wasm/src/trace.js').TraceEvent['kind']} */ kind, /** @type {number} */ task, more = {}) =>
            history.add({ time, kind, task, other: 0, object: 0, value: 0, detail: 0, site: 0, ...more });
        const tasks = [1, 2, 3];
        for (const task of tasks) {
            add(0, 'created', task);
            add(0, 'name', task, { name: 'same' });
        }
        for (const task of tasks) {
            add(0, 'run', task);
            add(0, 'wait', task, { wait: 'timer', value: task * 1e6 });
        }
        for (const task of tasks) {
            add(task, 'ready', task);
            add(task, 'run', task);
            add(task, 'done', task);
        }
        history.lanes.finish(3, false);
        await perfetto.open(chromeTrace(history, 'same', 3));
        assert.deepEqual(await complaints(), []);
        await checkLoop(history.lanes, 'same');
        await checkLanes(history.lanes, 3);
    });

    test('complains of a trace that is wrong: this test would find it', async () => {
        const common = { pid: 1, tid: 1, cat: 'task', id: '0x1', name: 'x' };
        await perfetto.open({ traceEvents: [{ ph: 'e', ...common, ts: 1 }, { ph: 'f', bp: 'e', ...common, ts: 2 }] });
        assert.notDeepEqual(await complaints(), []);
    });
});
