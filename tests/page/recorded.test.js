/** The runs that are recorded with the site: each example has one, opens with it, and says what to look
 * for; and they open in Perfetto. */

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { readRun } from '../../web/element/saved-run.js';
import { chromeTrace } from '../../web/timeline/chrome-trace.js';
import { says } from './browsers.js';
import { inBrowsers } from './in-browsers.js';

const folder = new URL('../../build/site/examples/', import.meta.url);
/** @type {{examples: {name: string, look: string, at?: number}[]}[]} */
const groups = JSON.parse(await readFile(new URL('../../web/examples/examples.json', import.meta.url), 'utf8'));
const examples = groups.flatMap((group) => group.examples);

/** @param {string} name */
const recorded = async (name) => readRun(JSON.parse(await readFile(new URL(`${name}.run.json`, folder), 'utf8')));

test('every example has a sentence of what to look for, and a recorded run that ended well', async () => {
    const files = (await readdir(folder)).filter((file) => file.endsWith('.run.json'));
    assert.deepEqual(files.sort(), examples.map(({ name }) => `${name}.run.json`).sort());
    for (const { name, look, at } of examples) {
        const run = await recorded(name);
        assert.equal(run.phase, 'done', name);
        assert.ok(run.history.length > 10, name);
        assert.match(look, /^[A-Z].{30,}[.]$/s, name);
        if (at !== undefined) assert.ok(at <= run.time, `${name} opens at ${at} of ${run.time} s`);
    }
});

inBrowsers('recorded runs', (here) => {
    here.test('every example opens with its run, at its instant, before anything of WebAssembly', `#${examples[0].name}`, async ({ page, log }) => {
        for (const { name, look, at } of examples) {
            await page.evaluate((hash) => (location.hash = hash), name);
            await page.waitForFunction((wanted) => {
                const element = /** @type {any} */ (document.querySelector('eddy-playground'));
                return element?.phase === 'recorded' && location.hash === `#${wanted}` && element.example === wanted;
            }, {}, name);
            const opening = look.slice(0, 24).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
            await says(page, '.readout', new RegExp(`^${opening}`));
            if (at !== undefined) await says(page, '.place', new RegExp(`^${at.toFixed(3)} s$`));
        }
        assert.deepEqual(log.requests.filter((url) => /\.wasm$|\/worker/.test(url)), []);
    });
});

/** What the description of Chrome's trace events asks of them, as a list of what is wrong.
 * @param {any[]} events @returns {string[]} */
function faultsOf(events) {
    const faults = [];
    /** @type {Map<string, {name: string, ts: number}[]>} */
    const open = new Map();
    /** @type {Map<string, number>} */
    const ends = new Map();
    const named = new Set();
    for (const event of events) {
        const { ph, name, cat, id, ts, dur, pid, tid, args } = event;
        const what = `${ph} ${name} at ${ts}`;
        if (typeof name !== 'string' || !Number.isInteger(pid) || !Number.isInteger(tid)) faults.push(`${what}: a name and two numbers are due`);
        if (ph === 'M') {
            if (!['process_name', 'thread_name'].includes(name) || typeof args?.name !== 'string') faults.push(`${what}: not named`);
            named.add(name);
            continue;
        }
        if (!Number.isFinite(ts) || ts < 0) faults.push(`${what}: no time`);
        if (ph === 'X') {
            if (!(dur >= 0)) faults.push(`${what}: no length`);
            const before = ends.get(`${pid} ${tid}`) ?? 0;
            if (ts < before - 0.001) faults.push(`${what}: begins before the last has ended, at ${before}`);
            ends.set(`${pid} ${tid}`, ts + dur);
        } else if ('ben'.includes(ph)) {
            if (typeof id !== 'string' || !cat) faults.push(`${what}: no id or category`);
            const stack = open.get(`${cat} ${id}`) ?? [];
            open.set(`${cat} ${id}`, stack);
            const last = stack.at(-1);
            if (ph === 'b') stack.push({ name, ts });
            else if (ph === 'e' && (!last || last.name !== name || last.ts > ts)) faults.push(`${what}: ends what has not begun`);
            else if (ph === 'e') stack.pop();
            else if (stack.length === 0) faults.push(`${what}: an instant of nothing`);
        } else if (ph !== 'i' || !['g', 'p', 't'].includes(event.s)) faults.push(`${what}: a kind that is not known`);
    }
    for (const [id, stack] of open) if (stack.length > 0) faults.push(`${id}: ${stack[0].name} never ends`);
    if (named.size !== 2) faults.push('the process and its thread are not named');
    return faults;
}

test('every recorded run is a trace as Chrome’s format asks: pairs with distinct ids, microseconds, names', async () => {
    for (const { name } of examples) {
        const run = await recorded(name);
        const trace = /** @type {any} */ (JSON.parse(JSON.stringify(chromeTrace(run.history, name, run.time))));
        assert.deepEqual(faultsOf(trace.traceEvents), [], name);
        const lanes = [...run.lanes.lanes.values()].filter(({ id, spans }) => id !== 0 && spans.length > 0);
        const spans = trace.traceEvents.filter((/** @type {any} */ event) => event.ph === 'b');
        assert.equal(new Set(spans.map((/** @type {any} */ { cat, id }) => `${cat} ${id}`)).size, lanes.length, name);
        const last = Math.max(...trace.traceEvents.map((/** @type {any} */ { ts = 0, dur = 0 }) => ts + dur));
        // the program's own end comes after its last task's
        const inTime = last / 1e6 <= run.time + 1e-6 && last / 1e6 >= run.time * 0.9;
        assert.ok(inTime || run.truncated, `${name}: ${last} µs of ${run.time} s`);
    }
});

test('what judges a trace finds its faults', () => {
    const of = (/** @type {object[]} */ ...events) => faultsOf(events.map((event) => ({ name: 'x', pid: 1, tid: 1, ...event })));
    assert.equal(of({ ph: 'b', cat: 'task', id: '0x1', ts: 1 }).filter((fault) => fault.includes('never ends')).length, 1);
    assert.equal(of({ ph: 'e', cat: 'task', id: '0x1', ts: 1 }).filter((fault) => fault.includes('not begun')).length, 1);
    const twice = [{ ph: 'X', ts: 0, dur: 5 }, { ph: 'X', ts: 3, dur: 5 }];
    assert.equal(of(...twice).filter((fault) => fault.includes('before the last')).length, 1);
    assert.equal(of({ ph: 'X', dur: 5 }).filter((fault) => fault.includes('no time')).length, 1);
});
