/**
 * A work in a worker of Chromium: `node chromium-main.js VARIANT WORK REPEATS PAUSE N M`, VARIANT
 * being eddy or one of JavaScript. A browser of its own for each job.
 */
import { startBrowser } from './chromium.js';

const [variant, work, repeats, pause, n, m] = process.argv.slice(2);
/** @type {import('./chromium-worker.js').Job} */
const job = { variant, work, repeats: Number(repeats), pause: Number(pause), n: Number(n), m: Number(m), env: {} };
if (process.env.EDDY_STACK_SIZE) job.env.EDDY_STACK_SIZE = process.env.EDDY_STACK_SIZE;
const browser = await startBrowser();
try {
    await browser.run(job, (line) => console.log(line));
} finally {
    await browser.close();
}
