/** What an editor can say about the names that the headers declare. */

import { paragraphsOf } from './header.js';

/** @typedef {import('./header.js').Header} Header */
/** @typedef {import('./header.js').Kind} Kind */

/**
 * @typedef {object} ApiName
 * @property {string} name
 * @property {Kind} kind
 * @property {string} code        the declaration, in one line where it is a function or a macro
 * @property {string} summary     what its comment says first
 * @property {string} header      "eddy/task.h"
 */

const LONGEST_CODE = 400;

/** @param {string} comment @returns {string} its first sentence */
function summaryOf(comment) {
    const first = paragraphsOf(comment).find((paragraph) => 'prose' in paragraph);
    const prose = first && 'prose' in first ? first.prose : '';
    return /^.*?[.:;](?=\s|$)/s.exec(prose)?.[0].replace(/[:;]$/, '.') ?? prose;
}

/** A macro's comment may begin with how it is called: eddy_gather(a, b, ...).
 * @param {string} comment @param {string} name */
function usageOf(comment, name) {
    if (!comment.startsWith(`${name}(`)) return null;
    const code = comment.slice(0, comment.indexOf(')') + 1).replace(/\s+/g, ' ');
    const rest = comment.slice(comment.indexOf(')') + 1).replace(/^[\s.:,;]+/, '');
    return { code, summary: summaryOf(rest) };
}

/** @param {string} code @param {Kind} kind @returns {string} */
function shorten(code, kind) {
    const bare = code.replace(/\/\*.*?\*\//gs, '');
    const head = kind === 'macro' ? (/^#define (\w+\([^)]*\))/.exec(bare)?.[1] ?? bare) : bare;
    const line = kind === 'type' ? head : head.replace(/\s+/g, ' ').replace(/\s*;$/, '');
    return line.trim().slice(0, LONGEST_CODE);
}

/** @param {Header[]} headers @returns {ApiName[]} by name */
export function apiIndex(headers) {
    /** @type {Map<string, ApiName>} a tag may have the name of a function: the function stays */
    const index = new Map();
    for (const { file, parts } of headers) {
        for (const part of parts) {
            if ('title' in part) continue;
            for (const { code, names } of part.declarations) {
                for (const { name, kind } of names) {
                    if (index.has(name) && kind === 'type') continue;
                    const usage = usageOf(part.comment, name);
                    if (kind === 'macro' && usage) {
                        index.set(name, { name, kind, ...usage, header: file });
                        continue;
                    }
                    const shown = kind === 'constant' && !code.startsWith('#') ? name : shorten(code, kind);
                    index.set(name, { name, kind, code: shown, summary: summaryOf(part.comment), header: file });
                }
            }
        }
    }
    return [...index.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
