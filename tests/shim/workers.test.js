/** Processes and threads of a guest in Node: what they print, how they end, what is left of them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import binaryen from 'binaryen';
import { load, readTrace, run } from '../../wasm/src/index.js';
import { built, runCommand } from '../c/programs.js';

/** @typedef {import('../../wasm/src/run.js').OutputLine} OutputLine */

/** @param {string} folder @param {string[]} args @param {import('../../wasm/src/run.js').RunOptions} [options] */
async function start(folder, args, options = {}) {
    const program = run(await load(readFileSync(built(`${folder}/workers.wasm`))), { args, clock: 'real', ...options });
    /** @type {OutputLine[]} */
    const lines = [];
    program.addEventListener('output', (event) => {
        lines.push(.../** @type {CustomEvent<{lines: OutputLine[]}>} */ (event).detail.lines);
    });
    return { program, lines, texts: () => lines.map(({ text }) => text) };
}

describe('processes', () => {
    it('print with the program, under names of their own', async () => {
        const { program, lines } = await start('guest', ['processes']);
        assert.equal((await program.finished).status, 0);
        assert.deepEqual(lines.map(({ task, text }) => [task, text]), [
            ['process 1', 'hello from a process, PLACE=here'],
            ['main', 'the process is done'],
        ]);
    });

    it('find the environment of the program', async () => {
        const { program, texts } = await start('guest', ['processes'], { env: { PLACE: 'there' } });
        await program.finished;
        assert.equal(texts()[0], 'hello from a process, PLACE=there');
    });

    it('end when the run is stopped', async () => {
        const { program, lines } = await start('guest', ['endless-process']);
        await /** @type {Promise<void>} */ (new Promise((resolve) =>
            program.addEventListener('output', () => lines.some(({ text }) => text === 'begun') && resolve())));
        program.stop();
        assert.equal((await program.finished).stopped, true);
    }); // and the test's own process ends, which a worker would keep
});

describe('the trace', () => {
    it('tells of each job who gave it, to which worker of which pool, and who was woken by it', async () => {
        const { program } = await start('guest-threads', ['both'], { trace: true });
        /** @type {import('../../wasm/src/trace.js').TraceEvent[]} */
        const events = [];
        program.addEventListener('trace', (event) => {
            const { records } = /** @type {CustomEvent<{records: ArrayBuffer}>} */ (event).detail;
            events.push(...readTrace(records));
        });
        assert.equal((await program.finished).status, 0);
        /** @type {Map<number, string>} */
        const jobs = new Map();
        const lines = events.flatMap(({ kind, task, other, object, value, detail, wait, cause }) => {
            if (kind === 'job-submitted') jobs.set(object, `job ${jobs.size + 1}`);
            const job = jobs.get(object);
            if (kind === 'job-submitted') return [`task ${task} gives ${job} to ${['threads', 'processes'][detail]}`];
            if (kind === 'job-started') return [`worker ${other} begins ${job}`];
            if (kind === 'job-done') return [`worker ${other} ends ${job}: ${value}`];
            if (kind === 'wait' && wait === 'job') return [`task ${task} waits for ${job}`];
            if (kind === 'ready' && cause === 'job') return [`task ${task} is woken by ${job}`];
            return [];
        });
        assert.deepEqual(lines, [['threads', 1], ['processes', 2], ['threads', 1]].flatMap(([pool, worker], i) => [
            `task 1 gives job ${i + 1} to ${pool}`,
            `worker ${worker} begins job ${i + 1}`,
            `task 1 waits for job ${i + 1}`,
            `worker ${worker} ends job ${i + 1}: 0`,
            `task 1 is woken by job ${i + 1}`,
        ]));
    });
});

describe('threads', () => {
    it('print in the order of events, whoever prints', async () => {
        const { program, texts } = await start('guest-threads', ['threads']);
        assert.equal((await program.finished).status, 0);
        assert.deepEqual(texts(), Array.from({ length: 20 }, (_, i) => [`thread ${i}`, `main ${i}`]).flat());
    });

    it('end the program when they trap, and say so', async () => {
        const { program } = await start('guest-threads', ['trap']);
        const { status, error, calls } = await program.finished;
        assert.equal(status, null);
        assert.match(String(error), /^a thread trapped: unreachable/);
        assert.equal(calls?.[0], 'trap_here');
    });

    it('end the program when they call exit', async () => {
        const { program } = await start('guest-threads', ['exit']);
        assert.equal((await program.finished).status, 5);
    });

    /** @param {string[]} lines that the command stress has printed */
    function expectSound(lines) {
        assert.equal(lines.at(-1), 'all blocks were sound');
        assert.equal(lines.filter((text) => /^line of \d+ is whole$/.test(text)).length, 400);
        assert.equal(lines.length, 401);
    }

    it('share a heap and streams that keep apart what they do', async () => {
        const { program, texts } = await start('guest-threads', ['stress']);
        assert.equal((await program.finished).status, 0);
        expectSound(texts());
    });

    // threads_shared.c tells what goes wrong there
    it('do so in the code of V8’s first compiler alone, too', async () => {
        const script = fileURLToPath(new URL('../c/run-wasm.js', import.meta.url));
        const flags = ['--no-warnings', '--liftoff-only'];
        const { status, stdout, stderr } = await runCommand(process.execPath,
            [...flags, script, 'guest-threads', built('guest-threads/workers.wasm'), 'stress']);
        assert.equal(status, 0, stderr);
        expectSound(stdout.trimEnd().split('\n'));
    });

    it('wait by the host, nowhere by the instruction', () => {
        const module = binaryen.readBinary(readFileSync(built('guest-threads/workers.wasm')));
        const waiting = Array.from({ length: module.getNumFunctions() }, (_, i) => module.getFunctionByIndex(i))
            .map((f) => binaryen.getFunctionInfo(f))
            .filter(({ body }) => body && /memory\.atomic\.wait/.test(binaryen.emitText(body)))
            .map(({ name }) => name);
        module.dispose();
        assert.deepEqual(waiting, ['__wasm_init_memory']); // the linker's: before there are threads
    });

    it('cannot be had of a module that was built without them', async () => {
        const { program, texts } = await start('guest', ['threads']);
        assert.notEqual((await program.finished).status, 0);
        assert.match(texts().join('\n'), /EDDY_NOT_SUPPORTED .*built without threads/);
    });
});
