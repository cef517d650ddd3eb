/** What a run needs and what shows it. Loaded when a run is near: a page of many elements, few of
 * which are ever run, does without. */

import { InspectorView } from '../timeline/inspector-view.js';
import { deadlocks } from '../timeline/why.js';
import { TimelinePanel } from '../timeline/timeline-panel.js';
import { h, setAttribute } from './dom.js';
import { OutputView } from './output-view.js';
import { SaveMenu } from './save-menu.js';
import { Session } from './session.js';
import inspectorStyle from './style/inspector.css';
import laneTableStyle from './style/lane-table.css';
import laneToolsStyle from './style/lane-tools.css';
import lanesStyle from './style/lanes.css';
import marksStyle from './style/marks.css';
import outputStyle from './style/output.css';
import stepsStyle from './style/steps.css';
import { sheetOf } from './style.js';

export { loadModule } from './modules.js';
export { fetchRecorded, readRun } from './saved-run.js';
export { searchSchedules } from '../timeline/schedules.js';

const STYLE = [lanesStyle, marksStyle, laneToolsStyle, stepsStyle, laneTableStyle, outputStyle, inspectorStyle].join('\n');

/** As eddy_trace_pool has it. */
const THREADS = 0;

/** Lines of a source, each with the tasks that stand there. @typedef {Map<number, {tasks: string[],
 *   selected: boolean}>} LinesAt */

export class Stage {
    session = new Session();
    #output = new OutputView();
    #inspector;
    /** @type {TimelinePanel} */
    timeline;
    #key = '';
    /** The run that came with the site. @type {import('./record.js').RunRecord|null} */
    #recorded = null;

