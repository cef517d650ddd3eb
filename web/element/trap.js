/** Where in the source a program trapped, in words: by the lines that it was in, where these are known;
 * else by the functions that the engine tells, found in the files. */

/** @typedef {import('../compiler/diagnostics.js').Diagnostic} Diagnostic */
/** @typedef {import('../compiler/diagnostics.js').SourceFile} SourceFile */
/** @typedef {import('../lines/places.js').Place} TrapPlace */
/** @typedef {import('./record.js').RunResult} RunResult */

/** Deeper calls are left out: a recursion has thousands. */
const MOST_CALLS = 8;

/** The line that a function's definition begins in. @param {SourceFile[]} files @param {string} name */
function definitionOf(files, name) {
    const definition = new RegExp(`^(?![ \\t#/*])[^;={}()]*\\b${name}\\s*\\([^;{]*\\)\\s*\\{`, 'm');
    for (const { name: file, text } of files) {
        const found = definition.exec(text);
        if (!found) continue;
        const before = text.slice(0, found.index + found[0].indexOf(name));
        const line = before.split('\n').length;
        return { file, line, column: before.length - before.lastIndexOf('\n') };
    }
    return null;
}

/** By the functions' names. @param {string[]} calls @param {SourceFile[]} files @returns {TrapPlace[]} */
function definitionsOf(calls, files) {
    return [...new Set(calls)].slice(0, MOST_CALLS).flatMap((name) => {
        const place = definitionOf(files, name);
        return place ? [{ name, callee: '', isExact: true, ...place }] : [];
    });
}

/** A recursion is in one line many times. @param {TrapPlace[]} places @returns {TrapPlace[]} */
function withoutRepeats(places) {
    const seen = new Set();
    return places.filter(({ name, file, line }) => {
        const known = seen.size;
        return seen.add(`${name} ${file} ${line}`).size > known;
    });
}

/** Where a task stands, in words. @typedef {{file: string, line: number, text: string}} Standing */

/** @param {RunResult} result @param {SourceFile[]} files
 * @param {Standing[]} [standing] the tasks that it concerns
 * @param {TrapPlace[]} [exact] the lines that it was in, the innermost function first
 * @returns {Diagnostic[]} */
export function trapDiagnostics({ error, calls = [] }, files, standing = [], exact = []) {
    const places = exact.length > 0 ? withoutRepeats(exact).slice(0, MOST_CALLS) : definitionsOf(calls, files);
    /** @type {Diagnostic[]} */
    const found = places.map(({ name, callee, file, line, column, isExact }, depth) => {
        const where = { file, line, column };
        if (depth > 0) return { severity: 'note', ...where, text: `called from ${name}()` };
        const inside = callee === '' ? '' : `${callee}(), called by `;
        const about = isExact ? 'in' : 'somewhere in';
        return { severity: 'error', ...where, text: `${about} ${inside}${name}(): ${error}` };
    });
    const known = standing.filter(({ file }) => files.some(({ name }) => name === file));
    return [...found, ...known.map((one) => ({ severity: /** @type {const} */ ('note'), column: 1, ...one }))];
}
