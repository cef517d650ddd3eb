/** Runs one subject's process on one work, and reads its marks. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readProcess } from './process.js';

/**
 * @typedef {object} Mark
 * @property {string} what
 * @property {number} cpu in ns
 * @property {number} rss in bytes
 * @property {number} check
 *
 * @typedef {object} Sizes
 * @property {number} n
 * @property {number} m
 *
 * @typedef {object} Measurement one repeat
 * @property {number} cpu ns from begin to end
 * @property {number} rss bytes from begin to hold; NaN for works that do not hold
 * @property {number} check
 */

/** Who cannot tell its CPU time or memory is idle for so long at each mark, to be looked at. */
const PAUSE = 20;
const LIMIT = 300e3;

/**
 * @param {import('./subjects.js').Subject} subject
 * @param {import('./works.js').Work} work
 * @param {Sizes} sizes
 * @param {number} repeats
 * @returns {Promise<Measurement[]>} one for each repeat; rejects when the process fails
 */
export async function measure(subject, work, { n, m }, repeats) {
    const args = [work.program, repeats, PAUSE, n, m].map(String);
    const env = { ...process.env };
    if (work.stackSize) env.EDDY_STACK_SIZE = String(work.stackSize);
    const child = spawn(subject.command, [...subject.args, ...args, ...(subject.argsAfter ?? [])],
        { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT);
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (complaints += text));
    /** @type {Mark[]} */
    const marks = [];
    createInterface({ input: child.stdout }).on('line', (line) => {
        marks.push(readMark(line, /** @type {number} */ (child.pid)));
    });
    const status = await new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('close', (code, signal) => resolve(signal ?? code));
    });
    clearTimeout(timer);
    if (status !== 0) throw new Error(`ended with ${status}: ${complaints.trim().slice(0, 300)}`);
    return pair(marks, repeats);
}

/** @param {string} line @param {number} pid */
function readMark(line, pid) {
    const [what, cpu, rss, check] = line.split(' ');
    const seen = cpu === '-' || rss === '-' ? readProcess(pid) : { cpu: NaN, rss: NaN };
    return {
        what,
        cpu: cpu === '-' ? seen.cpu : Number(cpu),
        rss: rss === '-' ? seen.rss : Number(rss),
        check: Number(check),
    };
}

/** @param {Mark[]} marks @param {number} repeats @returns {Measurement[]} */
function pair(marks, repeats) {
    const measurements = [];
    let begin, hold;
    for (const mark of marks) {
        if (mark.what === 'begin') begin = mark;
        else if (mark.what === 'hold') hold = mark;
        else if (mark.what === 'end' && begin) {
            const rss = hold ? hold.rss - begin.rss : NaN;
            measurements.push({ cpu: mark.cpu - begin.cpu, rss, check: mark.check });
            begin = hold = undefined;
        } else throw new Error(`it printed no mark, but "${mark.what}"`);
    }
    if (measurements.length !== repeats)
        throw new Error(`it made ${measurements.length} of ${repeats} repeats`);
    return measurements;
}
