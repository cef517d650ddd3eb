/** Draws the lanes on a canvas: waiting light and hatched, running strong, ready an outline, blocking
 * the only alarm; what ends bears a shape. */

import { seconds } from './format.js';
import { marksInSight } from './marks.js';
import { hatch } from './palette.js';
import { laneState, waitsFor } from './sentences.js';

/** @typedef {import('./lane-model.js').LaneModel} LaneModel */
/** @typedef {import('./lane-model.js').Lane} Lane */
/** @typedef {import('./lane-model.js').Place} Place */
/** @typedef {import('./scale.js').Scale} Scale */

export const ROW = 26;
export const AXIS = 24;

/**
 * @typedef {object} Picture
 * @property {LaneModel} model
 * @property {Scale} scale
 * @property {Lane[]} order
 * @property {number} left       of the scale, what is at the left edge of the lanes
 * @property {number} width      of the lanes
 * @property {number} height     with the axis
 * @property {number} head       width of the names
 * @property {number} top        scrolled down by so much
 * @property {import('./marks.js').Now} now
 * @property {Place|null} cursor null: at the end of all
 * @property {Place|null} pointer
 * @property {{from: Place, to: Place}|null} measure
 * @property {{lane: number, span: number}|null} focus
 * @property {boolean} focusVisible
 * @property {number} selected   task; 0: none
 * @property {string} search
 */

/** Texts whose width is remembered. */
const MOST_WIDTHS = 4096;

export class Painter {
    /** @type {Map<string, number>} */
    #widths = new Map();

    /** @param {CanvasRenderingContext2D} context @param {import('./palette.js').Colours} colours */
    constructor(context, colours) {
        this.context = context;
        this.colours = colours;
        this.hatches = {
            waiting: hatch(context, colours.waiting, colours['waiting-hatch'], 5, 1.5, -1),
            blocking: hatch(context, colours.alarm, colours.surface, 7, 1.4, 1),
            dense: hatch(context, colours.running, colours.surface, 3, 0.6, 1),
        };
    }

    /** @param {Picture} picture */
    draw(picture) {
        const { context: c, colours } = this;
        const { width, height, head, top, order, left } = picture;
        c.clearRect(0, 0, head + width, height);
        c.font = `12px ${colours.font}`;
        c.textBaseline = 'middle';
        const first = Math.floor(top / ROW);
        const last = Math.min(order.length, Math.ceil((top + height - AXIS) / ROW));
        c.save();
        c.beginPath();
        c.rect(head, 0, width, height);
        c.clip();
        c.translate(head - left, 0);
        this.#bands(picture);
        this.#measure(picture);
        c.restore();
        for (let row = first; row < last; row += 1) {
            const y = AXIS + row * ROW - top;
            this.#head(picture, order[row], y);
            c.save();
            c.beginPath();
            c.rect(head, AXIS, width, height - AXIS);
            c.clip();
            c.translate(head - left, y);
            if (order[row].id === 0) this.#loop(picture);
            else this.#lane(picture, order[row]);
            c.restore();
        }
        c.save();
        c.beginPath();
        c.rect(head, 0, width, height);
        c.clip();
        c.translate(head - left, 0);
        this.#arrows(picture, first, last);
        for (let row = first; row < last; row += 1) this.#points(picture, order[row], AXIS + row * ROW - top);
        this.#future(picture);
        c.restore();
        this.#axis(picture);
        this.#line(picture.pointer, picture, colours['line-strong'], false);
        if (picture.cursor) this.#line(picture.cursor, picture, colours.text, true);

    }

