/** N async functions sleep while somebody looks at the memory; then they are cancelled. */

/** A timer can be cleared, a promise cannot: who sleeps is told that it was in vain.
 * @type {import('../works.js').Variant} */
export async function idiomatic(n, m, hold) {
    let check = 0;
    /** @type {ReturnType<typeof setTimeout>[]} */
    const timers = [];
    /** @param {number} i */
    const sleeper = async (i) => {
        check++;
        await new Promise((resolve) => (timers[i] = setTimeout(resolve, 3600e3)));
    };
    const tasks = [];
    for (let i = 0; i < n; i++) tasks.push(sleeper(i));
    await hold();
    for (const timer of timers) clearTimeout(timer);
    return tasks.length === n ? check : NaN;
}
