/** Does a work of JavaScript, as main.c does one of C; the same in every engine. */

/**
 * @param {import('../works.js').Variant} work
 * @param {{repeats: number, n: number, m: number}} job
 * @param {(what: string, check: number) => Promise<void>} mark
 */
export async function repeat(work, { repeats, n, m }, mark) {
    for (let i = 0; i < repeats; i++) {
        await mark('begin', 0);
        const check = await work(n, m, () => mark('hold', 0));
        await mark('end', check);
    }
}
