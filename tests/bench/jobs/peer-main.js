/**
 * The works of jobs.c by another pool: `node peer-main.js WORK POOL N WORKERS`, POOL being bare or
 * piscina. Prints "NANOSECONDS CHECK", and before it, of the work memory, "begin".
 */
import * as pools from './pools.js';

const WARM_UP = 200;
const BATCH = 1000;

const [work, name, n, m] = process.argv.slice(2);
const [count, workers] = [Number(n), Number(m)];
const make = pools[/** @type {'bare' | 'piscina'} */ (name)];

/** @param {import('./pools.js').Pool} pool @param {'echo' | 'product'} name @param {number} first
 * @param {number} size @returns {Promise<number>} the sum of their answers */
async function batch(pool, name, first, size) {
    const jobs = Array.from({ length: size }, (_, i) => pool.run({ name, input: first + i }));
    let check = 0;
    for (const job of jobs) check += await job;
    return check;
}

/** @param {'echo' | 'product'} name @param {number} atOnce @param {number} warmUp */
async function timed(name, atOnce, warmUp) {
    const pool = make(workers);
    for (let i = 0; i < warmUp; i += atOnce) await batch(pool, name, i, Math.min(atOnce, warmUp - i));
    let check = 0;
    const begin = process.hrtime.bigint();
    for (let i = 0; i < count; i += atOnce) check += await batch(pool, name, i, Math.min(atOnce, count - i));
    console.log(`${process.hrtime.bigint() - begin} ${check}`);
    await pool.end();
}

/** @param {boolean} keep all of them until the end */
async function started(keep) {
    const kept = [];
    let check = 0;
    const begin = process.hrtime.bigint();
    for (let i = 0; i < count; i++) {
        const pool = make(1);
        check += await pool.run({ name: 'echo', input: i });
        if (keep) kept.push(pool);
        else await pool.end();
    }
    console.log(`${process.hrtime.bigint() - begin} ${check}`);
    for (const pool of kept) await pool.end();
}

if (work === 'trip') await timed('echo', 1, WARM_UP);
else if (work === 'flow') await timed('echo', BATCH, WARM_UP);
else if (work === 'matrix') await timed('product', BATCH, 4 * workers);
else {
    if (work === 'memory') console.log('begin');
    await started(work === 'memory');
}
