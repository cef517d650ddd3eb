/** The program that is shown, as its reader has it: the site's, or edited and then compiled before it
 * runs. */

import { DEFAULT_SETTINGS } from './settings-form.js';

/** @typedef {import('../build/examples.js').Example} Example */
/** @typedef {import('./record.js').Program} Program */
/** @typedef {import('../compiler/diagnostics.js').SourceFile} SourceFile */
/** @typedef {import('../compiler/compiler.js').Choice} Choice */

/** What compiling and sharing need; fetched when they are near. */
export const loadWorkshop = () => import('./workshop.js');

export class EditedProgram {
    #code;
    #settings;
    /** What ran last, if it was compiled here.
     * @type {{files: SourceFile[], choice: Choice, program: Uint8Array}|null} */
    #ran = null;

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
        this.#ran = null;
        if (!this.needsCompiler(example)) return { ...program, module: compiled };
        const files = this.#sources;
        return {
            ...program,
            module: async (watch) => {
                const { compile } = await loadWorkshop();
                const result = await compile(files, { optimize, sanitize }, watch);
                this.#code.showDiagnostics(result.diagnostics);
                const choice = { optimize, sanitize };
                this.#ran = result.program && { files, choice, program: result.program };
                return result.program;
            },
        };
    }

    /** Where the program was when it trapped: the functions, as they are known at once, and then the lines,
     * for which what ran is made once more.
     * @param {import('./record.js').RunResult} result @param {import('./stage.js').Stage} stage of that run */
    async showTrap(result, stage) {
        const { trapDiagnostics, linesOf } = await loadWorkshop();
        const { record } = stage.session;
        const ran = this.#ran;
        const said = record?.output.lines.findLast(({ stream }) => stream === 'stderr');
        const trap = { ...result, error: result.error ?? said?.text ?? '' };
        const standing = stage.endedAt(/^a thread /.test(trap.error));
        const { diagnostics, files } = this.#code;
        this.#code.showDiagnostics([...trapDiagnostics(trap, files, standing), ...diagnostics]);
        if (!ran || !result.stack) return;
        const [{ placesOf }, linked] = await Promise.all([
            import('../lines/places.js'),
            linesOf(ran.files, ran.choice).catch(() => null), // then what is shown is what is known
        ]);
        if (!linked || stage.session.record !== record || this.#ran !== ran) return;
        const places = placesOf(result.stack, ran.program, linked, ran.files.map(({ name }) => name));
        this.#code.showDiagnostics([...trapDiagnostics(trap, files, standing, places), ...diagnostics]);
    }
}
