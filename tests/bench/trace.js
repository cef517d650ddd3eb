/**
 * What the trace costs: `node tests/bench/trace.js [--rounds COUNT]`, after make bench-build.
 *
 * The same program three times in turn: without the hooks, with the trace off, with it on. Of each the
 * least is taken: whatever else the machine does only adds. Beside it what the host's clock costs,
 * which the trace reads once in a step.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const local = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const [TASKS, YIELDS, REPEATS] = [100, 5000, 25];

/** @param {string} file @param {'traced'|'untraced'} how
 * @returns {Promise<{ns: number, records: number}>} of one yield, the least */
async function measure(file, how) {
    const args = [local('subjects/guest-main.js'), local(`../../build/${file}`), how, 'yield', REPEATS, 0, TASKS, YIELDS];
    const { stdout } = await promisify(execFile)(process.execPath, args.map(String));
    const best = { ns: Infinity, records: 0 };
    let begun = { cpu: 0, records: 0 };
    for (const line of stdout.trim().split('\n')) {
        const [what, cpu, , , records] = line.split(' ');
        const now = { cpu: Number(cpu), records: Number(records) };
        if (what === 'begin') begun = now;
        if (what !== 'end') continue;
        const ns = (now.cpu - begun.cpu) / (TASKS * YIELDS);
        if (ns < best.ns) Object.assign(best, { ns, records: Math.round((now.records - begun.records) / (TASKS * YIELDS)) });
    }
    return best;
}

/** One call of the host's clock, in nanoseconds: the least of many tries. */
function clockCost() {
    const { performance } = globalThis;
    const calls = 200_000;
    let least = Infinity;
    let sum = 0;
    for (let round = 0; round < 40; round += 1) {
        const before = performance.now();
        for (let i = 0; i < calls; i += 1) sum += performance.now();
        least = Math.min(least, ((performance.now() - before) * 1e6) / calls);
    }
    return sum > 0 ? least : NaN;
}

const SUBJECTS = /** @type {const} */ ([
    ['without hooks', 'bench/unhooked.wasm', 'untraced'],
    ['off', 'guest/bench.wasm', 'untraced'],
    ['on', 'guest/bench.wasm', 'traced'],
]);
/** @type {Record<string, {ns: number, records: number}>} */
const least = {};
for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const [name, file, how] of SUBJECTS) {
        const measured = await measure(file, how);
        if (!(measured.ns >= least[name]?.ns)) least[name] = measured;
    }
}
const { on, off, 'without hooks': without } = least;
for (const [name, { ns }] of Object.entries(least)) console.log(`${name.padEnd(14)} ${ns.toFixed(1)} ns a yield`);
console.log(`off costs      ${((off.ns / without.ns - 1) * 100).toFixed(1)} % (at most 2)`);
console.log(`on costs       ${((on.ns - off.ns) / on.records).toFixed(1)} ns a record, of ${on.records} (at most 20)`);
console.log(`the clock      ${clockCost().toFixed(1)} ns a call, one for each yield`);
