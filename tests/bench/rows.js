/**
 * Medians of what was measured, as the rows that are reported.
 *
 * @typedef {object} Row
 * @property {string} work
 * @property {string} subject
 * @property {string} engine
 * @property {string} title the subject's, for people
 * @property {number | null} ns CPU time an operation; null where memory was measured, or nothing
 * @property {number | null} bytes of memory a task
 * @property {number | null} ratio to the subject `against` in the same engine, or to `limit`
 * @property {number | null} target what ratio may be at most
 * @property {string} [against]
 * @property {number} [limit] in ns
 * @property {string} [what] of what limit is the limit; an operation unless it says otherwise
 * @property {number} [n]
 * @property {number} [m]
 * @property {number} [low] the least and the most of all rounds
 * @property {number} [high]
 * @property {number} [rounds]
 * @property {string} [error] why there is no figure
 *
 * @typedef {object} Sample all figures of a work and a subject
 * @property {import('./works.js').Work} work
 * @property {import('./subjects.js').Subject} subject
 * @property {import('./measure.js').Sizes} sizes
 * @property {number[]} figures
 * @property {number} [records] traced in each operation
 * @property {string} [error]
 */

/** @param {number[]} values */
export function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {Sample[]} all those that have not been measured yet have no row @returns {Row[]} */
export function makeRows(all) {
    const samples = all.filter(({ figures, error }) => figures.length || error);
    return samples.flatMap((sample) => {
        const { work, subject, sizes, figures, error } = sample;
        const isMemory = work.measures === 'memory' || work.measures === 'size';
        const figure = figures.length ? median(figures) : null;
        /** @type {Row} */
        const row = {
            work: work.id,
            subject: subject.name,
            engine: subject.engine,
            title: subject.title,
            ns: isMemory ? null : figure,
            bytes: isMemory ? figure : null,
            ratio: null,
            target: null,
            ...sizes,
            ...(error && { error }),
            ...(figures.length && { low: Math.min(...figures), high: Math.max(...figures), rounds: figures.length }),
        };
        const held = holdTo(sample, samples);
        return held.length ? held.map((more) => ({ ...row, ...more })) : [row];
    });
}

/** @param {Sample} sample @param {Sample[]} samples @returns {Partial<Row>[]} one for each target */
function holdTo(sample, samples) {
    const { work, subject, figures } = sample;
    if (subject.name === 'traced') return [holdTrace(sample, samples)];
    if (subject.name !== 'eddy') return [];
    const limit = subject.engine === 'native' ? work.nativeLimit : work.limit;
    if (limit) return [{ limit, ratio: figures.length ? median(figures) / limit : null, target: 1 }];
    return (work.targets ?? []).flatMap(({ against, ratio: target }) => {
        const base = samples.find(({ work: { id }, subject: { name, engine } }) =>
            id === work.id && name === against && engine === subject.engine);
        if (!base) return [];
        return [{ against, ratio: ratioOf(figures, base.figures), target: targetIn(subject.engine, against, target) }];
    });
}

/** Targets are of JavaScript in Node 20; engines whose JavaScript is faster are held to them with a fifth
 * more. @param {string} engine @param {string} against @param {number} target */
export function targetIn(engine, against, target, node = process.versions.node) {
    const isNewer = engine === 'chromium' || (engine === 'node' && !node.startsWith('20.'));
    return isNewer && against.startsWith('js') ? Number((target * 1.2).toPrecision(3)) : target;
}

/** What a record costs: what the rounds took longer than those of the same program untraced.
 * @param {Sample} sample @param {Sample[]} samples @returns {Partial<Row>} */
function holdTrace({ work, figures, records = 0 }, samples) {
    const limit = work.recordLimit ?? NaN;
    const base = samples.find((one) => one.work === work && one.subject.name === 'eddy');
    const pairs = Math.min(figures.length, base?.figures.length ?? 0);
    if (!base || !pairs || !records) return { limit, target: 1 };
    const costs = Array.from({ length: pairs }, (_, i) => (figures[i] - base.figures[i]) / records);
    return { limit, ratio: median(costs) / limit, target: 1, what: 'a record' };
}

/**
 * The median of the rounds' own ratios: what else the machine does changes from round to round, and
 * within one round it is much the same for both.
 * @param {number[]} figures @param {number[]} base
 */
export function ratioOf(figures, base) {
    const pairs = Math.min(figures.length, base.length);
    if (pairs === 0) return null;
    return median(Array.from({ length: pairs }, (_, i) => figures[i] / base[i]));
}
