/** The interpreter: what it says of programs that are wrong, or ask for too much. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { WRONG } from './outcome.js';
import { openTarget, targetNames } from './suite.js';

/** @param {string} body */
const main = (body) => `task main\n${body}\nend\n`;

/** Each program, and what is said of it.
 * @type {[string, string][]} */
const wrong = [
  ['', 'stdin: there is no `task main`'],
  ['# nothing but a comment', 'stdin: there is no `task main`'],
  ['task other\nend\n', 'stdin: there is no `task main`'],
  ['task main\n', 'stdin:1: `task` has no `end`'],
  ['task\n', 'stdin:1: a body begins with `task BODY`'],
  ['task main\ntask other\nend\n', 'stdin:1: `task` has no `end`'],
  [main('try\nyield\nend'), 'stdin:2: a `try` needs an `except`, a `finally`, or both'],
  [main('try\nexcept\nexcept\nend'), 'stdin:4: a second `except` for the `try` of line 2'],
  [main('try\nexcept'), 'stdin:1: `task` has no `end`'],
  [main('repeat 2\nfinally\nend'), 'stdin:3: `finally` belongs to a `try`; this ends the `repeat` of line 2'],
  [main('except'), 'stdin:2: `except` without a `try`'],
  [main('try\nexcept all\nend'), 'stdin:3: nothing can follow `except` on its line'],
  [main('') + 'end\n', 'stdin:4: `end` is no declaration, and no body (`task`) is open'],
  ['sleep 5\n', 'stdin:1: `sleep` is no declaration, and no body (`task`) is open'],
  [main('') + main(''), 'stdin:4: a second body `main`: there is one on line 1'],
  ['lock\n', 'stdin:1: too few words: `lock NAME`'],
  ['lock l\nqueue l 1\n', 'stdin:2: `l` is declared twice'],
  ['queue q few\n', 'stdin:1: `few`: CAPACITY must be a whole number'],
  [main('slep 5'), 'stdin:2: there is no statement `slep`'],
  [main('sleep'), 'stdin:2: too few words: `sleep MS`'],
  [main('sleep 5 6'), 'stdin:2: too many words: `sleep MS`'],
  [main('yield 1'), 'stdin:2: too many words: `yield`'],
  [main('sleep 1.5'), 'stdin:2: `1.5`: MS must be a whole number'],
  [main('sleep 1e999999'), 'stdin:2: `1e999999`: MS must be a whole number'],
  [main('sleep 9999999999999999999'), 'stdin:2: `9999999999999999999`: MS must be from -1000000000000 to 1000000000000'],
  [main('fail 0'), 'stdin:2: `0`: CODE must be from 1 to 2147483647'],
  [main('wait some - main'), 'stdin:2: `some`: WHEN must be all, first or exception'],
  [main('spawn a nobody'), 'stdin:2: there is no body `task nobody`'],
  [main('await nobody'), 'stdin:2: no task or future is ever called `nobody`'],
  [main('set e'), 'stdin:2: `e` is not declared'],
  ['lock l\n' + main('set l'), 'stdin:3: `l` is a lock; what is wanted: EVENT'],
  [main('scope s'), 'stdin:2: too few words: `scope SCOPE LIMIT`'],
  [main('cancel_scope s'), 'stdin:2: no cancel scope is ever called `s`'],
  [main('scope s -\nset_shield s up\nend'), 'stdin:3: `up`: SWITCH must be on or off'],
  [main('group_spawn a main'), 'stdin:2: `group_spawn` outside of a `group`'],
  [main('\r\n\rslep'), 'stdin:4: there is no statement `slep`'],
  [main('log \u0001'), 'stdin:2: a control character (byte 1) in the text'],
  [main('log \0'), 'stdin:2: a control character (byte 0) in the text'],
  [main(`spawn ${'x'.repeat(101)} main`), `stdin:2: \`${'x'.repeat(40)}...\`: a name is at most 100 bytes long`],
  [main('repeat 1\n'.repeat(65) + 'end\n'.repeat(65)), 'stdin:66: blocks are nested more than 64 deep'],
  ['#'.repeat((1 << 20) + 1), 'stdin: the program has more than 1048576 bytes'],
];

/** Programs that go wrong as they run: their traces end where they were.
 * @type {[string, string][]} */
const ended = [
  [main('await a\nspawn a main'), 'stdin:2: no task is called `a` yet'],
  [main('gather main a\nspawn a main'), 'stdin:2: no task is called `a` yet'],
  [main('try\nawait main\nexcept\nend'), 'stdin:3: `await` ends with EDDY_AWAITS_ITSELF: a task cannot await itself'],
  [main('resolve main 5'), 'stdin:2: `resolve` ends with EDDY_INVALID_STATE: '],
  [main('repeat 2147483647\nend'), 'stdin:2: the program does not end within 200000 steps'],
  [main('repeat 9999\nlog a\nend\nrepeat 999999\nyield\nend'), 'stdin:6: the program does not end within 200000 steps'],
  [main('spawn a main\nawait a'), 'stdin:1: more than 10000 tasks run at once'],
  [main(`repeat 20\nlog ${'x'.repeat(1e6)}\nend`), 'stdin: the trace grew beyond 16777216 bytes'],
];

for (const name of targetNames) {
  test(`${name}: a wrong program is told from its first mistake, and does not run`, async () => {
    const lane = openTarget(name).openLane();
    for (const [text, message] of wrong) {
      const { status, stdout, stderr } = await lane.run(text);
      const about = JSON.stringify(text.slice(0, 60));
      assert.deepEqual([about, status, stdout, stderr], [about, WRONG, '', `${message}\n`]);
    }
    await lane.close();
  });

  test(`${name}: a program that goes wrong as it runs is ended`, async () => {
    const lane = openTarget(name).openLane();
    for (const [text, message] of ended) {
      const { status, stdout, stderr, problem } = await lane.run(text);
      const about = JSON.stringify(text.slice(0, 60));
      assert.deepEqual([about, status, problem], [about, WRONG, '']);
      assert.match(stdout, /^0 main start\n/);
      assert.doesNotMatch(stdout, /loop (finished|deadlock)/);
      assert.ok(stderr.startsWith(message), `${about}: ${stderr}`);
    }
    await lane.close();
  });

  test(`${name}: the limits leave room`, async () => {
    const lane = openTarget(name).openLane();
    const deep = `${'try\n'.repeat(64)}gather_all t t\nfail 3\n${'finally\nyield\nend\n'.repeat(64)}`;
    const first = await lane.run(`task t\nlog t\nend\n${main(`spawn t t\n${deep}`)}`);
    assert.equal(first.status, 0, first.stderr);
    assert.match(first.stdout, /^0 main gathered ok:0 ok:0\n(0 main finally\n){64}0 main end error 3$/m);
    const many = `task t\nsleep 1000\nend\n${main('repeat 5000\nspawn t t\nend\nawait t')}`;
    const second = await lane.run(many);
    assert.equal(second.status, 0, second.stderr);
    assert.match(second.stdout, /^1000 loop finished ok 0$/m);
    await lane.close();
  });
}
