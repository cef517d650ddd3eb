/** A worker of the bare pool: one message in, one out. */
import { parentPort } from 'node:worker_threads';
import work from './jobs.js';

parentPort?.on('message', (job) => parentPort?.postMessage(work(job)));
