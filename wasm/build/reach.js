/**
 * Which functions cannot be on the stack when a task is left, although they call through pointers.
 *
 * Asyncify takes every such call for one that may suspend. But a pointer leads to functions of one type
 * only, WebAssembly traps otherwise; and of a module whose table nobody else can write to it is known
 * whose address is taken at all. So qsort can suspend if some function that has a comparator's type can,
 * whether or not it is a comparator, and else it cannot. What is found here Asyncify may leave as it is.
 *
 * It is sound, because nothing is left out but what cannot happen:
 * - a function may suspend if it calls one that may, or calls through a pointer to a type of which one
 *   that may has its address taken; these are the ones that reach Asyncify's start_unwind or stop_rewind;
 * - an address is taken wherever the module makes a reference to a function: in an element segment of
 *   whatever kind, in a global, in code;
 * - imports come back without having suspended the program, as Asyncify is told as well; they cannot
 *   make pointers, since neither the table nor any reference crosses the module's border: where one does,
 *   or where there is code that is not known, everything stays as Asyncify has it;
 * - functions that go on with what was left (they call stop_unwind, start_rewind) end the search, as they
 *   do in Asyncify, and so do those which the list of functions says never suspend.
 * Merging a function into another one adds no call to what calls both.
 */

import { OpenModule, readCalls } from './calls.js';
import { UnknownFormat } from './reader.js';

/** @typedef {import('./calls.js').Calls} Calls */

const controls = 'asyncify'; /* what the pass's functions are imported from */
const leaves = ['start_unwind', 'stop_rewind'];

/** @param {Calls} calls @param {(name: string) => boolean} isWanted @returns {number[]} */
const controlsOf = ({ imports }, isWanted) =>
    imports.flatMap(({ module, name }, index) => (module === controls && isWanted(name) ? [index] : []));

/** Who calls each function, and who calls through a pointer to each type. @param {Calls} calls */
function callersOf({ count, direct, indirect, pointedTo }) {
    const callers = Array.from({ length: count }, () => /** @type {number[]} */ ([]));
    const throughPointers = new Map([...pointedTo.keys()].map((type) => [type, /** @type {number[]} */ ([])]));
    direct.forEach((called, index) => called.forEach((callee) => callers[callee].push(index)));
    indirect.forEach((types, index) => types.forEach((type) => throughPointers.get(type)?.push(index)));
    /** @type {Map<number, number[]>} */
    const typesOf = new Map();
    for (const [type, functions] of pointedTo)
        for (const index of functions) typesOf.set(index, throughPointers.get(type) ?? []);
    return (/** @type {number} */ index) => [...callers[index], ...(typesOf.get(index) ?? [])];
}

/** All that reach the first ones, themselves included. @param {number[]} first
 * @param {(index: number) => number[]} callersOf @param {Set<number>} ends who does not count as a caller */
function reaching(first, callersOf, ends) {
    const found = new Set(first);
    for (const index of found) /* a set gives what is added meanwhile, too */
        for (const caller of callersOf(index)) if (!ends.has(caller)) found.add(caller);
    return found;
}

/**
 * @param {Uint8Array} linked a module that is valid
 * @param {number[]} [neverSuspend] functions of which that is known
 * @returns {{ functions: number[], unknown?: string }} those that Asyncify would prepare for nothing;
 *     why it is not known, then there are none
 */
export function findSteady(linked, neverSuspend = []) {
    try {
        const calls = readCalls(linked);
        const callers = callersOf(calls);
        const resuming = controlsOf(calls, (name) => !leaves.includes(name)).flatMap(callers);
        const ends = new Set([...neverSuspend, ...resuming]);
        const leaving = controlsOf(calls, (name) => leaves.includes(name));
        const callsPointers = Array.from(calls.indirect.keys()).filter((index) => calls.indirect[index].size > 0);
        const suspending = reaching(leaving, callers, ends);
        const prepared = reaching(callsPointers.filter((index) => !ends.has(index)), callers, ends);
        return { functions: [...prepared].filter((index) => !suspending.has(index)) };
    } catch (error) {
        if (!(error instanceof OpenModule) && !(error instanceof UnknownFormat)) throw error;
        return { functions: [], unknown: error.message };
    }
}
