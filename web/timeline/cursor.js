/** Where the reader stands in a run: steps from event to event, iteration to iteration, to a task's next
 * run; and plays. A cursor is an index into the history's events, or null: at the end, riding it. */

/** @typedef {import('../element/record.js').RunRecord} RunRecord */

/** @typedef {'event'|'iteration'|'run'|'edge'} Stride */

/** Marks of the trace that show nothing by themselves: a cursor passes over them. */
const SILENT = new Set(['site', 'name', 'begin', 'member', 'level']);

/** @param {RunRecord} record @param {Stride} stride @param {1|-1} direction
 * @returns {number|null} the new cursor */
export function stepped(record, stride, direction) {
    const { history, selected } = record;
    const from = record.cursor ?? history.length;
    if (stride === 'edge') return direction > 0 ? null : 0;
    /** @param {import('../../wasm/src/trace.js').TraceEvent} event */
    const test = (event) => {
        if (stride === 'iteration') return event.kind === 'iteration-begin';
        if (stride === 'run') return event.kind === 'run' && (selected === 0 || event.task === selected);
        return !SILENT.has(event.kind);
    };
    const index = history.find(from, direction, test);
    return index >= history.length && record.isOver ? null : index;
}

/** Plays a record: loop time goes on with the host's, so many times slower; an instant of many events
 * is given a little for each, so that their order can be seen. */
export class Player {
    /** Seconds of the reader's for one of the loop's. */
    slowness = 4;
    #frame = 0;
    #last = 0;
    #rest = 0;

    /** @param {{record: () => RunRecord|null, move: (index: number|null) => void,
     *     changed: () => void}} on */
    constructor(on) {
        this.on = on;
    }

    get isPlaying() {
        return this.#frame !== 0;
    }

    play() {
        const record = this.on.record();
        if (!record || this.isPlaying) return;
        if (record.cursor === null) this.on.move(0);
        this.#last = performance.now();
        this.#rest = 0;
        this.#frame = requestAnimationFrame((now) => this.#tick(now));
        this.on.changed();
    }

    pause() {
        cancelAnimationFrame(this.#frame);
        this.#frame = 0;
        this.on.changed();
    }

    /** @param {number} now */
    #tick(now) {
        this.#frame = requestAnimationFrame((next) => this.#tick(next));
        const record = this.on.record();
        if (!record || record.cursor === null) {
            this.pause();
            return;
        }
        const { history } = record;
        this.#rest += (now - this.#last) / 1000;
        this.#last = now;
        let index = record.cursor;
        for (;;) {
            if (index >= history.length) {
                this.on.move(record.isOver ? null : index);
                if (record.isOver) this.pause();
                return;
            }
            const cost = this.#cost(record, index);
            if (cost > this.#rest) break;
            this.#rest -= cost;
            index += 1;
        }
        if (index !== record.cursor) this.on.move(index);
    }

    /** Seconds from one event to the next. @param {RunRecord} record @param {number} index */
    #cost({ history }, index) {
        const gap = history.times[index] - (history.times[index - 1] ?? 0);
        const event = history.events[index];
        const isSeen = event.kind === 'run' || event.kind === 'handle-run';
        return Math.max(0, gap) * this.slowness + (isSeen ? 0.03 * this.slowness : 0);
    }
}
