/** The parameters that an example declares, each a slider. */

import { number } from '../timeline/format.js';
import { h, setAttribute, setText } from './dom.js';

/** @typedef {import('../build/examples.js').Knob} Knob */

export class KnobsForm {
    /** @param {(values: Record<string, number>) => void} onchange */
    constructor(onchange) {
        this.onchange = onchange;
        /** @type {Knob[]} */
        this.knobs = [];
        /** @type {Record<string, number>} by name */
        this.values = {};
        this.element = h('form', { class: 'knobs', part: 'knobs', 'aria-label': 'Parameters' });
        this.element.addEventListener('submit', (event) => event.preventDefault());
    }

    /** What the program gets, as environment variables. @returns {Record<string, string>} */
    get environment() {
        const pairs = this.knobs.map(({ name, variable }) => [variable, String(this.values[name])]);
        return Object.fromEntries(pairs);
    }

    /** @param {Knob[]} knobs */
    show(knobs) {
        this.knobs = knobs;
        this.values = Object.fromEntries(knobs.map(({ name, value }) => [name, value]));
        this.element.hidden = knobs.length === 0;
        this.element.replaceChildren(...knobs.map((knob) => this.#field(knob)));
    }

    /** Those of a source that was changed: what somebody has turned stays so, if it has kept its name.
     * @param {Knob[]} knobs */
    follow(knobs) {
        const told = (/** @type {Knob[]} */ all) => JSON.stringify(all.map((knob) => ({ ...knob, line: 0 })));
        if (told(knobs) === told(this.knobs)) return;
        const before = this.values;
        const turned = this.knobs.filter(({ name, value }) => before[name] !== value);
        const { onchange } = this;
        this.onchange = () => {}; // nobody has turned one
        this.show(knobs);
        for (const { name } of turned) if (Object.hasOwn(this.values, name)) this.set(name, before[name]);
        this.onchange = onchange;
    }

    /** @param {string} name @param {number} value clamped to the knob's range */
    set(name, value) {
        const knob = this.knobs.find((other) => other.name === name);
        if (!knob) throw new RangeError(`there is no knob "${name}" here`);
        const input = /** @type {HTMLInputElement} */ (this.element.elements.namedItem(name));
        input.value = String(value); // the browser clamps it, and rounds it to the step
        this.#changed(knob, input);
    }

    /** @param {Knob} knob @returns {HTMLElement} */
    #field(knob) {
        const { name, value, min, max, step, label } = knob;
        const input = h('input', { type: 'range', name, min, max, step, value });
        input.addEventListener('input', () => this.#changed(knob, input));
        const field = h(
            'label',
            { class: 'knob' },
            h('span', { class: 'knob-name' }, name),
            input,
            h('output', { class: 'knob-value' }),
            h('span', { class: 'knob-label' }, label),
        );
        this.#write(knob, input, field);
        return field;
    }

    /** @param {Knob} knob @param {HTMLInputElement} input */
    #changed(knob, input) {
        const value = Number(input.value);
        const old = this.values[knob.name];
        this.values = { ...this.values, [knob.name]: value };
        const field = input.closest('label');
        if (field) this.#write(knob, input, field);
        if (value !== old) this.onchange(this.values);
    }

    /** @param {Knob} knob @param {HTMLInputElement} input @param {Element} field */
    #write({ step, min, max, label }, input, field) {
        const decimals = String(step).split('.')[1]?.length ?? 0;
        const text = decimals === 0 ? number(Number(input.value)) : Number(input.value).toFixed(decimals);
        const output = field.querySelector('output');
        if (output) setText(output, text);
        setAttribute(input, 'aria-valuetext', `${text} ${label}`);
        input.style.setProperty('--filled', `${((Number(input.value) - min) / (max - min)) * 100}%`);
    }
}
