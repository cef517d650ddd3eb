/** <eddy-playground>: an example of Eddy, its source, and what it does when it runs.
 *
 *     <script type="module" src="https://…/playground.js"></script>
 *     <eddy-playground example="gather"></eddy-playground>
 *
 * Nothing of WebAssembly is fetched before Run. web/README.md lists attributes, properties, events,
 * custom properties and parts. This class only connects: Session holds the record of the run, the
 * views draw it. */

import { h } from './dom.js';
import { KnobsForm } from './knobs-form.js';
import { LanesView } from './lanes-view.js';
import { loadModule } from './modules.js';
import { OutputView } from './output-view.js';
import { Session } from './session.js';
import { loadExample, moduleURL, prepareEndpoint } from './site.js';
import { SourceView } from './source-view.js';
import { style } from './style.js';
import { TransportView } from './transport-view.js';

/** @typedef {import('../build/examples.js').Example} Example */
/** @typedef {import('./record.js').Phase} Phase */
/** @typedef {import('./record.js').RunResult} RunResult */

/** What each element shows when it comes near the window: none starts before. */
const NEAR = '200px';

export class EddyPlayground extends HTMLElement {
    static observedAttributes = ['example', 'src', 'clock', 'loading'];

    #session = new Session();
    #source = new SourceView();
    #output = new OutputView();
    #lanes = new LanesView();
    #knobs = new KnobsForm(() => this.#knobChanged());
    #transport = new TransportView({
        run: () => void this.run(),
        stop: () => this.stop(),
        warm: () => this.#warm(),
    });
    #title = h('h2', { part: 'title' });
    #notice = h('p', { class: 'notice', part: 'notice' });
    #head = h('header', { class: 'head', part: 'head' }, this.#title, this.#notice);
    #root = h('div', { class: 'root', part: 'root' });
    #near = new IntersectionObserver((entries) => this.#approached(entries), { rootMargin: NEAR });
    #isNear = false;

    /** @type {Example|null} */
    #example = null;
    /** Settles when #example is what the attributes say. @type {Promise<void>} */
    #ready = Promise.resolve();
    /** Why nothing can be run; '' when something can. */
    #problem = '';
    /** @type {WebAssembly.Module|null} */
    #module = null;

    constructor() {
        super();
        const shadow = this.attachShadow({ mode: 'open' });
        shadow.adoptedStyleSheets = [style()];
        const panels = h('div', { class: 'panels' }, this.#lanes.element, this.#output.element);
        const controls = h('div', { class: 'controls' }, this.#transport.element, this.#knobs.element);
        this.#root.append(this.#head, this.#source.element, controls, panels);
        shadow.append(this.#root);
        this.#session.addEventListener('change', () => this.#update());
        this.#session.addEventListener('phase', () => this.#phaseChanged());
        this.addEventListener('keydown', (event) => this.#key(event));
        this.#knobs.show([]);
        this.#source.update(null);
    }

    connectedCallback() {
        this.#near.observe(this);
        this.#update();
    }

    disconnectedCallback() {
        this.#near.disconnect();
        this.stop();
    }

    /** @param {string} name */
    attributeChangedCallback(name) {
        if (!this.#isNear) return; // #approached comes
        if (name === 'example' || name === 'src') this.#open();
        if (name === 'loading' && this.loading !== 'click') this.#warm();
        this.#update();
    }

    /** The example that is shown, by name; '' for none. */
    get example() {
        return this.getAttribute('example') ?? '';
    }

    set example(name) {
        this.setAttribute('example', name);
    }

    /** URL of a program of one's own, instead of an example. */
    get src() {
        return this.getAttribute('src') ?? '';
    }

    set src(url) {
        this.setAttribute('src', url);
    }

    /** A compiled program, instead of an example or a URL. @returns {WebAssembly.Module|null} */
    get module() {
        return this.#module;
    }

    set module(module) {
        this.#module = module;
        this.#open();
    }

    /** @returns {'virtual'|'real'} as the attribute says, else as the example does */
    get clock() {
        const attribute = this.getAttribute('clock');
        if (attribute === 'virtual' || attribute === 'real') return attribute;
        return this.#example?.clock ?? 'virtual';
    }

    set clock(clock) {
        this.setAttribute('clock', clock);
    }

    /** When the program is fetched. @returns {'click'|'lazy'|'eager'} */
    get loading() {
        const attribute = this.getAttribute('loading');
        return attribute === 'lazy' || attribute === 'eager' ? attribute : 'click';
    }

    /** The values of the knobs, by name. @returns {Record<string, number>} */
    get knobs() {
        return { ...this.#knobs.values };
    }

    set knobs(values) {
        for (const [name, value] of Object.entries(values)) this.#knobs.set(name, value);
    }

    /** @returns {'empty'|Phase} */
    get phase() {
        return this.#session.record?.phase ?? 'empty';
    }

    /** Settles when what the attributes name is shown. @returns {Promise<void>} */
    get ready() {
        if (!this.#isNear) this.#approach();
        return this.#ready;
    }

    /** Runs the program from its start; a run that is under way is stopped first.
     * @returns {Promise<RunResult>} rejects when there is nothing to run */
    async run() {
        await this.ready;
        if (this.#problem) throw new Error(this.#problem);
        return this.#start(false);
    }

    /** Ends the run now, whatever the program does. */
    stop() {
        this.#session.stop();
    }

    /** @param {boolean} keep @returns {Promise<RunResult>} */
    async #start(keep) {
        const name = this.#example?.name ?? this.src.split('/').at(-1) ?? 'the program';
        const program = { name, module: this.#program, network: this.#example?.network ?? false };
        const { clock } = this;
        const env = this.#knobs.environment;
        this.#tell('eddy-run', { example: this.example, clock, knobs: this.knobs });
        const result = await this.#session.start(program, env, clock, { keep });
        this.#tell('eddy-exit', result);
        return result;
    }

    /** @returns {string|WebAssembly.Module} */
    get #program() {
        if (this.#module) return this.#module;
        return this.src ? new URL(this.src, this.baseURI).href : moduleURL(this.example);
    }

    /** @param {IntersectionObserverEntry[]} entries */
    #approached(entries) {
        if (entries.some(({ isIntersecting }) => isIntersecting)) this.#approach();
    }

    #approach() {
        if (this.#isNear) return;
        this.#isNear = true;
        this.#near.disconnect();
        this.#open();
    }

    /** Shows what the attributes name, and forgets the run of what was shown before. */
    #open() {
        this.#session.clear();
        this.#problem = '';
        if (this.#module || this.src || !this.example) {
            if (!this.#module && !this.src) this.#problem = 'No example is chosen.';
            this.#show(null);
            this.#ready = Promise.resolve();
        } else {
            this.#ready = this.#openExample(this.example);
        }
        if (this.loading !== 'click') this.#warm();
        else this.#update();
    }

    /** @param {string} name */
    async #openExample(name) {
        try {
            const example = await loadExample(name);
            if (name !== this.example) return this.#ready; // another was chosen meanwhile
            this.#show(example);
        } catch (error) {
            if (name !== this.example) return this.#ready;
            this.#problem = /** @type {Error} */ (error).message;
            this.#show(null);
        }
        return this.#update();
    }

    /** @param {Example|null} example */
    #show(example) {
        this.#example = example;
        this.#title.textContent = example?.title ?? '';
        this.#notice.textContent = example?.notice ?? '';
        this.#head.hidden = !example;
        this.#source.update(example);
        this.#source.element.hidden = !example && this.childElementCount === 0;
        this.#knobs.show(example?.knobs ?? []);
        if (example?.network) void prepareEndpoint();
        if (example) this.#tell('eddy-open', { example: example.name, clock: this.clock });
    }

    /** Fetches and compiles the program before it is asked for. */
    #warm() {
        if (this.#problem || (!this.src && !this.example)) return;
        const program = this.#program;
        if (typeof program === 'string') loadModule(program).catch(() => {}); // Run will tell
    }

    /** On a virtual clock a run takes no time: what was run once follows the knobs. */
    #knobChanged() {
        const { record } = this.#session;
        if (record?.clock === 'virtual' && this.clock === 'virtual') void this.#start(true);
    }

    /** @param {KeyboardEvent} event */
    #key(event) {
        if (event.defaultPrevented) return;
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            if (!this.#problem) void this.run();
        } else if (event.key === 'Escape' && this.#session.isActive) {
            event.preventDefault();
            this.stop();
        }
    }

    #phaseChanged() {
        this.#root.dataset.phase = this.phase;
        this.#updateTransport(); // at once: that Stop has stopped is to be seen now
    }

    #updateTransport() {
        const about = { clock: this.clock, problem: this.#problem };
        this.#transport.update(this.#session.record, about);
    }

    #update() {
        const { record } = this.#session;
        this.#updateTransport();
        const more = [this.#output.update(record), this.#lanes.update(record)];
        if (more.includes(true)) this.#session.touch();
    }

    /** @param {string} type @param {unknown} detail */
    #tell(type, detail) {
        this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
    }
}

if (!customElements.get('eddy-playground')) customElements.define('eddy-playground', EddyPlayground);
