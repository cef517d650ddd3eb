/** What the form of schedules does: runs with a seed, looks for one that ends otherwise, and shows it
 * beside asyncio's order. */

import { SchedulesForm } from './schedules-form.js';
import { schedulesURL } from './site.js';

/** @typedef {import('./record.js').Program} Program */
/** @typedef {import('./stage.js').Stage} Stage */

/**
 * @typedef {object} Playground
 * @property {() => Program} program             that is shown, as it would run now
 * @property {() => Record<string, string>} environment
 * @property {() => import('./record.js').Clock} clock
 * @property {() => Promise<typeof import('./stage.js')>} load   the scripts of a stage
 * @property {() => Promise<Stage>} stage
 * @property {(seed: number|null) => Promise<void>} run   with this seed from now on, and shows it
 * @property {(words: string) => void} complain
 */

export class Schedules {
    #playground;

    /** @param {Playground} playground */
    constructor(playground) {
        this.#playground = playground;
        this.form = new SchedulesForm({
            run: (seed) => void this.#tell(this.#run(seed)),
            search: (count, signal, onProgress) => this.#search(count, signal, onProgress),
            compare: (seed) => void this.#tell(this.#compare(seed)),
        });
    }

    /** @returns {boolean} is the form shown now? */
    toggle() {
        const { element } = this.form;
        element.hidden = !element.hidden;
        return !element.hidden;
    }

    /** @param {Promise<void>} deed */
    async #tell(deed) {
        await deed.catch((error) => this.#playground.complain(error.message));
    }

    /** @param {number|null} seed */
    async #run(seed) {
        await this.#playground.run(seed);
        (await this.#playground.stage()).showDeadlock();
    }

    /** @param {number} count @param {AbortSignal} signal @param {(tried: number) => void} onProgress */
    async #search(count, signal, onProgress) {
        const { loadModule, searchSchedules } = await this.#playground.load();
        const { module, args, stdin } = this.#playground.program();
        let program;
        if (typeof module === 'string') program = await loadModule(module);
        else if (module instanceof WebAssembly.Module) program = module;
        else program = await module({ signal, onProgress: () => {} });
        if (!program) throw new Error('The program does not compile: see the problems below the source.');
        const wanted = { program, env: this.#playground.environment(), args, stdin, from: 1, count };
        return searchSchedules(schedulesURL, wanted, { signal, onProgress });
    }

    /** Shows asyncio's order above the one with the seed. @param {number} seed */
    async #compare(seed) {
        const { program, environment, clock, stage } = this.#playground;
        const here = await stage();
        const chosen = clock() === 'real' ? 'virtual' : clock();
        await here.compare(program(), environment(), chosen, seed);
    }
}
