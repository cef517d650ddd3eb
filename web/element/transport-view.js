/** Run, Stop, and in words how the run goes. */

import { h, icon, setAttribute, setText } from './dom.js';
import { kilobytes, seconds } from '../timeline/format.js';

/** @typedef {import('./record.js').RunRecord} RunRecord */

const SHORTCUT = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘ Enter' : 'Ctrl Enter';

/** What the compiler does, in words. */
const STAGES = new Map([
    ['fetch', 'Fetching the compiler'],
    ['compile', 'Compiling'],
    ['link', 'Linking'],
    ['finish', 'Making it suspendable'],
]);

/** With what a recorded run was made that is not as the knobs stand. @param {RunRecord|null} record */
function changed(record) {
    if (!record?.isRecorded) return '';
    const values = Object.entries(record.parameters);
    return values.map(([name, value]) => `, ${name.toLowerCase()} ${Number(value).toLocaleString('en')}`).join('');
}

export class TransportView {
    /** @param {{run(): void, stop(): void, warm(): void, pause(): void, schedules(): void}} actions
     * warm: Run is likely to follow */
    constructor({ run, stop, warm, pause, schedules }) {
        this.run = h(
            'button',
            { type: 'button', class: 'run', part: 'button run', onclick: run, 'aria-keyshortcuts': 'Control+Enter Meta+Enter' },
            icon('run'),
            'Run',
        );
        this.run.addEventListener('pointerenter', warm);
        this.run.addEventListener('focus', warm);
        this.run.title = `Run (${SHORTCUT})`;
        this.stop = h(
            'button',
            { type: 'button', class: 'stop', part: 'button stop', onclick: stop, 'aria-keyshortcuts': 'Escape' },
            icon('stop'),
            'Stop',
        );
        this.stop.title = 'Stop (Escape)';
        this.pause = h('button', { type: 'button', class: 'pause', part: 'button', onclick: pause, hidden: true }, 'Pause');
        this.schedules = h('button', { type: 'button', class: 'to-schedules', part: 'button', onclick: schedules, 'aria-expanded': 'false', title: 'Other orders of what is ready' }, 'Schedules');
        this.words = h('span');
        this.more = h('span', { class: 'more' }); // left out where there is little room
        this.blocked = h('span', { class: 'blocked', part: 'blocked' });
        this.status = h('span', { class: 'status', role: 'status', part: 'status' }, this.words, this.more, this.blocked);
        this.time = h('span', { class: 'clock', 'aria-hidden': 'true' });
        this.progress = h('progress', { 'aria-label': 'Loading the program' });
        this.element = h(
            'section',
            { class: 'transport', part: 'transport', 'aria-label': 'Run controls' },
            this.run,
            this.stop,
            this.pause,
            this.schedules,
            h('div', { class: 'state' }, this.status, this.time, this.progress),
        );
    }

    /** @param {boolean} shown is the form of schedules? */
    showsSchedules(shown) {
        setAttribute(this.schedules, 'aria-expanded', String(shown));
    }

    /** @param {RunRecord|null} record
     * @param {{clock: string, problem: string, runnable: boolean, starting: boolean, paused: boolean}} about
     * problem: what is wrong, in words; starting: a run is near, but there is no record of it yet */
    update(record, { clock, problem, runnable, starting, paused }) {
        const live = record?.phase === 'running' && record.clock !== 'virtual';
        this.pause.hidden = !live;
        setText(this.pause, paused ? 'Go on' : 'Pause');
        const active = starting || (record !== null && !record.isOver);
        this.run.disabled = !runnable;
        // aria-disabled: a focused button that becomes disabled would lose the focus
        setAttribute(this.stop, 'aria-disabled', String(!active));
        this.progress.hidden = !starting && record?.phase !== 'loading';
        const blocked = record?.phase === 'running' && record.isBlocked ? 'The loop is blocked: nobody else runs.' : '';
        setText(this.blocked, blocked); // in place of the words: what comes and goes must not move Stop
        setText(this.words, blocked ? '' : problem || (starting ? 'Loading' : this.#words(record)));
        const seed = record?.seed == null ? '' : `, seed ${record.seed}`;
        setText(this.more, blocked || problem || starting ? '' : `, ${record?.clock ?? clock} clock${seed}${changed(record)}`);
        const phase = starting ? 'loading' : record?.isRecorded ? 'recorded' : (record?.phase ?? 'empty');
        setAttribute(this.status, 'data-phase', blocked ? 'blocked' : problem ? 'failed' : phase);
        setText(this.time, record?.phase === 'running' ? `${seconds(record.time)} s` : '');
        if (record?.phase === 'loading') this.#loading(record);
    }

    /** @param {RunRecord|null} record @returns {string} */
    #words(record) {
        if (record?.isRecorded) return `A recorded run of ${seconds(record.time)} s`;
        const time = `${seconds(record?.time ?? 0)} s`;
        switch (record?.phase) {
            case undefined:
                return 'Ready to run';
            case 'loading':
                return STAGES.get(record?.progress.stage ?? '') ?? `Loading ${record?.program.name}`;
            case 'running':
                return 'Running';
            case 'done':
                return `Finished at ${time}`;
            case 'stopped':
                return `Stopped at ${time}`;
            default:
                return record?.wasStarted ? `Failed at ${time}` : 'Could not be started';
        }
    }

    /** @param {RunRecord} record */
    #loading({ progress: { received, total } }) {
        if (total > 0) {
            this.progress.max = total;
            this.progress.value = Math.min(received, total);
        } else {
            this.progress.removeAttribute('value'); // how much there is, is not known
        }
        if (received > 0) {
            const of = total > 0 ? ` of ${kilobytes(total)}` : '';
            setText(this.time, `${kilobytes(received)}${of}`);
        }
    }
}
