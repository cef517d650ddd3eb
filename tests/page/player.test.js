/** Playing a record at a chosen speed: with frames and a clock that the test gives, not the browser. */

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { Player } from '../../web/timeline/cursor.js';

/** A record of timers at every tenth of a second, whose player is driven by frame(seconds). */
function stage() {
    let now = 0;
    /** @type {Map<number, FrameRequestCallback>} */
    const frames = new Map();
    let lastFrame = 0;
    mock.method(performance, 'now', () => now * 1000);
    Object.assign(globalThis, {
        requestAnimationFrame: (/** @type {FrameRequestCallback} */ callback) => frames.set((lastFrame += 1), callback) && lastFrame,
        cancelAnimationFrame: (/** @type {number} */ id) => frames.delete(id),
    });
    const times = Array.from({ length: 11 }, (_, index) => index / 10);
    const record = {
        cursor: /** @type {number|null} */ (null),
        isOver: true,
        history: { length: times.length, times, events: times.map(() => ({ kind: 'timer-fired' })) },
    };
    const player = new Player({
        record: () => /** @type {any} */ (record),
        move: (index) => (record.cursor = index),
        changed: () => {},
    });
    return {
        player,
        record,
        get time() {
            return record.cursor === null ? Infinity : (times[record.cursor - 1] ?? 0);
        },
        /** @param {number} seconds of the reader's, in frames of a hundredth */
        pass(seconds) {
            for (const end = now + seconds; now < end - 1e-9; ) {
                now += 0.01;
                const [[id, callback] = []] = frames;
                if (!callback) return;
                frames.delete(/** @type {number} */ (id));
                callback(now * 1000);
            }
        },
    };
}

test('a record plays as slowly as is chosen, also while it plays, and ends at its end', () => {
    const played = stage();
    played.player.slowness = 4;
    played.player.play();
    assert.ok(played.player.isPlaying);
    assert.equal(played.record.cursor, 0, 'from the start, where the cursor was at the end');
    played.pass(1.61);
    assert.equal(played.time, 0.4, 'four seconds of the reader’s for one of the loop’s');
    played.player.slowness = 1;
    played.pass(0.4);
    assert.equal(played.time, 0.8);
    played.pass(0.5);
    assert.equal(played.record.cursor, null);
    assert.ok(!played.player.isPlaying);
    mock.restoreAll();
});

test('paused, it stands; played again, it goes on from there', () => {
    const played = stage();
    played.player.slowness = 1;
    played.player.play();
    played.pass(0.31);
    played.player.pause();
    const { time } = played;
    played.pass(5);
    assert.equal(played.time, time);
    played.player.play();
    played.pass(0.2);
    assert.ok(Math.abs(played.time - time - 0.2) < 0.11, `${played.time} after ${time}`);
    mock.restoreAll();
});
