/** The development server: files of the site and of nothing else, and the endpoint. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { startServer } from '../../web/server.js';

let directory = '';
let url = '';
/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;

before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'eddy-server-'));
    await mkdir(join(directory, 'site/sub'), { recursive: true });
    await writeFile(join(directory, 'secret.txt'), 'secret');
    await writeFile(join(directory, 'site/index.html'), '<!doctype html>hello');
    await writeFile(join(directory, 'site/sub/index.html'), 'sub');
    await writeFile(join(directory, 'site/a b.wasm'), '\0asm');
    await symlink('../secret.txt', join(directory, 'site/link.txt'));
    server = await startServer({ root: join(directory, 'site'), port: 0 });
    ({ url } = server);
});
after(async () => {
    await server.close();
    await rm(directory, { recursive: true });
});

/** A path as it is, not as fetch would tidy it. @param {string} path @returns {Promise<number|undefined>} */
function statusOf(path) {
    return new Promise((resolve, reject) => {
        const { hostname, port } = new URL(url);
        const sent = request({ hostname, port, path }, (response) => {
            response.resume();
            resolve(response.statusCode);
        });
        sent.on('error', reject).end();
    });
}

describe('files', () => {
    test('come with their types, a tag, and for every origin', async () => {
        const page = await fetch(url);
        assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
        assert.equal(page.headers.get('cache-control'), 'no-cache');
        assert.equal(page.headers.get('access-control-allow-origin'), '*');
        assert.equal(await page.text(), '<!doctype html>hello');
        const again = await fetch(url, {
            headers: { 'If-None-Match': /** @type {string} */ (page.headers.get('etag')) },
        });
        assert.equal(again.status, 304);
        const program = await fetch(`${url}a%20b.wasm`, { method: 'HEAD' });
        assert.equal(program.headers.get('content-type'), 'application/wasm');
        assert.equal(program.headers.get('content-length'), '4');
    });

    test('a directory leads to its index', async () => {
        const response = await fetch(`${url}sub`);
        assert.equal(response.url, `${url}sub/`);
        assert.equal(await response.text(), 'sub');
    });

    test('nothing above the directory is served', async () => {
        for (const path of [
            '/../secret.txt',
            '/sub/../../secret.txt',
            '/%2e%2e/secret.txt',
            '/..%2fsecret.txt',
            '/link.txt',
            '/%00',
            '/%zz',
            '/missing',
        ]) {
            assert.equal(await statusOf(path), 404, path);
        }
        assert.equal((await fetch(url, { method: 'POST' })).status, 405);
    });
});

describe('the endpoint', () => {
    /** @param {string} path @param {RequestInit} [init] */
    const get = async (path, init) => {
        const response = await fetch(`${url}api/${path}`, init);
        return { status: response.status, body: await response.text() };
    };

    test('knows its users', async () => {
        assert.deepEqual(await get('users/alice'), { status: 200, body: '{"id":1,"name":"alice"}' });
        assert.deepEqual(await get('users/carol'), { status: 200, body: '{"id":3,"name":"carol"}' });
        assert.deepEqual(await get('users/nobody'), { status: 404, body: '{"error":"no such user"}' });
    });

    test('answers after the delay that was asked for', async () => {
        const start = performance.now();
        assert.equal((await get('users/bob?delay=0.2')).status, 200);
        assert.ok(performance.now() - start >= 195);
    });

    test('refuses what it does not understand, in words', async () => {
        for (const delay of ['soon', '-1', '', 'NaN']) {
            const { status, body } = await get(`users/bob?delay=${delay}`);
            assert.equal(status, 400, delay);
            assert.match(body, /delay is a number of seconds/);
        }
        assert.equal((await get('status/99')).status, 400);
        assert.equal((await get('nonsense')).status, 404);
        assert.equal((await get('users/a/b')).status, 404);
        assert.equal((await get('users/%zz')).status, 400);
    });

    test('echoes a request', async () => {
        const { status, body } = await get('echo', {
            method: 'POST',
            headers: { 'Content-Type': 'text/plain', 'X-Request-Id': '7', Cookie: 'private' },
            body: 'grüße',
        });
        assert.equal(status, 200);
        const { method, headers, body: text } = JSON.parse(body);
        assert.deepEqual([method, headers['x-request-id'], headers.cookie, text], ['POST', '7', undefined, 'grüße']);
        assert.equal((await get('echo', { method: 'POST', body: 'x'.repeat(2 ** 20 + 1) })).status, 413);
    });

    test('answers with any status', async () => {
        for (const status of [200, 204, 304, 404, 503]) {
            assert.equal((await get(`status/${status}`)).status, status);
        }
    });

    test('may be asked from any origin, with any header', async () => {
        const response = await fetch(`${url}api/echo`, { method: 'OPTIONS' });
        assert.equal(response.status, 204);
        assert.equal(response.headers.get('access-control-allow-headers'), '*');
    });

    test('a request that is aborted leaves no work behind', async () => {
        const health = async () => JSON.parse((await get('health')).body);
        assert.deepEqual(await health(), { by: 'server', waiting: 0 });
        const controller = new AbortController();
        const aborted = fetch(`${url}api/users/alice?delay=10`, { signal: controller.signal });
        while ((await health()).waiting === 0); // until it has arrived
        controller.abort();
        await assert.rejects(aborted, { name: 'AbortError' });
        while ((await health()).waiting > 0); // and until it is gone: ten seconds would be too long
    });
});

describe('the command', () => {
    const script = fileURLToPath(new URL('../../web/server.js', import.meta.url));

    /** @param {string[]} args @returns {Promise<string>} the first line it prints */
    async function firstLine(...args) {
        const child = spawn(process.execPath, [script, '--root', directory, ...args]);
        try {
            return await new Promise((resolve, reject) => {
                child.stdout.once('data', (text) => resolve(String(text)));
                child.stderr.once('data', (text) => reject(new Error(String(text))));
            });
        } finally {
            child.kill();
        }
    }

    test('prints its address, and passes over a port that is taken', async () => {
        const line = await firstLine('--port', String(server.port));
        const [, port] = /^Eddy's playground: http:\/\/127\.0\.0\.1:(\d+)\/ \(port \d+ is taken\)\n$/.exec(line) ?? [];
        assert.ok(Number(port) > server.port, line);
    });

    test('refuses a port that is none', async () => {
        await assert.rejects(firstLine('--port', 'http'), /--port is a number from 0 to 65535, not "http"/);
    });
});
