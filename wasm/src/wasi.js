import { File, OpenFile, WASI } from '@bjorn3/browser_wasi_shim';

/**
 * What a program finds of its system: arguments, environment, the standard streams.
 *
 * @param {import('./run.js').RunOptions} options
 * @param {import('@bjorn3/browser_wasi_shim').Fd} stdout
 * @param {import('@bjorn3/browser_wasi_shim').Fd} stderr
 * @param {() => void} flush shows what was written
 */
export function makeWasi({ args = [], env = {}, clock, stdin = '' }, stdout, stderr, flush) {
  const variables = { ...(clock && { EDDY_CLOCK: clock }), ...env };
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
  return wasi;
}
