/** What clang and wasm-ld say, as a list. */

/**
 * @typedef {object} Diagnostic
 * @property {'error'|'warning'|'note'} severity
 * @property {string} file one of the program's, or a header's path; '' for none
 * @property {number} line from 1; 0 for none
 * @property {number} column from 1; 0 for none
 * @property {string} text the tool's own
 */

/** @typedef {{name: string, text: string}} SourceFile */

const COMPILER = /^(.*?):(\d+):(\d+): (?:fatal )?(error|warning|note): (.*)$/;
const LINKER = /^wasm-ld: (error|warning): (.*)$/;

/** @param {string} messages clang's @returns {Diagnostic[]} */
export function compilerDiagnostics(messages) {
    /** @type {Diagnostic[]} */
    const found = [];
    for (const message of messages.split('\n')) {
        const [, file, line, column, severity, text] = COMPILER.exec(message) ?? [];
        if (!file) continue;
        const kind = /** @type {Diagnostic['severity']} */ (severity);
        found.push({ severity: kind, file, line: Number(line), column: Number(column), text });
    }
    return found;
}

/** Where a symbol is first used, as the linker does not know. @param {SourceFile[]} files
 * @param {string} symbol @returns {{file: string, line: number, column: number}} */
function firstUse(files, symbol) {
    const use = new RegExp(`\\b${symbol.replace(/[^\w]/g, '\\$&')}\\b`);
    for (const { name, text } of files) {
        const lines = text.split('\n');
        const index = lines.findIndex((line) => use.test(line));
        if (index >= 0) return { file: name, line: index + 1, column: lines[index].search(use) + 1 };
    }
    return { file: '', line: 0, column: 0 };
}

/** @param {string} messages wasm-ld's @param {SourceFile[]} files @returns {Diagnostic[]} */
export function linkerDiagnostics(messages, files) {
    /** @type {Map<string, Diagnostic>} by text: a symbol is missing once */
    const found = new Map();
    for (const message of messages.split('\n')) {
        const [, severity, text] = LINKER.exec(message) ?? [];
        if (!severity) continue;
        const kind = /** @type {Diagnostic['severity']} */ (severity);
        const [, symbol] = /(?:undefined|duplicate) symbol: (\S+)/.exec(text) ?? [];
        if (symbol) {
            const short = text.slice(text.search(/(undefined|duplicate) symbol/));
            found.set(symbol, { severity: kind, ...firstUse(files, symbol), text: short });
        } else {
            found.set(text, { severity: kind, file: '', line: 0, column: 0, text });
        }
    }
    return [...found.values()];
}
