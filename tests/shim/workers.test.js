/** Processes and threads of a guest in Node: what they print, how they end, what is left of them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { load, run } from '../../wasm/src/index.js';
import { built } from '../c/programs.js';

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

describe('threads', () => {
    it('print in the order of events, whoever prints', async () => {
        const { program, texts } = await start('guest-threads', ['threads']);
        assert.equal((await program.finished).status, 0);
        assert.deepEqual(texts(), Array.from({ length: 20 }, (_, i) => [`thread ${i}`, `main ${i}`]).flat());
    });

    it('end the program when they trap, and say so', async () => {
        const { program } = await start('guest-threads', ['trap']);
        const { status, error } = await program.finished;
        assert.equal(status, null);
        assert.match(String(error), /^a thread trapped: unreachable/);
    });

    it('end the program when they call exit', async () => {
        const { program } = await start('guest-threads', ['exit']);
        assert.equal((await program.finished).status, 5);
    });

    it('share a heap and streams that keep apart what they do', async () => {
        const { program, texts } = await start('guest-threads', ['stress']);
        assert.equal((await program.finished).status, 0);
        assert.equal(texts().at(-1), 'all blocks were sound');
        assert.equal(texts().filter((text) => /^line of \d+ is whole$/.test(text)).length, 400);
        assert.equal(texts().length, 401);
    });

    it('cannot be had of a module that was built without them', async () => {
        const { program, texts } = await start('guest', ['threads']);
        assert.notEqual((await program.finished).status, 0);
        assert.match(texts().join('\n'), /EDDY_NOT_SUPPORTED .*built without threads/);
    });
});
