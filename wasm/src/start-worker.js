/** Not where bundlers look for a worker's script: they find it below. */
const HERE = import.meta.url;
const DEFAULT = './worker.js';

/**
 * A worker from any origin: one of another origin cannot be started directly, but a script of this
 * origin may import it (it must be served with Access-Control-Allow-Origin).
 *
 * @param {URL} [other] of a module; if not given, worker.js beside this one
 * @returns {Worker}
 */
export function startWorker(other) {
  const url = other ?? new URL(DEFAULT, HERE);
  if (url.origin === location.origin || !url.protocol.startsWith('http')) {
    if (other) return new Worker(other, { type: 'module' });
    return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  }
  const script = new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' });
  const scriptURL = URL.createObjectURL(script);
  const worker = new Worker(scriptURL, { type: 'module' });
  worker.addEventListener('message', () => URL.revokeObjectURL(scriptURL), { once: true });
  worker.addEventListener('error', () => URL.revokeObjectURL(scriptURL), { once: true });
  return worker;
}
