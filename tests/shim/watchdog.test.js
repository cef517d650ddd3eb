/** The watchdog: a worker that does not answer is noticed while it lasts, and no other is. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { Watchdog } from '../../wasm/src/watchdog.js';

describe('the watchdog', () => {
    let now = 0;
    let asked = 0;
    /** @type {[boolean, number][]} */
    let told = [];
    /** @type {Watchdog} */
    let dog;
    const realNow = performance.now;

    /** @param {number} milliseconds pass, with the dog looking in time */
    const pass = (milliseconds) => {
        for (let left = milliseconds; left > 0; left -= 10) {
            now += 10;
            mock.timers.tick(10);
        }
    };
    beforeEach(() => {
        mock.timers.enable({ apis: ['setInterval'] });
        performance.now = () => now;
        [now, asked, told] = [1000, 0, []];
        dog = new Watchdog(() => void asked++, (blocked, since) => told.push([blocked, since]));
        dog.start();
    });
    afterEach(() => {
        dog.stop();
        mock.timers.reset();
        performance.now = realNow;
    });

    it('does not bark before the first sign', () => {
        pass(5000);
        assert.equal(asked, 1);
        assert.deepEqual(told, []);
    });

    it('asks again and again, and is content with answers', () => {
        for (let i = 0; i < 100; i++) {
            dog.heard();
            pass(50);
        }
        assert.ok(asked > 50);
        assert.deepEqual(told, []);
    });

    it('tells of a block once while it lasts, and of its end', () => {
        dog.heard();
        pass(50);
        const since = now;
        pass(1000);
        assert.deepEqual(told, [[true, since]]);
        dog.heard();
        assert.deepEqual(told, [[true, since], [false, since]]);
        pass(50);
        dog.heard();
        assert.equal(told.length, 2);
    });

    it('does not take the own thread\'s pause for the worker\'s', () => {
        dog.heard();
        pass(50);
        now += 3000; // nobody looked meanwhile; the answer waits in the queue
        mock.timers.tick(50);
        dog.heard();
        pass(50);
        assert.deepEqual(told, []);
    });

    it('says that it is over when the run is', () => {
        dog.heard();
        pass(500);
        dog.stop();
        assert.deepEqual(told.map(([blocked]) => blocked), [true, false]);
    });
});
