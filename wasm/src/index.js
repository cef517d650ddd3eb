/**
 * Eddy's JavaScript side: loads a program that was linked as a guest, and runs it here or in a
 * worker. It supplies what core/include/eddy/host.h asks for; it knows no page.
 *
 * @typedef {import('./run.js').OutputLine} OutputLine
 * @typedef {import('./run.js').RunOptions} RunOptions
 * @typedef {import('./run.js').RunResult} RunResult
 * @typedef {import('./run.js').Statistics} Statistics
 * @typedef {import('./trace.js').TraceEvent} TraceEvent
 */
export { load } from './load.js';
export { Run } from './run.js';
export { run } from './run-here.js';
export { runInWorker } from './run-in-worker.js';
export { startWorker } from './start-worker.js';
export { RECORD_SIZE, TRACE_FORMAT, readTrace } from './trace.js';
export { hostInterface, version, versionOf } from './version.js';
