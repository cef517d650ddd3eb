/** Links that the tests of sharing open. */

import { encodeState } from '../../web/share/state.js';

/** Written when the format had its first version: it has to be read for ever. */
export const capturedLink = 
    '1.HcxBDoIwEEbhqzT_SpOJ0W09irKoMOiEdkroQIhN725w-b7Fq-A9pDkyPEAYJXKBf1RoSIelIHrpQTDeDR6i5g47' +
    'bVmGs6tuYVsXdde7a09F6wjFBlF4fDjGDEJY3seyI-TZJMmX4W-EElTsH2OIhQl9zP0Ej00WW0MEYdL8KvC1tR8';

/** @param {string} text of main.c @param {Partial<import('../../web/share/state.js').ProgramState>} [more]
 * @returns {Promise<string>} what follows # in an address */
export async function hashOf(text, more = {}) {
    const code = await encodeState({
        example: '',
        files: [{ name: 'main.c', text }],
        stdin: '',
        args: [],
        optimize: 1,
        sanitize: false,
        clock: 'virtual',
        pace: 5,
        seed: null,
        knobs: {},
        ...more,
    });
    return `code=${code}`;
}
