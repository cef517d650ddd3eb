/** A real HTTP server for the tests, which knows what happens to its requests. */
import { once } from 'node:events';
import { createServer } from 'node:http';

/** 10 MB that are not all alike. */
export const BIG = Buffer.alloc(10_000_000, 'All the bytes of a big body. ');

/**
 * @typedef {object} TestServer
 * @property {string} url ends with "/"
 * @property {string[]} requests "METHOD path", in the order they came
 * @property {number} aborted requests whose client went away before the end
 * @property {number} most requests at once
 * @property {(count: number) => Promise<void>} arrived that many requests have come
 * @property {() => Promise<void>} oneAborted
 * @property {() => void} release answers what waits at /hold
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<TestServer>} */
export async function startServer() {
    /** @type {(() => void)[]} */
    let waiting = [];
    /** @type {import('node:http').ServerResponse[]} */
    let held = [];
    let open = 0;
    const look = () => {
        for (const check of waiting) check();
    };
    /** @param {() => boolean} condition @returns {Promise<void>} */
    const until = (condition) => new Promise((resolve) => {
        const check = () => {
            if (condition()) resolve();
        };
        waiting.push(check);
        check();
    });

    const server = createServer(async (request, response) => {
        state.requests.push(`${request.method} ${request.url}`);
        state.most = Math.max(state.most, ++open);
        response.on('close', () => {
            open--;
            if (!response.writableFinished) state.aborted++;
            look();
        });
        look();
        const chunks = [];
        for await (const chunk of request) chunks.push(chunk);
        const body = Buffer.concat(chunks);
        const path = decodeURIComponent(String(request.url)).slice(1).split('?')[0];
        response.setHeader('X-Answer', 'forty-two');
        if (path === 'echo')
            response.end(`${request.method} ${request.headers['x-one'] ?? ''} ` +
                `${request.headers['content-type'] ?? ''} ${body.toString('latin1')}`);
        else if (path === 'bytes')
            response.end(String(body.length === 256 && body.every((byte, i) => byte === i)) +
                ` [${request.headers['x-one']}]`);
        else if (path === 'big') response.end(BIG);
        else if (path === 'missing') response.writeHead(404).end('no such thing');
        else if (path === 'empty') response.writeHead(204).end();
        else if (path === 'redirect') response.writeHead(302, { Location: '/hello' }).end();
        else if (path === 'hold') held.push(response);
        else if (path === 'slow') setTimeout(() => response.end('slow'), 200);
        else if (path === 'cut') {
            response.writeHead(200, { 'Content-Length': '1000' });
            response.write('the beginning', () => request.socket.destroy());
        } else response.end(`hello ${path}`);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    const state = {
        url: `http://127.0.0.1:${port}/`,
        requests: /** @type {string[]} */ ([]),
        aborted: 0,
        most: 0,
        arrived: (/** @type {number} */ count) => until(() => state.requests.length >= count),
        oneAborted: () => until(() => state.aborted > 0),
        release() {
            for (const response of held) response.end('at last');
            held = [];
        },
        async close() {
            server.closeAllConnections();
            server.close();
            await once(server, 'close');
        },
    };
    return state;
}
