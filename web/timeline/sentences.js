/** What every mark on the lanes means, in a sentence. */

import { number, plural, seconds } from './format.js';
import { keptBy } from './kept.js';
import { isBlocking } from './lane-model.js';
import { awaitersOf } from './why.js';

/** @typedef {import('./lane-model.js').LaneModel} LaneModel */
/** @typedef {import('./lane-model.js').Lane} Lane */
/** @typedef {import('./lane-model.js').Span} Span */
/** @typedef {import('./lane-model.js').Point} Point */
/** @typedef {import('./lane-model.js').Place} Place */

/** @param {Span} span @returns {string} */
function period({ from, to }) {
    if (!to) return `since ${seconds(from.time)} s`;
    const [start, end] = [seconds(from.time), seconds(to.time)];
    return start === end ? `at ${start} s` : `from ${start} to ${end} s`;
}

/** What can be waited for, beside timers, tasks and gathers: the label of the mark, and how a
 * sentence says it. @type {Record<string, [label: string, text: string]>} */
const REASONS = {
    yield: ['turn', 'its turn'],
    future: ['future', 'a future'],
    fetch: ['response', 'the response to a request'],
    many: ['some of many', 'some of many tasks to end'],
    shield: ['shielded', 'a shielded task or future'],
    group: ['its group', 'the tasks of its group to end'],
    lock: ['lock', 'a lock'],
    event: ['event', 'an event to be set'],
    condition: ['condition', 'a condition to be notified'],
    semaphore: ['semaphore', 'a permit of a semaphore'],
    'queue-get': ['item', 'an item in a queue'],
    'queue-put': ['room', 'room in a queue'],
    'queue-join': ['queue', 'the work of a queue to be done'],
    start: ['start', 'a task of its group to have started'],
    limiter: ['token', 'a token of a limiter'],
    'stream-send': ['receiver', 'a receiver, or room in a stream'],
    'stream-receive': ['item', 'an item in a stream'],
    barrier: ['barrier', 'the other parties of a barrier'],
    job: ['job', 'a job in another thread or process'],
};

/** What a waiting task waits for, in a word or two: the label on its mark.
 * @param {LaneModel} model @param {Span} span @returns {string} */
export function waitsFor(model, { cause }) {
    if (cause.wait === 'timer') return 'timer';
    if (cause.wait === 'task') return model.nameOf(cause.other);
    if (cause.wait === 'gather') return plural(cause.value, 'task');
    return REASONS[cause.wait ?? 'future'][0];
}

/** Through whom a request to end has come. @type {Record<string, string>} */
const CANCELLERS = {
    call: '',
    awaiter: ': it awaits it, and was asked itself',
    gather: ', through a gather',
    timeout: ': its timeout is over',
    scope: ': its cancel scope is cancelled',
    group: ': the task group ends',
    shutdown: ': the program ends',
};

/** A timer that fires this much too early for its deadline was cut short, in seconds. */
const EARLY = 0.0005;

/** At which instant a sentence is said, for what is left then.
 * @typedef {{history: import('./history.js').History, time: number}} Instant */

/** @param {number} left seconds @returns {string} */
const remaining = (left) => (left < 10 ? `${Math.round(left * 1000)} ms left` : `${seconds(left)} s left`);

/** Who is told when the task ends. @param {LaneModel} model @param {Lane} lane @param {Instant} instant
 * @param {number} step */
function told(model, lane, { history, time }, step) {
    const state = history.stateAt(history.indexAt({ time, step }));
    const [first, ...others] = awaitersOf(state, lane.id);
    if (!first) return '';
    const through = first.through === 'task' ? '' : `${THROUGH[first.through]} in `;
    const more = others.length > 0 ? ` and ${plural(others.length, 'other')}` : '';
    return `; ${through}${model.nameOf(first.task.number)}${more} will be told`;
}

/** @type {Record<string, string>} */
const THROUGH = { gather: 'gather', group: 'the task group', many: 'wait', shield: 'shield' };

/** @param {LaneModel} model @param {Lane} lane @param {Span} span @returns {string} */
function waiting(model, lane, span) {
    const { cause, from, to } = span;
    const woken = to && span.wokenBy ? `; woken by ${model.nameOf(span.wokenBy)}` : '';
    if (cause.wait === 'timer') {
        const due = from.time + cause.value / 1e6;
        if (to && to.time < due - EARLY) {
            return `${lane.name} waits for a timer, due at ${seconds(due)} s, but only ${period(span)}${woken}`;
        }
        return `${lane.name} waits for a timer, from ${seconds(from.time)} until ${seconds(to?.time ?? due)} s`;
    }
    let what = REASONS[cause.wait ?? 'future']?.[1];
    if (cause.wait === 'task') what = `${model.nameOf(cause.other)} to end`;
    if (cause.wait === 'gather') what = `${plural(cause.value, 'task')} to end (gather)`;
    return `${lane.name} waits for ${what}, ${period(span)}${woken}`;
}

/** The object that is waited for, "lock 2", where there is one. @param {Span} span
 * @param {Instant} instant */
function object({ cause }, { history }) {
    const isNamed = !['timer', 'task', 'yield', 'gather', 'many', 'shield', 'fetch'].includes(cause.wait ?? '');
    return isNamed && cause.object ? ` (${history.objectName(cause.object)})` : '';
}

/** So many are named where many could have run. */
const MOST_NAMED = 8;

/** Who could have run while a task's step kept the loop. @param {LaneModel} model @param {number} task
 * @param {Place} from @param {Place} to */
