/**
 * A work in JavaScript: `node js-main.js WORK REPEATS PAUSE N M VARIANT`. Prints the marks that
 * mark.h describes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { markLine } from './marks.js';
import { repeat } from './repeat.js';

const [work, repeats, pause, n, m] = process.argv.slice(2);
const variant = process.argv[7];
const { [variant]: run } = await import(`../js/${work}.js`);

await repeat(run, { repeats: Number(repeats), n: Number(n), m: Number(m) }, async (what, check) => {
    process.stdout.write(markLine(what, check));
    await sleep(Number(pause));
});
