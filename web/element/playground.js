/** <eddy-playground>: an example of Eddy, its source, and what it does when it runs.
 *
 *     <script type="module" src="https://…/playground.js"></script>
 *     <eddy-playground example="gather"></eddy-playground>
 *
 * web/README.md lists attributes, properties, events, custom properties and parts. This class only
 * connects: what is shown before a run is here; a Stage, loaded when a run is near, holds the record
 * of the run and draws it. */

import { h } from './dom.js';
import { EditedProgram, loadWorkshop } from './edited-program.js';
import { emptyPanels } from './empty-panels.js';
import { KnobsForm } from './knobs-form.js';
import { PlaygroundAttributes } from './playground-attributes.js';
import { Schedules } from './schedules.js';
import { DEFAULT_SETTINGS, SettingsForm } from './settings-form.js';
import { loadExample, moduleURL, prepareEndpoint, recordedURL } from './site.js';
import { SourceView } from './source-view.js';
import { baseStyle } from './style.js';
import { TransportView } from './transport-view.js';

/** @typedef {import('../build/examples.js').Example} Example */
/** @typedef {import('./record.js').Phase} Phase */
/** @typedef {import('./record.js').RunResult} RunResult */
/** @typedef {import('./stage.js').Stage} Stage */
/** @typedef {import('./record.js').Program} Program */
/** @typedef {import('../share/state.js').ProgramState} ProgramState */

/** An element shows nothing before it comes this near to the window. */
const NEAR = '200px';

const loadStage = () => import('./stage.js');

/** @param {string} words @param {() => void} onclick */
const button = (words, onclick) => h('button', { type: 'button', class: 'tool', onclick }, words);

