import { File, OpenFile, WASI } from '@bjorn3/browser_wasi_shim';

const LARGEST = 65536; // bytes that crypto.getRandomValues gives at once

/**
 * What a program finds of its system: arguments, environment, the standard streams.
 *
 * @param {import('./run.js').RunOptions} options
 * @param {import('@bjorn3/browser_wasi_shim').Fd} stdout
 * @param {import('@bjorn3/browser_wasi_shim').Fd} stderr
 * @param {() => void} flush shows what was written
 */
export function makeWasi({ args = [], env = {}, clock, pace, seed, stdin = '' }, stdout, stderr, flush) {
  const variables = {
    ...(clock && { EDDY_CLOCK: clock }),
    ...(pace !== undefined && { EDDY_PACE: String(pace) }),
    ...(seed !== undefined && { EDDY_SEED: String(seed) }),
    ...env,
  };
  const input = typeof stdin === 'string' ? new TextEncoder().encode(stdin) : stdin;
  const wasi = new WASI(
    ['program', ...args],
    Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    [new OpenFile(new File(input)), stdout, stderr],
    { debug: false },
  );
  // the shim sleeps by turning: what was written before should be seen meanwhile
  const sleep = wasi.wasiImport.poll_oneoff;
  wasi.wasiImport.poll_oneoff = (/** @type {number[]} */ ...parameters) => {
    flush();
    return sleep(...parameters);
  };
  // the platform's random bytes do not come into memory that is shared: the shim would make bad ones
  wasi.wasiImport.random_get = (/** @type {number} */ address, /** @type {number} */ size) => {
    const bytes = new Uint8Array(wasi.inst.exports.memory.buffer, address, size);
    for (let at = 0; at < size; at += LARGEST) {
      const part = crypto.getRandomValues(new Uint8Array(Math.min(LARGEST, size - at)));
      bytes.set(part, at);
    }
    return 0;
  };
  return wasi;
}
