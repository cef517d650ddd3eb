/** What a program is compiled and run with, beside its source: optimisation, checks, arguments,
 * standard input, how much a paced clock is slowed. */

import { h } from './dom.js';
import { LEAST_PACE, MOST_PACE, USUAL_PACE } from '../share/pace.js';

/** @typedef {{stdin: string, args: string[], optimize: 0|1|2, sanitize: boolean,
 *     pace: number}} Settings */

/** @type {Settings} */
export const DEFAULT_SETTINGS = { stdin: '', args: [], optimize: 0, sanitize: false, pace: USUAL_PACE };

/** Arguments as a shell would part them: by blanks, quotes keep together. @param {string} line */
export function splitArguments(line) {
    const words = line.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
    return words.map((word) => (/^(["']).*\1$/s.test(word) ? word.slice(1, -1) : word));
}

/** @param {string[]} args @returns {string} what splitArguments takes apart again */
export function joinArguments(args) {
    const quoted = args.map((arg) => {
        if (arg !== '' && !/[\s"']/.test(arg)) return arg;
        return arg.includes('"') ? `'${arg}'` : `"${arg}"`;
    });
    return quoted.join(' ');
}

export class SettingsForm {
    /** @param {() => void} onchange */
    constructor(onchange) {
        const field = (/** @type {string} */ label, /** @type {HTMLElement} */ input) =>
            h('label', { class: 'field' }, h('span', {}, label), input);
        this.optimize = h(
            'select',
            { name: 'optimize' },
            ...['-O0', '-O1', '-O2'].map((text, index) => h('option', { value: index }, text)),
        );
        this.sanitize = h('input', { type: 'checkbox', name: 'sanitize' });
        this.args = h('input', { type: 'text', name: 'args', spellcheck: 'false', autocomplete: 'off' });
        this.stdin = h('textarea', { name: 'stdin', rows: 2, spellcheck: 'false' });
        this.pace = h('input', { type: 'number', name: 'pace', min: LEAST_PACE, max: MOST_PACE, step: 'any' });
        this.element = h(
            'form',
            { class: 'settings', part: 'settings', 'aria-label': 'Compile and run with', hidden: true },
            field('Optimisation', this.optimize),
            field('Trap on undefined behaviour', this.sanitize),
            field('Arguments', this.args),
            field('Standard input', this.stdin),
            field('Paced clock: seconds for one of the loop’s', this.pace),
        );
        this.element.addEventListener('submit', (event) => event.preventDefault());
        this.element.addEventListener('input', onchange);
        this.show(DEFAULT_SETTINGS);
    }

    /** @returns {boolean} is it shown now */
    toggle() {
        const { element } = this;
        element.hidden = !element.hidden;
        return !element.hidden;
    }

    /** @returns {Settings} */
    get values() {
        return {
            stdin: this.stdin.value,
            args: splitArguments(this.args.value),
            optimize: /** @type {0|1|2} */ (Number(this.optimize.value)),
            sanitize: this.sanitize.checked,
            pace: this.pace.validity.valid && this.pace.value !== '' ? Number(this.pace.value) : USUAL_PACE,
        };
    }

    /** @param {Settings} settings */
    show({ stdin, args, optimize, sanitize, pace }) {
        this.stdin.value = stdin;
        this.args.value = joinArguments(args);
        this.optimize.value = String(optimize);
        this.sanitize.checked = sanitize;
        this.pace.value = String(pace);
    }
}
