/** The lanes: a row for the loop and for each task, the rows in sight drawn, the others not. */

import { h, setAttribute, setText } from './dom.js';
import { emptyLanes } from './empty-panels.js';
import { plural, seconds } from '../timeline/format.js';
import { LaneRow, shapeOf } from './lane-row.js';
import { laneTable } from './lane-table.js';
import { Scale, roundUp } from '../timeline/scale.js';

/** @typedef {import('./record.js').RunRecord} RunRecord */
/** @typedef {import('../timeline/lane-model.js').Lane} Lane */

const ROW_HEIGHT = 26; // the style sheet's --row-height
const ROWS_BEYOND = 4; // drawn above and below what is in sight
const RIGHT_MARGIN = 34; // room for the mark at the end of a lane, and for the last time

const STATES = ['running', 'ready', 'waiting', 'blocking', 'done', 'cancelled', 'failed'];

export class LanesView {
    constructor() {
        this.axis = h('div', { class: 'axis', 'aria-hidden': 'true' });
        this.bands = h('div', { class: 'bands', 'aria-hidden': 'true' });
        this.cursor = h('div', { class: 'cursor', 'aria-hidden': 'true', hidden: true }, h('span'));
        this.rowBox = h('div', { class: 'rows', role: 'rowgroup' });
        this.plot = h('div', { class: 'plot' }, this.bands, this.rowBox, this.cursor);
        this.grid = h(
            'div',
            { class: 'grid', role: 'grid', 'aria-label': 'What each task does, in time', hidden: true },
            this.axis,
            this.plot,
        );
        this.table = h('div', { class: 'lane-table', tabindex: 0, role: 'region', hidden: true });
        this.table.setAttribute('aria-label', 'What each task did, as a table');
        this.empty = emptyLanes();
        this.readout = h('p', { class: 'readout', 'aria-hidden': 'true' });
        this.asTable = h('button', { type: 'button', class: 'quiet', 'aria-pressed': 'false' }, 'Table');
        this.asTable.addEventListener('click', () => this.#toggleTable());
        this.legend = h('ul', { class: 'legend', 'aria-label': 'Legend' });
        for (const state of STATES) {
            const [shape = h('i')] = shapeOf(state);
            this.legend.append(h('li', { 'data-state': state }, shape, state));
        }
        this.element = h(
            'section',
            { class: 'panel lanes', part: 'lanes', 'aria-label': 'Lanes' },
            h('div', { class: 'panel-head' }, h('h3', {}, 'Lanes'), this.legend, this.asTable),
            this.empty,
            this.grid,
            this.table,
            this.readout,
        );
        /** @type {RunRecord|null} */
        this.record = null;
        /** @type {Scale|null} */
        this.scale = null;
        /** What the rows were last drawn from: the same again need not be drawn. */
        this.drawn = '';
        /** @type {Map<number, LaneRow>} by lane */
        this.rows = new Map();
        this.showsTable = false;
        /** Remembered, because to ask for them in every frame would lay out the page every time. */
        this.size = { width: 0, height: 0, head: 0, scrollTop: 0 };
        this.grid.addEventListener('scroll', () => {
            this.size.scrollTop = this.grid.scrollTop;
            this.#draw();
        });
        this.grid.addEventListener('keydown', (event) => this.#key(event));
        this.grid.addEventListener('focusin', (event) => this.#point(event));
        this.grid.addEventListener('focusout', () => this.#say(''));
        this.grid.addEventListener('pointermove', (event) => this.#hover(event));
        this.grid.addEventListener('pointerleave', () => this.#leave());
        new ResizeObserver(() => this.#measure()).observe(this.grid);
    }

    /** @param {RunRecord|null} record @returns {boolean} time goes on: draw again in the next frame */
    update(record) {
        const other = record !== this.record;
        if (other) this.drawn = '';
        this.record = record;
        const shown = record !== null && record.lanes.order.length > 1;
        this.asTable.disabled = !shown;
        this.grid.hidden = !shown || this.showsTable;
        this.table.hidden = !shown || !this.showsTable;
        this.empty.hidden = shown;
        if (!shown) this.#drawEmpty(record);
        else if (this.showsTable) this.#drawTable(record, other);
        else this.#draw();
        if (other) this.#leave();
        return record !== null && !record.isOver && record.clock === 'real';
    }

    #toggleTable() {
        this.showsTable = !this.showsTable;
        setAttribute(this.asTable, 'aria-pressed', String(this.showsTable));
        this.update(this.record);
        if (this.record) this.#drawTable(this.record, true);
    }

    /** @param {RunRecord} record @param {boolean} other */
    #drawTable(record, other) {
        if (!record.isOver && !other) return; // to write it anew in every frame would help nobody
        if (this.showsTable) this.table.replaceChildren(laneTable(record.lanes));
    }

    /** @param {RunRecord|null} record */
    #drawEmpty(record) {
        let text; // undefined: what it says before anything was run
        if (record?.phase === 'loading') text = 'Loading…';
        else if (record && !record.isOver) text = 'No task has been made yet.';
        else if (record && !record.wasStarted) text = 'The program could not be started.';
        else if (record) text = 'The program ended before anything of a task was recorded.';
        const empty = emptyLanes(text);
        if (empty.textContent === this.empty.textContent) return;
        this.empty.replaceWith(empty);
        this.empty = empty;
    }

    #draw() {
        const { record } = this;
        if (!record || this.grid.hidden) return;
        const { head, height, scrollTop } = this.size;
        const width = this.size.width - head - RIGHT_MARGIN;
        if (width <= 0) return; // not laid out yet: #measure comes
        const live = !record.isOver && record.clock === 'real';
        const { time, phase, lanes } = record;
        const now = [width, scrollTop, height, time, phase, lanes.eventCount].join();
        if (now === this.drawn) return;
        this.drawn = now;
        const duration = live ? roundUp(Math.max(time, 0.1)) : time;
        this.scale = new Scale(record.lanes, width, duration);
        this.#drawAxis(this.scale);
        this.#drawRows(record, this.scale, live);
        if (this.readout.dataset.said !== 'true') this.#say('');
    }

    #measure() {
        const { clientWidth: width, clientHeight: height, scrollTop } = this.grid;
        const head = parseFloat(getComputedStyle(this.grid).getPropertyValue('--head'));
        this.size = { width, height, head, scrollTop };
        this.#draw();
    }

    /** @param {Scale} scale */
    #drawAxis(scale) {
        const ticks = scale.ticks();
        while (this.axis.childElementCount > ticks.length) this.axis.lastElementChild?.remove();
        ticks.forEach(({ x, label }, index) => {
            const tick = /** @type {HTMLElement} */ (this.axis.children[index] ?? h('span'));
            if (!tick.parentNode) this.axis.append(tick);
            tick.style.left = `${x.toFixed(1)}px`;
            setText(tick, index === ticks.length - 1 ? `${label} s` : label);
        });
        const bands = scale.bands();
        while (this.bands.childElementCount > bands.length) this.bands.lastElementChild?.remove();
        bands.forEach(({ x, width }, index) => {
            const band = /** @type {HTMLElement} */ (this.bands.children[index] ?? h('i'));
            if (!band.parentNode) this.bands.append(band);
            band.style.left = `${x.toFixed(1)}px`;
            band.style.width = `${width.toFixed(1)}px`;
        });
    }

    /** @param {RunRecord} record @param {Scale} scale @param {boolean} live */
    #drawRows({ lanes, time }, scale, live) {
        const { order } = lanes;
        setAttribute(this.grid, 'aria-rowcount', order.length);
        this.rowBox.style.height = `${order.length * ROW_HEIGHT}px`;
        const { scrollTop, height } = this.size;
        const first = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - ROWS_BEYOND);
        const count = Math.ceil(height / ROW_HEIGHT) + 2 * ROWS_BEYOND;
        const visible = new Map(order.slice(first, first + count).map((lane, i) => [lane.id, first + i]));
        for (const [id, row] of this.rows) {
            if (visible.has(id) && row.lane === lanes.lanes.get(id)) continue;
            row.element.remove();
            this.rows.delete(id);
        }
        const now = { time, x: live ? scale.timeToX(time) : scale.width }; // a live axis goes on beyond
        for (const [id, index] of visible) {
            let row = this.rows.get(id);
            if (!row) {
                row = new LaneRow();
                this.rows.set(id, row);
                this.rowBox.append(row.element);
            }
            row.update(lanes, order[index], index, scale, now);
        }
        this.#keepOneTabStop();
    }

    /** The grid is one stop of the Tab key; arrows go on from there. */
    #keepOneTabStop() {
        if (this.rowBox.querySelector('.mark[tabindex="0"]')) return;
        const rows = [...this.rows.values()];
        const mark = rows.find((row) => row.marks.length > 0)?.track.firstElementChild;
        mark?.setAttribute('tabindex', '0');
    }

    /** @param {FocusEvent} event */
    #point(event) {
        const mark = /** @type {HTMLElement} */ (event.target);
        if (!mark.classList.contains('mark')) return;
        for (const other of this.rowBox.querySelectorAll('.mark[tabindex="0"]')) {
            other.setAttribute('tabindex', '-1');
        }
        mark.tabIndex = 0;
        this.#say(mark.getAttribute('aria-label') ?? '');
    }

    /** @param {KeyboardEvent} event */
    #key(event) {
        const mark = /** @type {HTMLElement} */ (event.target);
        const row = [...this.rows.values()].find(({ track }) => track === mark.parentElement);
        if (!row?.lane || event.ctrlKey || event.metaKey || event.altKey) return;
        const cells = [...row.track.children];
        const at = cells.indexOf(mark);
        const step = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: cells.length - 1 }[event.key];
        const rows = { ArrowUp: -1, ArrowDown: 1, PageUp: -8, PageDown: 8 }[event.key];
        if (step === undefined && rows === undefined) return;
        event.preventDefault();
        if (step !== undefined) this.#focus(cells[step]);
        else if (rows !== undefined) this.#focusLane(row.lane, rows, mark.offsetLeft);
    }

    /** @param {Lane} from @param {number} distance @param {number} x where to look for a mark */
    #focusLane(from, distance, x) {
        const order = this.record?.lanes.order ?? [];
        const direction = Math.sign(distance);
        let index = order.indexOf(from) + distance;
        index = Math.min(Math.max(index, 0), order.length - 1);
        while (order[index] && order[index].spans.length === 0) index += direction;
        if (!order[index]) return;
        const { clientHeight } = this.grid;
        const top = index * ROW_HEIGHT;
        if (top < this.grid.scrollTop || top + 2 * ROW_HEIGHT > this.grid.scrollTop + clientHeight) {
            this.grid.scrollTop = top - clientHeight / 2;
            this.size.scrollTop = this.grid.scrollTop;
            this.#draw();
        }
        const row = this.rows.get(order[index].id);
        const marks = row?.marks ?? [];
        const found = marks.findIndex((mark) => mark.x + mark.width > x);
        this.#focus(row?.track.children[found < 0 ? marks.length - 1 : found]);
    }

    /** @param {Element|undefined} mark */
    #focus(mark) {
        if (mark instanceof HTMLElement) mark.focus({ preventScroll: true });
    }

    /** @param {PointerEvent} event */
    #hover(event) {
        const { scale } = this;
        if (!scale) return;
        const target = /** @type {Element} */ (event.target).closest('.mark');
        const box = this.rowBox.getBoundingClientRect();
        const x = event.clientX - box.left - this.size.head;
        this.cursor.hidden = x < 0 || x > scale.width;
        if (this.cursor.hidden) return this.#say('');
        this.cursor.style.left = `${x.toFixed(1)}px`;
        const time = `${seconds(scale.placeAt(x).time)} s`;
        setText(/** @type {Element} */ (this.cursor.firstElementChild), time);
        return this.#say(target?.getAttribute('aria-label') ?? '');
    }

    #leave() {
        this.cursor.hidden = true;
        this.#say('');
    }

    /** The line below the lanes: the sentence of what is pointed at. @param {string} sentence */
    #say(sentence) {
        this.readout.dataset.said = String(sentence !== '');
        setText(this.readout, sentence || this.#summary());
    }

    #summary() {
        const { record } = this;
        if (!record || record.lanes.order.length < 2) return '';
        const count = plural(record.lanes.lanes.size - 1, 'task');
        const steps = plural(record.lanes.steps, 'step');
        if (record.truncated) {
            return `${count}. The run did more than is kept: the lanes end at ${seconds(record.lanes.time)} s.`;
        }
        return `${count}, ${steps} of the loop. Each step is given some width, to show their order.`;
    }
}
