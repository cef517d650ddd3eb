/** The last lines that a run wrote, and how many it wrote before those. */

/** @typedef {{stream: 'stdout'|'stderr', text: string, task: string, time: number, records: number}} OutputLine */

export const MOST_LINES = 2000;
/** A line longer than this is cut: one line must not fill the memory that the cap spares. */
const LONGEST_LINE = 4000;

export class OutputLog {
    constructor() {
        /** @type {OutputLine[]} */
        this.lines = [];
        /** Lines written since the start, kept or not. */
        this.total = 0;
    }

    /** How many lines before lines[0] are gone. */
    get dropped() {
        return this.total - this.lines.length;
    }

    /** Of the last line; 0 before. */
    get time() {
        return this.lines.at(-1)?.time ?? 0;
    }

    /** @param {OutputLine[]} lines @param {number} [skipped] that came before them and are not kept */
    add(lines, skipped = 0) {
        this.total += lines.length + skipped;
        if (skipped > 0) this.lines.length = 0; // what is kept is the end, without a gap
        for (const line of lines.slice(-MOST_LINES)) {
            const { text } = line;
            const cut = text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text;
            this.lines.push({ ...line, text: cut });
        }
        // In larger steps than needed: to move the array for each line would cost more.
        if (this.lines.length >= 2 * MOST_LINES) this.lines.splice(0, this.lines.length - MOST_LINES);
    }
}
