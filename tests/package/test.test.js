/** eddy/test: what it finds, and what it says then. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { explore, run, RunError } from '../../wasm/src/test.js';
import { built } from '../c/programs.js';

const race = pathToFileURL(built('guest/race.wasm'));
const shim = pathToFileURL(built('guest/shim.wasm'));

/** @param {() => unknown} fails @returns {Promise<RunError>} */
async function errorOf(fails) {
  try {
    await fails();
  } catch (error) {
    assert.ok(error instanceof RunError, String(error));
    return error;
  }
  return assert.fail('it did not fail');
}

describe('run', () => {
  it('gives output, events in order, and the time of the virtual clock', async () => {
    const recording = await run(shim, { args: ['lines'] });
    assert.equal(recording.time, 1.5);
    assert.match(recording.stdout, /^one\ntwo\n/);
    assert.match(recording.stderr, /^an error\nno end$/);
    recording.expectOrder('main prints one', /^talker sleeps 1\.5 s$/, 'talker prints later', 'main ends');
    assert.match(recording.trace, /^ +1\.500 {2}talker {2}prints later$/m);
  });

  it('in asyncio’s order the race is not seen', async () => {
    (await run(race)).expectOutput(['2']);
    (await run(race)).expectOutput('2\n');
  });

  it('keeps every line in its place, however many there are', async () => {
    const { happenings } = await run(shim, { args: ['flood', '500'] });
    const lines = happenings.filter(({ what }) => what.startsWith('prints line')).length;
    assert.equal(lines, 500);
    assert.equal(happenings.at(-1)?.what, 'ends');
  });

  it('fails by another status, a trap, no end', async () => {
    assert.match((await errorOf(() => run(shim, { args: ['status', '3'] }))).message,
      /^the program ended with status 3, not 0\n\nwhat happened:\n.*main failed: error \(3\): as told$/ms);
    assert.equal((await run(shim, { args: ['status', '3'], status: 3 })).status, 3);
    assert.match((await errorOf(() => run(shim, { args: ['trap'] }))).message, /^the program trapped: unreachable/);
    assert.match(String((await run(shim, { args: ['trap'], status: null })).error), /trapped/);
    const endless = () => run(shim, { args: ['yield-for-ever'], mostEvents: 1000 });
    assert.match((await errorOf(endless)).message, /^the program did not end within 1000 events/);
  });
});

describe('expectations that are not met', () => {
  it('say which line of the output is another, and what happened', async () => {
    const recording = await run(race);
    const { message } = await errorOf(() => recording.expectOutput(['3']));
    assert.match(message, /^line 1 of the output is "2", not "3"\n\nwhat happened:\n/);
    assert.match(message, /^ +0\.000 {2}second {3}yields$/m);
    assert.match((await errorOf(() => recording.expectOutput(['2', '3']))).message, /^line 2 .* not "3"/);
    assert.match((await errorOf(() => recording.expectOutput([]))).message, /^line 1 .* "2", not ""/);
  });

  it('say which step did not come, and show those that did', async () => {
    const recording = await run(race);
    const { message } = await errorOf(() => recording.expectOrder('first ends', 'main prints 2', /^second runs/));
    assert.match(message, /^step 3, \/\^second runs\/, did not happen after step 2, only before\n/);
    assert.match(message, /^ {2}1> 0\.000 {2}first +ends$/m);
    assert.match(message, /^ {2}2> 0\.000 {2}main +prints 2$/m);
    assert.match((await errorOf(() => recording.expectOrder('nobody runs'))).message, /^step 1, nobody runs, did not happen\n/);
  });
});

describe('explore', () => {
  const expectTwo = (/** @type {import('../../wasm/src/test.js').Recording} */ one) => one.expectOutput(['2']);

  it('finds a race and names its seed, under which it happens again', async () => {
    const error = await errorOf(() => explore(race, expectTwo, { schedules: 200 }));
    assert.match(error.message, /^fails with seed (\d+) \(alone: EDDY_SEED=\1, or run\(program, \{ seed: \1 \}\)\): line 1/);
    const again = await run(race, { seed: error.seed });
    assert.equal(again.stdout, '1\n');
    assert.ok(error.message.endsWith(`${again.trace}\n`), 'the trace is that of the seed');
  });

  it('finds nothing where there is none, and tells how many orders there were', async () => {
    const { schedules, distinct } = await explore(race, expectTwo, { args: ['lock'], schedules: 200 });
    assert.equal(schedules, 200);
    assert.ok(distinct > 10, `${distinct} orders`);
  });

  it('takes what any check throws', async () => {
    const check = () => assert.equal(1, 2);
    assert.match((await errorOf(() => explore(race, check))).message, /^fails with seed 0 .*\n\n1 !== 2\n\n\nwhat happened/ms);
  });

  it('fails a test of Node’s runner readably, and runs one seed when the environment names it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'eddy-explore-'));
    try {
      const file = join(folder, 'race.test.mjs');
      writeFileSync(file, `import { test } from 'node:test';
        import { explore } from ${JSON.stringify(new URL('../../wasm/src/test.js', import.meta.url).href)};
        test('adds up', () => explore(${JSON.stringify(race.href)}, (run) => run.expectOutput(['2'])));`);
      /** @param {Record<string, string>} more */
      const output = (more) => {
        const env = { ...process.env, ...more };
        delete env.NODE_TEST_CONTEXT; // it would answer this process in its own way
        return spawnSync(process.execPath, ['--test', file], { env, encoding: 'utf8' }).stdout;
      };
      const found = output({});
      const [, seed] = /fails with seed (\d+)/.exec(found) ?? assert.fail(found);
      assert.match(found, /0\.000 {2}main +prints 1/);
      assert.match(output({ EDDY_SEED: seed }), new RegExp(`fails with seed ${seed} `));
      assert.match(output({ EDDY_SEED: String(Number(seed) + 100000) }), /seed 100\d{3}|^# pass 1$/m);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
