/** N async functions are gathered at once. */

/** @type {import('../works.js').Variant} */
export async function idiomatic(n) {
    /** @param {number} number */
    const double = async (number) => number * 2;
    const tasks = [];
    for (let i = 0; i < n; i++) tasks.push(double(i));
    const results = await Promise.all(tasks);
    let check = 0;
    for (const result of results) check += result;
    return check;
}

/** Callbacks that count down, and one promise. @type {import('../works.js').Variant} */
export async function best(n) {
    const results = new Array(n);
    let left = n;
    await new Promise((resolve) => {
        /** @param {number} number */
        const double = (number) => {
            results[number] = number * 2;
            if (--left === 0) resolve(null);
        };
        for (let i = 0; i < n; i++) queueMicrotask(() => double(i));
    });
    let check = 0;
    for (const result of results) check += result;
    return check;
}
