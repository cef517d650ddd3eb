/** WebAssembly modules, fetched and compiled once for all elements of a page. */

import { load } from 'eddy';

/** @typedef {(received: number, total: number) => void} Progress total is 0 when unknown */

/** @typedef {{module: Promise<WebAssembly.Module>, listeners: Set<Progress>}} Entry */

/** @type {Map<string, Entry>} */
const entries = new Map();

/**
 * @param {string} url
 * @param {Progress} [onProgress]
 * @returns {Promise<WebAssembly.Module>} rejects in words
 */
export async function loadModule(url, onProgress) {
    let entry = entries.get(url);
    if (!entry) {
        const listeners = new Set();
        entry = { listeners, module: fetchModule(url, listeners) };
        entries.set(url, entry);
        entry.module.catch(() => entries.delete(url)); // to be tried again
    }
    if (onProgress) entry.listeners.add(onProgress);
    try {
        return await entry.module;
    } finally {
        if (onProgress) entry.listeners.delete(onProgress);
    }
}

/** @param {string} url @param {Set<Progress>} listeners @returns {Promise<WebAssembly.Module>} */
async function fetchModule(url, listeners) {
    const response = await fetch(url).catch(() => {
        throw new Error(`${url} could not be fetched. Is the server up, and does it allow this page?`);
    });
    if (response.status === 404) throw new Error(`${url} was not found (404). Build the site again.`);
    if (!response.ok || !response.body) throw new Error(`${url} was answered ${response.status}.`);
    const body = response.body.pipeThrough(counter(response, listeners));
    const headers = { 'Content-Type': 'application/wasm' };
    return load(new Response(body, { headers })).catch((error) => {
        throw new Error(`${url} is no WebAssembly module: ${error.message}`);
    });
}

/** @param {Response} response @param {Set<Progress>} listeners */
function counter(response, listeners) {
    const encoded = response.headers.has('Content-Encoding'); // then the length is another one
    const total = encoded ? 0 : Number(response.headers.get('Content-Length') ?? 0);
    let received = 0;
    return new TransformStream({
        transform(chunk, controller) {
            received += chunk.byteLength;
            for (const listener of listeners) listener(received, total);
            controller.enqueue(chunk);
        },
    });
}
