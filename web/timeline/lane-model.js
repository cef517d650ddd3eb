/** A trace as lanes: for each task what it did, from when to when.
 *
 * On a virtual clock, and often enough on a real one, much happens at one instant, and the order is
 * what matters. So a place in a run is a time and a *step*: the loop runs one thing after another,
 * and step n lies before its nth slice, n + 1 behind it, n + 0.5 within it. */

/** @typedef {import('../../wasm/src/trace.js').TraceEvent} TraceEvent */

/** @typedef {'ready'|'running'|'waiting'} SpanState */

/** @typedef {{time: number, step: number}} Place */

/**
 * @typedef {object} Span
 * @property {SpanState} state
 * @property {Place} from
 * @property {Place|null} to     null: it still lasts
 * @property {TraceEvent} cause  what began it
 * @property {number} wokenBy    task that ended a wait, 0 the loop
 */

/** @typedef {'done'|'failed'|'cancelled'|'cancel-asked'} PointKind */

/** @typedef {{kind: PointKind, at: Place, cause: TraceEvent|null}} Point */

/** Task `from` made task `to` ready. @typedef {{from: number, to: number, at: Place}} Wakeup */

/** A step kept the loop, for so many seconds of the host's clock.
 * @typedef {{task: number, seconds: number, from: Place, to: Place}} Blocked */

/**
 * @typedef {object} Lane
 * @property {number} id       the task's number, 0 the loop
 * @property {string} name
 * @property {number} parent
 * @property {number} depth
 * @property {number[]} children
 * @property {Span[]} spans
 * @property {Point[]} points
 */

/** Running for longer than this without giving way counts as blocking, in seconds. */
export const BLOCKING = 0.05;

/** Does it keep the loop? A worker of a pool does not, however long it runs.
 * @param {Span} span @param {number} [now] what a span that still lasts has come to */
export function isBlocking({ state, from, to, cause }, now = from.time) {
    return state === 'running' && cause.kind !== 'job-started' && (to?.time ?? now) - from.time > BLOCKING;
}

export class LaneModel {
    constructor() {
        /** @type {Map<number, Lane>} */
        this.lanes = new Map();
        /** Slices of the loop, in order: their times, and who ran. */
        this.slices = {
            start: /** @type {number[]} */ ([]),
            end: /** @type {number[]} */ ([]),
            task: /** @type {number[]} */ ([]),
        };
        /** Who woke whom, in order. @type {Wakeup[]} */
        this.wakeups = [];
        /** @type {Blocked[]} */
        this.blocked = [];
        /** Iterations of the loop: where each begins. @type {Place[]} */
        this.iterations = [];
        /** Lanes of workers, by their number in the trace. @type {Map<number, Lane>} */
        this.workers = new Map();
        this.time = 0;
        this.eventCount = 0;
        /** The task that was made ready while it still ran; 0: none. */
        this.readyEarly = 0;
        /** The lane that runs now. @type {Lane|null} */
        this.running = null;
        /** @type {Lane[]|null} */
        this.ordered = null;
        this.#lane(0, 'loop', 0);
    }

