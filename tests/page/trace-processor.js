/** Perfetto's own trace processor: imports a trace and answers SQL about what it made of it. */

import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

const folder = new URL('../../build/perfetto/', import.meta.url);

export class TraceProcessor {
    #worker;
    #asked = 0;

    constructor() {
        if (!existsSync(folder)) throw new Error('Perfetto is not there: make build/perfetto/.made fetches it from npm’s registry');
        // what it says on its way is of no use to a reader of test results
        const quiet = { stdout: true, stderr: true };
        this.#worker = new Worker(new URL('trace-processor-worker.js', import.meta.url), { workerData: { folder: folder.href }, ...quiet });
    }

    /** @param {object} request @returns {Promise<any>} */
    async #ask(request) {
        const id = (this.#asked += 1);
        this.#worker.postMessage({ id, ...request });
        for (;;) {
            const [answer] = await once(this.#worker, 'message');
            if (answer.id !== id) continue;
            if (answer.error) throw new Error(answer.error);
            return answer.rows;
        }
    }

    /** Forgets the last trace. @param {object} trace Chrome's trace events */
    async open(trace) {
        await this.#ask({ trace: new TextEncoder().encode(JSON.stringify(trace)) });
    }

    /** @param {string} sql @returns {Promise<any[]>} a row is an object, its columns by name */
    async rows(sql) {
        return this.#ask({ sql });
    }

    async close() {
        await this.#worker.terminate();
    }
}
