/** What part of a run is in sight: how far zoomed in, and from where on. In pixels of the lanes, whose
 * left edge is 0. */

import { Scale } from './scale.js';

/** @typedef {import('./lane-model.js').LaneModel} LaneModel */
/** @typedef {import('./lane-model.js').Place} Place */

/** A step of the loop gets no wider than this many pixels, however far one zooms in. */
const WIDEST_STEP = 120;
const MOST_ZOOM = 1e6;

export class Viewport {
    zoom = 1;
    /** Of the scale's pixels, the first that is in sight. */
    left = 0;
    width = 0;
    /** By time alone, without width for steps: two runs on one clock. */
    byTime = false;
    /** Seconds that all of it is, at least. */
    duration = 0;
    #key = '';
    /** @type {Scale|null} */
    #scale = null;

    /** @param {LaneModel} model @param {number} width in sight @param {number} duration
     * @returns {Scale} of the whole run, at this zoom */
    fitTo(model, width, duration) {
        this.width = width;
        const all = this.byTime ? Math.max(duration, this.duration) : duration;
        const key = [width, all, this.zoom, model.eventCount, this.byTime].join();
        if (key !== this.#key || this.#scale?.slices !== model.slices) {
            this.#key = key;
            this.#scale = new Scale(model, width * this.zoom, all, this.byTime);
        }
        const scale = /** @type {Scale} */ (this.#scale);
        this.left = Math.min(Math.max(0, this.left), Math.max(0, scale.width - width));
        return scale;
    }

    /** The most that is of use for this run. @param {LaneModel} model */
    static mostZoom(model) {
        return Math.min(MOST_ZOOM, Math.max(8, (model.steps * WIDEST_STEP) / 100));
    }

    /** What is at x stays there. @param {LaneModel} model @param {number} duration
     * @param {number} factor @param {number} x in sight */
    zoomBy(model, duration, factor, x) {
        const before = this.fitTo(model, this.width, duration);
        const place = before.placeAt(this.left + x);
        this.zoom = Math.min(Math.max(1, this.zoom * factor), Viewport.mostZoom(model));
        const after = this.fitTo(model, this.width, duration);
        this.left = after.x(place) - x;
        this.fitTo(model, this.width, duration);
    }

    /** @param {number} pixels to the right */
    panBy(pixels) {
        this.left += pixels;
    }

    fit() {
        this.zoom = 1;
        this.left = 0;
    }

    /** Shows this stretch, with a little beside it. @param {LaneModel} model
     * @param {number} duration @param {Place} from @param {Place} to */
    show(model, duration, from, to) {
        for (let tries = 0; tries < 4; tries += 1) { // steps do not stretch in proportion: come nearer
            const scale = this.fitTo(model, this.width, duration);
            const length = Math.max(1, scale.x(to) - scale.x(from));
            this.zoom = Math.min(Math.max(1, (this.zoom * this.width * 0.8) / length), Viewport.mostZoom(model));
        }
        const scale = this.fitTo(model, this.width, duration);
        this.left = (scale.x(from) + scale.x(to)) / 2 - this.width / 2;
        this.fitTo(model, this.width, duration);
    }

    /** Moves so that x of the scale is in sight. @param {number} x */
    reveal(x) {
        const margin = Math.min(60, this.width / 4);
        if (x < this.left + margin) this.left = x - margin;
        else if (x > this.left + this.width - margin) this.left = x - this.width + margin;
    }
}
