/** The host's event loop: never starved, woken by one timer, and cheaply. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { finish, start } from './start.js';

describe('the host', () => {
    it('has its turns while a program is always ready', async () => {
        const { run, wrote } = start(['yield-for-ever'], { clock: 'real' });
        await wrote('started');
        let immediates = 0;
        for (; immediates < 20; immediates++) await new Promise((resolve) => setImmediate(resolve));
        const before = performance.now();
        await new Promise((resolve) => setTimeout(resolve, 20));
        assert.ok(performance.now() - before < 2000); // a turn of the guest is some 8 ms
        run.stop();
        assert.equal((await run.finished).stopped, true);
    });

    it('has its turns while two programs are always ready', async () => {
        const both = [start(['yield-for-ever'], { clock: 'real' }), start(['yield-for-ever'], { clock: 'real' })];
        await Promise.all(both.map(({ wrote }) => wrote('started')));
        await new Promise((resolve) => setTimeout(resolve, 20));
        for (const { run } of both) run.stop();
        for (const { run } of both) assert.equal((await run.finished).stopped, true);
    });

    it('is not asked for a timer to go on at once', async () => {
        const before = performance.now();
        await finish(['yields', '20000'], { clock: 'real' });
        const each = (performance.now() - before) / 20000;
        assert.ok(each < 0.4, `${each} ms each: a host timer would take 1 to 4 ms`);
    });
});

describe('timers', () => {
    const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globalThis;
    /** @type {number[]} */
    let set;
    let armed = 0;
    let mostArmed = 0;
    beforeEach(() => {
        set = [];
        armed = mostArmed = 0;
        /** @type {Set<unknown>} */
        const live = new Set();
        const count = () => {
            armed = live.size;
            mostArmed = Math.max(mostArmed, armed);
        };
        globalThis.setTimeout = /** @type {any} */ ((/** @type {() => void} */ callback, /** @type {number} */ delay) => {
            const timer = realSetTimeout(() => {
                live.delete(timer);
                count();
                callback();
            }, delay);
            set.push(delay);
            live.add(timer);
            count();
            return timer;
        });
        globalThis.clearTimeout = /** @type {any} */ ((/** @type {any} */ timer) => {
            live.delete(timer);
            count();
            realClearTimeout(timer);
        });
    });
    afterEach(() => {
        globalThis.setTimeout = realSetTimeout;
        globalThis.clearTimeout = realClearTimeout;
    });

    it('of a program are one timer of the host, for the earliest', async () => {
        await finish(['timers'], { clock: 'real' });
        // 10, 20 ... 50, 80 ms: more if one comes early, fewer if the host is late
        assert.ok(set.length >= 1 && set.length <= 14, `${set}`);
        assert.equal(mostArmed, 1);
        assert.ok(set[0] > 0 && set[0] <= 11, `${set}`);
        assert.ok(Math.max(...set) <= 31, `${set}`); // the 80 ms timer is armed behind the 50 ms one
    });

    it('are not set for the virtual clock', async () => {
        await finish(['timers']);
        await finish(['sleep', '1e6']);
        assert.deepEqual(set, []);
    });

    it('further off than the host can count are reached in steps', async () => {
        const { run, wrote } = start(['sleep', '1e9'], { clock: 'real' });
        void wrote('').catch(() => {});
        while (set.length === 0) await new Promise((resolve) => setImmediate(resolve));
        assert.equal(set[0], 2 ** 31 - 1);
        run.stop();
        await run.finished;
        assert.equal(armed, 0); // or the process would not end
    });
});
