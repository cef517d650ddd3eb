/** The marks that mark.h describes, as this process can make them. */

/** @param {string} what @param {number | string} check */
export function markLine(what, check) {
    const { user, system } = process.cpuUsage();
    return `${what} ${(user + system) * 1000} ${process.memoryUsage.rss()} ${check}\n`;
}
