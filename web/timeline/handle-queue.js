/** Handles in the order they came, found by a key: the ready queue, and the timers. */

/** Something in the ready queue, or a timer.
 * @typedef {{handle: import('../../wasm/src/trace.js').TraceHandle, task: number, object: number, by: number, deadline: number}} Handle */

export class HandleQueue {
    /** By the order they came in. @type {Map<number, Handle>} */
    #handles = new Map();
    /** Where those of a key are, the oldest first; the lists are not changed but replaced.
     * @type {Map<string, number[]>} */
    #places = new Map();
    #next = 0;

    get size() {
        return this.#handles.size;
    }

    /** First to last. */
    values() {
        return this.#handles.values();
    }

    /** @param {string} key */
    has(key) {
        return this.#places.has(key);
    }

    /** @param {string} key @returns {Handle|null} the oldest of that key */
    get(key) {
        const places = this.#places.get(key);
        return places ? (this.#handles.get(places[0]) ?? null) : null;
    }

    /** Puts it at the end. @param {string} key @param {Handle} handle */
    append(key, handle) {
        const place = this.#next++;
        this.#places.set(key, [...(this.#places.get(key) ?? []), place]);
        this.#handles.set(place, handle);
    }

    /** Removes the oldest of that key. @param {string} key */
    take(key) {
        const handle = this.get(key);
        const [place, ...others] = this.#places.get(key) ?? [];
        if (others.length > 0) this.#places.set(key, others);
        else this.#places.delete(key);
        this.#handles.delete(place);
        return handle;
    }

    clone() {
        const copy = new HandleQueue();
        copy.#handles = new Map(this.#handles);
        copy.#places = new Map(this.#places);
        copy.#next = this.#next;
        return copy;
    }
}
