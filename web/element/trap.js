/** Where in the source a program trapped: the functions that the engine tells, found in the files. */

/** @typedef {import('../compiler/diagnostics.js').Diagnostic} Diagnostic */
/** @typedef {import('../compiler/diagnostics.js').SourceFile} SourceFile */
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

/** @typedef {{file: string, line: number}} Place */

/** @param {RunResult} result @param {SourceFile[]} files
 * @param {Place|null} [waited] where the task that was running had waited last
 * @returns {Diagnostic[]} */
export function trapDiagnostics({ error, calls = [] }, files, waited = null) {
    /** @type {Diagnostic[]} */
    const found = [];
    for (const call of [...new Set(calls)].slice(0, MOST_CALLS)) {
        const place = definitionOf(files, call);
        if (!place) continue;
        if (found.length === 0) found.push({ severity: 'error', ...place, text: `in ${call}(): ${error}` });
        else found.push({ severity: 'note', ...place, text: `called from ${call}()` });
    }
    if (waited && files.some(({ name }) => name === waited.file)) {
        found.push({ severity: 'note', ...waited, column: 1, text: 'the task had waited here before' });
    }
    return found;
}
