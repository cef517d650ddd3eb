/** Python's names in the comments of the headers: "(asyncio.sleep)", "(loop.call_later, call_at)". */

/** @typedef {import('./header.js').Header} Header */
/** @typedef {import('./header.js').Name} Name */
/** @typedef {{python: string, names: Name[]}} Counterpart */

/** What a name in parentheses begins with when it is one of Python's. */
const ROOTS = new Set([
    ...['asyncio', 'anyio', 'inspect', 'httpx', 'loop', 'Handle', 'TimerHandle', 'Task', 'TaskGroup'],
    ...['Future', 'Lock', 'Event', 'Condition', 'Semaphore', 'Barrier', 'Queue', 'Timeout', 'CancelScope'],
    ...['concurrent', 'os', 'CapacityLimiter', 'MemoryObjectSendStream', 'MemoryObjectReceiveStream'],
]);
/** Exceptions stand at the constants, without parentheses. */
const EXCEPTION = /^((?:asyncio|anyio)\.\w+|\w+Error|ExceptionGroup|StopAsyncIteration)(?=[: ,]|$)/;

/** @param {string} text of one pair of parentheses @returns {string[]} none: it is no such pair */
function namesIn(text) {
    /** @type {string[]} */
    const found = [];
    let owner = '';
    for (const piece of text.split(/[,;]\s*(?:and )?|\s+and\s+/)) {
        const full = piece.trim().replace(/^(anyio|httpx): /, '$1.');
        const [, path] = /^((?:\w+\.)+)\w+(?:\([^()]*\))?$/.exec(full) ?? [];
        if (path && ROOTS.has(path.split('.')[0])) {
            owner = path;
            found.push(full);
        } else if (owner && /^\w+$/.test(full)) {
            found.push(owner + full);
        } else if (found.length === 0) {
            return [];
        }
    }
    return found;
}

/** @param {string} comment @returns {string[]} */
export function pythonNames(comment) {
    const pairs = comment.replace(/\s+/g, ' ').matchAll(/\(([^()]*(?:\([^()]*\)[^()]*)*)\)/g);
    return [...pairs].flatMap(([, text]) => namesIn(text));
}

/** @param {Header[]} headers @returns {Counterpart[]} sorted by Python's name */
export function counterparts(headers) {
    /** @type {Map<string, Map<string, Name>>} */
    const table = new Map();
    /** @param {string} python @param {Name[]} names */
    const add = (python, names) => {
        const known = table.get(python) ?? new Map();
        for (const name of names) known.set(name.id, name);
        table.set(python, known);
    };
    for (const { parts } of headers) {
        for (const part of parts) {
            if ('title' in part) continue;
            const names = part.declarations.map(({ names: [first] }) => first);
            const callable = names.filter(({ kind }) => kind !== 'type');
            const python = pythonNames(part.comment);
            // As many as there are functions: they go together in their order.
            const paired = python.length > 1 && python.length === callable.length;
            python.forEach((name, at) => {
                add(name, paired ? [callable[at]] : callable.length > 0 ? callable : names);
            });
            for (const { code } of part.declarations) {
                for (const [, name, note] of code.matchAll(/\b(EDDY_\w+) = [^,]*, *\/\* (.*?) \*\//g)) {
                    const [, exception] = EXCEPTION.exec(note) ?? [];
                    if (exception) add(exception, [{ name, kind: 'constant', id: name }]);
                }
            }
        }
    }
    for (const { file, concept } of headers) {
        // What a whole header is about leads there, unless a declaration says more.
        const missing = pythonNames(concept).filter((name) => !table.has(name));
        for (const name of missing) add(name, [{ name: file, kind: 'type', id: file.replaceAll('/', '-') }]);
    }
    const sorted = [...table].sort(([a], [b]) => a.localeCompare(b, 'en'));
    return sorted.map(([python, names]) => ({ python, names: [...names.values()] }));
}
