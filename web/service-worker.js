/** Where the site is plain files, this answers what the development server would: the paths below
 * api/, as api.js defines them. Everything else goes to the network as if it were not there. */

import { answer } from './api.js';

// The global scope of a service worker; the type checker reads this file as a page's.
const worker = /** @type {any} */ (self);
const prefix = new URL('api/', worker.registration.scope).href;

worker.addEventListener('install', () => worker.skipWaiting());
worker.addEventListener('activate', (/** @type {any} */ event) => {
    event.waitUntil(worker.clients.claim());
});
worker.addEventListener('fetch', (/** @type {any} */ event) => {
    const { request } = event;
    if (!request.url.startsWith(prefix)) return;
    const path = new URL(request.url).href.slice(prefix.length).split(/[?#]/, 1)[0];
    event.respondWith(answer(request, path, { by: 'service worker', signal: request.signal }));
});
