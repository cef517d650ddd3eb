/** The jobs of jobs.c in JavaScript: what a worker of the peers' pools does. */

const SIDE = 160;

/** @param {number} number */
export const echo = (number) => number;

/** The sum of the product of two matrices. @param {number} seed */
export function product(seed) {
    const a = new Float64Array(SIDE * SIDE);
    const b = new Float64Array(SIDE * SIDE);
    for (let i = 0; i < SIDE * SIDE; i++) {
        a[i] = (i + seed) % 7;
        b[i] = (i + seed) % 5;
    }
    let sum = 0;
    for (let row = 0; row < SIDE; row++)
        for (let column = 0; column < SIDE; column++)
            for (let i = 0; i < SIDE; i++) sum += a[row * SIDE + i] * b[i * SIDE + column];
    return sum;
}

/** @typedef {{name: 'echo' | 'product', input: number}} Job */

/** What piscina calls. @param {Job} job */
export default ({ name, input }) => ({ echo, product })[name](input);
