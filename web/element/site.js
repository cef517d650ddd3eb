/** Where the element's own files are: beside the script that defines it, wherever the page is. */

/** @typedef {import('../build/examples.js').Example} Example */

const base = new URL('.', import.meta.url);

/** What eddy_fetch's relative URLs are relative to. */
export const baseURL = base.href;

/** @param {string} name @returns {string} */
export function moduleURL(name) {
    return new URL(`examples/${encodeURIComponent(name)}.wasm`, base).href;
}

/** The run of an example that was recorded with the site. @param {string} name @returns {string} */
export function recordedURL(name) {
    return new URL(`examples/${encodeURIComponent(name)}.run.json`, base).href;
}

/** The script that tries schedules. */
export const schedulesURL = new URL('schedules-worker.js', base).href;

/** The script that a run's Worker starts with. */
export const workerURL = new URL('worker.js', base).href;

/** The document of the frame that runs what was compiled in the page. */
export const isolatedURL = new URL('isolated.html', base).href;

/** What a program may ask that was compiled in the page: the site's own endpoint. A page may add to
 * these before it starts a run. */
export const allowedURLs = [new URL('api/', base).href];

/** @type {Map<string, Promise<Example>>} */
const examples = new Map();

/** @param {string} name @returns {Promise<Example>} fetched once; rejects in words */
export function loadExample(name) {
    let example = examples.get(name);
    if (!example) {
        example = fetchExample(name);
        examples.set(name, example);
        example.catch(() => examples.delete(name)); // to be tried again
    }
    return example;
}

/** @param {string} name @returns {Promise<Example>} */
async function fetchExample(name) {
    const url = new URL(`examples/${encodeURIComponent(name)}.json`, base);
    const response = await fetch(url).catch(() => {
        throw new Error(`The example could not be fetched from ${url.host}. Is the server up?`);
    });
    if (response.status === 404) throw new Error(`There is no example called “${name}”.`);
    if (!response.ok) throw new Error(`${url.href} was answered ${response.status}.`);
    return response.json();
}

/** @type {Promise<void>|null} */
let endpoint = null;

/** Settles when somebody answers api/: the server, or else the service worker, which is installed
 * for this. Never rejects: a request that nobody answers fails by itself, where it is made.
 * @returns {Promise<void>} */
export function prepareEndpoint() {
    endpoint ??= findEndpoint().catch(() => {});
    return endpoint;
}

async function findEndpoint() {
    const response = await fetch(new URL('api/health', base)).catch(() => null);
    const json = response?.ok && response.headers.get('content-type')?.includes('json');
    if (json || base.origin !== location.origin || !navigator.serviceWorker) return;
    const registration = await navigator.serviceWorker.register(new URL('sw.js', base));
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    if (!worker || worker.state === 'activated') return;
    await new Promise((resolve) => {
        worker.addEventListener('statechange', () => {
            if (['activated', 'redundant'].includes(worker.state)) resolve(null);
        });
    });
}
