/** The lines a run wrote, as they come, and at the end how it ended. */

import { h, icon, setText } from './dom.js';
import { plural, seconds } from '../timeline/format.js';

/** @typedef {import('./output-log.js').OutputLine} OutputLine */
/** @typedef {import('./record.js').RunRecord} RunRecord */

/** Lines are kept in blocks, so that the browser lays out the ones in sight and drops the old ones
 * in one piece. */
const BLOCK = 100;
/** The most lines that are drawn in one frame; behind a flood the view skips. */
const LINES_PER_FRAME = 200;
const FLOOD_PAUSE = 100; // milliseconds: nobody reads faster, and the rest of the page has its turn
const MOST_BLOCKS = 20;
/** In characters; a longer name is cut. */
const WIDEST_TASK = 14;

/** @param {OutputLine} line @returns {HTMLElement} */
function lineElement({ stream, text, task, time }) {
    return h(
        'div',
        { class: `line ${stream}`, part: `line ${stream}` },
        h('span', { class: 'time' }, seconds(time)),
        h('span', { class: 'task', title: task }, task),
        h('span', { class: 'text' }, text || ' '),
    );
}

export class OutputView {
    constructor() {
        this.blocks = h('div', { class: 'blocks' });
        this.dropped = h('p', { class: 'dropped', hidden: true });
        this.end = h('div', { class: 'end', hidden: true });
        this.empty = h('p', { class: 'empty' });
        this.log = h(
            'div',
            { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-label': 'Output', tabindex: 0 },
            this.empty,
            this.dropped,
            this.blocks,
            this.end,
        );
        this.element = h(
            'section',
            { class: 'panel output', part: 'output', 'aria-label': 'Output' },
            h('div', { class: 'panel-head' }, h('h3', {}, 'Output')),
            this.log,
        );
        /** @type {RunRecord|null} */
        this.record = null;
        this.drawn = 0;
        this.drawnAt = -Infinity;
        this.taskWidth = 4;
    }

    /** @param {RunRecord|null} record @returns {boolean} is there more to draw in the next frame? */
    update(record) {
        if (record !== this.record) {
            this.record = record;
            this.drawn = 0;
            this.drawnAt = -Infinity;
            this.taskWidth = 4;
            this.log.scrollTop = 0;
            this.blocks.replaceChildren();
        }
        const followed = this.#follows(record);
        const rest = record ? this.#drawLines(record) : false;
        this.#drawDropped(record);
        this.#drawEmpty(record);
        this.#drawEnd(record, rest);
        if (followed) this.log.scrollTop = this.log.scrollHeight;
        return rest;
    }

    /** A log is followed by who looks at its end. On a virtual clock everything comes at once, and a
     * reader begins at the beginning. @param {RunRecord|null} record */
    #follows(record) {
        const { scrollTop, scrollHeight, clientHeight } = this.log;
        const atEnd = scrollTop + clientHeight >= scrollHeight - 8;
        return atEnd && (record?.clock === 'real' || scrollHeight > clientHeight);
    }

    /** @param {RunRecord} record @returns {boolean} */
    #drawLines({ output, isOver }) {
        const behind = output.total - this.drawn;
        const now = performance.now();
        if (!isOver && behind > LINES_PER_FRAME && now - this.drawnAt < FLOOD_PAUSE) return true;
        if (behind > 0) this.drawnAt = now;
        if (behind > output.lines.length) {
            this.blocks.replaceChildren(); // what comes next was dropped: go on with what is left
            this.drawn = output.dropped;
        }
        const first = this.drawn - output.dropped;
        const fresh = output.lines.slice(first, first + LINES_PER_FRAME);
        for (const line of fresh) {
            let block = this.blocks.lastElementChild;
            if (!block || block.childElementCount >= BLOCK) {
                block = h('div', { class: 'block' });
                this.blocks.append(block);
            }
            block.append(lineElement(line));
            this.taskWidth = Math.max(this.taskWidth, Math.min(line.task.length, WIDEST_TASK));
        }
        this.log.style.setProperty('--task-width', `${this.taskWidth}ch`);
        this.drawn += fresh.length;
        while (this.blocks.childElementCount > MOST_BLOCKS) this.blocks.firstElementChild?.remove();
        return this.drawn < output.total;
    }

    /** @param {RunRecord|null} record */
    #drawDropped(record) {
        const full = this.blocks.childElementCount - 1;
        const last = this.blocks.lastElementChild?.childElementCount ?? 0;
        const hidden = record ? this.drawn - Math.max(0, full * BLOCK + last) : 0;
        this.dropped.hidden = hidden <= 0;
        if (hidden > 0) setText(this.dropped, `${plural(hidden, 'earlier line')} dropped`);
    }

    /** @param {RunRecord|null} record */
    #drawEmpty(record) {
        const silent = !record || (record.output.total === 0 && !record.isOver);
        this.empty.hidden = !silent;
        if (!record) setText(this.empty, 'What the program prints appears here, with loop time and task.');
        else setText(this.empty, record.phase === 'loading' ? 'Loading…' : 'Nothing printed yet.');
    }

    /** @param {RunRecord|null} record @param {boolean} rest */
    #drawEnd(record, rest) {
        const over = record?.isOver && !rest;
        this.end.hidden = !over;
        if (!over) {
            this.end.replaceChildren();
        } else if (this.end.childElementCount === 0) {
            this.end.className = `end ${record.phase}`;
            this.end.append(...endOf(record));
        }
    }
}

/** @param {RunRecord} record @returns {Node[]} */
function endOf({ phase, result, error, output, wasStarted, time: ended }) {
    const time = seconds(ended);
    const title = (/** @type {string} */ text) => h('span', { class: 'text' }, text);
    const lines = output.total > 0 ? plural(output.total, 'line') : 'nothing printed';
    switch (phase) {
        case 'done':
            return [h('span', { class: 'time' }, time), icon('done'), title(`finished, ${lines}`)];
        case 'stopped':
            return [h('span', { class: 'time' }, time), icon('stop'), title('stopped by you')];
        default:
            if (!error) return [icon('failed'), title(`The program ended with status ${result?.status}`)];
            return [
                icon('failed'),
                title(wasStarted ? 'The program failed' : 'The program could not be started'),
                h('p', {}, error),
            ];
    }
}
