/**
 * A worker from any origin: one of another origin cannot be started directly, but a script of this
 * origin may import it (it must be served with Access-Control-Allow-Origin).
 *
 * @param {URL} url of a module
 * @returns {Worker}
 */
export function startWorker(url) {
  if (url.origin === location.origin) return new Worker(url, { type: 'module' });
  const script = new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' });
  const scriptURL = URL.createObjectURL(script);
  const worker = new Worker(scriptURL, { type: 'module' });
  worker.addEventListener('message', () => URL.revokeObjectURL(scriptURL), { once: true });
  worker.addEventListener('error', () => URL.revokeObjectURL(scriptURL), { once: true });
  return worker;
}
