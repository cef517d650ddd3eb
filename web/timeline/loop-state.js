/** What the loop is at one instant, rebuilt from the records of a trace: apply one after the other.
 *
 * Objects in its maps are never changed but replaced, so that a copy of the maps is a checkpoint. */

import { HandleQueue } from './handle-queue.js';

/** @typedef {import('./handle-queue.js').Handle} Handle */
/** @typedef {import('../../wasm/src/trace.js').TraceEvent} TraceEvent */
/** @typedef {import('../../wasm/src/trace.js').TraceWait} TraceWait */
/** @typedef {import('../../wasm/src/trace.js').TraceHandle} TraceHandle */

/** @typedef {'ready'|'running'|'waiting'|'done'|'failed'|'cancelled'} TaskStatus */

/** What a task waits for. `until`: loop time of its timer, or NaN.
 * @typedef {{kind: TraceWait, task: number, object: number, until: number}} Wait */

/** A request to end. @typedef {{event: TraceEvent}} CancelRequest */

/**
 * @typedef {object} TaskState
 * @property {number} number
 * @property {number} parent
 * @property {TaskStatus} status
 * @property {number} since      loop time
 * @property {Wait|null} wait    while it waits
 * @property {number} site       where in the source it stands: of its last wait; else where it was made
 * @property {number} result     what it ended with
 * @property {TraceEvent[]} cancels requests to end, so far
 * @property {TraceEvent|null} wokenBy the last 'ready'
 */

/** @typedef {{task: number, since: number, site: number}} Request */
/** @typedef {{task: number, pool: number, worker: number, since: number, site: number}} Job */
/** @typedef {{task: number, object: number}} Member a task, or another future by its object */

/** @param {TraceHandle} handle @param {TraceEvent} event */
const keyOf = (handle, { task, object }) =>
    handle === 'task' || handle === 'sleep' ? `task ${task}` : `${handle} ${task} ${object}`;

export class LoopState {
    time = 0;
    /** Records applied. */
    index = 0;
    iteration = 0;
    inIteration = false;
    /** The task that runs; 0: none. */
    running = 0;
    /** The callback that runs, of the program or the loop's own. @type {Handle|null} */
    callback = null;
    /** @type {Map<number, TaskState>} */
    tasks = new Map();
    /** First to last. */
    ready = new HandleQueue();
    timers = new HandleQueue();
    /** @type {Map<number, Request>} by object */
    requests = new Map();
    /** @type {Map<number, Job>} by number */
    jobs = new Map();
    /** Who has a lock, a permit, a token. @type {Map<number, number[]>} by object */
    holders = new Map();
    /** @type {Map<number, Member[]>} by object */
    members = new Map();
    /** How many items are in a queue or stream. @type {Map<number, number>} */
    levels = new Map();
    /** What an object is. @type {Map<number, TraceWait>} */
    kinds = new Map();

    /** @returns {LoopState} */
    clone() {
        const copy = new LoopState();
        Object.assign(copy, this);
        for (const name of /** @type {const} */ ([
            'tasks', 'requests', 'jobs', 'holders', 'members', 'levels', 'kinds',
        ])) {
            /** @type {any} */ (copy)[name] = new Map(/** @type {any} */ (this[name]));
        }
        copy.ready = this.ready.clone();
        copy.timers = this.timers.clone();
        return copy;
    }

    /** @param {TraceEvent} event */
    apply(event) {
        this.index += 1;
        this.time = event.time;
        switch (event.kind) {
            case 'created':
                return this.#created(event);
            case 'run':
                return this.#run(event);
            case 'wait':
                return this.#wait(event);
            case 'ready':
                return this.#ready(event);
            case 'done':
                return this.#done(event);
            case 'cancel': {
                const task = this.#task(event.task);
                return this.#set({ ...task, cancels: [...task.cancels, event] });
            }
            case 'handle-ready':
            case 'timer-fired':
                return this.#handleReady(event);
            case 'handle-run':
                this.callback = this.ready.take(keyOf(event.handle ?? 'loop', event));
                return undefined;
            case 'callback-done':
                this.callback = null;
                return undefined;
            case 'handle-cancelled': {
                const key = keyOf(event.handle ?? 'loop', event);
                return void (this.timers.take(key) ?? this.ready.take(key));
            }
            case 'timer-set': {
                const { handle = 'loop', task, object, deadline = NaN } = event;
                return this.timers.append(keyOf(handle, event), { handle, task, object, by: 0, deadline });
            }
            case 'iteration-begin':
            case 'iteration-end':
                this.iteration = event.other;
                this.inIteration = event.kind === 'iteration-begin';
                this.callback = null;
                return undefined;
            default:
                return this.#shared(event);
        }
    }

