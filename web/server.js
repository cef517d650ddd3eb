/** The development server: the built site, and the endpoint of api.js.
 *
 *     node web/server.js [--port 8123] [--host 127.0.0.1] [--root build/site]
 *
 * Prints one line with the URL as soon as it listens. A port that is taken is passed over for the
 * next free one.
 */

import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { answer } from './api.js';
import { ISOLATION } from './isolation.js';
import { serveFile } from './server/files.js';
import { fromNode, sendToNode } from './server/messages.js';

const CORS = {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
    'Access-Control-Allow-Headers': '*',
    'Access-Control-Expose-Headers': '*',
};
const LAST_PORT = 65535;

/**
 * @param {import('node:http').IncomingMessage} incoming
 * @param {import('node:http').ServerResponse} outgoing
 * @param {string} root
 */
async function respond(incoming, outgoing, root) {
    for (const [name, value] of Object.entries({ ...CORS, ...ISOLATION })) outgoing.setHeader(name, value);
    const path = (incoming.url ?? '/').split('?', 1)[0];
    if (incoming.method === 'OPTIONS') {
        outgoing.writeHead(204).end();
    } else if (path.startsWith('/api/')) {
        const { request, signal } = fromNode(incoming, outgoing);
        outgoing.setHeader('X-Eddy-Api', 'server'); // a service worker lets these pass
        const options = { by: 'server', signal };
        await sendToNode(await answer(request, path.slice('/api/'.length), options), outgoing);
    } else {
        await serveFile(root, path, incoming, outgoing);
    }
}

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @param {string} host
 * @returns {Promise<void>}
 */
function listen(server, port, host) {
    return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
            server.off('error', reject);
            resolve();
        });
    });
}

/**
 * @param {{root: string, port?: number, host?: string}} options port 0: any free one
 * @returns {Promise<{url: string, port: number, close(): Promise<void>}>}
 */
export async function startServer({ root, port = 8123, host = '127.0.0.1' }) {
    const server = createServer((incoming, outgoing) => {
        respond(incoming, outgoing, root).catch((error) => {
            if (outgoing.destroyed) return; // the client is gone: nobody to tell
            if (!outgoing.headersSent) outgoing.writeHead(500);
            outgoing.end(`${error.message}\n`);
        });
    });
    for (let candidate = port; ; candidate += 1) {
        try {
            await listen(server, candidate, host);
            break;
        } catch (error) {
            const { code } = /** @type {NodeJS.ErrnoException} */ (error);
            if (code !== 'EADDRINUSE' || candidate >= LAST_PORT) throw error;
        }
    }
    const address = /** @type {import('node:net').AddressInfo} */ (server.address());
    const name = host.includes(':') ? `[${host}]` : host;
    return {
        url: `http://${name}:${address.port}/`,
        port: address.port,
        close() {
            server.closeAllConnections();
            return new Promise((resolve) => server.close(() => resolve()));
        },
    };
}

async function main() {
    const { values } = parseArgs({
        options: {
            port: { type: 'string', default: '8123' },
            host: { type: 'string', default: '127.0.0.1' },
            root: { type: 'string', default: fileURLToPath(new URL('../build/site', import.meta.url)) },
        },
    });
    const wanted = Number(values.port);
    if (!Number.isInteger(wanted) || wanted < 0 || wanted > LAST_PORT) {
        throw new Error(`--port is a number from 0 to ${LAST_PORT}, not "${values.port}"`);
    }
    const { url, port } = await startServer({ root: values.root, port: wanted, host: values.host });
    const taken = wanted !== 0 && port !== wanted ? ` (port ${wanted} is taken)` : '';
    console.log(`Eddy's playground: ${url}${taken}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    main().catch((error) => {
        console.error(`server: ${error.message}`);
        process.exitCode = 1;
    });
}
