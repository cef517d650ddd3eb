/** Keeps the site for when there is no network, and answers what the development server would where
 * the site is plain files: the paths below api/, as api.js defines them. All of it gets the headers
 * that threads need.
 *
 * What has a hash in its name is fetched once. Everything else comes from the network as long as there
 * is one, and from what was kept otherwise. The build puts in SHELL, the files of the site that are
 * kept from the first visit on, and BUILD, which stands for their content. All of it goes out with the
 * headers that threads need. */

import { answer } from './api.js';
import { ISOLATION } from './isolation.js';

// The global scope of a service worker; the type checker reads this file as a page's.
const worker = /** @type {any} */ (self);
const { scope } = worker.registration;
const api = new URL('api/', scope).href;

const SITE = `eddy-site-${BUILD}`;
/** What has a hash in its name outlives a build. */
const FOR_EVER = 'eddy-assets';
const COMPILED = /\/compiler\/[^/]*\.wasm$/;
const IMMUTABLE = /-(?:[0-9A-Z]{8}|[0-9a-f]{16})\.\w+$/;

async function keepShell() {
    const cache = await caches.open(SITE);
    await cache.addAll(SHELL.map((file) => new URL(file, scope).href));
}

async function forgetOthers() {
    const names = (await caches.keys()).filter((name) => name.startsWith('eddy-site-') && name !== SITE);
    await Promise.all(names.map((name) => caches.delete(name)));
}

/** The same, with the headers that threads need: plain hosts do not send them.
 * @param {Response} response @returns {Response} */
function isolated(response) {
    if (response.status === 0 || response.redirected) return response;
    const headers = new Headers(response.headers);
    for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
    const { status, statusText } = response;
    const body = [204, 304].includes(status) ? null : response.body;
    return new Response(body, { status, statusText, headers });
}

/** @param {Request} request @returns {Promise<Response>} */
async function once(request) {
    const cache = await caches.open(FOR_EVER);
    const kept = (await cache.match(request.url)) ?? (await caches.match(request.url));
    if (kept) return kept;
    const response = await fetch(request);
    if (response.status === 200) void cache.put(request.url, response.clone()).catch(() => {}); // no room
    return response;
}

/** The compiler's modules: an engine keeps the code that it made of a module, but only of one that comes
 * from the network or the browser's own store of it. What compiler/worker.js has kept is for when there
 * is neither. @param {Request} request @returns {Promise<Response>} */
async function untouched(request) {
    try {
        return await fetch(request);
    } catch (error) {
        const kept = await caches.match(request.url);
        if (kept) return kept;
        throw error;
    }
}

/** @param {Request} request @returns {Promise<Response>} */
async function networkFirst(request) {
    try {
        const response = await fetch(request);
        if (response.status !== 200) return response;
        const cache = await caches.open(SITE);
        if (await cache.match(request.url)) void cache.put(request.url, response.clone()).catch(() => {});
        return response;
    } catch (error) {
        const kept = await caches.match(request.url, { ignoreSearch: true });
        if (kept) return kept;
        throw error;
    }
}

/** The server's answer if it has an endpoint, else one's own. @param {Request} request
 * @returns {Promise<Response>} */
async function answerApi(request) {
    const path = new URL(request.url).href.slice(api.length).split(/[?#]/, 1)[0];
    const own = request.clone();
    const response = await fetch(request).catch(() => null);
    if (response?.headers.has('X-Eddy-Api')) return response;
    request.signal.throwIfAborted();
    return answer(own, path, { by: 'service worker', signal: own.signal });
}

worker.addEventListener('install', (/** @type {any} */ event) => {
    worker.skipWaiting();
    event.waitUntil(keepShell());
});
worker.addEventListener('activate', (/** @type {any} */ event) => {
    // Not waited for: Firefox claims a worker when it next comes by its event loop, which a thread that
    // rests never does, and until this is activated no other worker of the page starts.
    void worker.clients.claim();
    event.waitUntil(forgetOthers());
});
worker.addEventListener('fetch', (/** @type {any} */ event) => {
    const { request } = event;
    if (!request.url.startsWith(scope)) return;
    if (request.url.startsWith(api)) event.respondWith(answerApi(request));
    else if (request.method !== 'GET') return;
    else if (COMPILED.test(new URL(request.url).pathname)) event.respondWith(untouched(request));
    else if (IMMUTABLE.test(new URL(request.url).pathname)) event.respondWith(once(request).then(isolated));
    else event.respondWith(networkFirst(request).then(isolated));
});
