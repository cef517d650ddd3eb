/** Output, input, and how runs end. */
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it } from 'node:test';
import { run as record } from 'eddy/test';
import { load, run } from '../../wasm/src/index.js';
import { finish, program, start } from './start.js';

describe('output', () => {
    it('comes in lines, with who wrote them and when', async () => {
        const { lines, result } = await finish(['lines']);
        assert.deepEqual(lines, [
            ['stdout', 'one', 'main', 0],
            ['stdout', 'two', 'main', 0],
            ['stdout', 'from a task', 'talker', 0],
            ['stdout', 'from a callback', 'loop', 0],
            ['stdout', 'later', 'talker', 1.5],
            ['stdout', 'three', 'main', 1.5],
            ['stderr', 'an error', 'main', 1.5],
            ['stdout', 'the last', '', 1.5],
            ['stderr', 'no end', '', 1.5],
        ].map(([stream, text, task, time]) => ({ stream, text, task, time, records: 0 })).map((line) =>
            ['the last', 'no end'].includes(String(line.text)) ? { ...line, unended: true } :
            // "thr" is written with the lines before it, and ended in a later one
            line.text === 'from a task' ? { ...line, text: 'thrfrom a task' } :
                line.text === 'three' ? { ...line, text: 'ee' } : line));
        assert.deepEqual(result, { status: 0, stopped: false, error: null, time: 1.5 });
    });

    it('of code outside of a loop is nobody\'s', async () => {
        const { lines } = await finish(['outside']);
        assert.deepEqual(lines, [{ stream: 'stdout', text: 'outside of a loop', task: '', time: 0, records: 0 }]);
    });

    it('is UTF-8, however it is cut', async () => {
        (await record(program, { args: ['utf8'] })).expectOutput('hé € 🌀\n\ufffd|\ufffd');
    });

    it('that floods comes in batches, whole and in order', async () => {
        const events = [];
        const { run: flood, lines } = start(['flood', '20000']);
        flood.addEventListener('output', () => events.push(1));
        await flood.finished;
        assert.deepEqual(lines.map((line) => line.text), Array.from({ length: 20000 }, (_, i) => `line ${i}`));
        assert.ok(events.length < 5000, `${events.length} events`);
    });

    it('beyond outputLimit ends the program', async () => {
        const { run: flood, lines } = start(['flood', '20000'], { outputLimit: 1000 });
        const result = await flood.finished;
        assert.equal(result.status, null);
        assert.equal(result.stopped, false);
        assert.match(String(result.error), /more than 1000 bytes/);
        assert.match(String(result.error), /task main/);
        const bytes = lines.reduce((sum, line) => sum + line.text.length + 1, 0);
        assert.ok(bytes >= 900 && bytes < 1000 + 8192, `${bytes} bytes came`);
    });
});

describe('input', () => {
    it('is text, with arguments and environment', async () => {
        const input = { args: ['input', 'a b', 'ü'], stdin: 'first\nzwö\nlast', env: { TEST: 'täst' } };
        (await record(program, input)).expectOutput(
            ['<first>', '<zwö>', '<last>', 'argument a b', 'argument ü', 'TEST=täst']);
    });

    it('is bytes, or nothing', async () => {
        const bytes = await record(program, { args: ['input'], stdin: new TextEncoder().encode('bytes\n') });
        bytes.expectOutput(['<bytes>', 'TEST=(none)']);
        (await record(program, { args: ['input'] })).expectOutput(['TEST=(none)']);
    });
});

