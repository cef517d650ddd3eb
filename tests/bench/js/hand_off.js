/** N numbers go to an echo through one queue of 1 and come back through another. */
import { AsyncQueue, FastQueue } from './queues.js';

/** @type {import('../works.js').Variant} */
export async function idiomatic(n) {
    const there = new AsyncQueue(1);
    const back = new AsyncQueue(1);
    const echo = async () => {
        for (let i = 0; i < n; i++) await back.put(await there.get());
    };
    const task = echo();
    let check = 0;
    for (let i = 0; i < n; i++) {
        await there.put(i);
        check += await back.get();
    }
    await task;
    return check;
}

/** Awaits only what cannot be had at once. @type {import('../works.js').Variant} */
export async function best(n) {
    const there = new FastQueue(1);
    const back = new FastQueue(1);
    const echo = async () => {
        for (let i = 0; i < n; i++) {
            let item;
            while ((item = there.tryGet()) < 0) await there.item();
            while (!back.tryPut(item)) await back.room();
        }
    };
    const task = echo();
    let check = 0;
    for (let i = 0; i < n; i++) {
        let item;
        while (!there.tryPut(i)) await there.room();
        while ((item = back.tryGet()) < 0) await back.item();
        check += item;
    }
    await task;
    return check;
}
