/** Source text to HTML, once, when the site is built: the page ships no highlighter. */

import { parser as cpp } from '@lezer/cpp';
import { classHighlighter, highlightCode } from '@lezer/highlight';
import { parser as python } from '@lezer/python';

const PARSERS = { c: cpp, python };

/** lezer's classes, and the few that the page draws differently from plain text. */
const CLASSES = new Map([
    ['tok-keyword', 'k'],
    ['tok-meta', 'k'],
    ['tok-bool', 'k'],
    ['tok-string', 's'],
    ['tok-string2', 's'],
    ['tok-comment', 'c'],
    ['tok-number', 'n'],
    ['tok-typeName', 't'],
    ['tok-className', 't'],
    ['tok-definition', 'd'],
]);

/** @param {string} text @returns {string} */
export function escapeHTML(text) {
    return text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;');
}

/**
 * @param {string} text
 * @param {string} classes lezer's, blank-separated
 */
function span(text, classes) {
    const drawn = classes.split(' ').map((name) => CLASSES.get(name)).find(Boolean);
    return drawn ? `<b class="${drawn}">${escapeHTML(text)}</b>` : escapeHTML(text);
}

/**
 * @param {string} source
 * @param {keyof typeof PARSERS} language
 * @returns {string} one <span class="line"> per line, so that a line can be marked later
 */
export function highlight(source, language) {
    const text = source.trimEnd();
    const lines = [''];
    highlightCode(
        text,
        PARSERS[language].parse(text),
        classHighlighter,
        (code, classes) => {
            lines[lines.length - 1] += span(code, classes);
        },
        () => lines.push(''),
    );
    return lines.map((line) => `<span class="line">${line}\n</span>`).join('');
}
