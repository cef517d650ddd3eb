/** Style sheets of the element, each made once for all elements of a page. */

import code from './style/code.css';
import edit from './style/edit.css';
import layout from './style/layout.css';
import slider from './style/slider.css';
import source from './style/source.css';
import tokens from './style/tokens.css';
import transport from './style/transport.css';

/** @type {Map<string, CSSStyleSheet>} */
const sheets = new Map();

/** @param {string} text @returns {CSSStyleSheet} */
export function sheetOf(text) {
    let sheet = sheets.get(text);
    if (!sheet) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        sheets.set(text, sheet);
    }
    return sheet;
}

/** What the element needs before anything is run. */
export const baseStyle = () => sheetOf([tokens, layout, code, source, edit, slider, transport].join('\n'));
