/** The timeline: a lane for the loop, for each task and each worker, in time, on a canvas. It reads a
 * record and a cursor, and tells where the reader points, clicks and goes by keys. */

import { h } from '../element/dom.js';
import { plural } from './format.js';
import { gestures } from './gestures.js';
import { spanAt } from './marks.js';
import { AXIS, Painter, ROW } from './painter.js';
import { readColours } from './palette.js';
import { roundUp } from './scale.js';
import { laneState, loopSentence, spanSentence, pointSentence } from './sentences.js';
import { Viewport } from './viewport.js';

/** @typedef {import('../element/record.js').RunRecord} RunRecord */
/** @typedef {import('./lane-model.js').Lane} Lane */
/** @typedef {import('./lane-model.js').Place} Place */
/** @typedef {import('./scale.js').Scale} Scale */

/** Room for the mark at the end of a lane, and for the last time. */
const RIGHT_MARGIN = 34;
const WIDE_HEAD = 138;
const NARROW_HEAD = 104;
const SHAPE_WIDTH = 16;

/**
 * @typedef {object} Actions
 * @property {(index: number|null, pointed?: number) => void} cursor put it there; pointed: the time,
 *   where nothing happens
 * @property {(task: number) => void} select
 * @property {(sentence: string) => void} say what is pointed at; '' for nothing
 * @property {(sentence: string) => void} announce to who cannot see it
 */

export class TimelineView {
    viewport = new Viewport();
    /** @type {RunRecord|null} */
    #record = null;
    /** @type {Painter|null} */
    #painter = null;
    #theme = '';
    #frame = 0;
    #size = { width: 0, height: 0, head: WIDE_HEAD, top: 0 };
    /** @type {{lane: number, span: number}|null} */
    #focus = null;
    #hasFocus = false;
    /** @type {Place|null} */
    #pointer = null;
    /** @type {{from: Place, to: Place}|null} */
    #measure = null;
    #search = '';
    /** @type {Scale|null} */
    #scale = null;
    /** Milliseconds that the last pictures took, for the benchmark. @type {number[]} */
    drawTimes = [];

