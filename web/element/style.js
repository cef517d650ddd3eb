/** The element's style sheet, one for all elements of a page. */

import lanes from './style/lanes.css';
import layout from './style/layout.css';
import output from './style/output.css';
import source from './style/source.css';
import tokens from './style/tokens.css';
import transport from './style/transport.css';

/** @type {CSSStyleSheet|null} */
let sheet = null;

/** @returns {CSSStyleSheet} */
export function style() {
    if (!sheet) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync([tokens, layout, source, transport, output, lanes].join('\n'));
    }
    return sheet;
}
