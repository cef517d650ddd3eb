/** The rows as a table to be read. */

/** @param {number | null | undefined} value */
function short(value) {
    if (value === null || value === undefined) return '–';
    return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

/** @param {import('./rows.js').Row} row */
function verdict({ ratio, target, against, limit, what: unit = '' }) {
    if (target === null) return '';
    const what = against ? `of ${against}` : `of ${limit?.toLocaleString('en')} ns ${unit}`.trim();
    const kept = ratio !== null && ratio <= target;
    return `${short(ratio)} ${what}, target ${target}${kept ? '' : '  <-- missed'}`;
}

const OPERATION = 'CPU ns an operation';
const UNITS = { cpu: OPERATION, switch: OPERATION, trace: OPERATION, memory: 'bytes a task', start: 'ns', kernel: 'CPU ns a round', size: 'bytes' };

/**
 * @param {import('./rows.js').Row[]} rows
 * @param {Pick<import('./works.js').Work, 'id' | 'title' | 'measures'>} work
 */
export function makeTable(rows, { id, title, measures = 'cpu' }) {
    const lines = [`${title}  (${UNITS[measures]})`];
    for (const row of rows.filter(({ work }) => work === id)) {
        const figure = row.error ?? `${short(row.ns ?? row.bytes).padStart(10)}  ` +
            `${`${short(row.low)}–${short(row.high)}`.padEnd(18)} ${verdict(row)}`;
        lines.push(`  ${row.title.padEnd(34)} ${figure}`.trimEnd());
    }
    return `${lines.join('\n')}\n`;
}

/** @param {import('./subjects.js').Subject[]} subjects */
export function listAbsent(subjects) {
    const absent = subjects.filter((subject) => subject.absent);
    if (!absent.length) return 'All subjects were here.';
    return ['Not here:', ...absent.map(({ title, absent: why }) => `  ${title.padEnd(34)} ${why}`)].join('\n');
}
