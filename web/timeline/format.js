/** Numbers as a person reads them. */

/** @param {number} seconds @returns {string} "0.130": always three decimals, so columns line up */
export function seconds(seconds) {
    return seconds.toFixed(3);
}

/** @param {number} count @returns {string} "10,000" */
export function number(count) {
    return count.toLocaleString('en');
}

/** @param {number} count @param {string} noun @returns {string} "1 line", "3 lines" */
export function plural(count, noun) {
    return `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** @param {number} bytes @returns {string} "61 KB" */
export function kilobytes(bytes) {
    return `${number(Math.max(1, Math.round(bytes / 1000)))} KB`;
}
