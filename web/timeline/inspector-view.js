/** The loop at the cursor: ready queue, timers, requests and jobs; the tasks as a tree; and why the
 * selected one does not run. */

import { h, setText } from '../element/dom.js';
import { stateMark } from '../element/state-mark.js';
import { number, plural, seconds } from './format.js';
import { isOver } from './loop-state.js';
import { spentUntil } from './spent.js';
import { deadlocks, whyNot } from './why.js';
import { whyWords, waitWords } from './why-words.js';

/** @typedef {import('../element/record.js').RunRecord} RunRecord */
/** @typedef {import('./loop-state.js').LoopState} LoopState */
/** @typedef {import('./loop-state.js').Handle} Handle */
/** @typedef {import('./loop-state.js').TaskState} TaskState */

const MOST = 60;

/** What a handle does, without the task. @type {Record<string, string>} */
const HANDLE_WORDS = {
    task: 'runs', sleep: 'wakes', call: 'callback', done: 'done callback', member: 'tells who waits',
    timeout: 'timeout of', scope: 'cancel scope of', wait: 'end of a wait', loop: 'the loop itself', job: 'job is done',
};

/** @param {RunRecord} record @param {Handle} handle @returns {string} */
export function handleWords(record, { handle, task }) {
    const name = task ? record.lanes.nameOf(task) : '';
    if (handle === 'task' || handle === 'sleep') return name;
    if (handle === 'member') return `${name || 'a future'} is done`;
    return name ? `${HANDLE_WORDS[handle]} ${name}` : HANDLE_WORDS[handle];
}

export class InspectorView {
    /** @type {RunRecord|null} */
    #record = null;
    #key = '';

    /** @param {(task: number) => void} select */
    constructor(select) {
        this.select = select;
        this.why = h('div', { class: 'why' });
        this.tree = h('ul', { class: 'tree', 'aria-label': 'Tasks' });
        this.lists = h('dl', { class: 'queues' });
        this.when = h('p', { class: 'when' });
        this.element = h('div', { class: 'inspector', tabindex: 0, role: 'region', 'aria-label': 'State at the cursor' },
            this.when, this.why, this.lists, this.tree);
    }

    /** @param {RunRecord|null} record */
    update(record) {
        if (!record || this.element.hidden) return;
        const index = record.cursor ?? record.history.length;
        const at = record.place.time;
        const key = `${index} ${at} ${record.selected} ${record.history.length}`;
        if (record === this.#record && key === this.#key) return;
        this.#record = record;
        this.#key = key;
        const state = record.history.stateAt(index);
        setText(this.when, `At ${seconds(at)} s, ${record.cursor === null ? 'the end' : `event ${number(index)}`}, iteration ${number(state.iteration)}`);
        this.#drawWhy(record, state);
        this.#drawLists(record, state, at);
        this.#drawTree(record, state);
    }

    /** @param {RunRecord} record @param {LoopState} state */
    #drawWhy(record, state) {
        const rings = deadlocks(state).map((ring) => {
            const names = ring.map((task) => record.lanes.nameOf(task));
            return h('p', { class: 'ring' }, h('strong', {}, 'Deadlock: '),
                names.length === 1 ? `${names[0]} waits for itself` : `${names.join(' waits for ')} waits for ${names[0]}`);
        });
        const why = record.selected ? whyNot(state, record.selected) : null;
        const lines = why ? whyWords(record, state, why) : [];
        const chain = lines.length > 0
            ? [h('h4', {}, `Why does ${record.lanes.nameOf(record.selected)} not run?`), h('ol', {}, ...lines.map((line) => h('li', {}, line)))]
            : [];
        if (why?.end.kind === 'running') chain.length = 0;
        this.why.replaceChildren(...rings, ...this.#spent(record), ...chain);
    }

    /** @param {RunRecord} record */
    #spent(record) {
        const lane = record.lanes.lanes.get(record.selected);
        if (!record.selected || !lane) return [];
        const { steps, running, ready, waiting } = spentUntil(lane, record.place);
        const times = `ran ${seconds(running)}, ready ${seconds(ready)}, waited ${seconds(waiting)} s`;
        return [h('p', { class: 'spent' }, `${lane.name}: ${plural(steps, 'step')}; ${times}`)];
    }

    /** @param {RunRecord} record @param {LoopState} state @param {number} now */
    #drawLists(record, state, now) {
        const words = (/** @type {Handle} */ handle) => handleWords(record, handle);
        const name = (/** @type {number} */ task) => record.lanes.nameOf(task);
        const held = [...state.holders].filter(([, holders]) => holders.length > 0);
        this.lists.replaceChildren(
            ...entry('Ready', [...state.ready.values()], words, true),
            ...entry('Timers', state.timersInOrder, (timer) => `${words(timer)} in ${seconds(Math.max(0, timer.deadline - now))} s`),
            ...entry('I/O', [
                ...[...state.requests.values()].map(({ task }) => ({ task, job: '' })),
                ...[...state.jobs.values()].map(({ task, worker }) => ({ task, job: worker ? ` in worker ${worker}` : ', waits for a worker' })),
            ], ({ task, job }) => (job ? `job of ${name(task)}${job}` : `request of ${name(task)}`)),
            ...(held.length > 0
                ? entry('Held', held, ([object, holders]) => `${record.history.objectName(object)} by ${holders.map(name).join(', ')}`)
                : []),
        );
    }

    /** @param {RunRecord} record @param {LoopState} state */
    #drawTree(record, state) {
        const tasks = record.lanes.order.filter(({ id }) => id > 0 && state.tasks.has(id));
        const rows = tasks.slice(0, MOST).map(({ id, name, depth }) => {
            const task = /** @type {TaskState} */ (state.tasks.get(id));
            const site = record.history.sites.get(task.site);
            const where = site && site.line > 0 && !isOver(task) ? `${site.file}:${site.line}` : '';
            const button = h('button', { type: 'button', 'aria-pressed': String(id === record.selected), onclick: () => this.select(id) },
                stateMark(task.status), h('b', {}, name), h('span', {}, waitWords(record, state, task)), h('code', {}, where));
            button.style.setProperty('--depth', String(Math.min(depth, 6)));
            return h('li', {}, button);
        });
        if (tasks.length > MOST) rows.push(h('li', { class: 'more' }, `and ${plural(tasks.length - MOST, 'more task')}`));
        this.tree.replaceChildren(...rows);
    }
}

/** @template T @param {string} title @param {T[]} items @param {(item: T) => string} words
 * @param {boolean} [numbered] */
function entry(title, items, words, numbered = false) {
    const shown = items.slice(0, MOST);
    const list = h(numbered ? 'ol' : 'ul', {}, ...shown.map((item) => h('li', {}, words(item))));
    if (items.length > MOST) list.append(h('li', {}, `and ${number(items.length - MOST)} more`));
    return [h('dt', {}, title), h('dd', {}, items.length > 0 ? list : '–')];
}
