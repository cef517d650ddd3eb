/** From a place in a run to a place on the screen.
 *
 * x = perSecond * time + perStep * step: time in proportion, and in addition a little width for
 * every step of the loop. An instant in which ten tasks run is ten steps wide, so that their order
 * can be seen, and a run in which no time passes at all still has a picture. */

/** @typedef {import('./lane-model.js').LaneModel} LaneModel */
/** @typedef {import('./lane-model.js').Place} Place */

/** The widest a step gets, in pixels: beside time, and where no time passes. */
const STEP_BESIDE_TIME = 11;
const STEP_ALONE = 64;
/** Steps take at most this much of the width from time. */
const STEPS_SHARE = 0.4;
const TICK_DISTANCE = 64;

/** How many of the sorted numbers are less than value. @param {number[]} sorted @param {number} value */
function countBelow(sorted, value) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (sorted[middle] < value) low = middle + 1;
        else high = middle;
    }
    return low;
}

/** The next of 1, 2, 5, 10, … times a power of ten that is not less. @param {number} value */
export function roundUp(value) {
    const power = 10 ** Math.floor(Math.log10(value));
    return ([1, 2, 5].find((factor) => factor * power >= value * (1 - 1e-9)) ?? 10) * power;
}

export class Scale {
    /**
     * @param {LaneModel} model
     * @param {number} width pixels
     * @param {number} duration seconds that the width shall hold
     * @param {boolean} [byTime] steps have no width of their own, unless no time passes at all
     */
    constructor(model, width, duration, byTime = false) {
        const { steps } = model;
        this.slices = model.slices;
        this.width = width;
        this.duration = duration;
        const widest = duration > 0 ? STEP_BESIDE_TIME : STEP_ALONE;
        const share = duration === 0 ? 1 : byTime ? 0 : STEPS_SHARE;
        this.perStep = steps > 0 ? Math.min(widest, (share * width) / steps) : 0;
        this.perSecond = duration > 0 ? (width - this.perStep * steps) / duration : 0;
    }

    /** @param {Place} place @returns {number} pixels */
    x({ time, step }) {
        return this.perSecond * time + this.perStep * step;
    }

    /** @param {number} time @returns {number} pixels: the left edge of what happened then */
    timeToX(time) {
        const { start, end } = this.slices;
        const step = countBelow(start, time);
        const last = step - 1;
        if (last >= 0 && end[last] > time) {
            const part = (time - start[last]) / (end[last] - start[last]);
            return this.x({ time, step: last + part }); // within a slice that takes its time
        }
        return this.x({ time, step });
    }

    /** @param {number} x pixels @returns {Place} */
    placeAt(x) {
        const { start, end } = this.slices;
        let low = 0;
        let high = start.length;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (this.x({ time: start[middle], step: middle }) <= x) low = middle + 1;
            else high = middle;
        }
        const step = low; // slices begun at x
        if (step > 0) {
            const until = Number.isNaN(end[step - 1]) ? start[step - 1] : end[step - 1];
            const time = Math.min(until, this.#timeAt(x, step));
            if (x < this.x({ time: until, step })) return { time: Math.max(time, start[step - 1]), step };
        }
        return { time: Math.min(Math.max(0, this.#timeAt(x, step)), this.duration), step };
    }

    /** @param {number} x @param {number} step */
    #timeAt(x, step) {
        return this.perSecond > 0 ? (x - this.perStep * step) / this.perSecond : 0;
    }

    /** @returns {{time: number, x: number, label: string}[]} round times, not too close together */
    ticks() {
        return this.ticksBetween(0, this.width);
    }

    /** The same of a part. @param {number} left @param {number} right pixels
     * @returns {{time: number, x: number, label: string}[]} */
    ticksBetween(left, right) {
        if (this.perSecond <= 0) return [{ time: 0, x: 0, label: '0' }];
        const [first, last] = [this.placeAt(left).time, this.placeAt(right).time];
        const most = Math.max(1, Math.floor((right - left) / TICK_DISTANCE));
        let distance = roundUp(Math.max(last - first, this.duration / 1e9) / most);
        const nearest = this.#ticksAt(distance, first, last, right);
        for (let tries = 0; tries < 3; tries += 1) { // wider apart rather than with gaps
            const { ticks, left: out } = tries === 0 ? nearest : this.#ticksAt(distance, first, last, right);
            if (out === 0 && ticks.length > 1) return ticks;
            distance = roundUp(distance * 1.5);
        }
        return nearest.ticks;
    }

    /** @param {number} distance in seconds @param {number} first @param {number} last times
     * @param {number} right pixels; left: how many had no room */
    #ticksAt(distance, first, last, right) {
        const decimals = Math.max(0, -Math.floor(Math.log10(distance) + 1e-9));
        const ticks = [];
        let out = 0;
        let free = -Infinity;
        const from = Math.max(0, Math.ceil((first / distance) * (1 - 1e-9)));
        for (let index = from; index * distance <= last * (1 + 1e-9); index += 1) {
            const time = Number((index * distance).toFixed(decimals)); // 0.3, not 0.30000000000000004
            const x = this.timeToX(time);
            if (x > right + 1) continue;
            if (x < free) {
                out += 1;
                continue;
            }
            ticks.push({ time, x, label: time.toFixed(decimals) });
            free = x + TICK_DISTANCE * 0.7;
        }
        return { ticks, left: out };
    }

    /** Instants that are stretched wide enough to be seen. @returns {{x: number, width: number}[]} */
    bands() {
        const { start, end } = this.slices;
        const bands = [];
        for (let first = 0; first < start.length && this.perStep > 1; ) {
            let next = first + 1;
            while (next < start.length && start[next] === start[first]) next += 1;
            const x = this.x({ time: start[first], step: first });
            const until = Number.isNaN(end[next - 1]) ? start[next - 1] : end[next - 1];
            bands.push({ x, width: this.x({ time: until, step: next }) - x });
            first = next;
        }
        return bands;
    }
}
