/** N async functions sleep for 0 to M milliseconds each, all at once. */
import { makeRandom } from './random.js';

/** @param {number} milliseconds */
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @type {import('../works.js').Variant} */
export async function idiomatic(n, m) {
    const random = makeRandom();
    let check = 0;
    /** @param {number} milliseconds */
    const sleeper = async (milliseconds) => {
        await sleep(milliseconds);
        check += milliseconds;
    };
    const tasks = [];
    for (let i = 0; i < n; i++) tasks.push(sleeper(random(m)));
    for (const task of tasks) await task;
    return check;
}

/** Callbacks that count down, and one promise. @type {import('../works.js').Variant} */
export function best(n, m) {
    const random = makeRandom();
    let check = 0;
    let left = n;
    return new Promise((resolve) => {
        /** @param {number} milliseconds */
        const wake = (milliseconds) => {
            check += milliseconds;
            if (--left === 0) resolve(check);
        };
        for (let i = 0; i < n; i++) {
            const milliseconds = random(m);
            setTimeout(wake, milliseconds, milliseconds);
        }
    });
}
