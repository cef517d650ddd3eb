/** Runs one subject's process on one work, and reads its marks. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readProcess } from './process.js';

/**
 * @typedef {object} Sizes
 * @property {number} n
 * @property {number} m
 *
 * @typedef {object} Measurement one repeat
 * @property {number} cpu ns from begin to end
 * @property {number} rss bytes from begin to hold; NaN for works that do not hold
 * @property {number} check
 * @property {number} records that were traced, where that is told
 */

/** Who cannot tell its CPU time or memory is idle for so long at each mark, to be looked at. */
const PAUSE = 20;
/** Milliseconds for a process: one that takes longer has no figure. */
const LIMIT = 180e3;

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
    /** @type {string[]} */
    const lines = [];
    createInterface({ input: child.stdout }).on('line', (line) => {
        lines.push(completeMark(line, /** @type {number} */ (child.pid)));
    });
    const status = await new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('close', (code, signal) => resolve(signal ?? code));
    });
    clearTimeout(timer);
    if (status !== 0) throw new Error(`ended with ${status}: ${complaints.trim().slice(0, 300)}`);
    return readMarks(lines, repeats);
}

/** What the process could not tell of itself is looked up here and now. @param {string} line @param {number} pid */
function completeMark(line, pid) {
    const [what, cpu, rss, check] = line.split(' ');
    if (cpu !== '-' && rss !== '-') return line;
    const seen = readProcess(pid);
    return `${what} ${cpu === '-' ? seen.cpu : cpu} ${rss === '-' ? seen.rss : rss} ${check}`;
}

/** @param {string[]} lines marks, see mark.h @param {number} repeats @returns {Measurement[]} */
export function readMarks(lines, repeats) {
    const measurements = [];
    let begin, hold;
    for (const line of lines) {
        const [what, ...rest] = line.split(' ');
        const [cpu, rss, check, records = 0] = rest.map(Number);
        if (what === 'begin') begin = { cpu, rss, records };
        else if (what === 'hold') hold = { rss };
        else if (what === 'end' && begin) {
            measurements.push({
                cpu: cpu - begin.cpu,
                rss: hold ? hold.rss - begin.rss : NaN,
                check,
                records: records - begin.records,
            });
            begin = hold = undefined;
        } else throw new Error(`it printed no mark, but "${line}"`);
    }
    if (measurements.length !== repeats)
        throw new Error(`it made ${measurements.length} of ${repeats} repeats`);
    return measurements;
}
