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

const TICK = 1e7; // ns, of what follows

/** CPU time of all processors together, in which they did anything. @returns {number} ns; NaN without a
 * Linux /proc */
export function readMachine() {
    const [user, nice, system, , , irq, soft, stolen] = read('/proc/stat').split('\n', 1)[0].split(/ +/).slice(1).map(Number);
    return (user + nice + system + irq + soft + stolen) * TICK;
}

/** CPU time of a process, with that of its threads that have ended. @param {number} pid
 * @returns {number} ns; NaN without a Linux /proc, or when it is gone */
export function readCPU(pid) {
    const text = read(`/proc/${pid}/stat`);
    const [user, system] = text.slice(text.lastIndexOf(')')).split(' ').slice(12, 14).map(Number);
    return (user + system) * TICK;
}