describe('the end', () => {
    it('is main\'s status', async () => {
        await record(program, { args: ['status', '0'] });
        const { stderr } = await record(program, { args: ['status', '12'], status: 12 });
        assert.equal(stderr, 'eddy: main failed: error (12): as told\n');
        await record(program, { args: ['nonsense'], status: 2 });
    });

    it('is what exit() was given, with its sign', async () => {
        for (const status of [3, -5]) await record(program, { args: ['exit', String(status)], status });
    });

    it('by a trap names the task', async () => {
        const { run: trapped, texts } = start(['trap']);
        const { calls: _, stack = '', ...result } = await trapped.finished;
        assert.match(stack, /wasm-function\[\d+\]:0x/);
        assert.deepEqual({ ...result, error: null }, { status: null, stopped: false, error: null, time: 0.5 });
        assert.match(String(result.error), /trapped: unreachable \(in task unlucky\)/);
        const callback = await start(['trap-in-callback']).run.finished;
        assert.match(String(callback.error), /trapped: unreachable \(in a callback\)/);
        assert.deepEqual(texts(), []); // it was in the program's own buffer
    });

    it('by an endless recursion names the task, too', async () => {
        const { run: recursion, texts } = start(['recursion']);
        const result = await recursion.finished;
        assert.match(`${result.error}${texts('stderr').join()}`, /task main/);
        assert.match(`${result.error}${texts('stderr').join()}`, /stack/);
        assert.notEqual(result.status, 0);
    });

    it('by stop(), at once and once', async () => {
        const { run: stopped, wrote } = start(['yield-for-ever'], { clock: 'real' });
        await wrote('started');
        let exits = 0;
        stopped.addEventListener('exit', () => exits++);
        stopped.stop();
        stopped.stop();
        const result = await stopped.finished;
        assert.deepEqual({ ...result, time: 0 }, { status: null, stopped: true, error: null, time: 0 });
        assert.equal(exits, 1);
    });

    it('not while it is paused, and then where it was', async () => {
        const { run: paused, wrote, texts } = start(['sleeps', '3'], { clock: 'paced', pace: 0.02 });
        await wrote('slept 1');
        paused.pause();
        assert.equal(paused.paused, true);
        const before = texts().length;
        await new Promise((resolve) => setTimeout(resolve, 100)); // it would have ended
        assert.equal(texts().length, before);
        paused.resume();
        assert.equal((await paused.finished).status, 0);
        assert.deepEqual(texts(), ['slept 1', 'slept 2', 'slept 3']);
    });

    it('on a paced clock at the virtual clock\'s times, in so much of the host\'s', async () => {
        const before = performance.now();
        const { lines, result } = await finish(['sleeps', '3'], { clock: 'paced', pace: 0.03 });
        assert.ok(performance.now() - before >= 88, `${performance.now() - before} ms`);
        assert.deepEqual(lines.map(({ time }) => time), [1, 2, 3]);
        assert.equal(result.time, 3);
    });

    it('by stop() before it has begun', async () => {
        const { run: stopped, lines } = start(['lines']);
        stopped.stop();
        assert.equal((await stopped.finished).stopped, true);
        await new Promise((resolve) => setTimeout(resolve, 20)); // nothing of it may come later
        assert.deepEqual(lines, []);
    });

    it('by an AbortSignal, which does not hold the run afterwards', async () => {
        const controller = new AbortController();
        const { run: aborted, wrote } = start(['yield-for-ever'], { clock: 'real', signal: controller.signal });
        await wrote('started');
        controller.abort();
        assert.equal((await aborted.finished).stopped, true);
        const early = start(['lines'], { signal: AbortSignal.abort() });
        assert.equal((await early.run.finished).stopped, true);
        assert.deepEqual(early.lines, []);
        const unused = new AbortController();
        await finish(['lines'], { signal: unused.signal });
        assert.equal(getEventListeners(unused.signal, 'abort').length, 0);
    });

    it('of two loops one after the other', async () => {
        const { texts, result } = await finish(['two-loops']);
        assert.equal(texts().at(-1), '0 0');
        assert.equal(result.status, 0);
    });

    it('of what is no guest is an error in words', async () => {
        const empty = await load(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
        const { status, error } = await run(empty).finished;
        assert.equal(status, null);
        assert.match(String(error), /no Eddy guest/);
        await assert.rejects(load(new Uint8Array([1, 2, 3])), /WebAssembly/);
    });
});

describe('several runs', () => {
    it('of one module know nothing of each other', async () => {
        const runs = Array.from({ length: 20 }, (_, i) => finish(['status', String(i)]));
        const statuses = (await Promise.all(runs)).map(({ result }) => result.status);
        assert.deepEqual(statuses, Array.from({ length: 20 }, (_, i) => i));
        assert.equal(await load(program), program);
    });
});