    /** Timers, the first to fire first. @returns {Handle[]} */
    get timersInOrder() {
        return [...this.timers.values()].sort((a, b) => a.deadline - b.deadline);
    }

    /** Requests, jobs, locks and the like. @param {TraceEvent} event */
    #shared(event) {
        const { task, object, time, site, wait } = event;
        switch (event.kind) {
            case 'io-begin':
                this.requests.set(object, { task, since: time, site });
                break;
            case 'io-end':
                this.requests.delete(object);
                break;
            case 'job-submitted':
                this.jobs.set(object, { task, pool: event.detail, worker: 0, since: time, site });
                break;
            case 'job-started': {
                const job = this.jobs.get(object);
                if (job) this.jobs.set(object, { ...job, worker: event.other });
                break;
            }
            case 'job-done':
                this.jobs.delete(object);
                break;
            case 'acquired':
                this.#know(object, wait);
                this.holders.set(object, [...(this.holders.get(object) ?? []), task]);
                break;
            case 'released':
                this.#released(object, task);
                break;
            case 'member':
                this.#know(object, wait);
                this.members.set(object, [...(this.members.get(object) ?? []), { task, object: event.other }]);
                break;
            case 'level':
                this.#know(object, wait);
                this.levels.set(object, event.value);
                break;
            default: // of a newer core: nothing that is rebuilt here
        }
    }

    /** @param {number} object @param {number} task that gives it back: its own, or another's */
    #released(object, task) {
        const holders = [...(this.holders.get(object) ?? [])];
        const place = holders.indexOf(task);
        holders.splice(place < 0 ? 0 : place, 1);
        this.holders.set(object, holders);
    }

    /** @param {number} object @param {TraceWait} [kind] */
    #know(object, kind) {
        if (object && kind) this.kinds.set(object, kind);
    }

    /** @param {number} number @returns {TaskState} also of one whose making was not recorded */
    #task(number) {
        return this.tasks.get(number) ?? {
            number, parent: 0, status: 'ready', since: this.time, wait: null, site: 0, result: 0,
            cancels: [], wokenBy: null,
        };
    }

    /** @param {TaskState} task */
    #set(task) {
        this.tasks.set(task.number, task);
    }

    /** @param {TraceEvent} event */
    #created({ task, other, site }) {
        this.#set({ ...this.#task(task), parent: other, site });
    }

    /** @param {TraceEvent} event */
    #run({ task, time }) {
        if (this.running && this.running !== task) this.#interrupted(time);
        this.ready.take(`task ${task}`);
        this.running = task;
        this.callback = null;
        this.#set({ ...this.#task(task), status: 'running', since: time, wait: null });
    }

    /** An eager task runs within its maker. @param {number} time */
    #interrupted(time) {
        const maker = this.#task(this.running);
        if (maker.status === 'running') this.#set({ ...maker, status: 'ready', since: time });
    }

    /** @param {TraceEvent} event */
    #wait({ task: number, wait: kind = 'future', other, object, value, time, site }) {
        const task = this.#task(number);
        this.running = 0;
        this.#know(object, kind === 'queue-put' || kind === 'queue-join' ? 'queue-get' : kind);
        const isReady = this.ready.has(`task ${number}`);
        const until = kind === 'timer' ? (this.timers.get(`task ${number}`)?.deadline ?? time + value / 1e6) : NaN;
        const wait = isReady ? null : { kind, task: other, object, until };
        this.#set({ ...task, status: isReady ? 'ready' : 'waiting', since: time, wait, site: site || task.site });
    }

    /** @param {TraceEvent} event */
    #ready(event) {
        const { task: number, object, other, time } = event;
        const task = this.#task(number);
        const key = `task ${number}`;
        this.ready.take(key);
        this.ready.append(key, { handle: 'task', task: number, object, by: other, deadline: NaN });
        if (number === this.running) return this.#set({ ...task, wokenBy: event });
        return this.#set({ ...task, status: 'ready', since: time, wait: null, wokenBy: event });
    }

    /** @param {TraceEvent} event */
    #done({ task: number, value, detail, time }) {
        this.running = 0;
        const status = detail === 1 ? 'cancelled' : value === 0 ? 'done' : 'failed';
        this.#set({ ...this.#task(number), status, since: time, wait: null, result: value });
    }

    /** @param {TraceEvent} event */
    #handleReady(event) {
        const { handle = 'loop', task, object, other } = event;
        const key = keyOf(handle, event);
        const timer = event.kind === 'timer-fired' ? this.timers.take(key) : null;
        this.ready.append(key, { handle, task, object, by: other, deadline: timer?.deadline ?? NaN });
    }
}

/** Is it over? @param {TaskState} task */
export const isOver = ({ status }) => status === 'done' || status === 'failed' || status === 'cancelled';
