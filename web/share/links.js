/** The address and the element that stand for a program. */

import { encodeState } from './state.js';

/** @typedef {import('./state.js').ProgramState} ProgramState */

/** In the address of the page, before what encodeState made. */
export const PREFIX = 'code=';

/** @param {ProgramState} state @param {string} site URL of the page @returns {Promise<string>} */
export async function linkTo(state, site) {
    const url = new URL(site);
    url.hash = PREFIX + (await encodeState(state));
    return url.href;
}

/** @param {ProgramState} state @param {string} site @returns {Promise<string>} HTML for a page of one's own */
export async function embedCode(state, site) {
    const script = new URL('playground.js', site).href;
    return (
        `<script type="module" src="${script}"></script>\n` +
        `<eddy-playground code="${await encodeState(state)}"></eddy-playground>\n`
    );
}
