/**
 * What is measured of the pools.
 *
 * @typedef {object} Work
 * @property {string} id
 * @property {string} title
 * @property {string} program in jobs.c
 * @property {number} n how often
 * @property {number} small the same in tests
 * @property {number} workers
 * @property {(n: number) => number} check what all answers add up to
 * @property {'start' | 'memory'} [measures] ns by the wall's clock, unless it says memory
 * @property {{from: string, ratio: number}} [scales] the work that does the same with one worker, and
 *   how much of its time this may take
 * @property {Record<string, number>} [targets] how much of another subject's figure Eddy's may be
 */
import { product } from './jobs.js';

/** 0 + 1 + ... + (n - 1). @param {number} n */
const sumBelow = (n) => (n * (n - 1)) / 2;

/** @param {number} n */
const sumOfProducts = (n) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += product(i);
    return sum;
};

/** Two workers that do a work together with an efficiency of 90 %. */
const TWICE = 0.556;

/** @type {Work[]} */
export const works = [
    {
        id: 'job-trip',
        title: 'a job there and back, one after the other',
        program: 'trip',
        n: 20_000,
        small: 20,
        workers: 1,
        check: sumBelow,
        targets: { bare: 2, piscina: 1 },
    },
    {
        id: 'job-flow',
        title: 'jobs given a thousand at a time to two workers',
        program: 'flow',
        n: 100_000,
        small: 50,
        workers: 2,
        check: sumBelow,
        targets: { bare: 2, piscina: 1 },
    },
    {
        id: 'matrix-1',
        title: 'matrix products, one worker',
        program: 'matrix',
        n: 200,
        small: 4,
        workers: 1,
        check: sumOfProducts,
    },
    {
        id: 'matrix-2',
        title: 'matrix products, two workers (0.556 of the time: an efficiency of 90 %)',
        program: 'matrix',
        n: 200,
        small: 4,
        workers: 2,
        check: sumOfProducts,
        scales: { from: 'matrix-1', ratio: TWICE },
    },
    {
        id: 'worker-start',
        title: 'a worker started, one job, and ended',
        program: 'start',
        n: 30,
        small: 2,
        workers: 1,
        check: sumBelow,
        targets: { bare: 1.5, piscina: 1.5 },
    },
    {
        id: 'worker-memory',
        title: 'memory of a worker that has done one job',
        program: 'memory',
        n: 20,
        small: 2,
        workers: 1,
        check: sumBelow,
        measures: 'memory',
        targets: { bare: 1.5, piscina: 1.5 },
    },
];
