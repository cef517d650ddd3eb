import { LineStream, Output } from './output.js';

/** A line of a process or a thread: who wrote it, and when, the other side knows.
 * @typedef {{stream: 'stdout' | 'stderr', text: string}} HelperLine */

const NOBODY = { task: '', time: 0, records: 0 };

/**
 * The standard streams of a worker that has no event loop.
 *
 * @param {(message: {type: 'output', lines: HelperLine[]}) => void} post
 */
export function helperOutput(post) {
  const output = new Output((lines) => post({ type: 'output', lines }), () => NOBODY);
  const stdout = new LineStream('stdout', output);
  const stderr = new LineStream('stderr', output);
  return {
    stdout,
    stderr,
    flush: () => output.flush(),
    /** Hands on lines that were not ended, too. */
    end() {
      stdout.end();
      stderr.end();
      output.flush();
    },
  };
}
