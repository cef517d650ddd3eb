/**
 * Pools of threads and processes beside a bare pool of workers and piscina, in Node:
 * `node tests/bench/jobs/run.js [options]`
 *
 *     --json            rows {work, subject, engine, ns, bytes, ratio, target} instead of tables
 *     --work NAMES      these works only, by comma
 *     --rounds COUNT    how often each is measured; 5
 *     --tries COUNT     how often at most a round is repeated that others spoilt; 4
 *     --small           the sizes of the tests: shows that all works, not how fast
 *
 * The figures are of the wall's clock: the machine is to have nothing else to do. What is measured while
 * something else uses a processor is measured again, and how much that used at most is said.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readCPU, readMachine, readProcess } from '../process.js';
import { makeTable } from '../report.js';
import { median, ratioOf } from '../rows.js';
import { works as allWorks } from './works.js';

/** @typedef {import('./works.js').Work} Work */
/** @typedef {{name: string, title: string, main: string, pool: string}} Subject */

/** @type {Subject[]} */
const subjects = [
    { name: 'eddy', title: 'Eddy, processes', main: 'eddy-main.js', pool: 'processes' },
    { name: 'threads', title: 'Eddy, threads', main: 'eddy-main.js', pool: 'threads' },
    { name: 'bare', title: 'postMessage, a bare pool', main: 'peer-main.js', pool: 'bare' },
    { name: 'piscina', title: 'piscina', main: 'peer-main.js', pool: 'piscina' },
];

const { values: options } = parseArgs({
    options: {
        json: { type: 'boolean' },
        work: { type: 'string' },
        rounds: { type: 'string', default: '5' },
        tries: { type: 'string', default: '4' },
        small: { type: 'boolean' },
    },
});

/** Of one processor: more than that, used by others, spoils a figure. */
const NOISE = 0.1;

/** A figure in ns or bytes an operation, and the part of one processor that others used meanwhile.
 * @typedef {{figure: number, others: number}} Measured */

/** @param {Work} work @param {Subject} subject @returns {Promise<Measured>} */
async function measureQuietly(work, subject) {
    let best = await measure(work, subject);
    for (let tries = 1; tries < Number(options.tries) && best.others > NOISE && !options.small; tries++) {
        const next = await measure(work, subject);
        if (next.others < best.others) best = next;
    }
    return best;
}

/** @param {Work} work @param {Subject} subject @returns {Promise<Measured>} */
async function measure({ id, program, n, small, workers, check, measures }, { main, pool }) {
    const count = options.small ? small : n;
    const file = fileURLToPath(new URL(main, import.meta.url));
    const begun = { time: performance.now(), machine: readMachine() };
    const child = spawn(process.execPath, [file, program, pool, String(count), String(workers)],
        { stdio: ['ignore', 'pipe', 'inherit'] });
    const closed = new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('close', resolve);
    });
    const pid = /** @type {number} */ (child.pid);
    const memory = () => readProcess(pid).rss;
    let figure = NaN;
    let others = NaN;
    let before = 0;
    for await (const line of createInterface({ input: child.stdout })) {
        if (line === 'begin') {
            before = memory();
            continue;
        }
        const [ns, sum] = line.split(' ').map(Number);
        if (sum !== check(count)) throw new Error(`${id}: its check is ${sum}, not ${check(count)}`);
        figure = (measures === 'memory' ? memory() - before : ns) / count;
        const time = (performance.now() - begun.time) * 1e6;
        others = Math.max(0, (readMachine() - begun.machine - readCPU(pid)) / time);
    }
    const status = await closed;
    if (status !== 0 || Number.isNaN(figure)) throw new Error(`${id} by ${pool} ended with ${status}`);
    return { figure, others };
}

/** @typedef {import('../rows.js').Row} Row */

/** @param {Work} work @param {Map<string, number[]>} figures of all works, by work and subject
 * @returns {Row[]} */
function rowsOf(work, figures) {
    return subjects.flatMap(({ name: subject, title }) => {
        const own = figures.get(`${work.id} ${subject}`) ?? [];
        const isMemory = work.measures === 'memory';
        const figure = median(own);
        /** @type {Row} */
        const row = {
            work: work.id, subject, engine: 'node', title,
            ns: isMemory ? null : figure, bytes: isMemory ? figure : null,
            ratio: null, target: null, n: work.n, m: work.workers,
            low: Math.min(...own), high: Math.max(...own), rounds: own.length,
        };
        if (work.scales) {
            const alone = figures.get(`${work.scales.from} ${subject}`);
            if (!alone) return [row];
            return [{ ...row, against: 'one worker', ratio: ratioOf(own, alone), target: work.scales.ratio }];
        }
        const held = subject === 'eddy' || subject === 'threads' ? ['bare', 'piscina'] : [];
        if (!held.length) return [row];
        return held.map((against) => ({
            ...row, against, ratio: ratioOf(own, figures.get(`${work.id} ${against}`) ?? []),
            target: work.targets?.[against] ?? null,
        }));
    });
}

async function main() {
    const names = options.work?.split(',');
    const works = allWorks.filter(({ id }) => !names || names.includes(id));
    if (works.length === 0) throw new Error(`no such work: there are ${allWorks.map(({ id }) => id).join(', ')}`);
    const rounds = options.small ? 1 : Number(options.rounds);
    /** @type {Map<string, number[]>} */
    const figures = new Map();
    let most = 0;
    for (let round = 0; round < rounds; round++) {
        for (const work of works) {
            for (const subject of subjects) {
                if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${work.id}, round ${round + 1}: ${subject.title}`);
                const key = `${work.id} ${subject.name}`;
                const { figure, others } = await measureQuietly(work, subject);
                figures.set(key, [...(figures.get(key) ?? []), figure]);
                most = Math.max(most, others);
            }
        }
    }
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    const rows = works.flatMap((work) => rowsOf(work, figures));
    if (options.json) console.log(JSON.stringify(rows, null, 1));
    else for (const work of works) console.log(makeTable(rows, { measures: 'start', ...work }));
    if (!options.json) console.log(`Others used up to ${Math.round(most * 100)} % of a processor meanwhile.`);
}

await main().catch((error) => {
    console.error(`bench: ${error.message}`);
    process.exitCode = 1;
});
