/** <eddy-playground>: an example of Eddy, its source, and what it does when it runs.
 *
 *     <script type="module" src="https://…/playground.js"></script>
 *     <eddy-playground example="gather"></eddy-playground>
 *
 * web/README.md lists attributes, properties, events, custom properties and parts. This class only
 * connects: what is shown before a run is here; a Stage, loaded when a run is near, holds the record
 * of the run and draws it. */

import { h } from './dom.js';
import { emptyPanels } from './empty-panels.js';
import { KnobsForm } from './knobs-form.js';
import { loadExample, moduleURL, prepareEndpoint } from './site.js';
import { SourceView } from './source-view.js';
import { baseStyle } from './style.js';
import { TransportView } from './transport-view.js';

/** @typedef {import('../build/examples.js').Example} Example */
/** @typedef {import('./record.js').Phase} Phase */
/** @typedef {import('./record.js').RunResult} RunResult */
/** @typedef {import('./stage.js').Stage} Stage */

/** An element shows nothing before it comes this near to the window. */
const NEAR = '200px';

const loadStage = () => import('./stage.js');

export class EddyPlayground extends HTMLElement {
    static observedAttributes = ['example', 'src', 'clock', 'loading'];

    #source = new SourceView();
    #knobs = new KnobsForm(() => this.#knobChanged());
    #transport = new TransportView({
        run: () => this.#runOrTell(),
        stop: () => this.stop(),
        warm: () => this.#warm(),
    });
    #title = h('h2', { part: 'title' });
    #notice = h('p', { class: 'notice', part: 'notice' });
    #head = h('header', { class: 'head', part: 'head' }, this.#title, this.#notice);
    #panels = h('div', { class: 'panels' }, ...emptyPanels());
    #root = h('div', { class: 'root', part: 'root', 'data-phase': 'empty' });
    #near = new IntersectionObserver((entries) => this.#approached(entries), { rootMargin: NEAR });
    #isNear = false;

    /** @type {Stage|null} */
    #stage = null;
    /** Counts what was asked for: a run that waits for its stage is void when it is not the last. */
    #request = 0;
    #starting = false;
    /** @type {Example|null} */
    #example = null;
    /** Settles when #example is what the attributes say. @type {Promise<void>} */
    #ready = Promise.resolve();
    /** What is wrong, in words; '' when nothing is. */
    #problem = '';
    /** @type {WebAssembly.Module|null} */
    #module = null;

    constructor() {
        super();
        const shadow = this.attachShadow({ mode: 'open' });
        shadow.adoptedStyleSheets = [baseStyle()];
        const controls = h('div', { class: 'controls' }, this.#transport.element, this.#knobs.element);
        this.#root.append(this.#head, this.#source.element, controls, this.#panels);
        shadow.append(this.#root);
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

    set loading(loading) {
        this.setAttribute('loading', loading);
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
        if (this.#starting) return 'loading';
        return this.#stage?.session.record?.phase ?? 'empty';
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
        if (!this.#isRunnable) throw new Error(this.#problem);
        return this.#start(false);
    }

    /** Ends the run now, whatever the program does. */
    stop() {
        this.#request += 1;
        if (this.#starting) {
            this.#starting = false;
            this.#phaseChanged();
        }
        this.#stage?.session.stop();
    }

    get #isRunnable() {
        return this.#module !== null || this.src !== '' || this.#example !== null;
    }

    /** @returns {string|WebAssembly.Module} */
    get #program() {
        if (this.#module) return this.#module;
        return this.src ? new URL(this.src, this.baseURI).href : moduleURL(this.example);
    }

    /** As run(), for who has no use for a promise: what goes wrong is shown. */
    #runOrTell() {
        this.run().catch((error) => {
            this.#problem = error.message;
            this.#update();
        });
    }

    /** @param {boolean} keep the last record is shown until the new one speaks
     * @returns {Promise<RunResult>} */
    async #start(keep) {
        this.#request += 1;
        const request = this.#request;
        const stage = this.#stage ?? (await this.#enter(request));
        if (request !== this.#request) return { status: null, stopped: true, error: null, time: 0 };
        const name = this.#example?.name ?? this.src.split('/').at(-1) ?? 'the program';
        const program = { name, module: this.#program, network: this.#example?.network ?? false };
        const { clock } = this;
        this.#problem = '';
        this.#tell('eddy-run', { example: this.example, clock, knobs: this.knobs });
        const result = await stage.session.start(program, this.#knobs.environment, clock, { keep });
        this.#tell('eddy-exit', result);
        return result;
    }

    /** Loads what a run needs. @param {number} request @returns {Promise<Stage>} */
    async #enter(request) {
        this.#starting = true;
        this.#phaseChanged();
        try {
            const { Stage } = await loadStage();
            return (this.#stage ??= this.#connect(new Stage(this.#shadow, this.#panels)));
        } catch {
            throw new Error('The scripts that run a program could not be fetched. Is the server up?');
        } finally {
            if (request === this.#request) this.#starting = false;
            this.#phaseChanged();
        }
    }

    get #shadow() {
        return /** @type {ShadowRoot} */ (this.shadowRoot);
    }

    /** @param {Stage} stage @returns {Stage} */
    #connect(stage) {
        stage.session.addEventListener('change', () => this.#update());
        stage.session.addEventListener('phase', () => this.#phaseChanged());
        return stage;
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
        this.stop();
        this.#stage?.session.clear();
        this.#problem = '';
        if (this.#module || this.src || !this.example) {
            this.#show(null);
            this.#ready = Promise.resolve();
            if (!this.#isRunnable) this.#problem = 'No example is chosen.';
        } else {
            this.#example = null;
            this.#ready = this.#openExample(this.example);
        }
        if (this.loading !== 'click') this.#warm();
        this.#update();
    }

    /** @param {string} name */
    async #openExample(name) {
        try {
            const example = await loadExample(name);
            if (name !== this.example) return this.#ready; // another was chosen meanwhile
            this.#show(example);
        } catch (error) {
            if (name !== this.example) return this.#ready;
            this.#show(null);
            this.#problem = /** @type {Error} */ (error).message;
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

    /** Fetches what a run will need, before it is asked for. What fails now, Run will tell. */
    #warm() {
        if (!this.src && !this.example) return;
        const program = this.#program;
        loadStage()
            .then(({ loadModule }) => (typeof program === 'string' ? loadModule(program) : program))
            .catch(() => {});
    }

    /** On a virtual clock a run takes no time: what was run once follows the knobs. */
    #knobChanged() {
        const record = this.#stage?.session.record;
        if (record?.clock === 'virtual' && this.clock === 'virtual') void this.#start(true);
    }

    /** @param {KeyboardEvent} event */
    #key(event) {
        if (event.defaultPrevented) return;
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            this.#runOrTell();
        } else if (event.key === 'Escape' && (this.#starting || this.#stage?.session.isActive)) {
            event.preventDefault();
            this.stop();
        }
    }

    /** Not with the next frame: that Stop has stopped is to be seen at once. */
    #phaseChanged() {
        this.#root.dataset.phase = this.phase;
        this.#update();
    }

    #update() {
        this.#transport.update(this.#stage?.session.record ?? null, {
            clock: this.clock,
            problem: this.#problem,
            runnable: this.#isRunnable,
            starting: this.#starting,
        });
    }

    /** @param {string} type @param {unknown} detail */
    #tell(type, detail) {
        this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
    }
}

if (!customElements.get('eddy-playground')) customElements.define('eddy-playground', EddyPlayground);
