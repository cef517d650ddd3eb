/** Between Node's HTTP messages and the platform's Request and Response. */

import { Readable } from 'node:stream';

/**
 * @param {import('node:http').IncomingMessage} incoming
 * @param {import('node:http').ServerResponse} outgoing
 * @returns {{request: Request, signal: AbortSignal}} aborted when the client goes away unanswered
 */
export function fromNode(incoming, outgoing) {
    const controller = new AbortController();
    outgoing.once('close', () => {
        if (!outgoing.writableFinished) controller.abort(new Error('the client went away'));
    });
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers)) {
        for (const one of [value ?? []].flat()) headers.append(name, one);
    }
    const { method = 'GET', url = '/' } = incoming;
    const body = ['GET', 'HEAD'].includes(method) ? null : Readable.toWeb(incoming);
    const init = /** @type {RequestInit} */ ({ method, headers, body, duplex: 'half' });
    // The authority does not matter here, and a client's Host header need not be a valid one.
    return { request: new Request(new URL(url, 'http://localhost'), init), signal: controller.signal };
}

/**
 * @param {Response} response
 * @param {import('node:http').ServerResponse} outgoing
 */
export async function sendToNode(response, outgoing) {
    const body = Buffer.from(await response.arrayBuffer());
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(body);
}