    /** @param {ShadowRoot} shadow @param {HTMLElement} panels what the views are put into
     * @param {{lines: (file: string, lines: LinesAt) => void,
     *     opened: (record: import('./record.js').RunRecord) => void,
     *     moved: () => void,
     *     complain: (words: string) => void}} on lines: of this file, where tasks stand at the cursor;
     *     moved: the reader stands elsewhere in the run */
    constructor(shadow, panels, on) {
        this.on = on;
        shadow.adoptedStyleSheets.push(sheetOf(STYLE));
        const save = new SaveMenu({
            record: () => this.session.record,
            open: (record) => {
                this.session.open(record);
                on.opened(record);
            },
            complain: on.complain,
        });
        this.timeline = new TimelinePanel({ changed: () => this.session.touch(), moved: on.moved, save: () => save.element });
        this.#inspector = new InspectorView((task) => this.timeline.select(task));
        this.#addTabs();
        panels.replaceChildren(this.timeline.element, this.#output.element);
        this.session.addEventListener('change', () => this.#update());
        this.#update();
    }

    /** Shows a run that was recorded with the site. @param {import('./record.js').RunRecord} record
     * @param {{look: string, at: number|null}} example @param {string} instant '': the example's */
    openRecorded(record, { look, at }, instant) {
        record.look = look;
        if (instant) record.moveToInstant(instant);
        else if (at !== null) record.moveToTime(at);
        this.#recorded = record;
        this.session.open(record);
    }

    /** @param {string} instant of the run that is shown */
    moveToInstant(instant) {
        this.session.record?.moveToInstant(instant);
        this.session.touch();
    }

    /** Where the reader stands, as text for a link; '' where none would lead there: at the end, and in
     * runs that are not the same again. */
    get instant() {
        const { record } = this.session;
        return record && (record === this.#recorded || record.seed !== null) ? record.instant : '';
    }

    /** Runs the program in asyncio's order and with the seed, and shows both on one clock.
     * @param {import('./record.js').Program} program @param {Record<string, string>} parameters
     * @param {import('./record.js').Clock} clock @param {number} seed */
    async compare(program, parameters, clock, seed) {
        await this.session.start(program, parameters, clock);
        const usual = this.session.record;
        await this.session.start(program, parameters, clock, { seed });
        this.timeline.compare(usual);
        this.session.touch();
    }

    /** Where the run that is shown came to a deadlock, if it did: the cursor there, and why it is one.
     * @returns {boolean} */
    showDeadlock() {
        const { record } = this.session;
        const end = record?.history.events.findIndex(({ kind, canceller }) => kind === 'cancel' && canceller === 'shutdown') ?? -1;
        if (!record || end < 0) return false;
        const [ring] = deadlocks(record.history.stateAt(end));
        if (!ring) return false;
        this.timeline.moveTo(end);
        this.timeline.select(ring[0]);
        this.#showState();
        return true;
    }

    /** Where those stand whom it concerns that the run has ended: the task that was running, or those that wait
     * for threads. @param {boolean} byThread it was a thread that ended it
     * @returns {import('./trap.js').Standing[]} */
    endedAt(byThread) {
        const { record } = this.session;
        if (!record || record.history.length === 0) return [];
        const { tasks, jobs } = record.history.stateAt(record.history.length);
        const running = [...tasks.values()].filter(({ status }) => status === 'running')
            .map(({ site }) => ({ site, text: 'the task had waited here before' }));
        const given = [...jobs.values()].filter(({ pool }) => pool === THREADS)
            .map(({ task, site }) => ({ site, text: `task ${record.lanes.nameOf(task)} waits here for its thread` }));
        return (byThread ? given : running).flatMap(({ site, text }) => {
            const { file = '', line = 0 } = record.history.sites.get(site) ?? {};
            return line > 0 ? [{ file, line, text }] : [];
        });
    }

    #showState = () => {};

    /** The output and the state at the cursor share a panel. */
    #addTabs() {
        const { element, log, tab } = this.#output;
        const state = this.#inspector.element;
        element.append(state);
        state.hidden = true;
        const tabs = [['Output', log], ['State', state]].map(([title, content]) => {
            const button = h('button', { type: 'button', class: 'tab', onclick: () => choose(button) }, String(title));
            return { button, content: /** @type {HTMLElement} */ (content) };
        });
        /** @param {HTMLElement} chosen */
        const choose = (chosen) => {
            for (const { button, content } of tabs) {
                setAttribute(button, 'aria-pressed', String(button === chosen));
                content.hidden = button !== chosen;
            }
            this.#inspector.update(this.session.record);
        };
        tab.replaceChildren(h('h3', { class: 'hidden-text' }, 'Output and state'),
            h('div', { class: 'tabs', role: 'group', 'aria-label': 'What is shown' }, ...tabs.map(({ button }) => button)));
        choose(tabs[0].button);
        this.#showState = () => choose(tabs[1].button);
    }

    #update() {
        const { record } = this.session;
        const more = [this.#output.update(record), this.timeline.update(record)];
        this.#inspector.update(record);
        this.#tellLines(record);
        if (more.includes(true)) this.session.keepUp();
    }

    /** @param {import('./record.js').RunRecord|null} record */
    #tellLines(record) {
        const index = record ? (record.cursor ?? record.history.length) : 0;
        const key = record ? `${record.program.name} ${index} ${record.history.length} ${record.selected}` : '';
        if (key === this.#key) return;
        this.#key = key;
        /** @type {LinesAt} */
        const lines = new Map();
        let file = '';
        if (record && (record.cursor !== null || !record.isOver) && record.history.length > 0) {
            const state = record.history.stateAt(index);
            for (const task of state.tasks.values()) {
                const site = record.history.sites.get(task.site);
                if (!site || site.line === 0 || ['done', 'failed', 'cancelled'].includes(task.status)) continue;
                file ||= site.file;
                if (site.file !== file) continue;
                const line = lines.get(site.line) ?? { tasks: [], selected: false };
                line.tasks.push(record.lanes.nameOf(task.number));
                line.selected ||= task.number === record.selected;
                lines.set(site.line, line);
            }
        }
        this.on.lines(file, lines);
    }
}
