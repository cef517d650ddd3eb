/** The page around the element: which example the address names, the menu, the clock, the theme.
 * All that happens within a run is the element's own. */

import './menu.js';
import './theme.js';
import { readAddress, writeAddress } from './address.js';
import { isolate } from './isolate.js';

/** @typedef {import('../element/playground.js').EddyPlayground} EddyPlayground */

const playground = /** @type {EddyPlayground} */ (document.querySelector('eddy-playground'));
const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const links = [...document.querySelectorAll('nav a')].map((link) => /** @type {HTMLAnchorElement} */ (link));
const clocks = [...document.querySelectorAll('input[name="clock"]')].map(
    (input) => /** @type {HTMLInputElement} */ (input),
);

function showClock() {
    for (const input of clocks) input.checked = input.value === playground.clock;
}

/** Shows what the address names, with the clock that suits it. */
function open() {
    const named = readAddress();
    if ('example' in named && named.example === main.id) return; // the skip link
    playground.removeAttribute('clock');
    if ('code' in named) {
        playground.code = named.code;
    } else {
        playground.removeAttribute('code');
        playground.seed = named.seed;
        playground.at = named.at;
        playground.example = named.example;
    }
    if ('example' in named) mark(named.example);
}

/** In the menu, the example that is shown. @param {string} name */
function mark(name) {
    const current = links.find((link) => link.hash === `#${name}`);
    for (const link of links) {
        if (link === current) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
    }
    const title = current?.dataset.title;
    document.title = title ? `${title} – Eddy` : 'Eddy: asyncio’s event loop, in C';
}

for (const input of clocks) {
    input.addEventListener('change', () => {
        playground.clock = /** @type {import('../element/record.js').Clock} */ (input.value);
    });
}
playground.addEventListener('eddy-open', (event) => {
    showClock();
    const { example, threads } = /** @type {CustomEvent} */ (event).detail;
    mark(example);
    if (threads) void isolate().catch(() => {}); // the program says what is missing
});
writeAddress(playground);
addEventListener('hashchange', open);

/** The element hears its own keys; elsewhere on the page they mean the same. */
addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.composedPath().includes(playground)) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        playground.run().catch(() => {}); // that there is nothing to run, the element says
    } else if (event.key === 'Escape') {
        playground.stop();
    }
});

// Offline from the first visit on; not before the page is there.
addEventListener('load', () => {
    navigator.serviceWorker?.register('sw.js').catch(() => {}); // some pages may not: then it is online only
});

await customElements.whenDefined('eddy-playground');
open();
