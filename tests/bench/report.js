/** The rows as a table to be read. */

/** @param {number | null | undefined} value */
function short(value) {
    if (value === null || value === undefined) return '–';
    return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

/** @param {import('./rows.js').Row} row */
function verdict({ ratio, target, against, limit }) {
    if (target === null) return '';
    const what = against ? `of ${against}` : `of ${limit} ns`;
    const kept = ratio !== null && ratio <= target;
    return `${short(ratio)} ${what}, target ${target}${kept ? '' : '  <-- missed'}`;
}

/**
 * @param {import('./rows.js').Row[]} rows
 * @param {import('./works.js').Work[]} works
 * @param {import('./subjects.js').Subject[]} subjects
 */
export function makeTable(rows, works, subjects) {
    const lines = [];
    for (const work of works) {
        const own = rows.filter((row) => row.work === work.id);
        if (!own.length) continue;
        lines.push('', `${work.title}  (${work.measures === 'memory' ? 'bytes a task' : 'CPU ns an operation'})`);
        for (const row of own) {
            const subject = subjects.find(({ name, engine }) => name === row.subject && engine === row.engine);
            const figure = row.error ?? `${short(row.ns ?? row.bytes).padStart(8)}  ` +
                `${`${short(row.low)}–${short(row.high)}`.padEnd(16)} ${verdict(row)}`;
            lines.push(`  ${(subject?.title ?? row.subject).padEnd(34)} ${figure}`.trimEnd());
        }
    }
    const absent = subjects.filter((subject) => subject.absent);
    if (absent.length) lines.push('', 'Not here:');
    for (const { title, absent: why } of absent) lines.push(`  ${title.padEnd(34)} ${why}`);
    return `${lines.join('\n').trimStart()}\n`;
}
