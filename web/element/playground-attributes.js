/** What the attributes of <eddy-playground> say, as properties: to set one sets the attribute. */

/** @typedef {import('./record.js').Clock} Clock */

export class PlaygroundAttributes extends HTMLElement {
    static observedAttributes = ['example', 'src', 'code', 'clock', 'loading', 'seed'];

    /** The clock where no attribute says one. @returns {Clock} */
    get usualClock() {
        return 'virtual';
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

    /** A program with its sources and settings, as Share writes it, instead of an example. */
    get code() {
        return this.getAttribute('code') ?? '';
    }

    set code(code) {
        this.setAttribute('code', code);
    }

    /** Of the order in which what is ready runs; null: asyncio's order. @returns {number|null} */
    get seed() {
        const seed = this.getAttribute('seed') ?? '';
        return /^\d{1,10}$/.test(seed) ? Number(seed) : null;
    }

    set seed(seed) {
        if (seed === null) this.removeAttribute('seed');
        else this.setAttribute('seed', String(seed));
    }

    /** The instant at which the run opens, as record.js has it: seconds, events before, task. '': as the
     * example says. */
    get at() {
        const at = this.getAttribute('at') ?? '';
        return /^\d+(\.\d+)?(,\d+){0,2}$/.test(at) ? at : '';
    }

    set at(at) {
        if (at === '') this.removeAttribute('at');
        else this.setAttribute('at', at);
    }

    /** @returns {import('./record.js').Clock} as the attribute says, else as the example does */
    get clock() {
        const attribute = this.getAttribute('clock');
        if (attribute === 'virtual' || attribute === 'real' || attribute === 'paced') return attribute;
        return this.usualClock;
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
}
