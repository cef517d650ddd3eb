/** The timeline with all around it: tools, the cursor's controls, the queues at the cursor, the legend,
 * the sentence of what is pointed at, and the table that says the same. */

import { h, setAttribute, setText } from '../element/dom.js';
import { emptyLanes } from '../element/empty-panels.js';
import { laneTable } from '../element/lane-table.js';
import { stateMark } from '../element/state-mark.js';
import { Player, stepped } from './cursor.js';
import { number, plural, seconds } from './format.js';
import { handleWords } from './inspector-view.js';
import { keySheet } from './keys.js';
import { StepBar } from './step-bar.js';
import { TimelineView } from './timeline-view.js';

/** @typedef {import('../element/record.js').RunRecord} RunRecord */
/** @typedef {import('./cursor.js').Stride} Stride */

const LEGEND = ['running', 'ready', 'waiting', 'blocking', 'done', 'cancelled', 'failed', 'asked to end', 'wakes'];
/** So many lanes are found without a search: where there is little room it is left out. */
const FEW = 9;
/** Of the queues' strip: so many are named, and where more than a few are in a queue, they are counted:
 * the strip may have no room for all that are named. */
const MOST = 8;
const FEW_QUEUED = 3;

/** The first line that one of two runs prints and the other does not, of each.
 * @param {import('../element/output-log.js').OutputLine[]} one
 * @param {import('../element/output-log.js').OutputLine[]} other @returns {[string|undefined, string|undefined]} */
function difference(one, other) {
    const at = one.findIndex(({ text }, index) => text !== other[index]?.text);
    const first = at < 0 ? one.length : at;
    return [one[first]?.text, other[first]?.text];
}

/** @param {RunRecord} record @param {string} [line] that the other run does not print */
function ending(record, line) {
    const failed = record.phase === 'failed' ? ', fails' : '';
    return `, ${seconds(record.time)} s${failed}${line === undefined ? '' : `, prints “${line.trim()}”`}`;
}

export class TimelinePanel {
    /** @type {RunRecord|null} */
    #record = null;
    #showsTable = false;
    #drawnTable = '';
    #strip = '';
    /** The run that is shown above this one. @type {RunRecord|null} */
    #other = null;

