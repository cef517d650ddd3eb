/** The editor of the sources: CodeMirror, loaded when somebody is about to edit. */

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { cpp } from '@codemirror/lang-cpp';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, Prec, StateEffect, StateField } from '@codemirror/state';
import {
    Decoration,
    drawSelection,
    EditorView,
    highlightActiveLine,
    highlightActiveLineGutter,
    keymap,
    lineNumbers,
} from '@codemirror/view';

import { completeApi, completeWords, signatureHelp } from './api.js';
import { theme } from './theme.js';

/** @typedef {import('../compiler/diagnostics.js').Diagnostic} Diagnostic */

/** Texts whose undo is kept; the ones used last. */
const MOST_STATES = 100;

/** @typedef {Map<number, {tasks: string[], selected: boolean}>} TaskLines */
/** @type {import('@codemirror/state').StateEffectType<TaskLines>} */
const setTasks = StateEffect.define();

/** The lines at which tasks stand. */
const taskLines = StateField.define({
    create: () => Decoration.none,
    update(marks, { effects, changes, state }) {
        const [effect] = effects.filter((one) => one.is(setTasks));
        if (!effect) return marks.map(changes);
        const lines = [.../** @type {TaskLines} */ (effect.value)].filter(([line]) => line <= state.doc.lines);
        const ranges = lines.sort(([a], [b]) => a - b).map(([line, { tasks, selected }]) =>
            Decoration.line({
                class: selected ? 'cm-stands cm-selected-task' : 'cm-stands',
                attributes: { 'data-tasks': tasks.slice(0, 3).join(', ') },
            }).range(state.doc.line(line).from));
        return Decoration.set(ranges);
    },
    provide: (field) => EditorView.decorations.from(field),
});

export class Editor {
    #extensions;
    #view;
    /** By key: text, caret and undo of what is not shown now. @type {Map<string, EditorState>} */
    #states = new Map();
    #key = '';

    /**
     * @param {ShadowRoot} root that the editor is in
     * @param {HTMLElement} parent
     * @param {{change: (text: string) => void, run: () => void}} actions
     */
    constructor(root, parent, { change, run }) {
        this.#extensions = [
            lineNumbers(),
            lintGutter(),
            highlightActiveLineGutter(),
            highlightActiveLine(),
            history(),
            drawSelection(),
            indentUnit.of('    '),
            EditorState.tabSize.of(4),
            indentOnInput(),
            bracketMatching(),
            closeBrackets(),
            autocompletion({ override: [completeApi, completeWords] }),
            signatureHelp,
            search({ top: true }),
            highlightSelectionMatches(),
            cpp(),
            taskLines,
            theme,
            Prec.highest(
                keymap.of([
                    {
                        key: 'Mod-Enter',
                        run: () => {
                            run();
                            return true;
                        },
                    },
                ]),
            ),
            // Tab is not among them: it leads on, and nobody is caught in here.
            keymap.of([
                ...closeBracketsKeymap,
                ...defaultKeymap,
                ...searchKeymap,
                ...historyKeymap,
                ...completionKeymap,
                ...lintKeymap,
            ]),
            EditorView.updateListener.of((update) => {
                if (update.docChanged) change(update.state.doc.toString());
            }),
        ];
        this.#view = new EditorView({ root, parent, state: this.#stateOf('', '') });
    }

    /** Shows a text, with the undo that it had when it was shown last.
     * @param {string} key of example and file @param {string} text @param {string} label */
    open(key, text, label) {
        if (this.#key !== '') this.#remember(this.#key, this.#view.state);
        const known = this.#states.get(key);
        this.#key = key;
        const state = known?.doc.toString() === text ? known : this.#stateOf(text, label);
        this.#view.setState(state);
    }

    /** @param {Diagnostic[]} diagnostics of the text that is shown */
    show(diagnostics) {
        const { doc } = this.#view.state;
        const marks = diagnostics
            .filter(({ line }) => line >= 1 && line <= doc.lines)
            .map(({ line, column, severity, text }) => {
                const { from, to } = doc.line(line);
                const at = Math.min(from + Math.max(0, column - 1), to);
                const word = this.#view.state.wordAt(at);
                const kind = /** @type {'error'|'warning'|'info'} */ (severity === 'note' ? 'info' : severity);
                return { from: at, to: word ? Math.max(word.to, at) : at, severity: kind, message: text };
            });
        this.#view.dispatch(setDiagnostics(this.#view.state, marks));
    }

    /** Marks the lines at which tasks stand. @param {TaskLines} lines from 1 */
    showTasks(lines) {
        this.#view.dispatch({ effects: setTasks.of(lines) });
    }

    /** @param {number} line @param {number} column both from 1 */
    jump(line, column) {
        const { doc } = this.#view.state;
        const { from, to } = doc.line(Math.min(Math.max(1, line), doc.lines));
        const anchor = Math.min(from + Math.max(0, column - 1), to);
        this.#view.dispatch({
            selection: { anchor },
            effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
        });
        this.#view.focus();
    }

    /** @param {{x: number, y: number}} [point] where the caret is wanted, in the window */
    focus(point) {
        const at = point ? this.#view.posAtCoords(point) : null;
        if (at !== null) this.#view.dispatch({ selection: { anchor: at } });
        this.#view.focus();
    }

    /** @param {string} text @param {string} label */
    #stateOf(text, label) {
        const named = EditorView.contentAttributes.of({ 'aria-label': label });
        return EditorState.create({ doc: text, extensions: [this.#extensions, named] });
    }

    /** @param {string} key @param {EditorState} state */
    #remember(key, state) {
        this.#states.delete(key);
        this.#states.set(key, state);
        for (const old of this.#states.keys()) {
            if (this.#states.size <= MOST_STATES) break;
            this.#states.delete(old);
        }
    }
}
