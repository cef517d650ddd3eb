/** Finds the knobs that an example declares in its C source.
 *
 * A knob is one line: a call `knob("delay", 0.3)`, and behind it a comment with
 * its range and what it is, `0..2: seconds that B takes`. What does not read like that is an error with
 * file and line: a knob that silently had no range would be a slider that does nothing.
 */

/**
 * @typedef {object} Knob
 * @property {string} name        as in the source, "delay"
 * @property {string} variable    the environment variable that carries it, "DELAY"
 * @property {number} value       what the program takes when nobody says otherwise
 * @property {number} min
 * @property {number} max
 * @property {number} step        the last decimal that the declaration writes
 * @property {string} label       "seconds that B takes"
 * @property {number} line        where it is declared, from 1
 */

const NUMBER = String.raw`-?\d+(?:\.\d+)?`;
const USE = /\bknob\(/g;
const CALL = new RegExp(String.raw`\bknob\("([^"]*)",\s*(${NUMBER})\)`);
const RANGE = new RegExp(String.raw`/\*\s*(${NUMBER})\.\.(${NUMBER}):\s*(.*?)\s*\*/`);
/** knob.h keeps the name in 32 bytes, the zero included. */
const NAME = /^[a-z][a-z0-9_]{0,30}$/;

/** @param {string[]} numbers as written @returns {number} */
function finestStep(numbers) {
    const decimals = Math.max(...numbers.map((text) => text.split('.')[1]?.length ?? 0));
    return Number((10 ** -decimals).toFixed(decimals));
}

/**
 * @param {string} text one line with a call of knob
 * @returns {Omit<Knob, 'line'>} throws an Error whose message says what is wrong with the line
 */
function parseLine(text) {
    if ((text.match(USE) ?? []).length > 1) throw new Error('two knobs on one line; give each its own');
    const call = CALL.exec(text);
    if (!call) throw new Error('a knob is written knob("name", number)');
    const [, name, value] = call;
    if (!NAME.test(name)) {
        throw new Error(`knob "${name}": a name is lower case, letters, digits and _, 31 at most`);
    }
    const range = RANGE.exec(text);
    if (!range) {
        throw new Error(`knob "${name}" needs its range behind it: /* min..max: what it is */`);
    }
    const [, min, max, label] = range;
    if (!label) throw new Error(`knob "${name}": the comment does not say what it is`);
    if (Number(min) >= Number(max)) throw new Error(`knob "${name}": ${min}..${max} is no range`);
    if (Number(value) < Number(min) || Number(value) > Number(max)) {
        throw new Error(`knob "${name}": ${value} is outside of ${min}..${max}`);
    }
    return {
        name,
        variable: name.toUpperCase(),
        value: Number(value),
        min: Number(min),
        max: Number(max),
        step: finestStep([value, min, max]),
        label,
    };
}

/**
 * @param {string} source C
 * @param {string} file   for error messages
 * @returns {Knob[]} in the order of the source
 */
export function parseKnobs(source, file) {
    /** @type {Knob[]} */
    const knobs = [];
    source.split('\n').forEach((text, index) => {
        if (text.search(USE) < 0) return;
        const line = index + 1;
        try {
            const knob = parseLine(text);
            const earlier = knobs.find((other) => other.name === knob.name);
            if (earlier) throw new Error(`knob "${knob.name}" is declared in line ${earlier.line} already`);
            knobs.push({ ...knob, line });
        } catch (error) {
            throw new Error(`${file}:${line}: ${/** @type {Error} */ (error).message}`);
        }
    });
    return knobs;
}
