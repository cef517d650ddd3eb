/** What the trace records, in words that a test can name and a person can read. */

/** @typedef {import('../trace.js').TraceEvent} TraceEvent */
/** @typedef {import('../run.js').OutputLine} OutputLine */

/**
 * @typedef {object} Happening
 * @property {number} time loop time in seconds
 * @property {string} who the task's name; 'loop' for callbacks, timers and the host
 * @property {string} what
 */

/** @type {Record<string, string>} */
const WAITS = {
  future: 'a future',
  gather: 'a gather',
  fetch: 'a request',
  many: 'the next of several',
  shield: 'what it shields',
  group: 'the members of its group',
  lock: 'a lock',
  event: 'an event',
  condition: 'a condition',
  semaphore: 'a semaphore',
  'queue-get': 'an item of a queue',
  'queue-put': 'room in a queue',
  'queue-join': 'the work of a queue',
  start: 'a task to start',
  limiter: 'a limiter',
  'stream-send': 'a receiver',
  'stream-receive': 'an item of a stream',
};

/** @param {TraceEvent} event @param {(task: number) => string} nameOf */
function waitOf({ wait, value, other }, nameOf) {
  if (wait === 'yield') return 'yields';
  if (wait === 'timer') return `sleeps ${value / 1e6} s`;
  if (wait === 'task') return `awaits ${nameOf(other)}`;
  return `waits for ${WAITS[wait ?? ''] ?? wait}`;
}

/** @param {TraceEvent} event */
function endOf({ value, detail }) {
  if (detail === 1) return 'is cancelled';
  return value === 0 ? 'ends' : `ends with status ${value}`;
}

/**
 * @param {(TraceEvent | OutputLine)[]} records in order
 * @returns {Happening[]}
 */
export function tell(records) {
  /** @type {Map<number, string>} */
  const names = new Map([[0, 'loop']]);
  const nameOf = (/** @type {number} */ task) => names.get(task) ?? `task ${task}`;
  /** @type {Happening[]} */
  const happenings = [];
  let maker = -1; // of the task whose name comes next
  for (const record of records) {
    const { time } = record;
    const add = (/** @type {string} */ who, /** @type {string} */ what) =>
      void happenings.push({ time, who, what });
    if ('stream' in record) {
      add(record.task, `${record.stream === 'stdout' ? 'prints' : 'reports'} ${record.text}`);
      continue;
    }
    const { kind, task, other } = record;
    if (kind === 'created') maker = other;
    else if (kind === 'name') {
      if (maker >= 0) add(nameOf(maker), `makes ${record.name}`);
      else add(nameOf(task), `is now called ${record.name}`);
      names.set(task, record.name ?? '');
      maker = -1;
    } else if (kind === 'run') add(nameOf(task), 'runs');
    else if (kind === 'wait') add(nameOf(task), waitOf(record, nameOf));
    else if (kind === 'ready') add(nameOf(task), other ? `is woken by ${nameOf(other)}` : 'is woken');
    else if (kind === 'done') add(nameOf(task), endOf(record));
    else if (kind === 'cancel') add(nameOf(other), `cancels ${nameOf(task)}`);
    else if (kind === 'handle-run' && (record.handle === 'call' || record.handle === 'done'))
      add('loop', 'runs a callback');
  }
  return happenings;
}

/** @param {Happening} happening @returns {string} as tests name it */
export const sentence = ({ who, what }) => `${who} ${what}`;

const MOST_LINES = 200;

/** @param {Happening[]} happenings @param {(index: number) => string} [mark] before a line
 * @returns {string} for people, a line each */
export function readable(happenings, mark = () => '') {
  const width = Math.max(0, ...happenings.map(({ who }) => who.length));
  const lines = happenings.map(
    ({ time, who, what }, i) => `${mark(i).padStart(4)} ${time.toFixed(3)}  ${who.padEnd(width)}  ${what}`,
  );
  const left = lines.length - MOST_LINES;
  if (left > 0) lines.splice(MOST_LINES / 2, left, `     ... ${left} more ...`);
  return lines.join('\n');
}
