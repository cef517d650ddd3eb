/** Finds an instruction of a program in the module that wasm-ld wrote, from before the passes that make
 * it suspendable. They move everything, and add much, but what a function calls, loads and stores stays
 * and stays in order: between what a function begins with to go on after a wait, and what it ends with
 * to wait. */

import { CALL, CALL_INDIRECT, GLOBAL_SET, operatorsOf, UNREACHABLE } from './operators.js';

/** @typedef {import('./module.js').Code} Code */
/** @typedef {import('./module.js').ModuleCode} ModuleCode */
/** @typedef {import('./operators.js').Operator} Operator */

/** What the stack check calls, in front of an instruction that sets the stack's pointer. */
const OVERFLOWED = 'eddy__overflowed';

/** Is it of those that stay? Calls, what loads, stores or sets memory's size, divisions, conversions
 * that may trap, and all with a prefix. @param {Operator} operator */
function stays({ code }) {
    if (code === CALL || code === CALL_INDIRECT || code === GLOBAL_SET || code > 0xff) return true;
    const isAccess = code >= 0x28 && code <= 0x3e;
    const isDivision = (code >= 0x6d && code <= 0x70) || (code >= 0x7f && code <= 0x82);
    const isConversion = (code >= 0xa8 && code <= 0xab) || (code >= 0xae && code <= 0xb1);
    return isAccess || code === 0x40 || isDivision || isConversion;
}

/** The functions of a program with those that they were, in order: some are gone, and where two had one
 * name, the second has got its number behind it.
 * @param {ModuleCode} program @param {ModuleCode} linked @returns {Map<number, Code>} by index */
export function sameFunctions(program, linked) {
    /** @type {Map<number, Code>} */
    const same = new Map();
    let at = 0;
    for (const { index, name } of program.functions) {
        const found = linked.functions.findIndex((one, place) =>
            place >= at && (one.name === name || `${one.name}_${one.index}` === name));
        if (found < 0) continue;
        same.set(index, linked.functions[found]);
        at = found + 1;
    }
    return same;
}

/** @param {Operator[]} operators @param {(operator: Operator) => boolean} isOne @returns {Operator[]} */
function until(operators, isOne) {
    const end = operators.findIndex(isOne);
    return end < 0 ? operators : operators.slice(0, end);
}

/** An unreachable of a program, by the ones in front of it since something that stays. Where the passes
 * added some, these are the last. @param {Operator[]} now @param {Operator[]} before the same parts of
 * the two functions @param {number} offset @returns {Operator|undefined} */
function sameUnreachable(now, before, offset) {
    const traps = (/** @type {Operator[]} */ part) => part.filter(({ code }) => code === UNREACHABLE);
    const [these, those] = [traps(now), traps(before)];
    const place = these.findIndex(({ at }) => at === offset);
    return those[Math.min(place, those.length - 1)];
}

/** @param {Operator} operator */
const isCall = ({ code }) => code === CALL || code === CALL_INDIRECT;

/** How many of a program's operators that stay come before the first of the original function's: what
 * suspends has a call, and nothing is called by what was put in front of it.
 * @param {ModuleCode} program @param {Operator[]} kept @param {ModuleCode} linked @param {Operator[]} wanted
 * @returns {number|null} null: the two do not agree */
function added(program, kept, linked, wanted) {
    const first = kept.findIndex(isCall) - wanted.findIndex(isCall);
    const agree = wanted.every((before, index) => {
        const now = kept[first + index];
        if (now?.code !== before.code) return false;
        return now.code === CALL ? sameName(program, now, linked, before) : now.number === before.number;
    });
    return agree ? first : null;
}

/**
 * @param {ModuleCode} program what ran
 * @param {Code} code the function of it
 * @param {ModuleCode} linked
 * @param {Code} original that function
 * @param {number} offset of an instruction, in the program
 * @returns {number|null} its offset in the linked module; null if the two do not agree
 */
export function offsetBefore(program, code, linked, original, offset) {
    const now = operatorsOf(program.bytes, code);
    const before = operatorsOf(linked.bytes, original);
    const isCheck = (/** @type {Operator} */ one) =>
        one.code === CALL && program.names.get(one.number) === OVERFLOWED;
    const isKept = (/** @type {Operator} */ one) => stays(one) && !isCheck(one);
    const [kept, wanted] = [now.filter(isKept), before.filter(stays)];
    const first = added(program, kept, linked, wanted);
    const here = now.findLastIndex(({ at }) => at <= offset);
    if (here < 0 || first === null) return null;
    const trap = now[here];
    // A check of the stack's pointer belongs to what sets it, which comes after it.
    const anchor = isCheck(trap) ? now.slice(here).find(isKept) : now.slice(0, here + 1).findLast(isKept);
    const place = anchor ? kept.indexOf(anchor) - first : -1;
    if (place >= wanted.length) return null; // in what the passes added at the end
    const from = wanted[place]?.at ?? original.from;
    if (trap.code !== UNREACHABLE) return from;
    const since = (/** @type {Operator[]} */ all, /** @type {Operator|undefined} */ start) =>
        all.slice(start ? all.indexOf(start) + 1 : 0);
    const nowPart = until(since(now, place >= 0 ? anchor : kept[first - 1]), isKept);
    const beforePart = until(since(before, wanted[place]), stays);
    return sameUnreachable(nowPart, beforePart, trap.at)?.at ?? from;
}

/** Do they call the same? Of two functions of one name the second has got its number behind it.
 * @param {ModuleCode} program @param {Operator} now @param {ModuleCode} linked @param {Operator} before */
function sameName(program, now, linked, before) {
    const [name, old] = [program.names.get(now.number), linked.names.get(before.number)];
    return name === old || name === `${old}_${before.number}`;
}
