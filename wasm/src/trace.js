/**
 * The trace's records, decoded. Format 1: core/include/eddy/trace.h.
 *
 * @typedef {'created' | 'name' | 'run' | 'wait' | 'ready' | 'done' | 'cancel' | 'callback-run'
 *   | 'callback-done'} TraceKind
 * @typedef {'yield' | 'timer' | 'task' | 'future' | 'gather' | 'fetch' | 'many' | 'shield' | 'group'
 *   | 'lock' | 'event' | 'condition' | 'semaphore' | 'queue-get' | 'queue-put' | 'queue-join'
 *   | 'start' | 'limiter' | 'stream-send' | 'stream-receive'} TraceWait
 *
 * @typedef {object} TraceEvent
 * @property {number} time loop time in seconds
 * @property {TraceKind} kind
 * @property {number} task its number in its loop; 0 is the loop itself
 * @property {number} other
 * @property {number} value
 * @property {number} detail
 * @property {string} [name] of kind 'name'
 * @property {TraceWait} [wait] of kind 'wait'
 */

const RECORD_SIZE = 24;
/** @type {(TraceKind | undefined)[]} */
const KINDS = [
  undefined,
  'created',
  'name',
  'run',
  'wait',
  'ready',
  'done',
  'cancel',
  'callback-run',
  'callback-done',
];
/** @type {TraceWait[]} */
const WAITS = [
  'yield',
  'timer',
  'task',
  'future',
  'gather',
  'fetch',
  'many',
  'shield',
  'group',
  'lock',
  'event',
  'condition',
  'semaphore',
  'queue-get',
  'queue-put',
  'queue-join',
  'start',
  'limiter',
  'stream-send',
  'stream-receive',
];

/**
 * @param {ArrayBuffer} records as a 'trace' event has them
 * @returns {Generator<TraceEvent>}
 */
export function* readTrace(records) {
  const view = new DataView(records);
  const decoder = new TextDecoder();
  for (let at = 0; at + RECORD_SIZE <= records.byteLength; at += RECORD_SIZE) {
    const kind = KINDS[view.getUint16(at + 8, true)];
    if (!kind) throw new Error(`readTrace: a record of unknown kind at byte ${at}`);
    /** @type {TraceEvent} */
    const event = {
      time: view.getFloat64(at, true),
      kind,
      task: view.getUint32(at + 12, true),
      other: view.getUint32(at + 16, true),
      value: view.getInt32(at + 20, true),
      detail: view.getUint16(at + 10, true),
    };
    if (kind === 'wait') event.wait = WAITS[event.detail];
    if (kind === 'name') {
      event.name = decoder.decode(new Uint8Array(records, at + RECORD_SIZE, event.value));
      at += event.other * RECORD_SIZE;
    }
    yield event;
  }
}
