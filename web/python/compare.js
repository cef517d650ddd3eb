/** Two runs side by side: did they print the same, in the same order? */

/** @param {string[]} c @param {string[]} python @returns {{same: boolean, words: string}} */
export function compareOutputs(c, python) {
    const at = python.findIndex((line, index) => line !== c[index]);
    const first = at < 0 && c.length > python.length ? python.length : at;
    if (first < 0) {
        const lines = c.length === 1 ? 'the same line' : `the same ${c.length} lines in the same order`;
        return { same: true, words: `C and Python print ${lines}.` };
    }
    const told = (/** @type {string[]} */ lines) => (first < lines.length ? `“${lines[first]}”` : 'nothing more');
    return {
        same: false,
        words: `They differ from line ${first + 1} on: C prints ${told(c)}, Python ${told(python)}.`,
    };
}
