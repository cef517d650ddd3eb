/** N async functions in batches of M: each batch is started, then awaited. */

/**
 * Joined by Promise.all, as nearly all JavaScript does; in C the tasks are awaited one by one, as
 * nearly all of asyncio's users do. `otherwise` is what the other habit costs here.
 * @type {import('../works.js').Variant}
 */
export async function idiomatic(n, m) {
    let check = 0;
    /** @param {number} number */
    const add = async (number) => {
        check += number;
    };
    for (let done = 0; done < n; done += m) {
        const tasks = [];
        for (let i = 0; i < m; i++) tasks.push(add(done + i));
        await Promise.all(tasks);
    }
    return check;
}

/** @type {import('../works.js').Variant} */
export async function otherwise(n, m) {
    let check = 0;
    /** @param {number} number */
    const add = async (number) => {
        check += number;
    };
    const tasks = new Array(m);
    for (let done = 0; done < n; done += m) {
        for (let i = 0; i < m; i++) tasks[i] = add(done + i);
        for (const task of tasks) await task;
    }
    return check;
}

/** No promise for each: closures in a queue, and one promise for each batch.
 * @type {import('../works.js').Variant} */
export async function best(n, m) {
    let check = 0;
    const queue = new Array(m);
    for (let done = 0; done < n; done += m) {
        for (let i = 0; i < m; i++) queue[i] = () => void (check += done + i);
        await new Promise((resolve) => {
            queueMicrotask(() => {
                for (const task of queue) task();
                resolve(null);
            });
        });
    }
    return check;
}
