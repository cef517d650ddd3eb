/**
 * The trace's records, decoded. Format 2: core/include/eddy/trace.h.
 *
 * @typedef {'begin' | 'site' | 'created' | 'name' | 'run' | 'wait' | 'ready' | 'done' | 'cancel'
 *   | 'handle-ready' | 'handle-run' | 'callback-done' | 'handle-cancelled' | 'timer-set'
 *   | 'timer-fired' | 'iteration-begin' | 'iteration-end' | 'blocked' | 'io-begin' | 'io-end'
 *   | 'job-submitted' | 'job-started' | 'job-done' | 'acquired' | 'released' | 'member'
 *   | 'level'} TraceKind
 * @typedef {'yield' | 'timer' | 'task' | 'future' | 'gather' | 'fetch' | 'many' | 'shield' | 'group'
 *   | 'lock' | 'event' | 'condition' | 'semaphore' | 'queue-get' | 'queue-put' | 'queue-join'
 *   | 'start' | 'limiter' | 'stream-send' | 'stream-receive' | 'barrier' | 'job'} TraceWait
 * @typedef {'loop' | 'task' | 'timer' | 'callback' | 'io' | 'job'} TraceCause
 * @typedef {'call' | 'awaiter' | 'gather' | 'timeout' | 'scope' | 'group' | 'shutdown'} TraceCanceller
 * @typedef {'task' | 'sleep' | 'call' | 'done' | 'member' | 'timeout' | 'scope' | 'wait' | 'loop'
 *   | 'job'} TraceHandle
 *
 * @typedef {object} TraceEvent
 * @property {number} time loop time in seconds
 * @property {TraceKind} kind
 * @property {number} task its number in its loop; 0 is the loop itself
 * @property {number} other
 * @property {number} object
 * @property {number} value
 * @property {number} detail
 * @property {number} site the number of a place in the source; 0: not known
 * @property {string} [name] of kind 'name'; of kind 'site': the place, "file.c:12"
 * @property {TraceWait} [wait] of kinds 'wait', 'acquired', 'released', 'member', 'level'
 * @property {TraceCause} [cause] of kind 'ready'
 * @property {TraceCanceller} [canceller] of kind 'cancel'
 * @property {TraceHandle} [handle] of the kinds about handles and timers
 * @property {number} [deadline] of kind 'timer-set': loop time in seconds
 */

/** The format that readTrace reads. */
export const TRACE_FORMAT = 2;

/** Bytes of a record. */
export const RECORD_SIZE = 32;

/** @type {(TraceKind | undefined)[]} */
const KINDS = [
  undefined,
  'begin',
  'site',
  'created',
  'name',
  'run',
  'wait',
  'ready',
  'done',
  'cancel',
  'handle-ready',
  'handle-run',
  'callback-done',
  'handle-cancelled',
  'timer-set',
  'timer-fired',
  'iteration-begin',
  'iteration-end',
  'blocked',
  'io-begin',
  'io-end',
  'job-submitted',
  'job-started',
  'job-done',
  'acquired',
  'released',
  'member',
  'level',
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
  'barrier',
  'job',
];
/** @type {TraceCause[]} */
const CAUSES = ['loop', 'task', 'timer', 'callback', 'io', 'job'];
/** @type {TraceCanceller[]} */
const CANCELLERS = ['call', 'awaiter', 'gather', 'timeout', 'scope', 'group', 'shutdown'];
/** @type {TraceHandle[]} */
const HANDLES = ['task', 'sleep', 'call', 'done', 'member', 'timeout', 'scope', 'wait', 'loop', 'job'];
const WITH_WAIT = new Set(['wait', 'acquired', 'released', 'member', 'level']);
const WITH_HANDLE = new Set([
  'handle-ready',
  'handle-run',
  'handle-cancelled',
  'timer-set',
  'timer-fired',
]);

/** @param {TraceEvent} event of a format that this module does not know */
function refuse({ detail }) {
  throw new Error(
    `readTrace: the trace has format ${detail}, this module reads format ${TRACE_FORMAT}: ` +
      'take the module that came with the program',
  );
}

/**
 * @param {ArrayBuffer} records as a 'trace' event has them
 * @returns {Generator<TraceEvent>} kinds that it does not know are left out
 * @throws {Error} of another format, or not a whole number of records
 */
export function* readTrace(records) {
  if (records.byteLength % RECORD_SIZE)
    throw new Error(`readTrace: ${records.byteLength} bytes are no whole number of records`);
  const view = new DataView(records);
  const decoder = new TextDecoder();
  for (let at = 0; at < records.byteLength; at += RECORD_SIZE) {
    const kind = KINDS[view.getUint16(at + 8, true)];
    if (!kind) continue;
    /** @type {TraceEvent} */
    const event = {
      time: view.getFloat64(at, true),
      kind,
      task: view.getUint32(at + 12, true),
      other: view.getUint32(at + 16, true),
      object: view.getUint32(at + 20, true),
      value: view.getInt32(at + 24, true),
      detail: view.getUint16(at + 10, true),
      site: view.getUint32(at + 28, true),
    };
    if (kind === 'begin' && event.detail !== TRACE_FORMAT) refuse(event);
    if (WITH_WAIT.has(kind)) event.wait = WAITS[event.detail] ?? 'future';
    if (WITH_HANDLE.has(kind)) event.handle = HANDLES[event.detail] ?? 'loop';
    if (kind === 'ready') event.cause = CAUSES[event.detail] ?? 'loop';
    if (kind === 'cancel') event.canceller = CANCELLERS[event.detail] ?? 'call';
    if (kind === 'timer-set') event.deadline = (event.value * 2 ** 32 + event.other) / 1e9;
    if (kind === 'name' || kind === 'site') {
      event.name = decoder.decode(new Uint8Array(records, at + RECORD_SIZE, event.value));
      at += event.other * RECORD_SIZE;
    }
    yield event;
  }
}
