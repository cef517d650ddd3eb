/** Two runs side by side: did they print the same, in the same order? */

/** @param {string} text */
const quoted = (text) => `“${text}”`;

/** The lines that say the same in other words: of the same place, and nowhere else.
 * @param {string[]} c @param {string[]} python @returns {number[]|null} null: the order is another one */
function otherWords(c, python) {
    if (c.length !== python.length) return null;
    const places = c.map((_, index) => index).filter((index) => c[index] !== python[index]);
    const isOrder = places.some((index) => python.includes(c[index]) || c.includes(python[index]));
    return isOrder ? null : places;
}

/** @param {string[]} c @param {string[]} python @returns {{same: boolean, words: string}} same: the
 *     order is, though a line may say it in other words */
export function compareOutputs(c, python) {
    const places = otherWords(c, python);
    const lines = c.length === 1 ? 'the same line' : `the same ${c.length} lines in the same order`;
    if (places?.length === 0) return { same: true, words: `C and Python print ${lines}.` };
    if (places && places.length < c.length) {
        const [first] = places;
        const count = places.length === 1 ? 'one line' : `${places.length} lines`;
        return {
            same: true,
            words: `C and Python come in the same order; ${count} in other words: C prints ${quoted(c[first])}, Python ${quoted(python[first])}.`,
        };
    }
    const at = python.findIndex((line, index) => line !== c[index]);
    const first = at < 0 ? python.length : at;
    const told = (/** @type {string[]} */ printed) => (first < printed.length ? quoted(printed[first]) : 'nothing more');
    return {
        same: false,
        words: `They differ from line ${first + 1} on: C prints ${told(c)}, Python ${told(python)}.`,
    };
}