    /** @param {Actions} actions */
    constructor(actions) {
        this.actions = actions;
        this.canvas = h('canvas', { 'aria-hidden': 'true' });
        this.space = h('div', { class: 'space' }, this.canvas);
        this.element = h(
            'div',
            {
                class: 'stage', tabindex: 0, role: 'application', 'aria-roledescription': 'timeline',
                'aria-label': 'Timeline: arrows go from mark to mark, question mark for all keys',
            },
            this.space,
        );
        this.element.addEventListener('scroll', () => {
            this.#size.top = this.element.scrollTop;
            this.draw();
        });
        this.element.addEventListener('focus', () => this.#focused(true));
        this.element.addEventListener('blur', () => this.#focused(false));
        gestures(this.element, {
            hover: (x, y) => this.#hover(x, y),
            leave: () => this.#leave(),
            tap: (x, y) => this.#tap(x, y),
            drag: (from, to, done) => this.#drag(from, to, done),
            pan: (x) => this.#pan(x),
            zoom: (factor, x) => this.zoom(factor, x - this.#size.head),
        });
        new ResizeObserver(() => this.#measureSize()).observe(this.element);
    }

    /** @param {RunRecord|null} record */
    update(record) {
        if (record !== this.#record) {
            this.#record = record;
            this.#focus = this.#measure = this.#pointer = null;
            this.viewport.fit();
        }
        this.draw();
    }

    /** Which lanes are to be found: by a part of the name. @param {string} text */
    set search(text) {
        this.#search = text.trim().toLowerCase();
        const found = this.#order.filter(({ name }) => name.toLowerCase().includes(this.#search));
        if (this.#search && found.length > 0) this.#revealRow(this.#order.indexOf(found[0]));
        const sentence = this.#search ? `${plural(found.length, 'lane')} with “${this.#search}” in the name` : '';
        this.actions.say(sentence);
        this.actions.announce(sentence);
        this.draw();
    }

    get #order() {
        return this.#record?.lanes.order ?? [];
    }

    get #duration() {
        const record = this.#record;
        if (!record) return 0;
        const isLive = !record.isOver && record.clock !== 'virtual';
        return isLive ? roundUp(Math.max(record.time, 0.1)) : record.time;
    }

    fit() {
        this.viewport.fit();
        this.draw();
    }

    /** @param {number} factor @param {number} [x] that stays where it is */
    zoom(factor, x = this.viewport.width / 2) {
        if (!this.#record) return;
        this.viewport.zoomBy(this.#record.lanes, this.#duration, factor, Math.max(0, x));
        this.draw();
    }

    /** @param {number} pixels */
    #pan(pixels) {
        this.viewport.panBy(pixels);
        this.draw();
    }

    /** Brings the cursor into sight. */
    followCursor() {
        const record = this.#record;
        if (!record || record.cursor === null || !this.#scale) return;
        this.viewport.reveal(this.#scale.x(record.place));
    }

    /** With the next frame. */
    draw() {
        this.#frame ||= requestAnimationFrame(() => {
            this.#frame = 0;
            this.#paint();
        });
    }

    #measureSize() {
        const { clientWidth: width, clientHeight: height, scrollTop: top } = this.element;
        this.#size = { width, height, head: width < 560 ? NARROW_HEAD : WIDE_HEAD, top };
        const ratio = devicePixelRatio || 1;
        this.canvas.width = Math.round(width * ratio);
        this.canvas.height = Math.round(height * ratio);
        this.canvas.style.width = `${width}px`;
        this.canvas.style.height = `${height}px`;
        this.#painter = null;
        this.#paint();
    }

    #paint() {
        const record = this.#record;
        const { width, height, head, top } = this.#size;
        const lanes = width - head - RIGHT_MARGIN;
        if (!record || lanes <= 0 || height <= 0) return;
        const before = performance.now();
        this.space.style.height = `${AXIS + this.#order.length * ROW}px`;
        this.#scale = this.viewport.fitTo(record.lanes, lanes, this.#duration);
        const context = this.#context();
        if (!context) return;
        context.setTransform(devicePixelRatio || 1, 0, 0, devicePixelRatio || 1, 0, 0);
        const isLive = !record.isOver && record.clock === 'real';
        const { time } = record;
        this.#painter?.draw({
            model: record.lanes,
            scale: this.#scale,
            order: this.#order,
            left: this.viewport.left,
            width: lanes + RIGHT_MARGIN,
            height, head, top,
            now: { time, x: isLive ? this.#scale.timeToX(time) : this.#scale.width },
            cursor: record.cursor === null ? null : record.place,
            pointer: this.#pointer,
            measure: this.#measure,
            focus: this.#focus,
            focusVisible: this.#hasFocus,
            selected: record.selected,
            search: this.#search,
        });
        this.drawTimes.push(performance.now() - before);
        if (this.drawTimes.length > 600) this.drawTimes.shift();
    }

    #context() {
        const context = this.canvas.getContext('2d');
        const { colorScheme, color } = getComputedStyle(this.element);
        const theme = `${colorScheme} ${color}`;
        if (context && (!this.#painter || theme !== this.#theme)) {
            this.#theme = theme;
            this.#painter = new Painter(context, readColours(this.space));
        }
        return context;
    }

    /** @param {number} x @param {number} y in the element */
    #laneAt(x, y) {
        const row = Math.floor((y - AXIS + this.#size.top) / ROW);
        return { lane: y < AXIS ? undefined : this.#order[row], x: x - this.#size.head + this.viewport.left };
    }

    /** @param {number} x @param {number} y */
    #hover(x, y) {
        const record = this.#record;
        if (!record || !this.#scale) return;
        const at = this.#laneAt(x, y);
        const inside = x >= this.#size.head && at.x <= this.#scale.width + RIGHT_MARGIN;
        this.#pointer = inside ? this.#scale.placeAt(Math.min(at.x, this.#scale.width)) : null;
        this.actions.say(at.lane && inside ? this.#sentenceAt(record, at.lane, at.x) : this.#measured());
        this.draw();
    }

    /** @param {RunRecord} record @param {Lane} lane @param {number} x */
    #sentenceAt(record, lane, x) {
        const scale = /** @type {Scale} */ (this.#scale);
        const { lanes, time, history } = record;
        if (lane.id === 0) return loopSentence(lanes, scale.placeAt(x), scale, x);
        const point = lane.points.find(({ at, kind }) => {
            const from = scale.x(at) - (kind === 'cancel-asked' ? 7 : 0);
            return x >= from && x <= from + SHAPE_WIDTH;
        });
        if (point) return pointSentence(lanes, lane, point);
        const span = spanAt(lane, scale, x, { x: scale.width, time });
        if (span < 0) return '';
        const place = scale.placeAt(x);
        return spanSentence(lanes, lane, lane.spans[span], time, { history, time: place.time });
    }

    #leave() {
        this.#pointer = null;
        this.actions.say(this.#measured());
        this.draw();
    }

    #measured() {
        if (!this.#measure || !this.#record) return '';
        const { from, to } = this.#measure;
        const length = Math.abs(to.time - from.time);
        const steps = Math.round(Math.abs(to.step - from.step));
        return `Selected: ${length.toFixed(3)} s, ${steps} ${steps === 1 ? 'step' : 'steps'} of the loop`;
    }

    /** A tap on a lane chooses the task and puts the cursor there; on a name, chooses only.
     * @param {number} x @param {number} y */
    #tap(x, y) {
        const record = this.#record;
        if (!record || !this.#scale) return;
        const at = this.#laneAt(x, y);
        this.#measure = null;
        if (at.lane) {
            this.actions.select(at.lane.id > 0 ? at.lane.id : 0);
            const span = spanAt(at.lane, this.#scale, at.x, { x: this.#scale.width, time: record.time });
            this.#focus = span >= 0 ? { lane: at.lane.id, span } : null;
        }
        if (x >= this.#size.head) this.#cursorTo(at.x);
    }

    /** @param {number} x of the scale */
    #cursorTo(x) {
        const scale = /** @type {Scale} */ (this.#scale);
        const { history } = /** @type {RunRecord} */ (this.#record);
        const place = scale.placeAt(Math.max(0, x));
        if (x >= scale.width) this.actions.cursor(history.length);
        else this.actions.cursor(history.indexAt(place), place.time);
    }

    /** On the axis a drag moves the cursor; on the lanes it measures.
     * @param {{x: number, y: number}} from @param {{x: number, y: number}} to @param {boolean} done */
    #drag(from, to, done) {
        if (!this.#record || !this.#scale || from.x < this.#size.head) return;
        const x = (/** @type {number} */ at) => at - this.#size.head + this.viewport.left;
        if (from.y < AXIS) {
            this.#cursorTo(x(to.x));
            return;
        }
        const [a, b] = [this.#scale.placeAt(x(from.x)), this.#scale.placeAt(x(to.x))];
        this.#measure = { from: a, to: b };
        this.actions.say(this.#measured());
        if (done) this.actions.announce(this.#measured());
        this.draw();
    }

    /** Zooms to what is selected: the measured stretch, or the mark. */
    zoomToSelection() {
        const record = this.#record;
        if (!record) return;
        const span = this.#focus && record.lanes.lanes.get(this.#focus.lane)?.spans[this.#focus.span];
        const end = { time: record.time, step: record.lanes.steps };
        const stretch = this.#measure ?? (span ? { from: span.from, to: span.to ?? end } : null);
        if (!stretch) return;
        const [from, to] = stretch.from.time <= stretch.to.time ? [stretch.from, stretch.to] : [stretch.to, stretch.from];
        this.viewport.show(record.lanes, this.#duration, from, to);
        this.draw();
    }

    /** @param {boolean} has */
    #focused(has) {
        this.#hasFocus = has && this.element.matches(':focus-visible');
        if (this.#hasFocus && !this.#focus && this.#record) this.moveFocus('start');
        this.draw();
    }

    /** Goes from mark to mark. @param {'left'|'right'|'up'|'down'|'start'|'end'} way */
    moveFocus(way) {
        const order = this.#order.filter(({ spans }) => spans.length > 0);
        if (order.length === 0) return;
        const row = order.findIndex(({ id }) => id === this.#focus?.lane);
        const lane = order[row] ?? order[0];
        const span = Math.min(this.#focus?.span ?? 0, lane.spans.length - 1);
        const last = lane.spans.length - 1;
        if (row < 0) this.#focusOn(lane, 0);
        else if (way === 'left') this.#focusOn(lane, Math.max(0, span - 1));
        else if (way === 'right') this.#focusOn(lane, Math.min(last, span + 1));
        else if (way === 'start') this.#focusOn(lane, 0);
        else if (way === 'end') this.#focusOn(lane, last);
        else {
            const other = order[Math.min(order.length - 1, Math.max(0, row + (way === 'up' ? -1 : 1)))];
            const { step } = lane.spans[span].from;
            const found = other.spans.findIndex(({ to }) => !to || to.step > step);
            this.#focusOn(other, found < 0 ? other.spans.length - 1 : found);
        }
    }

    /** The task of the mark that has the focus. */
    get focusedTask() {
        return Math.max(0, this.#focus?.lane ?? 0);
    }

    /** Puts the cursor where the mark with the focus begins. */
    cursorToFocus() {
        const record = this.#record;
        const span = this.#focus && record?.lanes.lanes.get(this.#focus.lane)?.spans[this.#focus.span];
        if (record && span) this.actions.cursor(record.history.events.indexOf(span.cause) + 1);
    }

    /** @param {Lane} lane @param {number} span */
    #focusOn(lane, span) {
        const record = /** @type {RunRecord} */ (this.#record);
        this.#focus = { lane: lane.id, span };
        this.#revealRow(this.#order.indexOf(lane));
        if (this.#scale) this.viewport.reveal(this.#scale.x(lane.spans[span].from));
        const { history, lanes, time } = record;
        const sentences = [spanSentence(lanes, lane, lane.spans[span], time, { history, time: lane.spans[span].from.time })];
        const isLast = span === lane.spans.length - 1;
        if (isLast && lane.points.length > 0) sentences.push(pointSentence(lanes, lane, lane.points[lane.points.length - 1]));
        const sentence = sentences.join('. ');
        this.actions.say(sentence);
        this.actions.announce(`${lane.name}, ${laneState(lane).word}. ${sentence}`);
        this.draw();
    }

    /** @param {number} row */
    #revealRow(row) {
        const { height } = this.#size;
        const y = row * ROW;
        const { scrollTop } = this.element;
        if (y < scrollTop) this.element.scrollTop = y;
        else if (y + ROW > scrollTop + height - AXIS) this.element.scrollTop = y + ROW - height + AXIS;
    }
}

