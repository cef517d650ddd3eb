/** A producer gives a consumer N numbers through a queue of M. */
import { AsyncQueue, FastQueue } from './queues.js';

/** @type {import('../works.js').Variant} */
export async function idiomatic(n, m) {
    const queue = new AsyncQueue(m);
    const produce = async () => {
        for (let i = 0; i < n; i++) await queue.put(i);
    };
    const task = produce();
    let check = 0;
    for (let i = 0; i < n; i++) check += await queue.get();
    await task;
    return check;
}

/** The synchronous fast path. @type {import('../works.js').Variant} */
export async function best(n, m) {
    const queue = new FastQueue(m);
    const produce = async () => {
        for (let i = 0; i < n; i++) while (!queue.tryPut(i)) await queue.room();
    };
    const task = produce();
    let check = 0;
    for (let i = 0; i < n; i++) {
        let item;
        while ((item = queue.tryGet()) < 0) await queue.item();
        check += item;
    }
    await task;
    return check;
}
