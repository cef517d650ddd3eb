/**
 * Runs the works side by side: `node tests/bench/run.js [options]`
 *
 *     --json            rows {work, subject, engine, ns, bytes, ratio, target} instead of a table
 *     --save FILE       writes the rows there, too, as they stand after each work
 *     --work NAMES      these works only, by comma
 *     --subject NAMES   these subjects only: eddy, js, js-best ...
 *     --engine NAMES    these engines only: node, wasi, native ...
 *     --rounds COUNT    how often each is measured; 5
 *     --warm-ups COUNT  repeats before the one that counts; 1
 *     --size N          N instead of the works' own; with --second M
 *     --small           the sizes of the tests: shows that all works, not how fast
 *     --list            which works and subjects there are
 */
import { statSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measure } from './measure.js';
import { listAbsent, makeTable } from './report.js';
import { makeRows, median } from './rows.js';
import { findSubjects } from './subjects.js';
import { works as allWorks } from './works.js';

const { values: options } = parseArgs({
    options: {
        json: { type: 'boolean' },
        save: { type: 'string' },
        work: { type: 'string' },
        subject: { type: 'string' },
        engine: { type: 'string' },
        rounds: { type: 'string', default: '5' },
        'warm-ups': { type: 'string' },
        size: { type: 'string' },
        second: { type: 'string' },
        small: { type: 'boolean' },
        list: { type: 'boolean' },
    },
});

/**
 * @template T
 * @param {T[]} all @param {string | undefined} wanted names, by comma @param {(item: T) => string} name
 * @param {string} what
 */
function choose(all, wanted, name, what) {
    if (!wanted) return all;
    const names = wanted.split(',');
    const known = new Set(all.map(name));
    for (const one of names)
        if (!known.has(one)) throw new Error(`no ${what} is called ${one}: there are ${[...known].join(', ')}`);
    return all.filter((item) => names.includes(name(item)));
}

/** @param {import('./works.js').Work} work @param {boolean} slow @returns {import('./measure.js').Sizes} */
function sizesOf(work, slow) {
    const { n, m = 0 } = options.small ? work.small : work;
    const size = Number(options.size ?? n / (slow && !options.small ? work.slow ?? 10 : 1));
    return { n: size, m: Math.min(Number(options.second ?? m), work.program === 'spawn_join' ? size : Infinity) };
}

/** @param {import('./rows.js').Sample} sample one more figure for it */
async function addRound(sample) {
    const { work, subject, sizes, figures } = sample;
    if (work.measures === 'size') {
        figures.push(statSync(/** @type {string} */ (subject.module)).size);
        return;
    }
    // The first repeat warms up; memory is a matter of a fresh process, and there is nothing to warm up
    // without a JIT.
    const warmUps = Number(options['warm-ups'] ?? work.warmUps ?? 1);
    const warm = work.measures === 'memory' || (subject.slow && !subject.warmsUp) ? 0 : warmUps;
    // A collection of garbage comes with one repeat and not with the next.
    const counted = subject.slow || options.small ? 1 : work.repeats ?? 1;
    const { n, m } = sizes;
    const measured = await measure(subject, work, sizes, warm + counted);
    for (const { check } of measured)
        if (check !== work.check(n, m)) throw new Error(`its check is ${check}, not ${work.check(n, m)}`);
    const repeats = measured.slice(warm);
    sample.records = repeats[0].records / work.operations(n, m);
    const figure = median(repeats.map(({ cpu, rss }) => (work.measures === 'memory' ? rss : cpu)));
    figures.push(figure / work.operations(n, m));
}

/** @param {string} text what is going on, on one line that is written over */
function tell(text) {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

async function main() {
    const subjects = choose(choose(findSubjects(), options.subject, ({ name }) => name, 'subject'),
        options.engine, ({ engine }) => engine, 'engine');
    const works = choose(allWorks, options.work, ({ id }) => id, 'work');
    if (options.list) {
        for (const { id, title } of works) console.log(`${id.padEnd(20)} ${title}`);
        for (const { name, engine, title, absent } of subjects)
            console.log(`${`${name} ${engine}`.padEnd(20)} ${title}${absent ? ` (not here: ${absent})` : ''}`);
        return;
    }
    /** @type {import('./rows.js').Sample[]} */
    const samples = works.flatMap((work) => subjects
        .filter((subject) => !subject.absent && !subject.refuses(work))
        .map((subject) => ({ work, subject, sizes: sizesOf(work, subject.slow ?? false), figures: [] })));
    const rounds = options.small ? 1 : Number(options.rounds);
    for (const work of works) {
        for (let round = 0; round < rounds; round++) {
            for (const sample of samples.filter((one) => one.work === work && !one.error)) {
                tell(`${work.id}, round ${round + 1} of ${rounds}: ${sample.subject.title}`);
                await addRound(sample).catch((error) => (sample.error = error.message));
            }
        }
        tell('');
        if (options.save) writeFileSync(options.save, JSON.stringify(makeRows(samples), null, 1));
        if (!options.json) console.log(makeTable(makeRows(samples), work));
    }
    console.log(options.json ? JSON.stringify(makeRows(samples), null, 1) : listAbsent(subjects));
}

await main().catch((error) => {
    console.error(`bench: ${error.message}`);
    process.exitCode = 1;
});
