/** What a task waits for at an instant, and why it does not run, in words. */

import { plural, seconds } from './format.js';

/** @typedef {import('../element/record.js').RunRecord} RunRecord */
/** @typedef {import('./loop-state.js').LoopState} LoopState */
/** @typedef {import('./loop-state.js').TaskState} TaskState */

/** @type {Record<string, string>} */
const FOR = {
    event: 'to be set', condition: 'to be notified', 'queue-get': 'to have an item', 'queue-put': 'to have room',
    'queue-join': 'to be worked off', barrier: 'to be full', 'stream-send': 'to have a receiver',
    'stream-receive': 'to have an item',
};

/** What a task does, in a few words: "waits for timer, 0.120 s left". @param {RunRecord} record
 * @param {LoopState} state @param {TaskState} task @returns {string} */
export function waitWords(record, state, { status, wait, result, number }) {
    if (status === 'failed') return `failed with status ${result}`;
    if (status === 'ready') {
        const place = [...state.ready.values()].findIndex(({ handle, task }) => handle === 'task' && task === number) + 1;
        return place > 0 ? `ready, number ${place} in the queue` : 'ready';
    }
    if (status !== 'waiting' || !wait) return status;
    const { kind, task, object, until } = wait;
    const now = record.place.time;
    if (kind === 'timer') return `waits for its timer, ${seconds(Math.max(0, until - now))} s left`;
    if (kind === 'task') return `waits for ${record.lanes.nameOf(task)}`;
    if (kind === 'fetch') return 'waits for a response';
    if (kind === 'job') return 'waits for its job';
    if (kind === 'start') return 'waits for a task to have started';
    const members = state.members.get(object);
    if (kind === 'gather' || kind === 'group' || kind === 'many' || kind === 'shield') {
        const open = (members ?? []).filter((member) => {
            const other = state.tasks.get(member.task);
            return other && other.status !== 'done' && other.status !== 'failed' && other.status !== 'cancelled';
        });
        const what = { gather: 'gather', group: 'its group', many: 'some of many', shield: 'what it shields' }[kind];
        return `waits for ${what}: ${plural(open.length, 'task')} of ${members?.length ?? 0} to go`;
    }
    const name = object ? record.history.objectName(object) : kind;
    const holders = (state.holders.get(object) ?? []).map((holder) => record.lanes.nameOf(holder));
    if (holders.length > 0) return `waits for ${name}, held by ${holders.join(', ')}`;
    return `waits for ${name}${FOR[kind] ? ` ${FOR[kind]}` : ''}`;
}

/** @param {RunRecord} record @param {LoopState} state
 * @param {{links: import('./why.js').Link[], end: import('./why.js').End}} why @returns {string[]} */
export function whyWords(record, state, { links, end }) {
    const lines = links.map(({ task }) => `${record.lanes.nameOf(task.number)} ${waitWords(record, state, task)}`);
    const last = links.at(-1)?.task;
    switch (end.kind) {
        case 'ring':
            lines.push(`…which is ${record.lanes.nameOf(end.ring?.[0] ?? 0)} again: a deadlock, none of them will ever run`);
            break;
        case 'somebody':
            lines.push('Nobody in particular will wake it: whoever comes to do so');
            break;
        case 'over':
            if (links.length > 1 && last) lines.push(`${record.lanes.nameOf(last.number)} has ended, and still holds it`);
            break;
        case 'ready':
            if ((end.place ?? 1) === 1) lines.push('It is the next to run');
            break;
        default:
    }
    return lines;
}
