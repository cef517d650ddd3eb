/** N async functions let the others run M times each. */

/**
 * One await for each turn, the cheapest that JavaScript has: in C the function that yields calls
 * another that does. `otherwise` has that second function, too.
 * @type {import('../works.js').Variant}
 */
export async function idiomatic(n, m) {
    let check = 0;
    const yielder = async () => {
        for (let i = 0; i < m; i++) {
            await undefined;
            check += i;
        }
    };
    const tasks = [];
    for (let i = 0; i < n; i++) tasks.push(yielder());
    for (const task of tasks) await task;
    return check;
}

/** @type {import('../works.js').Variant} */
export async function otherwise(n, m) {
    let check = 0;
    /** @param {number} i */
    const step = async (i) => {
        await undefined;
        check += i;
    };
    const yielder = async () => {
        for (let i = 0; i < m; i++) await step(i);
    };
    const tasks = [];
    for (let i = 0; i < n; i++) tasks.push(yielder());
    for (const task of tasks) await task;
    return check;
}

/** Generators and a queue of one's own: what coroutines cost without promises.
 * @type {import('../works.js').Variant} */
export async function best(n, m) {
    let check = 0;
    function* yielder() {
        for (let i = 0; i < m; i++) {
            yield;
            check += i;
        }
    }
    let ready = [];
    for (let i = 0; i < n; i++) ready.push(yielder());
    while (ready.length > 0) {
        const next = [];
        for (const task of ready) if (!task.next().done) next.push(task);
        ready = next;
    }
    return check;
}
