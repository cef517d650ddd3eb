/** The peers' pools, alike: each has a job done, and ends.
 * @typedef {{run(job: import('./jobs.js').Job): Promise<number>, end(): Promise<unknown>}} Pool */
import { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';

const local = (/** @type {string} */ name) => new URL(name, import.meta.url);

/** The least that a pool can be: workers, and a queue of jobs that wait for one. @param {number} size
 * @returns {Pool} */
export function bare(size) {
    /** @typedef {{job: import('./jobs.js').Job, resolve(answer: number): void}} Waiting */
    /** @type {Waiting[]} */
    const queue = [];
    let next = 0; // of the queue
    /** @type {Worker[]} */
    const free = [];
    /** @type {Map<Worker, Waiting>} */
    const busy = new Map();
    const handOut = () => {
        while (next < queue.length) {
            const worker = free.pop();
            if (!worker) return;
            const waiting = queue[next++];
            busy.set(worker, waiting);
            worker.postMessage(waiting.job);
        }
        queue.length = next = 0;
    };
    const workers = Array.from({ length: size }, () => {
        const worker = new Worker(local('./bare-worker.js'));
        worker.on('message', (answer) => {
            busy.get(worker)?.resolve(answer);
            free.push(worker);
            handOut();
        });
        free.push(worker);
        return worker;
    });
    return {
        run: (job) => new Promise((resolve) => {
            queue.push({ job, resolve });
            handOut();
        }),
        end: () => Promise.all(workers.map((worker) => worker.terminate())),
    };
}

/** @param {number} size @returns {Pool} */
export function piscina(size) {
    const pool = new Piscina({ filename: local('./jobs.js').href, minThreads: size, maxThreads: size });
    return { run: (job) => pool.run(job), end: () => pool.destroy() };
}
