/** The HTTP endpoint that the examples call, defined once: the development server answers with it,
 * and so does the service worker where the site is plain files.
 *
 *     api/users/NAME?delay=SECONDS   200 {"id":1,"name":"alice"} for alice, bob, carol; else 404
 *     api/echo?delay=SECONDS         method, path, some headers and the body of the request
 *     api/status/CODE?delay=SECONDS  that status
 *     api/health                     who answers, and how many requests wait for their delay
 */

const USERS = ['alice', 'bob', 'carol'];
const ECHOED_HEADERS = ['accept', 'content-type', 'authorization', 'user-agent', 'x-request-id'];
const LONGEST_DELAY = 10;
const LARGEST_BODY = 1 << 20;
/** Statuses that a response must send without a body. */
const WITHOUT_BODY = [204, 205, 304];

let waiting = 0;

/** A request that cannot be answered as asked. */
class BadRequest extends Error {
    /** @param {string} message @param {number} status */
    constructor(message, status = 400) {
        super(message);
        this.status = status;
    }
}

/** @param {unknown} value @param {number} status */
function json(value, status = 200) {
    return Response.json(value, { status, headers: { 'Cache-Control': 'no-store' } });
}

/** @param {string|null} text @returns {number} seconds */
function parseDelay(text) {
    if (text === null) return 0;
    const seconds = Number(text);
    if (text.trim() === '' || !Number.isFinite(seconds) || seconds < 0) {
        throw new BadRequest(`delay is a number of seconds from 0 to ${LONGEST_DELAY}, not "${text}"`);
    }
    return Math.min(seconds, LONGEST_DELAY);
}

/**
 * Rejects with the signal's reason as soon as it is aborted, and leaves no timer behind.
 * @param {number} seconds
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function wait(seconds, signal) {
    return new Promise((resolve, reject) => {
        signal.throwIfAborted();
        waiting += 1;
        const end = () => {
            waiting -= 1;
            clearTimeout(timer);
            signal.removeEventListener('abort', aborted);
        };
        const aborted = () => {
            end();
            reject(signal.reason);
        };
        const timer = setTimeout(() => {
            end();
            resolve();
        }, seconds * 1000);
        signal.addEventListener('abort', aborted);
    });
}

/** @param {string} name */
function user(name) {
    const id = USERS.indexOf(name) + 1;
    return id ? json({ id, name }) : json({ error: 'no such user' }, 404);
}

/** @param {Request} request @param {string} path */
async function echo(request, path) {
    const body = await request.text();
    if (body.length > LARGEST_BODY) throw new BadRequest('the body is larger than 1 MiB', 413);
    const names = ECHOED_HEADERS.filter((name) => request.headers.has(name));
    const headers = Object.fromEntries(names.map((name) => [name, request.headers.get(name)]));
    return json({ method: request.method, path, headers, body });
}

/** @param {string} text */
function statusResponse(text) {
    const status = Number(text);
    if (!/^[2-5]\d\d$/.test(text)) throw new BadRequest(`a status is 200 to 599, not "${text}"`);
    return WITHOUT_BODY.includes(status) ? new Response(null, { status }) : json({ status }, status);
}

/**
 * @param {Request} request
 * @param {string} path     what follows `api/`, without the query
 * @param {{by: string, signal: AbortSignal}} options by: who answers
 * @returns {Promise<Response>} rejects when the signal is aborted
 */
export async function answer(request, path, { by, signal }) {
    try {
        const [resource, argument = '', ...rest] = path.split('/').map(decodeURIComponent);
        if (rest.length === 0) {
            if (resource === 'health') return json({ by, waiting });
            const delay = parseDelay(new URL(request.url).searchParams.get('delay'));
            await wait(delay, signal);
            if (resource === 'users' && argument) return user(argument);
            if (resource === 'echo') return await echo(request, path);
            if (resource === 'status') return statusResponse(argument);
        }
        return json({ error: `nothing is served at api/${path}` }, 404);
    } catch (error) {
        if (signal.aborted) throw error;
        const status = error instanceof BadRequest ? error.status : 400;
        return new Response(`${/** @type {Error} */ (error).message}\n`, { status });
    }
}
