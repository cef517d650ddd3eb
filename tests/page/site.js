/** Directories and servers for the tests of the page: the built site, as a server would have it. */

import { copyFile, cp, link, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { startServer } from '../../web/server.js';
import { serveFile } from '../../web/server/files.js';

const build = fileURLToPath(new URL('../../build/', import.meta.url));

/** Programs of the tests, compiled from tests/page/NAME.c, by how they were built. */
const PROGRAMS = {
    guest: ['endless', 'fails', 'flood', 'many', 'overflow'],
    'guest-threads': ['resting'],
};

/** Folders of files that no test changes, and that are too large to be copied for each. */
const LARGE = /\/site\/(compiler|pyodide)(\/|$)/;

/** @param {string} from @param {string} to */
async function linkFiles(from, to) {
    await mkdir(to, { recursive: true });
    for (const name of await readdir(from)) {
        const [here, there] = [join(from, name), join(to, name)];
        await link(here, there).catch(() => copyFile(here, there)); // another file system has no links
    }
}

/** @param {string} script URL @param {string} body */
export const htmlPage = (script, body) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page of somebody</title>
<link rel="icon" href="data:,">
<script type="module" src="${script}"></script></head>
<body><main><h1>A page of somebody</h1>${body}</main></body></html>`;

/**
 * A directory with the built site in site/, the tests' programs in site/programs/, and more pages.
 * @param {Record<string, string>} [pages] HTML by path, "site/docs/x.html"
 * @returns {Promise<{root: string, remove(): Promise<void>}>}
 */
export async function makeRoot(pages = {}) {
    const root = await mkdtemp(join(tmpdir(), 'eddy-page-'));
    await cp(join(build, 'site'), join(root, 'site'), { recursive: true, filter: (path) => !LARGE.test(path) });
    for (const folder of ['compiler', 'pyodide']) await linkFiles(join(build, 'site', folder), join(root, 'site', folder));
    for (const [target, names] of Object.entries(PROGRAMS)) {
        for (const name of names) {
            await cp(join(build, target, `${name}.wasm`), join(root, 'site/programs', `${name}.wasm`));
        }
    }
    for (const [path, html] of Object.entries(pages)) {
        await mkdir(join(root, path, '..'), { recursive: true });
        await writeFile(join(root, path), html);
    }
    return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

/** @typedef {{url: string, close(): Promise<void>}} Server */

/** The development server, with its endpoint: the site is its root. @param {string} root
 * @returns {Promise<Server>} */
export function serve(root) {
    return startServer({ root: join(root, 'site'), port: 0 });
}

/** Files and nothing else, as the plainest host has them: the site is one directory among others.
 * @param {string} root @returns {Promise<Server>} */
export async function serveFilesOnly(root) {
    const server = createServer((incoming, outgoing) => {
        const path = (incoming.url ?? '/').split('?', 1)[0];
        serveFile(root, path, incoming, outgoing).catch(() => outgoing.destroy());
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    return {
        url: `http://127.0.0.1:${port}/`,
        close() {
            server.closeAllConnections();
            return new Promise((resolve) => server.close(() => resolve()));
        },
    };
}