    /** The lanes from top to bottom: the loop, then each task and below it those it made. */
    get order() {
        return (this.ordered ??= this.#sort());
    }

    /** @returns {number} slices begun */
    get steps() {
        return this.slices.start.length;
    }

    /** The step at which what comes next will stand. */
    get here() {
        return this.#here().step;
    }

    /** @param {number} id @returns {string} */
    nameOf(id) {
        return this.lanes.get(id)?.name ?? `task ${id}`;
    }

    /** @param {TraceEvent} event */
    add(event) {
        this.eventCount += 1;
        this.time = Math.max(this.time, event.time);
        const parent = event.kind === 'created' ? event.other : 0;
        const lane = this.#lane(event.task, `task ${event.task}`, parent);
        switch (event.kind) {
            case 'created':
                return this.#enter(lane, 'ready', event);
            case 'name':
                lane.name = event.name ?? lane.name;
                return undefined;
            case 'run':
                return this.#run(lane, event);
            case 'handle-run': // what the loop does for itself is no slice
                if (event.handle !== 'call' && event.handle !== 'done') return undefined;
                return this.#run(this.#lane(0, 'loop', 0), event);
            case 'wait': {
                this.#endSlice(event.time);
                const isReady = event.wait === 'yield' || this.readyEarly === event.task;
                this.readyEarly = 0;
                return this.#enter(lane, isReady ? 'ready' : 'waiting', event);
            }
            case 'iteration-begin':
                this.iterations.push(this.#here());
                return undefined;
            case 'blocked': {
                const [from, to] = [this.#here(), { time: event.time, step: this.steps }];
                if (this.running) from.time = this.slices.start[this.steps - 1];
                from.step = Math.max(0, this.steps - 1);
                this.blocked.push({ task: event.task, seconds: event.value / 1e6, from, to });
                return undefined;
            }
            case 'job-started':
                return this.#enter(this.#worker(event.other), 'running', event);
            case 'job-done':
                return event.other ? this.#leave(this.#worker(event.other)) : undefined;
            case 'ready':
                return this.#ready(lane, event);
            case 'callback-done':
                this.#endSlice(event.time);
                return this.#leave(lane);
            case 'done': {
                this.#endSlice(event.time);
                this.#leave(lane);
                const failed = event.value === 0 ? 'done' : 'failed';
                return this.#point(lane, event.detail === 1 ? 'cancelled' : failed, event);
            }
            case 'cancel':
                return this.#point(lane, 'cancel-asked', event);
            default:
                return undefined; // of a newer format: nothing that this picture shows
        }
    }

    /** Nothing will be added: what still lasts ends here.
     * @param {number} time @param {boolean} failed whoever runs is where the program failed */
    finish(time, failed) {
        this.time = Math.max(this.time, time);
        const lane = this.running;
        this.#endSlice(this.time);
        for (const { spans } of this.lanes.values()) {
            const last = spans.at(-1);
            if (last) last.to ??= this.#here();
        }
        if (failed && lane) lane.points.push({ kind: 'failed', at: this.#here(), cause: null });
    }

    /** @returns {Place} */
    #here() {
        return { time: this.time, step: this.running ? this.steps - 0.5 : this.steps };
    }

    /** @param {number} id @param {string} name @param {number} parent @returns {Lane} */
    #lane(id, name, parent) {
        let lane = this.lanes.get(id);
        if (!lane) {
            const above = id === parent ? undefined : this.lanes.get(parent);
            const depth = above && above.id !== 0 ? above.depth + 1 : 0;
            const [children, spans, points] = [[], [], []];
            lane = { id, name, parent, depth, children, spans, points };
            this.lanes.set(id, lane);
            above?.children.push(id);
            this.ordered = null;
        }
        return lane;
    }

    /** @param {number} number @returns {Lane} of a worker of a pool */
    #worker(number) {
        let lane = this.workers.get(number);
        if (!lane) {
            lane = this.#lane(-number, `worker ${number}`, 0);
            this.workers.set(number, lane);
        }
        return lane;
    }

    /** @param {Lane} lane @param {TraceEvent} event */
    #run(lane, event) {
        this.#endSlice(event.time); // a slice whose end is missing ends where the next begins
        this.#leave(lane);
        const from = this.#here();
        this.slices.start.push(event.time);
        this.slices.end.push(NaN);
        this.slices.task.push(lane.id);
        this.running = lane;
        lane.spans.push({ state: 'running', from, to: null, cause: event, wokenBy: 0 });
    }

    /** @param {number} time */
    #endSlice(time) {
        if (!this.running) return;
        this.slices.end[this.steps - 1] = time;
        const span = this.running.spans.at(-1);
        this.running = null;
        if (span?.state === 'running') span.to ??= { time, step: this.steps };
    }

    /** @param {Lane} lane @param {TraceEvent} event */
    #ready(lane, event) {
        if (event.other && event.other !== lane.id) {
            this.wakeups.push({ from: event.other, to: lane.id, at: this.#here() });
        }
        if (this.running === lane) {
            this.readyEarly = lane.id;
            return;
        }
        const span = lane.spans.at(-1);
        if (span?.state === 'ready' && !span.to) return; // yielded: it is ready already
        if (span) span.wokenBy = event.other;
        this.#enter(lane, 'ready', event);
    }

    /** @param {Lane} lane @param {SpanState} state @param {TraceEvent} cause */
    #enter(lane, state, cause) {
        this.#leave(lane);
        lane.spans.push({ state, from: this.#here(), to: null, cause, wokenBy: 0 });
    }

    /** @param {Lane} lane */
    #leave(lane) {
        const span = lane.spans.at(-1);
        if (span) span.to ??= this.#here();
    }

    /** @param {Lane} lane @param {PointKind} kind @param {TraceEvent} cause */
    #point(lane, kind, cause) {
        lane.points.push({ kind, at: this.#here(), cause });
    }

    /** @returns {Lane[]} */
    #sort() {
        const order = [];
        const isTop = (/** @type {Lane} */ lane) => lane.depth === 0 && lane.id >= 0;
        const rest = [...this.lanes.values()].filter(isTop).reverse();
        for (let lane = rest.pop(); lane; lane = rest.pop()) {
            order.push(lane);
            // The loop is drawn beside the tasks it made, not above them.
            if (lane.id === 0) continue;
            for (let i = lane.children.length - 1; i >= 0; i -= 1) {
                rest.push(/** @type {Lane} */ (this.lanes.get(lane.children[i])));
            }
        }
        return [...order, ...this.workers.values()];
    }
}
