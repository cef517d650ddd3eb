/** The Python that an example answers: read, and run beside the C. */

import { h, setText } from './dom.js';
import { seconds } from '../timeline/format.js';

/** @typedef {import('../build/examples.js').Example['sources'][number]} Source */

const loadPython = () => import('../python/python.js');

export class PythonPane {
    #source;
    #runC;
    #said = h('p', { class: 'python-said', role: 'status' });
    #lines = h('div', { class: 'python-lines', role: 'log', 'aria-label': 'Output of the Python', tabindex: 0, hidden: true });
    #button = h('button', { type: 'button', onclick: () => this.#press() }, 'Run Python');
    /** @type {AbortController|null} */
    #running = null;

    /**
     * @param {Source} source
     * @param {() => Promise<{clock: 'virtual'|'real', lines: string[]}>} runC runs the C, and tells what
     *     it printed
     */
    constructor(source, runC) {
        this.#source = source;
        this.#runC = runC;
        const code = h('code');
        code.innerHTML = source.html; // written by the build, escaped there
        const label = `Python, ${source.file}`;
        this.element = h(
            'div',
            { class: 'pane', 'data-language': 'Python' },
            h('div', { class: 'pane-head' }, h('h3', {}, source.file), h('div', { class: 'tools' }, this.#button)),
            h('pre', { tabindex: 0, role: 'region', 'aria-label': label, part: 'code' }, code),
            h('section', { class: 'python-output' }, this.#lines, this.#said),
        );
    }

    #press() {
        if (this.#running) this.#running.abort(new Error('Stopped.'));
        else void this.#run();
    }

    async #run() {
        this.#running = new AbortController();
        const { signal } = this.#running;
        setText(this.#button, 'Stop Python');
        setText(this.#said, 'Fetching Python');
        this.#lines.hidden = true;
        try {
            const [{ runPython, compareOutputs }, c] = await Promise.all([loadPython(), this.#runC()]);
            const onReady = () => setText(this.#said, 'Python runs');
            const { lines, error } = await runPython(this.#source, c.clock, { signal, onReady });
            this.#lines.replaceChildren(
                ...lines.map(({ text, time, stream }) =>
                    h('div', { class: `line ${stream}` }, h('span', { class: 'time' }, seconds(time)), h('span', { class: 'text' }, text)),
                ),
            );
            this.#lines.hidden = lines.length === 0;
            const printed = lines.filter(({ stream }) => stream === 'stdout').map(({ text }) => text);
            setText(this.#said, error ? `Python ended with ${error}` : compareOutputs(c.lines, printed).words);
        } catch (error) {
            setText(this.#said, /** @type {Error} */ (error).message);
        } finally {
            setText(this.#button, 'Run Python');
            this.#running = null;
        }
    }
}
