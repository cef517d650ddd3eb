/** Bounded queues as JavaScript's users write them: the language has none. */

/** put and get are async functions that wait while there is no room, or nothing. */
export class AsyncQueue {
    /** @type {number[]} */ #items = [];
    /** @type {(() => void)[]} */ #getters = [];
    /** @type {(() => void)[]} */ #putters = [];
    #size;

    /** @param {number} size */
    constructor(size) {
        this.#size = size;
    }

    /** @param {number} item */
    async put(item) {
        while (this.#items.length >= this.#size)
            await new Promise((resolve) => this.#putters.push(/** @type {() => void} */ (resolve)));
        this.#items.push(item);
        this.#getters.shift()?.();
    }

    async get() {
        while (this.#items.length === 0)
            await new Promise((resolve) => this.#getters.push(/** @type {() => void} */ (resolve)));
        const item = this.#items.shift();
        this.#putters.shift()?.();
        return /** @type {number} */ (item);
    }
}

/**
 * The same with a synchronous fast path: tryPut and tryGet do what can be done at once, and a caller
 * awaits room() or item() only when they cannot. A ring instead of shift().
 */
export class FastQueue {
    #ring;
    #head = 0;
    #count = 0;
    /** @type {(() => void) | null} */ #getter = null;
    /** @type {(() => void) | null} */ #putter = null;

    /** @param {number} size */
    constructor(size) {
        this.#ring = new Array(size).fill(0);
    }

    /** @param {number} item */
    tryPut(item) {
        const size = this.#ring.length;
        if (this.#count === size) return false;
        let at = this.#head + this.#count++;
        if (at >= size) at -= size;
        this.#ring[at] = item;
        if (this.#getter) {
            const wake = this.#getter;
            this.#getter = null;
            wake();
        }
        return true;
    }

    /** @returns {number} -1 when there is none */
    tryGet() {
        if (this.#count === 0) return -1;
        const item = this.#ring[this.#head];
        if (++this.#head === this.#ring.length) this.#head = 0;
        this.#count--;
        if (this.#putter) {
            const wake = this.#putter;
            this.#putter = null;
            wake();
        }
        return item;
    }

    room() {
        return new Promise((resolve) => (this.#putter = /** @type {() => void} */ (resolve)));
    }

    item() {
        return new Promise((resolve) => (this.#getter = /** @type {() => void} */ (resolve)));
    }
}
