/** The cursor's controls: back and forth by event, by iteration, by runs of the selected task; play;
 * and the whole run as a slider. */

import { h, setAttribute, setText } from '../element/dom.js';
import { number, seconds } from './format.js';

/** @typedef {import('../element/record.js').RunRecord} RunRecord */
/** @typedef {import('./cursor.js').Stride} Stride */

const SHAPES = {
    edgeBack: 'M3 3h2v10H3zM13 3v10L6 8z',
    iterationBack: 'M8 3v10L2 8zM14 3v10L8 8z',
    eventBack: 'M11 3v10L4 8z',
    play: 'M4 2.5v11l9.5-5.5z',
    pause: 'M4 3h3v10H4zM9 3h3v10H9z',
    eventForward: 'M5 3v10l7-5z',
    iterationForward: 'M2 3v10l6-5zM8 3v10l6-5z',
    edgeForward: 'M11 3h2v10h-2zM3 3v10l7-5z',
};

/** @param {keyof typeof SHAPES} name */
function shape(name) {
    const template = document.createElement('template');
    template.innerHTML = `<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="${SHAPES[name]}"/></svg>`;
    return /** @type {Node} */ (template.content.firstChild);
}

/** Seconds of the reader's for one of the loop's. */
const SPEEDS = [1, 4, 20, 100];

export class StepBar {
    #playing = false;

    /** @param {{step: (stride: Stride, direction: 1|-1) => void, play: () => void,
     *     speed: (slowness: number) => void, cursor: (index: number|null) => void}} actions */
    constructor(actions) {
        /** @param {keyof typeof SHAPES} name @param {string} title @param {string} key
         * @param {() => void} onclick */
        const button = (name, title, key, onclick) => {
            const made = h('button', { type: 'button', class: `step ${name}`, 'aria-label': title, onclick }, shape(name));
            made.title = `${title} (${key})`;
            return made;
        };
        this.play = button('play', 'Play', 'space', actions.play);
        this.slider = h('input', { type: 'range', class: 'position', min: 0, max: 1, value: 0, step: 1, 'aria-label': 'Cursor' });
        this.slider.addEventListener('input', () => {
            const index = Number(this.slider.value);
            actions.cursor(index >= Number(this.slider.max) ? null : index);
        });
        this.speed = h('select', { class: 'speed', 'aria-label': 'Speed of playing', title: 'Speed of playing' },
            ...SPEEDS.map((slowness) => h('option', { value: slowness }, slowness === 1 ? 'real speed' : `${slowness}× slower`)));
        this.speed.value = '4';
        this.speed.addEventListener('change', () => actions.speed(Number(this.speed.value)));
        this.place = h('span', { class: 'place' });
        this.element = h('div', { class: 'steps', role: 'group', 'aria-label': 'Cursor' },
            button('edgeBack', 'To the start', 'Shift Home', () => actions.step('edge', -1)),
            button('iterationBack', 'One iteration back', '<', () => actions.step('iteration', -1)),
            button('eventBack', 'One event back', ',', () => actions.step('event', -1)),
            this.play,
            button('eventForward', 'One event on', '.', () => actions.step('event', 1)),
            button('iterationForward', 'One iteration on', '>', () => actions.step('iteration', 1)),
            button('edgeForward', 'To the end', 'Shift End', () => actions.step('edge', 1)),
            this.slider, this.place, this.speed);
    }

    /** @param {RunRecord|null} record @param {boolean} playing */
    update(record, playing) {
        const length = record?.history.length ?? 0;
        this.element.hidden = length === 0;
        if (!record || length === 0) return;
        const index = record.cursor ?? length;
        const { time } = record.place;
        setAttribute(this.slider, 'max', length);
        if (this.slider.value !== String(index)) this.slider.value = String(index);
        this.slider.style.setProperty('--filled', `${(index / length) * 100}%`);
        setAttribute(this.slider, 'aria-valuetext', `${seconds(time)} s, event ${number(index)} of ${number(length)}`);
        setText(this.place, `${seconds(time)} s`);
        if (playing !== this.#playing) {
            this.#playing = playing;
            this.play.replaceChildren(shape(playing ? 'pause' : 'play'));
            setAttribute(this.play, 'aria-label', playing ? 'Pause' : 'Play');
        }
    }
}
