/** N calls are scheduled, for 60 to 61 seconds from now, then all are taken back. */
import { makeRandom } from './random.js';

/** @type {import('../works.js').Variant} */
export async function idiomatic(n) {
    const random = makeRandom();
    const never = () => {
        throw new Error('a cancelled timer has fired');
    };
    const timers = new Array(n);
    let check = 0;
    for (let i = 0; i < n; i++) timers[i] = setTimeout(never, 60000 + random(1000));
    for (const timer of timers) {
        clearTimeout(timer);
        check++;
    }
    return check;
}