    /** Instants that are stretched: a ground of their own. @param {Picture} picture */
    #bands({ scale, model, left, width, height }) {
        if (scale.perStep <= 1) return;
        const { start, end } = model.slices;
        const { context: c } = this;
        c.fillStyle = this.colours.sunken;
        const from = Math.max(0, scale.placeAt(left).step - 2);
        for (let first = from; first < start.length; ) {
            let next = first + 1;
            while (next < start.length && start[next] === start[first]) next += 1;
            const x = scale.x({ time: start[first], step: first });
            if (x > left + width) break;
            const until = Number.isNaN(end[next - 1]) ? start[next - 1] : end[next - 1];
            c.fillRect(x, AXIS, scale.x({ time: until, step: next }) - x, height);
            first = next;
        }
    }

    /** @param {Picture} picture */
    #measure({ measure, scale, height }) {
        if (!measure) return;
        const [x, end] = [scale.x(measure.from), scale.x(measure.to)];
        const { context: c, colours } = this;
        c.fillStyle = colours['accent-soft'];
        c.fillRect(Math.min(x, end), AXIS, Math.abs(end - x), height);
        c.fillStyle = colours.accent;
        c.fillRect(x, AXIS, 1, height);
        c.fillRect(end, AXIS, 1, height);
    }

    /** @param {Picture} picture @param {Lane} lane @param {number} y */
    #head({ head, width, selected, search }, lane, y) {
        const { context: c, colours } = this;
        const isSelected = lane.id === selected && lane.id !== 0;
        if (isSelected) {
            c.fillStyle = colours['accent-soft'];
            c.fillRect(0, y, head - 4, ROW);
            c.fillStyle = colours.accent;
            c.fillRect(0, y, 3, ROW);
        }
        c.fillStyle = colours.line;
        c.globalAlpha = 0.6;
        c.fillRect(12, y + ROW - 1, head + width, 1);
        c.globalAlpha = 1;
        const x = 12 + Math.min(lane.depth, 6) * 12;
        if (lane.depth > 0) { // the tree: a corner below the parent
            c.strokeStyle = colours['line-strong'];
            c.lineWidth = 1;
            c.beginPath();
            c.moveTo(x - 7.5, y + 4);
            c.lineTo(x - 7.5, y + ROW / 2 + 0.5);
            c.lineTo(x - 2, y + ROW / 2 + 0.5);
            c.stroke();
        }
        const found = search !== '' && lane.name.toLowerCase().includes(search);
        const { state } = laneState(lane);
        c.font = `${found || isSelected ? '600 ' : ''}12px ${colours.mono}`;
        c.fillStyle = state === 'failed' ? colours.alarm : lane.id <= 0 ? colours.muted : colours.text;
        if (search !== '' && !found) c.globalAlpha = 0.45;
        c.save();
        c.beginPath();
        c.rect(x, y, head - x - 8, ROW);
        c.clip();
        c.fillText(this.#cutName(lane.name, head - x - 10), x, y + ROW / 2 + 0.5);
        c.restore();
        c.globalAlpha = 1;
        if (found) {
            c.fillStyle = colours.accent;
            c.fillRect(x, y + ROW - 5, Math.min(this.#widthOf(lane.name), head - x - 10), 2);
        }

    }

    /** Pixels of a text in the font that is set: to measure costs more than to draw. @param {string} text */
    #widthOf(text) {
        const { context: c } = this;
        const key = `${c.font} ${text}`;
        let width = this.#widths.get(key);
        if (width === undefined) {
            if (this.#widths.size >= MOST_WIDTHS) this.#widths.clear();
            width = c.measureText(text).width;
            this.#widths.set(key, width);
        }
        return width;
    }

    /** @param {string} text @param {number} width */
    #cut(text, width) {
        if (this.#widthOf(text) <= width) return text;
        let end = text.length - 1;
        while (end > 1 && this.#widthOf(`${text.slice(0, end)}…`) > width) end -= 1;
        return `${text.slice(0, end)}…`;
    }

    /** A name keeps its number: that is what tells tasks of one function apart.
     * @param {string} name @param {number} width */
    #cutName(name, width) {
        const [, stem, number] = /^(.*?)(-\d+)?$/s.exec(name) ?? [];
        if (!number || this.#widthOf(name) <= width) return this.#cut(name, width);
        return this.#cut(stem, width - this.#widthOf(number)) + number;
    }

    /** Iterations above, whose turn it is below; a line while it sleeps. @param {Picture} picture */
    #loop({ model, scale, left, width, now }) {
        const { context: c, colours } = this;
        const { start, end, task } = model.slices;
        const right = left + width;
        c.fillStyle = colours['line-strong'];
        c.fillRect(Math.max(0, left), ROW / 2, Math.min(now.x, right) - Math.max(0, left), 1);
        const xOf = (/** @type {number} */ i) => scale.x({ time: start[i], step: i });
        const firstAt = (/** @type {number} */ x, /** @type {number} */ from) => {
            let [low, high] = [from, start.length];
            while (low < high) {
                const middle = (low + high) >> 1;
                const until = Number.isNaN(end[middle]) ? Infinity : scale.x({ time: end[middle], step: middle + 1 });
                if (until <= x) low = middle + 1;
                else high = middle;
            }
            return low;
        };
        for (let i = firstAt(left, 0); i < start.length; ) {
            const x = xOf(i);
            if (x > right) break;
            const until = Number.isNaN(end[i]) ? now.x : scale.x({ time: end[i], step: i + 1 });
            const slow = (Number.isNaN(end[i]) ? now.time : end[i]) - start[i] > 0.05;
            const isWide = until - x >= 3;
            c.fillStyle = slow ? this.hatches.blocking : isWide ? colours['accent-soft'] : colours.running;
            c.fillRect(x, 8, Math.max(2, until - x), 11);
            if (isWide) {
                c.fillStyle = slow ? colours.alarm : colours.running;
                c.fillRect(x, 8, 2, 11);
                if (task[i] === 0 && !slow) c.fillRect(x, 8, until - x, 11);
            }
            i = isWide ? i + 1 : Math.max(i + 1, firstAt(x + 2, i));
        }
        this.#iterations(model, scale, left, right);
        this.#blocked(model, scale, left, right);
    }

    /** @param {LaneModel} model @param {Scale} scale @param {number} left @param {number} right */
    #iterations({ iterations }, scale, left, right) {
        const { context: c, colours } = this;
        c.fillStyle = colours['line-strong'];
        let at = Math.max(0, iterations.findIndex((place) => scale.x(place) >= left));
        for (let free = -Infinity; at < iterations.length; at += 1) {
            const x = scale.x(iterations[at]);
            if (x > right) break;
            if (x < free) continue;
            c.fillRect(Math.round(x), 3, 1, 4);
            free = x + 2;
        }
    }

    /** @param {LaneModel} model @param {Scale} scale @param {number} left @param {number} right */
    #blocked({ blocked }, scale, left, right) {
        const { context: c, colours } = this;
        for (const { from, to, seconds: length } of blocked) {
            const [x, end] = [scale.x(from), Math.max(scale.x(to), scale.x(from) + 6)];
            if (end < left || x > right) continue;
            c.fillStyle = this.hatches.blocking;
            c.fillRect(x, 7, end - x, 13);
            const label = `${seconds(length)} s`;
            c.font = `600 10.5px ${colours.font}`;
            const wide = this.#widthOf(label) + 8;
            if (end - x < wide + 4) continue;
            c.fillStyle = colours.surface;
            c.fillRect(x + 3, 8, wide, 11);
            c.fillStyle = colours.alarm;
            c.fillText(label, x + 7, 14);
        }
    }

    /** @param {Picture} picture @param {Lane} lane */
    #lane(picture, lane) {
        const { scale, left, width, now, model, focus, focusVisible } = picture;
        const { context: c, colours } = this;
        for (const mark of marksInSight(lane, scale, left, left + width, now)) {
            const { state, x } = mark;
            const wide = Math.max(2, mark.end - x);
            if (state === 'waiting') {
                this.#waiting(model, lane, mark, left, wide);
            } else if (state === 'ready') {
                c.strokeStyle = colours.running;
                c.lineWidth = 1.5;
                if (wide > 3) c.strokeRect(x + 0.75, 9.75, wide - 1.5, 6.5);
                else c.strokeRect(x + 0.75, 9.75, 1, 6.5);
            } else if (state === 'dense') {
                c.fillStyle = this.hatches.dense;
                c.fillRect(x, 5, wide, 16);
            } else {
                c.fillStyle = state === 'blocking' ? this.hatches.blocking : colours.running;
                // a step that follows at once is another step
                c.fillRect(x, 4, wide < 6 ? Math.max(3, wide) : wide - 1, 18);
            }
        }
        if (focus?.lane === lane.id && lane.spans[focus.span]) {
            const { from, to } = lane.spans[focus.span];
            const x = scale.x(from);
            const end = to ? scale.x(to) : now.x;
            c.strokeStyle = focusVisible ? colours.accent : colours['line-strong'];
            c.lineWidth = focusVisible ? 2 : 1;
            c.strokeRect(x - 2, 2, Math.max(7, end - x + 4), ROW - 4);
        }
    }

    /** @param {LaneModel} model @param {Lane} lane @param {import('./marks.js').Mark} mark
     * @param {number} left @param {number} wide */
    #waiting(model, lane, { x, first }, left, wide) {
        const { context: c, colours } = this;
        c.fillStyle = this.hatches.waiting;
        c.fillRect(x, 6, wide, 14);
        c.strokeStyle = colours['waiting-edge'];
        c.lineWidth = 1;
        if (wide > 2) c.strokeRect(x + 0.5, 6.5, wide - 1, 13);
        const shown = Math.max(x, left);
        const room = x + wide - shown;
        if (room < 34) return;
        const span = lane.spans[first];
        c.font = `11px ${colours.font}`;
        const label = this.#cut(waitsFor(model, span), room - 14);
        const ground = Math.min(room - 4, this.#widthOf(label) + 10);
        c.fillStyle = colours.waiting;
        c.fillRect(shown + 2, 7, ground, 12);
        c.fillStyle = colours.muted;
        c.fillText(label, shown + 6, 13.5);
    }

    /** @param {Picture} picture @param {Lane} lane @param {number} y */
    #points({ scale, left, width }, lane, y) {
        const { context: c } = this;
        c.save();
        c.translate(0, y);
        for (const { kind, at } of this.#pointsInSight(lane, scale, left, left + width)) {
            this.#shape(kind, Math.min(scale.x(at), scale.width));
        }
        c.restore();
    }

    /** @param {Lane} lane @param {Scale} scale @param {number} left @param {number} right */
    #pointsInSight({ points }, scale, left, right) {
        if (points.length < 4) return points;
        return points.filter(({ at }) => scale.x(at) > left - 20 && scale.x(at) < right + 20);
    }

    /** With a rim of the ground's colour: arrows end where tasks do. @param {string} kind @param {number} x */
    #shape(kind, x) {
        const { context: c, colours } = this;
        c.lineCap = 'round';
        c.lineJoin = 'round';
        c.strokeStyle = colours.surface;
        c.lineWidth = kind === 'cancel-asked' ? 2.5 : 6;
        c.beginPath();
        if (kind === 'cancel-asked') {
            c.moveTo(x - 5, 0);
            c.lineTo(x + 5, 0);
            c.lineTo(x, 9);
            c.closePath();
        } else if (kind === 'done') {
            c.moveTo(x + 5, 13);
            c.lineTo(x + 8, 16.5);
            c.lineTo(x + 14, 9);
        } else if (kind === 'failed') {
            c.moveTo(x + 5, 9);
            c.lineTo(x + 13, 17);
            c.moveTo(x + 13, 9);
            c.lineTo(x + 5, 17);
        } else {
            c.arc(x + 9.5, 13, 4.8, 0, 2 * Math.PI);
            c.moveTo(x + 6.2, 16.2);
            c.lineTo(x + 12.8, 9.8);
        }
        c.stroke();
        c.lineWidth = 2.4;
        c.fillStyle = c.strokeStyle = kind === 'done' ? colours.running : kind === 'failed' ? colours.alarm : colours.cancelled;
        if (kind === 'cancel-asked') c.fill();
        else c.stroke();
    }

    /** Who woke whom: those of the task that is selected, or all where there is room for it.
     * @param {Picture} picture @param {number} first @param {number} last */
    #arrows({ model, scale, left, width, order, selected, focus, top }, first, last) {
        const { context: c, colours } = this;
        const { wakeups } = model;
        const rows = new Map(order.slice(first, last).map((lane, i) => [lane.id, first + i]));
        const isNear = (/** @type {number} */ id) => id === selected || id === focus?.lane;
        let [low, high] = [0, wakeups.length];
        while (low < high) {
            const middle = (low + high) >> 1;
            if (scale.x(wakeups[middle].at) < left - 20) low = middle + 1;
            else high = middle;
        }
        const shown = [];
        for (let i = low; i < wakeups.length && shown.length < 400; i += 1) {
            const x = scale.x(wakeups[i].at);
            if (x > left + width + 20) break;
            if (rows.has(wakeups[i].from) || rows.has(wakeups[i].to)) shown.push(wakeups[i]);
        }
        const all = shown.length <= 40;
        for (const { from, to, at } of shown) {
            const strong = isNear(from) || isNear(to);
            if (!all && !strong) continue;
            const [a, b] = [rows.get(from), rows.get(to)];
            if (a === undefined || b === undefined) continue;
            const x = scale.x(at);
            const [y, end] = [AXIS + a * ROW - top + ROW / 2, AXIS + b * ROW - top + ROW / 2];
            const direction = Math.sign(end - y);
            c.strokeStyle = c.fillStyle = strong ? colours.text : colours['line-strong'];
            c.lineWidth = strong ? 1.6 : 1;
            c.beginPath();
            c.arc(x, y, 2.2, 0, 2 * Math.PI);
            c.fill();
            c.beginPath();
            c.moveTo(x, y);
            c.bezierCurveTo(x + 7, y + direction * 6, x + 7, end - direction * 12, x + 1, end - direction * 8);
            c.stroke();
            c.beginPath();
            c.moveTo(x, end - direction * 3);
            c.lineTo(x - 3.4, end - direction * 9.5);
            c.lineTo(x + 4.6, end - direction * 8.6);
            c.fill();
        }
    }

    /** What comes after the cursor has not happened yet. @param {Picture} picture */
    #future({ cursor, scale, left, width, height }) {
        if (!cursor) return;
        const x = Math.max(scale.x(cursor), left);
        const { context: c } = this;
        c.globalAlpha = 0.62;
        c.fillStyle = this.colours.surface;
        c.fillRect(x, AXIS, left + width - x, height);
        c.globalAlpha = 1;
    }

    /** @param {Picture} picture */
    #axis({ scale, left, width, head, cursor }) {
        const { context: c, colours } = this;
        c.fillStyle = colours.surface;
        c.fillRect(0, 0, head + width, AXIS);
        c.font = `12px ${colours.font}`;
        const ticks = scale.ticksBetween(left, left + width);
        const mark = cursor ? head + scale.x(cursor) - left : -Infinity;
        ticks.forEach(({ x, label }, index) => {
            const at = Math.round(head + x - left);
            c.fillStyle = colours['line-strong'];
            c.fillRect(at, 5, 1, 13);
            const text = index === ticks.length - 1 ? `${label} s` : label;
            const hidden = at + 5 < mark + 32 && at + 5 + this.#widthOf(text) > mark - 32;
            c.fillStyle = colours.muted;
            if (!hidden) c.fillText(text, at + 5, 12); // half a number beside the cursor's is none
        });
    }

    /** @param {Place|null} place @param {Picture} picture @param {string} colour
     * @param {boolean} strong */
    #line(place, { scale, left, width, head, height }, colour, strong) {
        if (!place) return;
        const x = scale.x(place) - left;
        if (x < -0.5 || x > width + 1) return;
        const { context: c, colours } = this;
        const at = head + x;
        c.fillStyle = colour;
        c.fillRect(Math.round(at), AXIS - 5, strong ? 1.5 : 1, height);
        const label = `${seconds(place.time)} s`;
        c.font = `${strong ? '600 ' : ''}11px ${colours.font}`;
        const wide = this.#widthOf(label) + 12;
        const from = Math.min(Math.max(head, at - wide / 2), head + width - wide);
        c.fillStyle = strong ? colours.text : colours.muted;
        c.beginPath();
        c.roundRect(from, 2, wide, 18, 4);
        c.fill();
        c.fillStyle = colours.surface;
        c.fillText(label, from + 6, 11.5);
    }
}