export class EddyPlayground extends PlaygroundAttributes {
    #source = new SourceView({
        edited: () => this.#edited(),
        opening: () => this.#edit.warmIfKept(),
        run: () => this.#runOrTell(),
        tell: (words) => this.#complain(words),
    }, () => this.#runForComparison());
    #settings = new SettingsForm(() => this.#edited());
    #edit = new EditedProgram(this.#source.code, this.#settings);
    #reset = button('Reset', () => this.#resetEdits());
    #share = button('Share', () => void this.#openShare());
    #showSettings = button('Options', () =>
        this.#showSettings.setAttribute('aria-expanded', String(this.#settings.toggle())));
    #knobs = new KnobsForm(() => this.#knobChanged());
    #transport = new TransportView({
        run: () => this.#runOrTell(),
        stop: () => this.stop(),
        warm: () => this.#warm(),
        pause: () => this.#stage?.session.togglePause(),
        schedules: () => this.#transport.showsSchedules(this.#schedules.toggle()),
    });
    #schedules = new Schedules({
        program: () => this.#programToRun(),
        environment: () => this.#knobs.environment,
        clock: () => this.clock,
        load: loadStage,
        stage: async () => this.#stage ?? this.#enter(this.#request),
        run: async (seed) => {
            this.seed = seed;
            this.#tell('eddy-seed', { example: this.example, seed });
            await this.run();
        },
        complain: (words) => this.#complain(words),
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
    /** What was edited and is not shown now, by example. @type {Map<string, ProgramState>} */
    #drafts = new Map();
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
        const controls = h('div', { class: 'controls' }, this.#transport.element, this.#knobs.element, this.#schedules.form.element);
        this.#root.append(this.#head, this.#source.element, controls, this.#panels);
        shadow.append(this.#root);
        this.addEventListener('keydown', (event) => this.#key(event));
        this.#knobs.show([]);
        this.#source.update(null);
        this.#source.code.tools.append(this.#showSettings, this.#reset, this.#share);
        this.#source.below.append(this.#settings.element);
        this.#showSettings.setAttribute('aria-expanded', 'false');
        this.#reset.hidden = true;
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
        if (name === 'example' || name === 'src' || name === 'code') this.#open();
        if (name === 'loading' && this.loading !== 'click') this.#warm();
        if (name === 'seed') this.#schedules.form.show(this.seed);
        this.#update();
    }

    /** What a link to this program would hold. @returns {ProgramState} */
    get state() {
        return {
            ...this.#settings.values,
            example: this.#example?.name ?? '',
            files: this.#source.code.files.map(({ name, text }) => ({ name, text })),
            clock: this.clock,
            seed: this.seed,
            knobs: this.knobs,
        };
    }

    /** Is the program another one than the site's? */
    get isEdited() {
        return this.#edit.isOtherThan(this.#example);
    }

    /** A compiled program, instead of an example or a URL. @returns {WebAssembly.Module|null} */
    get module() {
        return this.#module;
    }

    set module(module) {
        this.#module = module;
        this.#open();
    }

    get usualClock() {
        return this.#example?.clock ?? 'virtual';
    }

    /** The values of the knobs, by name. @returns {Record<string, number>} */
    get knobs() {
        return { ...this.#knobs.values };
    }

    set knobs(values) {
        for (const [name, value] of Object.entries(values)) this.#knobs.set(name, value);
    }

    /** @returns {'empty'|'recorded'|Phase} recorded: shows a run that was recorded before */
    get phase() {
        if (this.#starting) return 'loading';
        const record = this.#stage?.session.record;
        return record?.isRecorded ? 'recorded' : (record?.phase ?? 'empty');
    }

    /** Where the reader stands in the run: what `at` takes. */
    get instant() {
        return this.#stage?.instant ?? '';
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
        const { files } = this.#source.code;
        return this.#module !== null || this.src !== '' || this.#example !== null || files.length > 0;
    }

    /** @returns {string|WebAssembly.Module} */
    get #program() {
        if (this.#module) return this.#module;
        return this.src ? new URL(this.src, this.baseURI).href : moduleURL(this.example);
    }

    /** Runs the C for who compares it with something. */
    async #runForComparison() {
        await this.run();
        const { lines } = this.#stage?.session.record?.output ?? { lines: [] };
        const printed = lines.filter(({ stream }) => stream === 'stdout').map(({ text }) => text);
        const clock = /** @type {'real'|'virtual'} */ (this.clock === 'real' ? 'real' : 'virtual'); // Python is not paced
        return { clock, lines: printed };
    }

    /** As run(), for who has no use for a promise: what goes wrong is shown. */
    #runOrTell() {
        this.run().catch((error) => this.#complain(error.message));
    }

    /** @param {boolean} keep the last record is shown until the new one speaks
     * @returns {Promise<RunResult>} */
    async #start(keep) {
        this.#request += 1;
        const request = this.#request;
        const stage = this.#stage ?? (await this.#enter(request));
        if (request !== this.#request) return { status: null, stopped: true, error: null, time: 0 };
        const { clock } = this;
        this.#problem = '';
        this.#source.code.clearDiagnostics();
        this.#tell('eddy-run', { example: this.example, clock, knobs: this.knobs });
        const program = this.#programToRun();
        const result = await stage.session.start(program, this.#knobs.environment, clock, { keep, seed: this.seed });
        if (result.calls?.length) void this.#edit.showTrap(result, stage);
        this.#tell('eddy-exit', result);
        return result;
    }

    /** @returns {Program} */
    #programToRun() {
        const fallback = this.src.split('/').at(-1) || 'the program';
        const name = this.#example?.name ?? fallback;
        return this.#edit.programOf(this.#example, name, this.#program);
    }

    /** Loads what a run needs. @param {number} request @returns {Promise<Stage>} */
    async #enter(request) {
        this.#starting = true;
        this.#phaseChanged();
        try {
            const { Stage } = await loadStage();
            return (this.#stage ??= this.#connect(this.#makeStage(Stage)));
        } catch {
            throw new Error('The scripts that run a program could not be fetched. Is the server up?');
        } finally {
            if (request === this.#request) this.#starting = false;
            this.#phaseChanged();
        }
    }

    /** @param {typeof import('./stage.js').Stage} Stage @returns {Stage} */
    #makeStage(Stage) {
        return new Stage(this.#shadow, this.#panels, {
            lines: (file, lines) => this.#source.code.showTasks(file, lines),
            opened: (record) => this.#tell('eddy-opened', { name: record.program.name }),
            moved: () => this.#tell('eddy-cursor', { at: this.instant }),
            complain: (words) => this.#complain(words),
        });
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
        if (this.code) {
            this.#example = null;
            this.#ready = this.#openCode(this.code);
        } else if (this.#module || this.src || !this.example) {
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
            if (name !== this.example || this.code) return this.#ready; // another was chosen meanwhile
            await this.#show(example, this.#drafts.get(name));
        } catch (error) {
            if (name !== this.example) return this.#ready;
            this.#show(null);
            this.#problem = /** @type {Error} */ (error).message;
        }
        return this.#update();
    }

    /** Shows what a link holds. It is not run: whoever wrote it may be a stranger.
     * @param {string} code */
    async #openCode(code) {
        try {
            const { decodeState } = await loadWorkshop();
            const state = await decodeState(code);
            const example = state.example ? await loadExample(state.example).catch(() => null) : null;
            if (code !== this.code) return this.#ready; // another was chosen meanwhile
            await this.#show(example, state);
        } catch (error) {
            if (code !== this.code) return this.#ready;
            this.#show(null);
            this.#problem = /** @type {Error} */ (error).message;
        }
        return this.#update();
    }

    /** @param {Example|null} example @param {ProgramState} [state] edited, or out of a link */
    #show(example, state) {
        this.#example = example;
        this.#title.textContent = example?.title ?? (state ? 'A program' : '');
        this.#notice.textContent = example?.notice ?? '';
        this.#head.hidden = !example && !state;
        this.#source.update(example, state?.files);
        this.#source.element.hidden = !example && !state && this.childElementCount === 0;
        this.#settings.show(state ?? DEFAULT_SETTINGS);
        this.#knobs.show(example?.knobs ?? []);
        const restored = state ? this.#restore(state) : undefined;
        this.#reset.hidden = !example || !this.isEdited;
        if (example?.network) void prepareEndpoint();
        this.#schedules.form.clear();
        this.#schedules.form.show(this.seed);
        if (example && !state) void this.#showRecorded(example);
        const { name = '', threads = false } = example ?? {};
        if (example || state) this.#tell('eddy-open', { example: name, clock: this.clock, threads });
        return restored;
    }

    /** A run that was recorded with the site, open at the instant worth seeing. Not where only the
     * source is shown, and not over a run. @param {Example} example */
    async #showRecorded(example) {
        if (this.hasAttribute('no-lanes') && this.hasAttribute('no-output')) return;
        if (this.seed !== null) return void this.#start(true).then(() => this.#stage?.moveToInstant(this.at)).catch(() => {});
        if (!example.recorded) return;
        const request = this.#request;
        try {
            const { Stage, fetchRecorded } = await loadStage();
            const record = await fetchRecorded(recordedURL(example.name));
            if (!record || request !== this.#request || this.#example !== example) return;
            this.#stage ??= this.#connect(this.#makeStage(Stage));
            this.#stage.openRecorded(record, example, this.at);
        } catch {
            // without it the page shows what it showed before there were any: Run
        }
    }

    /** @param {ProgramState} state */
    async #restore({ clock, seed, knobs }) {
        this.clock = clock;
        if (this.code) this.seed = seed;
        const example = this.#example;
        await this.#followKnobs();
        if (example !== this.#example) return; // another was chosen meanwhile
        const known = new Set(this.#knobs.knobs.map(({ name }) => name));
        for (const [name, value] of Object.entries(knobs)) if (known.has(name)) this.#knobs.set(name, value);
    }

    /** The sources, or what they are compiled and run with, were changed by a person. */
    #edited() {
        const state = this.state;
        if (state.example) this.#drafts.set(state.example, state);
        this.#problem = '';
        this.#reset.hidden = !this.#example || !this.isEdited;
        if (this.#edit.needsCompiler(this.#example)) this.#edit.warm();
        void this.#followKnobs();
        this.#tell('eddy-edit', state);
        this.#update();
    }

    /** The sliders of the source as it is now. While a knob is half written, they stay as they are. */
    async #followKnobs() {
        const knobs = await this.#edit.knobs();
        if (knobs) this.#knobs.follow(knobs);
    }

    /** The example as the site has it. */
    #resetEdits() {
        const example = this.#example;
        if (!example) return;
        this.#drafts.delete(example.name);
        this.removeAttribute('code');
        if (this.example === example.name) this.#open();
        else this.setAttribute('example', example.name);
    }

    async #openShare() {
        try {
            const { showShareDialog } = await loadWorkshop();
            showShareDialog(this, this.#shadow);
        } catch {
            this.#complain('What sharing needs could not be fetched. Is the server up?');
        }
    }

    /** @param {string} words */
    #complain(words) {
        this.#problem = words;
        this.#update();
    }

    /** Fetches what a run will need, before it is asked for. What fails now, Run will tell. */
    #warm() {
        if (!this.src && !this.example) return;
        const program = this.code || this.#edit.needsCompiler(this.#example) ? null : this.#program;
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
            paused: this.#stage?.session.isPaused ?? false,
        });
    }

    /** @param {string} type @param {unknown} detail */
    #tell(type, detail) {
        this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
    }
}

if (!customElements.get('eddy-playground')) customElements.define('eddy-playground', EddyPlayground);