function kept(model, task, from, to) {
    const names = keptBy(model, task, from, to).map(({ name }) => name);
    if (names.length === 0) return '';
    if (names.length > MOST_NAMED) names.splice(MOST_NAMED, Infinity, plural(names.length - MOST_NAMED, 'other'));
    const last = names.pop();
    return `; ${names.length > 0 ? `${names.join(', ')} and ${last}` : last} could have run`;
}

/** @param {LaneModel} model @param {Lane} lane @param {Span} span @param {number} [now]
 * @param {Instant} [instant] of which more is to be said
 * @returns {string} */
export function spanSentence(model, lane, span, now, instant) {
    if (span.state === 'waiting') {
        const { cause, to, from } = span;
        if (!instant) return waiting(model, lane, span);
        const due = from.time + cause.value / 1e6;
        const left = cause.wait === 'timer' && due > instant.time ? `, ${remaining(due - instant.time)}` : '';
        const step = to ? to.step - 0.5 : Infinity;
        return `${waiting(model, lane, span)}${object(span, instant)}${left}${told(model, lane, instant, step)}`;
    }
    if (lane.id < 0) return `${lane.name} runs a job of ${model.nameOf(span.cause.task)}, ${period(span)}`;
    if (span.state === 'ready') {
        const yielded = span.cause.kind === 'wait' ? ' again after sleep(0)' : '';
        return `${lane.name} is ready${yielded}, ${period(span)}: others have their turn first`;
    }
    if (lane.id === 0) return `The loop runs a callback, ${period(span)}`;
    if (isBlocking(span, now)) {
        const end = span.to ?? { time: now ?? 0, step: Infinity };
        const held = seconds(end.time - span.from.time);
        return `${lane.name} blocks the loop ${period(span)}: nobody else runs for ${held} s${kept(model, lane.id, span.from, end)}`;
    }
    return `${lane.name} runs ${period(span)}`;
}

/** @param {LaneModel} model @param {Lane} lane @param {Point} point @returns {string} */
export function pointSentence(model, lane, { kind, at, cause }) {
    const when = `at ${seconds(at.time)} s`;
    switch (kind) {
        case 'done':
            return `${lane.name} is done ${when}`;
        case 'cancelled':
            return `${lane.name} ended cancelled ${when}`;
        case 'cancel-asked': {
            const by = cause && cause.other !== 0 ? model.nameOf(cause.other) : 'The loop';
            return `${by} asks ${lane.name} to end ${when}${CANCELLERS[cause?.canceller ?? 'call']}`;
        }
        default:
            return cause
                ? `${lane.name} failed with status ${cause.value} ${when}`
                : `The program failed ${when}, while ${lane.name} ran`;
    }
}

/** What the loop does at a place of its lane. @param {LaneModel} model
 * @param {import('./lane-model.js').Place} place @param {import('./scale.js').Scale} scale
 * @param {number} x @returns {string} */
export function loopSentence(model, { time, step }, scale, x) {
    const { start, end, task } = model.slices;
    const blocked = model.blocked.find(({ from, to }) => x >= scale.x(from) - 2 && x <= Math.max(scale.x(to), scale.x(from) + 6));
    if (blocked) {
        const who = blocked.task ? model.nameOf(blocked.task) : 'A callback';
        const held = `${seconds(blocked.seconds)} s of real time`;
        return `${who} blocks the loop: nobody else runs for ${held}${kept(model, blocked.task, blocked.from, blocked.to)}`;
    }
    const at = Math.floor(step) - 1;
    const iterations = model.iterations.filter((begin) => begin.step <= step && begin.time <= time).length;
    const of = `, iteration ${number(iterations)}`;
    if (at < 0) return '';
    const until = Number.isNaN(end[at]) ? time : end[at];
    if (time <= until || at + 1 >= start.length) {
        if (time > until) return '';
        return `${turnSentence(model, { task: task[at], from: start[at], to: until })}${of}`;
    }
    return turnSentence(model, { task: null, from: until, to: start[at + 1] });
}

/** What the loop does in one slice, or between two. @param {LaneModel} model
 * @param {{task: number|null, from: number, to: number}} turn task: null while nobody is ready */
export function turnSentence(model, { task, from, to }) {
    const place = { step: 0, time: to };
    const when = period(/** @type {Span} */ ({ from: { step: 0, time: from }, to: place }));
    if (task === null) return `The loop sleeps ${when}: nobody is ready`;
    return `The loop runs ${task === 0 ? 'a callback' : model.nameOf(task)} ${when}`;
}

/** @param {Lane} lane @param {number} count @param {number} from @param {number} to */
export function denseSentence(lane, count, from, to) {
    const [start, end] = [seconds(from), seconds(to)];
    const period = start === end ? `at ${start} s` : `between ${start} and ${end} s`;
    return `${lane.name} changes its state ${number(count)} times ${period}`;
}

/** What a lane is now: a word for people, and for the style sheet.
 * @param {Lane} lane @returns {{state: string, word: string}} */
export function laneState(lane) {
    const end = lane.points.findLast(({ kind }) => kind !== 'cancel-asked');
    if (end) return { state: end.kind, word: end.kind };
    const span = lane.spans.at(-1);
    if (!span) return { state: 'idle', word: lane.id === 0 ? 'idle' : 'new' };
    if (span.to && lane.id === 0) return { state: 'idle', word: 'idle' };
    if (span.to) return { state: 'left', word: `left ${span.state}` };
    return { state: span.state, word: span.state };
}
