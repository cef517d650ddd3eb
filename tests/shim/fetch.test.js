/** eddy_fetch against a real server. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { BIG, startServer } from './server.js';
import { finish, start } from './start.js';

describe('fetch', () => {
    /** @type {import('./server.js').TestServer} */
    let server;
    beforeEach(async () => void (server = await startServer()));
    afterEach(() => server.close());

    it('GET: status, URL, headers, body with a zero behind it', async () => {
        const { texts, result } = await finish(['fetch', `${server.url}hello`]);
        assert.deepEqual(texts().filter((line) => !line.startsWith('sum')),
            ['status 200', `url ${server.url}hello`, 'size 11', 'x-answer 9 forty-two', 'body hello hello']);
        assert.match(texts().join('\n'), /sum \d+, then 0/);
        assert.equal(result.status, 0);
        assert.deepEqual(server.requests, ['GET /hello']);
    });

    it('POST with headers and a body', async () => {
        const { texts } = await finish(
            ['fetch', `${server.url}echo`, 'POST', 'X-One: 1\nContent-Type: text/x\n', 'the body']);
        assert.ok(texts().includes('body POST 1 text/x the body'), texts().join('\n'));
    });

    it('a binary body arrives byte by byte, header values trimmed', async () => {
        const { texts } = await finish(['binary', `${server.url}bytes`]);
        assert.deepEqual(texts(), ['200 true [1]']);
        assert.deepEqual(server.requests, ['PUT /bytes']);
    });

    it('a body of 10 MB', async () => {
        let sum = 0;
        for (const byte of BIG) sum = (Math.imul(sum, 31) + byte) >>> 0;
        const { texts } = await finish(['fetch', `${server.url}big`]);
        assert.ok(texts().includes(`size ${BIG.length}`));
        assert.ok(texts().includes(`sum ${sum}, then 0`), texts().join('\n'));
    });

    it('an answer that comes while another loop is driven is not lost', async () => {
        const { texts, result } = await finish(['fetch-across-loops', `${server.url}hello`]);
        assert.equal(texts().at(-1), 'answered');
        assert.equal(result.status, 0);
    });

    it('a trap while the answer is delivered ends the run', async () => {
        const { error, status } = await start(['fetch-trap', `${server.url}big`]).run.finished;
        assert.match(error ?? '', /^the program trapped: /);
        assert.equal(status, null);
    });

    it('an empty body', async () => {
        const { texts } = await finish(['fetch', `${server.url}empty`]);
        assert.ok(texts().includes('status 204'));
        assert.ok(texts().includes('size 0'));
        assert.ok(texts().includes('sum 0, then 0'));
    });

    it('a URL in UTF-8', async () => {
        const { texts } = await finish(['fetch', `${server.url}grüße/ünï`]);
        assert.ok(texts().includes('body hello grüße/ünï'), texts().join('\n'));
    });

    it('a URL relative to baseURL', async () => {
        const { texts } = await finish(['fetch', 'hello?x=1'], { baseURL: server.url });
        assert.ok(texts().includes(`url ${server.url}hello?x=1`), texts().join('\n'));
    });

    it('the URL after a redirect', async () => {
        const { texts } = await finish(['fetch', `${server.url}redirect`]);
        assert.ok(texts().includes(`url ${server.url}hello`), texts().join('\n'));
    });

    it('404 is a response; raise_for_status makes it an error', async () => {
        const { texts } = await finish(['fetch', `${server.url}missing`]);
        assert.ok(texts().includes('status 404'));
        assert.ok(texts().includes('body no such thing'));
        assert.equal(texts().at(-1), `EDDY_HTTP_STATUS: 404 for ${server.url}missing`);
    });

    it('a connection that is refused', async () => {
        const closed = createServer().listen(0, '127.0.0.1');
        await once(closed, 'listening');
        const { port } = /** @type {import('node:net').AddressInfo} */ (closed.address());
        closed.close();
        await once(closed, 'close');
        const { texts } = await finish(['fetch', `http://127.0.0.1:${port}/x`]);
        assert.match(texts().join('\n'),
            new RegExp(`^EDDY_NETWORK_ERROR: GET http://127.0.0.1:${port}/x: .*ECONNREFUSED`));
    });

    it('a connection that is cut in the middle of the body', async () => {
        const { texts } = await finish(['fetch', `${server.url}cut`]);
        assert.match(texts().join('\n'), /^EDDY_NETWORK_ERROR: GET http:.*\/cut: .+/);
        assert.doesNotMatch(texts().join('\n'), /: terminated$/, 'Node hides the reason behind this word');
    });

    it('what is not a URL', async () => {
        const { texts } = await finish(['fetch', 'no/base']);
        assert.match(texts().join('\n'), /^EDDY_INVALID_ARGUMENT: GET no\/base: .*needs baseURL/);
        const bad = await finish(['fetch', 'http://[bad'], { baseURL: server.url });
        assert.match(bad.texts().join('\n'), /^EDDY_INVALID_ARGUMENT: GET http:\/\/\[bad: .*[Ii]nvalid/);
        const scheme = await finish(['fetch', 'gopher://x/']);
        assert.match(scheme.texts().join('\n'), /^EDDY_(NETWORK_ERROR|INVALID_ARGUMENT): .*gopher/);
    });

    it('headers and methods that are refused, by name', async () => {
        const { texts } = await finish(['fetch', `${server.url}x`, 'POST', 'a b: c\n']);
        assert.match(texts().join('\n'), /^EDDY_INVALID_ARGUMENT: POST http:.*"a b"/);
        assert.doesNotMatch(texts().join('\n'), /baseURL/); // it is not the URL that is wrong
        const body = await finish(['fetch', `${server.url}x`, 'GET', '', 'a body']);
        assert.match(body.texts().join('\n'), /^EDDY_INVALID_ARGUMENT: GET http:.*body/);
        const method = await finish(['fetch', `${server.url}x`, 'NO METHOD']);
        assert.match(method.texts().join('\n'), /^EDDY_INVALID_ARGUMENT: NO METHOD http:/);
        const utf8 = await finish(['fetch', `${server.url}x`, 'GET', 'X-One: ŷ\n']);
        assert.match(utf8.texts().join('\n'), /^EDDY_INVALID_ARGUMENT: GET http:/);
        const colon = await finish(['fetch', `${server.url}x`, 'GET', 'no colon\n']);
        assert.match(colon.texts().join('\n'), /^EDDY_INVALID_ARGUMENT: .*no colon/);
        assert.deepEqual(server.requests, []);
    });

    it('cancel aborts the request', async () => {
        const { run, texts } = start(['cancel-fetch', `${server.url}hold`, '0.1'], { clock: 'real' });
        await server.arrived(1);
        await server.oneAborted();
        assert.deepEqual(await run.finished.then(({ status, error }) => [status, error]), [0, null]);
        assert.deepEqual(texts(), ['cancel', 'EDDY_CANCELLED: the task was cancelled', 'EDDY_CANCELLED']);
    });

    it('cancel before the request has begun', async () => {
        const { texts } = await finish(['cancel-fetch', `${server.url}hold`, '0']);
        assert.deepEqual(texts(), ['cancel', 'EDDY_CANCELLED: the task was cancelled', 'EDDY_CANCELLED']);
    });

    it('a hundred at once, while others run', async () => {
        const { run, texts } = start(['hundred', `${server.url}hold`], { clock: 'real' });
        await server.arrived(100);
        assert.equal(server.most, 100);
        await new Promise((resolve) => setTimeout(resolve, 20)); // so that there is time for beats
        server.release();
        assert.deepEqual(await run.finished.then(({ status, error }) => [status, error]), [0, null]);
        assert.deepEqual(texts(), ['bytes 700, beats yes']);
    });

    it('the virtual clock runs at real speed meanwhile', async () => {
        const started = performance.now();
        const { texts } = await finish(['beside', `${server.url}slow`]);
        assert.deepEqual(texts(), ['start 1000, timer in time', 'request pending', 'after 1000']);
        assert.ok(performance.now() - started >= 190);
        assert.ok(performance.now() - started < 20_000);
    });

    it('stop() aborts what is pending', async () => {
        const { run } = start(['fetch', `${server.url}hold`]);
        await server.arrived(1);
        run.stop();
        await server.oneAborted();
        assert.deepEqual(await run.finished, { status: null, stopped: true, error: null, time: 0 });
    });

    it('so does exit()', async () => {
        const { run } = start(['exit-during', `${server.url}hold`], { clock: 'real' });
        await server.arrived(1);
        await server.oneAborted();
        assert.equal((await run.finished).status, 7);
    });

    it('so does the end of the loop', async () => {
        const { run, texts } = start(['leave-during', `${server.url}hold`], { clock: 'real' });
        await server.oneAborted();
        assert.equal((await run.finished).status, 0);
        assert.deepEqual(texts(), ['EDDY_CANCELLED: the task was cancelled']);
    });
});
