/** Runs a command of the program `shim` as a guest, in this thread. */
import { readFileSync } from 'node:fs';
import { load, run } from '../../wasm/src/index.js';
import { built } from '../c/programs.js';

/** @typedef {import('../../wasm/src/run.js').OutputLine} OutputLine */

export const program = await load(readFileSync(built('guest/shim.wasm')));

/**
 * @param {string[]} args the command and its arguments
 * @param {import('../../wasm/src/run.js').RunOptions} [options] the clock is virtual unless it says
 *   otherwise
 */
export function start(args, options = {}) {
    const started = run(program, { clock: 'virtual', args, ...options });
    /** @type {OutputLine[]} */
    const lines = [];
    /** @type {(() => void)[]} */
    const waiting = [];
    started.addEventListener('output', (event) => {
        lines.push(.../** @type {CustomEvent<{lines: OutputLine[]}>} */ (event).detail.lines);
        for (const look of [...waiting]) look();
    });
    return {
        run: started,
        lines,
        /** @param {OutputLine['stream']} [stream] @returns {string[]} */
        texts: (stream = 'stdout') => lines.filter((line) => line.stream === stream).map((line) => line.text),
        /** Resolves as soon as the program has written that line. @param {string} text */
        wrote(text) {
            return /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
                const look = () => {
                    if (lines.some((line) => line.text === text)) resolve();
                };
                waiting.push(look);
                look();
                void started.finished.then(() => reject(new Error(`the program ended without "${text}"`)));
            }));
        },
    };
}

/**
 * Runs to the end; fails unless the program ended by itself.
 *
 * @param {string[]} args
 * @param {import('../../wasm/src/run.js').RunOptions} [options]
 */
export async function finish(args, options) {
    const started = start(args, options);
    const result = await started.run.finished;
    if (result.error !== null) throw new Error(`${args.join(' ')}: ${result.error}`);
    return { ...started, result };
}
