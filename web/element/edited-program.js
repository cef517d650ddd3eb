/** The program that is shown, as its reader has it: the site's, or edited and then compiled before it
 * runs. */

import { DEFAULT_SETTINGS } from './settings-form.js';

/** @typedef {import('../build/examples.js').Example} Example */
/** @typedef {import('./record.js').Program} Program */

/** What compiling and sharing need; fetched when they are near. */
export const loadWorkshop = () => import('./workshop.js');

export class EditedProgram {
    #code;
    #settings;

    /** @param {import('./code-pane.js').CodePane} code @param {import('./settings-form.js').SettingsForm} settings */
    constructor(code, settings) {
        this.#code = code;
        this.#settings = settings;
    }

    /** Are these other sources than the example's? @param {Example|null} example */
    isOtherThan(example) {
        const { files } = this.#code;
        if (files.length === 0) return false;
        const [c] = example?.sources ?? [];
        return files.length !== 1 || files[0].text !== c?.text || files[0].name !== c?.file;
    }

    /** Edited sources are compiled, and so is what others have compiled in another way.
     * @param {Example|null} example */
    needsCompiler(example) {
        const { optimize, sanitize } = this.#settings.values;
        const other = optimize !== DEFAULT_SETTINGS.optimize || sanitize !== DEFAULT_SETTINGS.sanitize;
        return this.isOtherThan(example) || (other && this.#code.files.length > 0);
    }

    get #sources() {
        return this.#code.files.map(({ name, text }) => ({ name, text }));
    }

    /** Somebody is about to change something. */
    warmIfKept() {
        const { optimize, sanitize } = this.#settings.values;
        loadWorkshop()
            .then(({ warmIfKept }) => warmIfKept(this.#sources, { optimize, sanitize }))
            .catch(() => {}); // warm() tries again
    }

    /** Gets ready to compile what is written now. */
    warm() {
        loadWorkshop().then(
            ({ warm }) => warm(this.#sources, this.#settings.values),
            () => {}, // Run will tell
        );
    }

    /** What the source asks sliders for; null while one of them is half written. */
    async knobs() {
        try {
            const { parseKnobs } = await loadWorkshop();
            return this.#sources.flatMap(({ name, text }) => parseKnobs(text, name));
        } catch {
            return null;
        }
    }

    /** @param {Example|null} example @param {string} name for people
     * @param {string|WebAssembly.Module} compiled what runs as long as nothing is edited
     * @returns {Program} */
    programOf(example, name, compiled) {
        const { stdin, args, optimize, sanitize, pace } = this.#settings.values;
        const program = { name, network: example?.network ?? false, stdin, args, pace };
        if (!this.needsCompiler(example)) return { ...program, module: compiled };
        const files = this.#sources;
        return {
            ...program,
            module: async (watch) => {
                const { compile } = await loadWorkshop();
                const result = await compile(files, { optimize, sanitize }, watch);
                this.#code.showDiagnostics(result.diagnostics);
                return result.program;
            },
        };
    }

    /** Where the program was when it trapped.
     * @param {import('./record.js').RunResult} result @param {import('./stage.js').Stage} stage of that run */
    async showTrap(result, stage) {
        const { trapDiagnostics } = await loadWorkshop();
        const said = stage.session.record?.output.lines.findLast(({ stream }) => stream === 'stderr');
        const error = result.error ?? said?.text ?? '';
        const found = trapDiagnostics({ ...result, error }, this.#code.files, stage.runningAt());
        this.#code.showDiagnostics([...found, ...this.#code.diagnostics]);
    }
}
