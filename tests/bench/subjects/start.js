/** How long it takes from the call of run() to the first line of output: by the wall's clock. */
import { run } from '../../../wasm/src/index.js';

/**
 * @param {WebAssembly.Module} program
 * @param {number} repeats
 * @param {(line: string) => void} tell takes marks, whose CPU time is wall time here
 */
export async function repeatStart(program, repeats, tell) {
    for (let i = 0; i < repeats; i++) {
        const begin = performance.now();
        const started = run(program, { args: ['start', '1', '0', '0', '0'] });
        const first = await new Promise((resolve) => {
            started.addEventListener('output', () => resolve(performance.now()), { once: true });
        });
        const { status } = await started.finished;
        tell('begin 0 0 0');
        tell(`end ${Math.round((first - begin) * 1e6)} 0 ${status === 0 ? 1 : 0}`);
    }
}
