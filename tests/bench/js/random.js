/** The same numbers as bench_random's in main.c. @returns {(limit: number) => number} */
export function makeRandom() {
    let state = 1;
    return (limit) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state * limit) / 2 ** 32);
    };
}
