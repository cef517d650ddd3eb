/** A run as a file, to be opened again without running: what it was made of, its trace, its output. */

import { RunRecord } from './record.js';

/** @typedef {import('./output-log.js').OutputLine} OutputLine */
/** @typedef {import('./record.js').Clock} Clock */

/**
 * @typedef {object} SavedRun
 * @property {'eddy-run'} format
 * @property {1} version
 * @property {string} name      of the program
 * @property {Clock} clock
 * @property {number|null} seed
 * @property {Record<string, string>} parameters
 * @property {string} trace     the records, in base64
 * @property {boolean} [truncated]  the run went on after the last of them
 * @property {OutputLine[]} lines
 * @property {import('./record.js').RunResult} result
 */

/** @param {ArrayBuffer[]} chunks */
function toBase64(chunks) {
    let binary = '';
    for (const chunk of chunks) {
        const bytes = new Uint8Array(chunk);
        for (let at = 0; at < bytes.length; at += 8192) {
            binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
        }
    }
    return btoa(binary);
}

/** @param {RunRecord} record that is over @returns {SavedRun} */
export function saveRun(record) {
    const { program, clock, seed, parameters, trace, truncated, output, result } = record;
    if (!result) throw new Error('The run is not over yet.');
    return {
        format: 'eddy-run', version: 1, name: program.name, clock, seed, parameters,
        trace: toBase64(trace), truncated, lines: output.lines, result,
    };
}

/** @param {unknown} value as JSON has it @returns {RunRecord} throws in words */
export function readRun(value) {
    const saved = /** @type {SavedRun} */ (value);
    if (typeof saved !== 'object' || saved === null || saved.format !== 'eddy-run') {
        throw new Error('This file is no run that was saved here.');
    }
    if (saved.version !== 1) throw new Error(`This run was saved in version ${saved.version}; this page reads version 1.`);
    try {
        const program = { name: String(saved.name), module: '', network: false, stdin: '', args: [] };
        const record = new RunRecord(program, saved.parameters ?? {}, saved.clock, saved.seed ?? null);
        const bytes = Uint8Array.from(atob(saved.trace), (character) => character.charCodeAt(0));
        record.isRecorded = true;
        record.startedAt = 0;
        record.addTrace(bytes.buffer);
        record.truncated ||= saved.truncated === true;
        record.output.add(saved.lines.map(checkLine));
        record.finish(saved.result);
        return record;
    } catch (error) {
        throw new Error(`This run cannot be read: ${/** @type {Error} */ (error).message}`);
    }
}

/** @param {OutputLine} line @returns {OutputLine} */
const checkLine = ({ stream, text, task, time, records }) => ({
    stream: stream === 'stderr' ? 'stderr' : 'stdout',
    text: String(text), task: String(task), time: Number(time), records: Number(records),
});

/** The run of an example that was recorded when the site was built; null when there is none.
 * @param {string} url @returns {Promise<RunRecord|null>} */
export async function fetchRecorded(url) {
    const response = await fetch(url).catch(() => null);
    if (!response?.ok) return null;
    return readRun(await response.json());
}
