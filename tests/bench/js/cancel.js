/** N async functions are started, cancelled while they sleep, and awaited. */

/** Sleeps until the time is up or the signal says no: what the platform's own APIs do.
 * @param {number} milliseconds @param {AbortSignal} signal */
function sleep(milliseconds, signal) {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
            signal.removeEventListener('abort', abort);
            resolve(null);
        }, milliseconds);
        const abort = () => {
            clearTimeout(timer);
            reject(signal.reason);
        };
        signal.addEventListener('abort', abort, { once: true });
    });
}

/** An AbortController for each. @type {import('../works.js').Variant} */
export async function idiomatic(n) {
    let check = 0;
    /** @param {AbortSignal} signal */
    const sleeper = async (signal) => {
        await sleep(3600e3, signal);
    };
    const controllers = [];
    const tasks = [];
    for (let i = 0; i < n; i++) {
        const controller = new AbortController();
        controllers.push(controller);
        tasks.push(sleeper(controller.signal));
    }
    for (const task of tasks) task.catch(() => {}); // awaited one by one: not unhandled meanwhile
    await undefined; // all of them sleep now
    for (const controller of controllers) controller.abort();
    for (const task of tasks) {
        try {
            await task;
        } catch {
            check++;
        }
    }
    return check;
}

/** A sleep that comes with its own cancel: no signal, no listener.
 * @type {import('../works.js').Variant} */
export async function best(n) {
    const cancelled = new Error('cancelled'); // one for all: a stack trace for each costs most
    let check = 0;
    /** @type {(() => void)[]} */
    const cancels = [];
    /** @param {number} milliseconds */
    const sleepUnlessCancelled = (milliseconds) =>
        new Promise((resolve, reject) => {
            const timer = setTimeout(resolve, milliseconds);
            cancels.push(() => {
                clearTimeout(timer);
                reject(cancelled);
            });
        });
    const sleeper = async () => {
        await sleepUnlessCancelled(3600e3);
    };
    const tasks = [];
    for (let i = 0; i < n; i++) tasks.push(sleeper());
    for (const task of tasks) task.catch(() => {});
    await undefined;
    for (const cancel of cancels) cancel();
    for (const task of tasks) {
        try {
            await task;
        } catch {
            check++;
        }
    }
    return check;
}
