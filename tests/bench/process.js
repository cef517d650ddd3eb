/** What the system knows of a process: for who cannot tell of itself. */
import { readdirSync, readFileSync } from 'node:fs';

const PAGE = 4096;

/** @param {string} file */
function read(file) {
    try {
        return readFileSync(file, 'utf8');
    } catch {
        return ''; // it has ended meanwhile
    }
}

/** @param {number} pid @returns {{cpu: number, rss: number}} ns and bytes; NaN without a Linux /proc */
export function readProcess(pid) {
    let cpu = NaN;
    try {
        cpu = 0;
        for (const thread of readdirSync(`/proc/${pid}/task`))
            cpu += Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]);
    } catch {
        cpu = NaN;
    }
    return { cpu, rss: Number(read(`/proc/${pid}/statm`).split(' ')[1]) * PAGE };
}
