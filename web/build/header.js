/** Reads a public C header: what its comments say, and about which declarations.
 *
 * It knows the layout that `make format` gives and no more of C than that: a comment, and right
 * below it, without an empty line, the declarations that it is about. */

/** @typedef {'function'|'macro'|'type'|'constant'} Kind */
/** `id` is the anchor: a tag may have the name of a function.
 * @typedef {{name: string, kind: Kind, id: string}} Name */
/** @typedef {{code: string, names: Name[], line: number}} Declaration */
/** @typedef {{title: string}} Heading */
/** @typedef {{comment: string, line: number, declarations: Declaration[]}} Entry without
 * declarations: prose between the others */
/** @typedef {{file: string, concept: string, line: number, parts: (Heading|Entry)[], internal: Declaration[]}} Header */

/** A name that ends so is the library's own, and needs no comment. @param {string} name */
export const isInternal = (name) => name.endsWith('_');

/** @param {string} code */
const withoutComments = (code) => code.replace(/\/\*.*?\*\//gs, (text) => text.replace(/[^\n]/g, ' '));

/** The text of a comment, without what only marks it as one. @param {string} text */
function plain(text) {
    const lines = text.replace(/^\s*\/\*/, ' *').replace(/\s*\*\/\s*$/, '').split('\n');
    return lines.map((line) => line.replace(/^\s*\* ?/, '').trimEnd()).join('\n').trim();
}

/** @param {string} code @returns {Name[]} */
export function namesOf(code) {
    const bare = withoutComments(code);
    /** @param {string} name @param {Kind} kind @param {string} [id] */
    const named = (name, kind, id = name) => ({ name, kind, id });
    const macro = /^#define (\w+)/.exec(bare);
    // a function's name that also notes the line: the function is what is described
    if (macro && !isInternal(macro[1]) && /\bEDDY_AT_\(/.test(bare)) return [named(`${macro[1]}_`, 'macro')];
    if (macro) return [named(macro[1], bare.startsWith(`#define ${macro[1]}(`) ? 'macro' : 'constant')];
    const constants = /\benum (?:\w+ )?\{(.*)\}/s.exec(bare);
    const values = [...(constants?.[1] ?? '').matchAll(/\b(EDDY_\w+)\s*(?=[,=\n]|$)/g)];
    const inner = values.map(([, name]) => named(name, 'constant'));
    if (bare.startsWith('typedef')) {
        const [, name] = /(\w+)\s*(?:\([^()]*\))?;\s*$/.exec(bare.replace(/\{.*\}/s, '')) ?? [];
        return name ? [named(name, 'type'), ...inner] : [];
    }
    const tag = /^(struct|enum) (\w+) \{/.exec(bare);
    if (tag) return [named(tag[2], 'type', `${tag[1]}-${tag[2]}`), ...inner];
    if (bare.startsWith('enum {')) return inner; // only its values have names
    const [, name, behind] = /\b(eddy_\w+)(\(|;$)/.exec(bare.trimEnd()) ?? [];
    return name ? [named(name, behind === '(' ? 'function' : 'constant')] : [];
}

/** What a reader needs of a declaration: not how it reaches the linker. @param {string} code */
function tidy(code) {
    return code
        .replace(/^EDDY_(?:IMPORT|EXPORT)_\(\w+\)\s*/, '')
        .replace(/^#if .*?^#endif.*?$\n?/gms, '')
        .replace(/\s+;\s*$/, ';')
        .replace(/ +\\$/gm, ' \\')
        .trimEnd();
}

/** @param {string[]} lines @param {number} first @returns {number} the line behind the declaration */
function endOf(lines, first) {
    let at = first;
    if (lines[at].startsWith('#define')) {
        while (lines[at].endsWith('\\')) at += 1;
        return at + 1;
    }
    for (let text = ''; at < lines.length; at += 1) {
        if (!lines[at].startsWith('#')) text += `${lines[at]}\n`;
        const bare = withoutComments(text);
        const depth = bare.replace(/[^{(]/g, '').length - bare.replace(/[^})]/g, '').length;
        if (depth === 0 && bare.trimEnd().endsWith(';')) break;
    }
    return at + 1;
}

/**
 * @param {string} text
 * @param {string} file for messages, and as the header's name
 * @returns {Header} fails when a declaration has no comment
 */
export function readHeader(text, file) {
    const lines = text.split('\n');
    /** @type {Header} */
    const header = { file, concept: '', line: 1, parts: [], internal: [] };
    /** @type {Entry|null} */
    let entry = null;
    /** @param {number} line @param {string} message @returns {never} */
    const fail = (line, message) => {
        throw new Error(`${file}:${line + 1}: ${message}`);
    };
    for (let at = 0; at < lines.length; ) {
        const line = lines[at];
        if (line.startsWith('/*')) {
            const first = at;
            while (at < lines.length && !lines[at].includes('*/')) at += 1;
            at += 1;
            const comment = plain(lines.slice(first, at).join('\n'));
            entry = null;
            const [, title] = /^-+ (.*?) -+$/.exec(comment.replace(/\s+/g, ' ')) ?? [];
            if (first === 0) header.concept = comment;
            else if (title) header.parts.push({ title });
            else header.parts.push((entry = { comment, line: first + 1, declarations: [] }));
        } else if (line.trim() === '') {
            entry = null;
            at += 1;
        } else if (line.startsWith('#') && (!line.startsWith('#define') || /^#define EDDY_\w*H$/.test(line))) {
            at += 1; // guards, includes, conditions
        } else {
            const first = at;
            at = endOf(lines, first);
            const code = tidy(lines.slice(first, at).join('\n'));
            const names = namesOf(code);
            if (names.length === 0) fail(first, `this declaration has no name that begins with eddy_: ${line}`);
            const declaration = { code, names, line: first + 1 };
            if (isInternal(names[0].name)) header.internal.push(declaration);
            else if (!entry) fail(first, `${names[0].name} has no comment; the reference needs one right above it`);
            else entry.declarations.push(declaration);
        }
    }
    if (!header.concept) fail(0, 'the header has no opening comment; the reference begins with it');
    return withoutEmpty(header);
}

/** A comment whose only declarations are internal is of no use to a reader.
 * @param {Header} header @returns {Header} */
function withoutEmpty(header) {
    const internalLines = new Set(header.internal.map(({ line }) => line));
    const parts = header.parts.filter((part) => {
        if ('title' in part || part.declarations.length > 0) return true;
        return !internalLines.has(part.line + part.comment.split('\n').length);
    });
    return { ...header, parts };
}

/** @typedef {{prose: string}|{snippet: string, line: number}} Paragraph */

/** A comment as paragraphs; what is indented by four is a snippet of code, with its empty lines.
 * @param {string} comment @param {number} [line] where it begins
 * @returns {Paragraph[]} */
export function paragraphsOf(comment, line = 1) {
    /** @type {Paragraph[]} */
    const paragraphs = [];
    const lines = comment.split('\n');
    const isCode = (/** @type {string|undefined} */ text) => text?.startsWith('    ') ?? false;
    for (let at = 0; at < lines.length; ) {
        const first = at;
        if (lines[at] === '') {
            at += 1;
        } else if (isCode(lines[at])) {
            while (isCode(lines[at]) || (lines[at] === '' && isCode(lines[at + 1]))) at += 1;
            const snippet = lines.slice(first, at).map((text) => text.slice(4)).join('\n');
            paragraphs.push({ snippet, line: line + first });
        } else {
            while (at < lines.length && lines[at] !== '' && !isCode(lines[at])) at += 1;
            paragraphs.push({ prose: lines.slice(first, at).join(' ') });
        }
    }
    return paragraphs;
}
