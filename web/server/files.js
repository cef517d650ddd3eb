/** Files of one directory over HTTP, and of nothing above it. */

import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

const TYPES = new Map([
    ['.html', 'text/html; charset=utf-8'],
    ['.js', 'text/javascript; charset=utf-8'],
    ['.mjs', 'text/javascript; charset=utf-8'],
    ['.css', 'text/css; charset=utf-8'],
    ['.json', 'application/json'],
    ['.map', 'application/json'],
    ['.wasm', 'application/wasm'],
    ['.svg', 'image/svg+xml'],
    ['.png', 'image/png'],
    ['.mjs', 'text/javascript; charset=utf-8'],
    ['.zip', 'application/zip'],
    ['.txt', 'text/plain; charset=utf-8'],
]);

/** What the build put beside a file, the smallest first. */
const ENCODINGS = [
    { name: 'br', extension: '.br' },
    { name: 'gzip', extension: '.gz' },
];
/** Names that have a hash of the content in them: what is behind one never changes. */
const IMMUTABLE = /-(?:[0-9A-Z]{8}|[0-9a-f]{16})\.\w+$/;

/** @typedef {{path: string, size: number, modified: number}} Found */

/**
 * @param {string} root
 * @param {string} path of the URL, still encoded
 * @returns {Promise<Found|'directory'|null>} null: there is nothing that may be served
 */
async function find(root, path) {
    try {
        const decoded = decodeURIComponent(path);
        const name = decoded.endsWith('/') ? `${decoded}index.html` : decoded;
        // realpath follows symbolic links too, so that none of them leads out.
        const base = await realpath(root);
        const real = await realpath(join(base, name));
        if (real !== base && !real.startsWith(base + sep)) return null;
        const found = await stat(real);
        if (found.isDirectory()) return 'directory';
        return found.isFile() ? { path: real, size: found.size, modified: found.mtimeMs } : null;
    } catch {
        return null; // no such file, or a path that is none: a bad %-sequence, a zero byte
    }
}

/**
 * The file as it may be sent: compressed, where the client understands that and the build did it.
 * @param {Found} found
 * @param {string|string[]|undefined} accepted the header Accept-Encoding
 * @returns {Promise<Found & {encoding: string}>}
 */
async function choose(found, accepted = '') {
    const names = String(accepted).split(',').map((part) => part.split(';', 1)[0].trim());
    for (const { name, extension } of ENCODINGS) {
        if (!names.includes(name)) continue;
        const path = found.path + extension;
        const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
        if (size > 0 && mtimeMs >= found.modified) return { ...found, path, size, encoding: name };
    }
    return { ...found, encoding: '' };
}

/**
 * @param {string} root
 * @param {string} path
 * @param {import('node:http').IncomingMessage} incoming
 * @param {import('node:http').ServerResponse} outgoing
 */
export async function serveFile(root, path, incoming, outgoing) {
    if (incoming.method !== 'GET' && incoming.method !== 'HEAD') {
        outgoing.writeHead(405, { Allow: 'GET, HEAD' }).end('files are read with GET or HEAD\n');
        return;
    }
    const found = await find(root, path);
    if (found === 'directory') {
        // One slash only in front: //host/ would lead to another host.
        outgoing.writeHead(301, { Location: `/${path.replace(/^\/+/, '')}/` }).end();
        return;
    }
    if (!found) {
        outgoing.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
        outgoing.end(`there is no ${path} here\n`);
        return;
    }
    const chosen = await choose(found, incoming.headers['accept-encoding']);
    const etag = `"${chosen.encoding}${found.size.toString(36)}-${Math.round(found.modified).toString(36)}"`;
    outgoing.setHeader('ETag', etag);
    outgoing.setHeader('Vary', 'Accept-Encoding');
    const forEver = IMMUTABLE.test(found.path);
    outgoing.setHeader('Cache-Control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache');
    if (incoming.headers['if-none-match'] === etag) {
        outgoing.writeHead(304).end();
        return;
    }
    outgoing.writeHead(200, {
        'Content-Type': TYPES.get(extname(found.path)) ?? 'application/octet-stream',
        'Content-Length': chosen.size,
        ...(chosen.encoding && { 'Content-Encoding': chosen.encoding }),
        'X-Content-Type-Options': 'nosniff',
    });
    if (incoming.method === 'HEAD') outgoing.end();
    else await pipeline(createReadStream(chosen.path), outgoing);
}