    /** @param {{changed: () => void, moved: () => void, save: () => HTMLElement}} on changed: the cursor or
     * what is selected is another; moved: by the reader; save: the menu of what a run can be saved as */
    constructor(on) {
        this.on = on;
        this.timeline = new TimelineView({
            cursor: (index, pointed) => this.moveTo(index, true, pointed),
            select: (task) => this.select(task),
            say: (sentence) => this.#say(sentence),
            announce: (sentence) => setText(this.live, sentence),
        });
        this.beside = new TimelineView({
            cursor: (index) => this.#cursorOfOther(index),
            select: (task) => this.select(task),
            say: (sentence) => this.#say(sentence),
            announce: (sentence) => setText(this.live, sentence),
        });
        this.beside.element.hidden = true;
        this.above = h('p', { class: 'caption' });
        this.below = h('p', { class: 'caption' });
        this.captions = h('div', { class: 'captions', hidden: true }, h('div', {}, this.above, this.below),
            h('button', { type: 'button', class: 'quiet', onclick: () => this.compare(null) }, 'Close'));
        this.player = new Player({
            record: () => this.#record,
            move: (index) => this.moveTo(index, false),
            changed: () => this.on.changed(),
        });
        this.steps = new StepBar({
            step: (stride, direction) => this.step(stride, direction),
            play: () => this.#togglePlay(),
            speed: (slowness) => (this.player.slowness = slowness),
            cursor: (index) => this.moveTo(index),
        });
        this.search = h('input', { type: 'search', class: 'search', placeholder: 'Find a task', 'aria-label': 'Find a task' });
        this.search.addEventListener('input', () => (this.timeline.search = this.search.value));
        this.search.addEventListener('keydown', (event) => {
            if (event.key === 'Enter' || event.key === 'Escape') this.timeline.element.focus();
            if (event.key === 'Escape') event.preventDefault();
        });
        const tool = (/** @type {string} */ text, /** @type {string} */ label, /** @type {() => void} */ onclick) =>
            h('button', { type: 'button', class: 'quiet', 'aria-label': label, title: label, onclick }, text);
        this.asTable = h('button', { type: 'button', class: 'quiet table', 'aria-pressed': 'false', onclick: () => this.#toggleTable() }, 'Table');
        this.sheet = keySheet();
        this.tools = h('div', { class: 'tools' },
            this.search,
            h('span', { class: 'zoom', role: 'group', 'aria-label': 'Zoom' },
                tool('−', 'Zoom out', () => this.timeline.zoom(0.5)),
                tool('Fit', 'Fit: show all of it', () => this.timeline.fit()),
                tool('+', 'Zoom in', () => this.timeline.zoom(2))),
            this.asTable,
            on.save(),
            tool('?', 'Keys', () => this.sheet.showModal()));
        this.table = h('div', { class: 'lane-table', tabindex: 0, role: 'region', 'aria-label': 'What each task did, as a table', hidden: true });
        this.empty = emptyLanes();
        this.queues = h('div', { class: 'strip', 'aria-hidden': 'true' });
        this.readout = h('p', { class: 'readout', 'aria-hidden': 'true' });
        this.live = h('p', { class: 'hidden-text', role: 'status' });
        this.legend = h('ul', { class: 'legend', 'aria-label': 'Legend' },
            ...LEGEND.map((state) => h('li', {}, stateMark(state), state)));
        this.element = h('section', { class: 'panel lanes', part: 'lanes', 'aria-label': 'Timeline' },
            h('div', { class: 'panel-head' }, h('h3', {}, 'Timeline'), this.tools),
            this.steps.element, this.captions, this.empty, this.beside.element, this.timeline.element, this.table,
            this.queues, h('div', { class: 'foot' }, this.readout, this.legend), this.live, this.sheet);
        this.timeline.element.addEventListener('keydown', (event) => this.#key(event));
    }

    /** Shows another run above this one, on one clock; null: no more. @param {RunRecord|null} other */
    compare(other) {
        this.#other = other;
        const { viewport } = this.timeline;
        viewport.byTime = other !== null;
        viewport.fit();
        this.beside.viewport = viewport;
        this.beside.element.setAttribute('aria-label', 'Timeline of asyncio’s order');
        this.captions.hidden = other === null;
        this.element.closest('.root')?.toggleAttribute('data-compares', other !== null);
        this.#drawOther();
    }

    #drawOther() {
        const other = this.#other;
        this.beside.element.hidden = other === null || this.#showsTable;
        if (!other || !this.#record) return;
        const record = this.#record;
        other.selected = record.selected;
        const time = record.cursor === null ? Infinity : record.place.time;
        other.cursor = time === Infinity ? null : other.history.indexAt({ time, step: Infinity });
        this.timeline.viewport.duration = Math.max(record.time, other.time);
        const [usual, seeded] = difference(other.output.lines, record.output.lines);
        setText(this.above, `Above: asyncio’s order${ending(other, usual)}`);
        setText(this.below, `Below: seed ${record.seed}${ending(record, seeded)}`);
        this.beside.update(other);
    }

    /** @param {RunRecord|null} record @returns {boolean} time goes on: to be drawn again */
    update(record) {
        if (record !== this.#record) {
            this.player.pause();
            this.#record = record;
            this.#drawnTable = '';
            if (record !== null) this.compare(null);
            this.#say('');
        }
        const shown = record !== null && record.history.length > 0;
        this.tools.inert = !shown;
        this.tools.toggleAttribute('data-few', (record?.lanes.order.length ?? 0) <= FEW);
        this.timeline.element.hidden = !shown || this.#showsTable;
        this.table.hidden = !shown || !this.#showsTable;
        this.empty.hidden = shown;
        this.queues.hidden = !shown;
        this.steps.update(record, this.player.isPlaying);
        this.#drawOther();
        this.timeline.update(record);
        if (shown && record) {
            this.#drawStrip(record);
            if (this.#showsTable) this.#drawTable(record);
            if (this.readout.dataset.said !== 'true') this.#say('');
        } else this.#drawEmpty(record);
        return record !== null && !record.isOver && record.clock !== 'virtual';
    }

    /** @param {number|null} index @param {boolean} [byReader] not by playing
     * @param {number} [pointed] the time, where nothing happens */
    moveTo(index, byReader = true, pointed = 0) {
        const record = this.#record;
        if (!record) return;
        if (byReader && this.player.isPlaying) this.player.pause();
        record.cursor = index !== null && index >= record.history.length && record.isOver ? null : index;
        record.pointed = pointed;
        this.timeline.followCursor();
        this.on.changed();
        if (byReader) this.on.moved();
    }

    /** @param {number|null} index in the other run: the same time here */
    #cursorOfOther(index) {
        if (!this.#other || !this.#record) return;
        const { time } = this.#other.history.placeAt(index ?? this.#other.history.length);
        this.moveTo(this.#record.history.indexAt({ time, step: Infinity }));
    }

    /** @param {number} task 0: none */
    select(task) {
        if (!this.#record) return;
        this.#record.selected = task;
        this.on.changed();
        this.on.moved();
    }

    /** @param {Stride} stride @param {1|-1} direction */
    step(stride, direction) {
        const record = this.#record;
        if (!record) return;
        this.moveTo(stepped(record, stride, direction));
        const { time } = record.place;
        const event = record.cursor ? record.history.events[record.cursor - 1] : null;
        let what = '';
        if (event?.kind === 'iteration-begin') what = `, iteration ${number(event.other)}`;
        else if (event?.task) what = `, ${record.lanes.nameOf(event.task)}: ${event.kind}`;
        setText(this.live, `${seconds(time)} s${what}`);
    }

    #togglePlay() {
        if (!this.player.isPlaying) return this.player.play();
        this.player.pause();
        return this.on.moved();
    }

    #toggleTable() {
        this.#showsTable = !this.#showsTable;
        setAttribute(this.asTable, 'aria-pressed', String(this.#showsTable));
        this.update(this.#record);
    }

    /** @param {RunRecord} record */
    #drawTable(record) {
        const key = `${record.isOver} ${record.isOver ? record.history.length : 0}`;
        if (key === this.#drawnTable) return; // to write it anew in every frame would help nobody
        this.#drawnTable = key;
        this.table.replaceChildren(laneTable(record.lanes));
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

    /** Ready, timers and I/O at the cursor, in a line each. @param {RunRecord} record */
    #drawStrip(record) {
        const index = record.cursor ?? record.history.length;
        const now = record.place.time;
        const key = `${index} ${record.history.length} ${now}`;
        if (key === this.#strip) return;
        this.#strip = key;
        const state = record.history.stateAt(index);
        /** @template T @param {T[]} items @param {(item: T) => string} words */
        const few = (items, words) => {
            const rest = items.length - MOST;
            if (items.length === 0) return '–';
            const count = items.length > FEW_QUEUED ? `${number(items.length)}: ` : '';
            return `${count}${items.slice(0, MOST).map(words).join(', ')}${rest > 0 ? ' …' : ''}`;
        };
        const parts = [
            ['ready', few([...state.ready.values()], (handle) => handleWords(record, handle))],
            ['timers', few(state.timersInOrder, (timer) => `${handleWords(record, timer)} ${seconds(Math.max(0, timer.deadline - now))} s`)],
            ['I/O', few([...state.requests.values(), ...state.jobs.values()], ({ task }) => record.lanes.nameOf(task))],
            ['iteration', state.iteration > 0 ? number(state.iteration) : '–'],
        ];
        this.queues.replaceChildren(...parts.map(([name, text]) => h('span', {}, h('b', {}, name), ` ${text}`)));
    }

    /** The line below the lanes: the sentence of what is pointed at. @param {string} sentence */
    #say(sentence) {
        this.readout.dataset.said = String(sentence !== '');
        this.readout.toggleAttribute('data-look', sentence === '' && this.#showsLook);
        setText(this.readout, sentence || this.#summary());
    }

    get #showsLook() {
        return Boolean(this.#record?.look && this.#record.isRecorded);
    }

    #summary() {
        const record = this.#record;
        if (!record || record.history.length === 0) return '';
        if (this.#showsLook) return record.look;
        const count = plural(record.lanes.lanes.size - 1 - record.lanes.workers.size, 'task');
        if (record.truncated) {
            return `${count}. The run did more than is kept: the lanes end at ${seconds(record.lanes.time)} s.`;
        }
        return `${count}, ${plural(record.lanes.iterations.length, 'iteration')} of the loop, ${plural(record.lanes.steps, 'step')}.`;
    }

    /** @param {KeyboardEvent} event */
    #key(event) {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const keys = event.shiftKey && (event.key === 'Home' || event.key === 'End') ? `Shift${event.key}` : event.key;
        const action = this.#actions[keys];
        if (!action) return;
        event.preventDefault();
        action();
    }

    /** @type {Record<string, () => void>} */
    #actions = {
        ArrowLeft: () => this.timeline.moveFocus('left'),
        ArrowRight: () => this.timeline.moveFocus('right'),
        ArrowUp: () => this.timeline.moveFocus('up'),
        ArrowDown: () => this.timeline.moveFocus('down'),
        Home: () => this.timeline.moveFocus('start'),
        End: () => this.timeline.moveFocus('end'),
        ShiftHome: () => this.step('edge', -1),
        ShiftEnd: () => this.step('edge', 1),
        Enter: () => {
            this.select(this.timeline.focusedTask);
            this.timeline.cursorToFocus();
        },
        ',': () => this.step('event', -1),
        '.': () => this.step('event', 1),
        '<': () => this.step('iteration', -1),
        '>': () => this.step('iteration', 1),
        p: () => this.step('run', -1),
        n: () => this.step('run', 1),
        ' ': () => this.#togglePlay(),
        '+': () => this.timeline.zoom(2),
        '=': () => this.timeline.zoom(2),
        '-': () => this.timeline.zoom(0.5),
        0: () => this.timeline.fit(),
        z: () => this.timeline.zoomToSelection(),
        a: () => this.#pan(-1),
        d: () => this.#pan(1),
        '/': () => this.search.focus(),
        t: () => this.#toggleTable(),
        '?': () => this.sheet.showModal(),
    };

    /** @param {1|-1} direction */
    #pan(direction) {
        this.timeline.viewport.panBy((direction * this.timeline.viewport.width) / 3);
        this.timeline.draw();
    }
}
