/** N async functions let the others run M times each, at the end of a chain of ten awaits. */

/** @type {import('../works.js').Variant} */
export async function idiomatic(n, m) {
    let check = 0;
    /** @type {(i: number) => Promise<void>} */
    const yieldOnce = async () => {
        await undefined;
    };
    // Ten functions, written out: closures made in a loop would be one function to the engine.
    const tenth = async (/** @type {number} */ i) => { await yieldOnce(i); check += i; };
    const ninth = async (/** @type {number} */ i) => { await tenth(i); check += i; };
    const eighth = async (/** @type {number} */ i) => { await ninth(i); check += i; };
    const seventh = async (/** @type {number} */ i) => { await eighth(i); check += i; };
    const sixth = async (/** @type {number} */ i) => { await seventh(i); check += i; };
    const fifth = async (/** @type {number} */ i) => { await sixth(i); check += i; };
    const fourth = async (/** @type {number} */ i) => { await fifth(i); check += i; };
    const third = async (/** @type {number} */ i) => { await fourth(i); check += i; };
    const second = async (/** @type {number} */ i) => { await third(i); check += i; };
    const yielder = async () => {
        for (let i = 0; i < m; i++) await second(i);
    };
    const tasks = [];
    for (let i = 0; i < n; i++) tasks.push(yielder());
    for (const task of tasks) await task;
    return check;
}
