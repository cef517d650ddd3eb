import { spawn } from 'node:child_process';

/** @typedef {import('./outcome.js').Outcome} Outcome */

/** What AddressSanitizer says about any program that has stacks of its own: no finding. */
const sanitizerNote = /^==\d+==WARNING: ASan doesn't fully support makecontext.*\n/gm;

/**
 * Runs the native program once: a process for each program, so that a crash is its own.
 *
 * @param {string} file
 * @param {number} limit in seconds
 * @param {string} text
 * @returns {Promise<Outcome>}
 */
function runProcess(file, limit, text) {
  return new Promise((resolve) => {
    const child = spawn(file, ['-'], { timeout: limit * 1000, killSignal: 'SIGKILL' });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (data) => (stdout += data));
    child.stderr.setEncoding('utf8').on('data', (data) => (stderr += data));
    child.stdin.on('error', () => {}); // it ended before it had read everything: its status says why
    child.stdin.end(text);
    child.on('error', (error) =>
      resolve({ status: null, stdout, stderr, problem: `cannot be started: ${error.message}` }),
    );
    child.on('close', (status, signal) => {
      stderr = stderr.replace(sanitizerNote, '');
      const late = signal === 'SIGKILL' && child.killed;
      const problem = late ? `did not end within ${limit} s` : `was ended by ${signal}`;
      resolve({ status, stdout, stderr, problem: status === null ? problem : '' });
    });
  });
}

/**
 * @param {string} program
 * @param {number} limit in seconds, for each run
 * @returns {import('./outcome.js').Target}
 */
export function nativeTarget(program, limit) {
  return {
    openLane: () => ({ run: (text) => runProcess(program, limit, text), close: async () => {} }),
  };
}
