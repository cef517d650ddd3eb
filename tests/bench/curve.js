/**
 * What an operation costs with 1,000 to 1,000,000 tasks: `node tests/bench/curve.js FILE.svg [ROUNDS
 * [MOST]]` draws the medians with up to MOST tasks, and prints them. Everything is measured twice, and
 * again, up to ROUNDS (3) times, while the two closest figures differ by more than a tenth: something else
 * had the machine then.
 */
import { writeFileSync } from 'node:fs';
import { measure } from './measure.js';
import { drawPlot } from './plot.js';
import { median } from './rows.js';
import { findSubjects } from './subjects.js';
import { SMALL_STACK, works } from './works.js';

/** @typedef {import('./measure.js').Sizes} Sizes */

const COUNTS = [1e3, 1e4, 1e5, 1e6];

/** By work: the sizes for so many tasks at a time. @type {Record<string, (tasks: number) => Sizes>} */
const SIZES = {
    'spawn-join': (tasks) => ({ n: Math.max(tasks, 2e5), m: tasks }),
    yield: (tasks) => ({ n: tasks, m: Math.max(2, 1e6 / tasks) }),
    sleepers: (tasks) => ({ n: tasks, m: 1000 }),
};

/** @type {Record<string, string>} */
const TITLES = { 'spawn-join': 'spawn + join', yield: 'yield', sleepers: 'sleep of 0–1 s' };

/** @param {import('./subjects.js').Subject} subject */
const takesPart = ({ name, engine, absent }) =>
    !absent && ((name === 'eddy' && /node|native/.test(engine)) || (name === 'js' && engine === 'node'));

/** Do two of them agree? @param {number[]} figures */
function agree(figures) {
    const sorted = [...figures].sort((a, b) => a - b);
    return sorted.some((figure, i) => i > 0 && figure <= 1.1 * sorted[i - 1]);
}

/**
 * All subjects with so many tasks, in turn.
 * @param {import('./works.js').Work} work @param {Sizes} sizes @param {number} rounds
 * @returns {Promise<number[][]>} figures in ns, by subject
 */
async function measureAll(work, sizes, rounds) {
    /** @type {number[][]} */
    const figures = subjects.map(() => []);
    const failed = new Set();
    for (let round = 0; round < rounds; round++) {
        for (const [i, subject] of subjects.entries()) {
            if (failed.has(subject) || agree(figures[i])) continue;
            try {
                const [, { cpu }] = await measure(subject, work, sizes, 2);
                figures[i].push(cpu / work.operations(sizes.n, sizes.m));
            } catch (error) {
                failed.add(subject);
                console.error(`${work.id}, ${subject.title}: ${/** @type {Error} */ (error).message}`);
            }
        }
    }
    return figures;
}

const [file, rounds = '3', most = '1e6'] = process.argv.slice(2);
if (!file) throw new Error('usage: node tests/bench/curve.js FILE.svg [ROUNDS [MOST]]');
const subjects = findSubjects().filter(takesPart);
const panels = [];
for (const [id, sizesFor] of Object.entries(SIZES)) {
    const work = { .../** @type {import('./works.js').Work} */ (works.find((one) => one.id === id)), stackSize: SMALL_STACK };
    const curves = subjects.map(({ title }) => ({ name: title, points: /** @type {[number, number][]} */ ([]) }));
    for (const tasks of COUNTS.filter((count) => count <= Number(most))) {
        const figures = await measureAll(work, sizesFor(tasks), Number(rounds));
        for (const [i, own] of figures.entries()) {
            if (!own.length) continue;
            curves[i].points.push([tasks, median(own)]);
            const all = own.map((figure) => figure.toFixed(0)).join(', ');
            console.log(`${id}  ${tasks} tasks  ${subjects[i].title}: ${median(own).toFixed(0)} ns of ${all}`);
        }
    }
    panels.push({ title: `${TITLES[id]}: ns each`, curves });
}
writeFileSync(file, drawPlot(panels, 'CPU time of an operation, by the number of tasks, for Eddy and JavaScript'));
