/** Why a task does not run: the chain of waits from it down to a timer, a request, a holder; and
 * the rings of tasks that wait for each other for ever. */

import { isOver } from './loop-state.js';

/** @typedef {import('./loop-state.js').LoopState} LoopState */
/** @typedef {import('./loop-state.js').TaskState} TaskState */

/**
 * One link: this task is in that state; `others` are the tasks that keep it, of which the next link
 * is the first.
 * @typedef {object} Link
 * @property {TaskState} task
 * @property {number[]} others
 */

/** How a chain ends: it runs; it is the `place`th in the ready queue; its timer is due; it is over;
 * a request or job is under way; nobody is known that would wake it; it goes in a ring.
 * @typedef {{kind: 'running'|'ready'|'timer'|'over'|'request'|'job'|'somebody'|'ring',
 *   place?: number, deadline?: number, ring?: number[]}} End */

/** The tasks that a waiting one waits for, as far as the trace tells.
 * @param {LoopState} state @param {TaskState} task @returns {number[]} none of them over */
export function blockersOf(state, { wait, number }) {
    if (!wait) return [];
    const live = (/** @type {number} */ other) => {
        const task = state.tasks.get(other);
        return other !== number && task !== undefined && !isOver(task);
    };
    switch (wait.kind) {
        case 'task':
            return [wait.task].filter((other) => state.tasks.has(other) && !isOver(/** @type {TaskState} */ (state.tasks.get(other))));
        case 'gather':
        case 'group':
        case 'many':
        case 'shield':
            return (state.members.get(wait.object) ?? []).map(({ task }) => task).filter(live);
        case 'lock': {
            const holders = state.holders.get(wait.object) ?? [];
            return holders.filter((other) => state.tasks.has(other));
        }
        case 'semaphore':
        case 'limiter':
            return (state.holders.get(wait.object) ?? []).filter(live);
        default:
            return [];
    }
}

/** @param {LoopState} state @param {TaskState} task @returns {End} of a task that nobody keeps */
function endOf(state, task) {
    if (isOver(task)) return { kind: 'over' };
    if (task.status === 'running') return { kind: 'running' };
    if (task.status === 'ready') {
        const queue = [...state.ready.values()];
        return { kind: 'ready', place: queue.findIndex(({ handle, task: other }) => handle === 'task' && other === task.number) + 1 };
    }
    const { wait } = task;
    if (wait?.kind === 'timer') return { kind: 'timer', deadline: wait.until };
    if (wait?.kind === 'fetch') return { kind: 'request' };
    if (wait?.kind === 'job') return { kind: 'job' };
    return { kind: 'somebody' };
}

/** @param {LoopState} state @param {number} number of the task
 * @returns {{links: Link[], end: End}|null} null: there is no such task */
export function whyNot(state, number) {
    /** @type {Link[]} */
    const links = [];
    const path = new Map();
    for (let task = state.tasks.get(number); task; ) {
        if (path.has(task.number)) {
            const ring = links.slice(path.get(task.number)).map((link) => link.task.number);
            return { links, end: { kind: 'ring', ring } };
        }
        path.set(task.number, links.length);
        const others = blockersOf(state, task);
        links.push({ task, others });
        if (others.length === 0) return { links, end: endOf(state, task) };
        task = state.tasks.get(others[0]);
    }
    return null;
}

/** Rings of waiting tasks: each waits for the next, the last for the first. A task that waits for
 * one of several holders is in a ring only if all of them are kept: so what is found stays.
 * @param {LoopState} state @returns {number[][]} */
export function deadlocks(state) {
    const stuck = stuckTasks(state);
    /** @type {number[][]} */
    const rings = [];
    const seen = new Set();
    for (const start of stuck) {
        /** @type {number[]} */
        const path = [];
        const on = new Map();
        for (let at = start; !seen.has(at); ) {
            seen.add(at);
            on.set(at, path.length);
            path.push(at);
            const task = /** @type {TaskState} */ (state.tasks.get(at));
            const next = blockersOf(state, task).find((other) => stuck.has(other));
            if (next === undefined) break;
            if (on.has(next)) {
                rings.push(path.slice(on.get(next)));
                break;
            }
            at = next;
        }
    }
    return rings;
}

/** One holder, or one member, is enough to end these waits. */
const ANY = new Set(['semaphore', 'limiter', 'many']);

/** Waiting tasks that only others like them could wake. @param {LoopState} state */
function stuckTasks(state) {
    /** @type {Map<number, number[]>} */
    const stuck = new Map();
    for (const task of state.tasks.values()) {
        const blockers = task.status === 'waiting' ? blockersOf(state, task) : [];
        if (blockers.length > 0) stuck.set(task.number, blockers);
    }
    for (let before = -1; before !== stuck.size; ) {
        before = stuck.size;
        for (const [number, blockers] of stuck) {
            const kind = state.tasks.get(number)?.wait?.kind ?? '';
            const isStuck = (/** @type {number} */ other) => stuck.has(other);
            if (!(ANY.has(kind) ? blockers.every(isStuck) : blockers.some(isStuck))) stuck.delete(number);
        }
    }
    return new Set(stuck.keys());
}

/** Who is told when this task ends: those that wait for it. @param {LoopState} state
 * @param {number} number @returns {{task: TaskState, through: string}[]} through: the kind of wait */
export function awaitersOf(state, number) {
    const awaiters = [];
    for (const task of state.tasks.values()) {
        if (!task.wait) continue;
        const { kind, object } = task.wait;
        const waits = kind === 'task' ? task.wait.task === number
            : ['gather', 'group', 'many', 'shield'].includes(kind) &&
              (state.members.get(object) ?? []).some((member) => member.task === number);
        if (waits) awaiters.push({ task, through: kind });
    }
    return awaiters;
}
