/** Where the site is plain files, this answers what the development server would: the paths below
 * api/, as api.js defines them; everything else comes from the network, with the headers that threads
 * need. */

import { answer } from './api.js';
import { ISOLATION } from './isolation.js';

// The global scope of a service worker; the type checker reads this file as a page's.
const worker = /** @type {any} */ (self);
const prefix = new URL('api/', worker.registration.scope).href;

worker.addEventListener('install', () => worker.skipWaiting());
worker.addEventListener('activate', (/** @type {any} */ event) => {
    event.waitUntil(worker.clients.claim());
});
worker.addEventListener('fetch', (/** @type {any} */ event) => {
    const { request } = event;
    if (!request.url.startsWith(prefix)) {
        if (request.url.startsWith(worker.registration.scope) && request.method === 'GET')
            event.respondWith(isolated(request));
        return;
    }
    const path = new URL(request.url).href.slice(prefix.length).split(/[?#]/, 1)[0];
    event.respondWith(answer(request, path, { by: 'service worker', signal: request.signal }));
});

/** @param {Request} request @returns {Promise<Response>} */
async function isolated(request) {
    const response = await fetch(request);
    if (response.status === 0 || response.redirected) return response;
    const headers = new Headers(response.headers);
    for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
    const { status, statusText } = response;
    const body = [204, 304].includes(status) ? null : response.body;
    return new Response(body, { status, statusText, headers });
}
