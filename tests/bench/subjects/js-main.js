/**
 * A work in JavaScript: `node js-main.js WORK REPEATS PAUSE N M VARIANT`. Prints the marks that
 * main.c describes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { markLine } from './marks.js';

const [work, repeats, pause, n, m, variant] = process.argv.slice(2);
const { [variant]: run } = await import(`../js/${work}.js`);

/** @param {string} what @param {number} check */
async function mark(what, check) {
    process.stdout.write(markLine(what, check));
    await sleep(Number(pause));
}

for (let i = 0; i < Number(repeats); i++) {
    await mark('begin', 0);
    const check = await run(Number(n), Number(m), () => mark('hold', 0));
    await mark('end', check);
}
