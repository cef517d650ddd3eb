/** The reference: one page, made of the public headers. */

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { isInternal, paragraphsOf, readHeader } from './header.js';
import { escapeHTML, highlight } from './highlight.js';
import { counterparts } from './python-names.js';

/** @typedef {import('./header.js').Header} Header */
/** @typedef {import('./header.js').Name} Name */
/** @typedef {import('./header.js').Declaration} Declaration */
/** @typedef {import('./header.js').Entry} Entry */
/** Anchors by name, "eddy_sleep", and by file, "eddy/task.h". @typedef {Map<string, string>} Anchors */

/** In the order in which one would read them; a header that is not named here comes behind. */
const ORDER = [
    ...['eddy.h', 'run', 'coroutine', 'task', 'gather', 'wait', 'timeout', 'cancel_scope', 'task_group'],
    ...['future', 'sync', 'queue', 'limiter', 'stream', 'context_var', 'error', 'fetch', 'loop', 'version'],
].map((name) => (name === 'eddy.h' ? name : `eddy/${name}.h`));
const FOR_HOSTS = ['eddy/host.h', 'eddy/trace.h'];

/** @param {string} include the directory with eddy.h @returns {Promise<Header[]>} in reading order */
export async function readHeaders(include) {
    const names = (await readdir(join(include, 'eddy'))).filter((name) => name.endsWith('.h')).sort();
    const place = (/** @type {string} */ file) => (ORDER.indexOf(file) + 1 || ORDER.length + 1);
    const files = ['eddy.h', ...names.map((name) => `eddy/${name}`)];
    files.sort((a, b) => place(a) - place(b));
    return Promise.all(
        files.map(async (file) => {
            const header = readHeader(await readFile(join(include, file), 'utf8'), `core/include/${file}`);
            return { ...header, file };
        }),
    );
}

/** @param {string} file */
const anchorOf = (file) => file.replaceAll('/', '-');

/** @param {Header[]} headers @returns {Anchors} */
function anchorsOf(headers) {
    /** @type {Anchors} */
    const anchors = new Map();
    for (const { file, parts, internal } of headers) {
        anchors.set(file, anchorOf(file));
        const entries = parts.flatMap((part) => ('title' in part ? [] : part.declarations));
        for (const { name, id } of [...entries, ...internal].flatMap(({ names }) => names)) {
            if (!anchors.has(name) || id === name) anchors.set(name, id); // a function before a tag
        }
    }
    return anchors;
}

/** Links what has an anchor. @param {string} html without tags around names @param {Anchors} anchors */
function linked(html, anchors) {
    return html.replace(/\beddy(?:\/\w+)?\.h\b|\b(?:eddy|EDDY)_\w+/g, (name) => {
        const id = anchors.get(name);
        const code = `<code>${name}</code>`;
        return id ? `<a href="#${id}">${code}</a>` : code;
    });
}

/** @param {string} text @param {Anchors} anchors */
function renderProse(text, anchors) {
    const pieces = escapeHTML(text).split(/`([^`]+)`/); // every other one stood in backticks
    const html = pieces.map((piece, at) => {
        if (at % 2 === 0) return linked(piece, anchors).replace(/\*([a-z][\w -]*)\*/g, '<em>$1</em>');
        const id = anchors.get(piece);
        return id ? `<a href="#${id}"><code>${piece}</code></a>` : `<code>${piece}</code>`;
    });
    return `<p>${html.join('')}</p>`;
}

/** @param {string} code */
const coloured = (code) => highlight(code, 'c').replace(/<span class="line">(.*?\n)<\/span>/gs, '$1').trimEnd();

/** @param {string} comment @param {Anchors} anchors @param {string} label */
function renderComment(comment, anchors, label) {
    const html = paragraphsOf(comment).map((paragraph) =>
        'prose' in paragraph
            ? renderProse(paragraph.prose, anchors)
            : // Wider than a narrow page: scrolled within itself, by keyboard too.
              `<pre tabindex="0" role="group" aria-label="Example: ${label}"><code>${coloured(paragraph.snippet)}</code></pre>`,
    );
    return html.join('\n');
}

/** Declarations with an anchor at each name's first place. @param {Declaration[]} declarations
 * @param {Set<string>} placed anchors that the page has already */
function renderDeclarations(declarations, placed) {
    const html = declarations.map(({ code, names }) => {
        let text = coloured(code);
        for (const { name, id, kind } of names) {
            if (placed.has(id)) continue;
            placed.add(id);
            // A tag comes behind its keyword, a function before its arguments, a typedef last.
            const isLast = kind === 'type' && code.startsWith('typedef');
            const behind = kind === 'function' ? '(?=(?:</b>)?\\()' : '(?!\\w)';
            const all = [...text.matchAll(new RegExp(`(?<![\\w"#-])${name}${behind}`, 'g'))];
            const place = isLast ? all.at(-1) : all[0];
            if (!place && isInternal(name)) continue; // a name that only stands for the macro
            if (!place) throw new Error(`${name} is not found in its own declaration: ${code}`);
            const link = `<a id="${id}" href="#${id}">${name}</a>`;
            text = text.slice(0, place.index) + link + text.slice(place.index + name.length);
        }
        return text;
    });
    return `<pre class="signature"><code>${html.join('\n')}</code></pre>`;
}

/** @param {Header} header @param {Anchors} anchors @param {Set<string>} placed */
function renderHeader({ file, concept, parts }, anchors, placed) {
    const body = parts.map((part) => {
        if ('title' in part) return `<h3>${escapeHTML(part.title)}</h3>`;
        const { comment, declarations } = part;
        if (declarations.length === 0) return renderComment(comment, anchors, file);
        const [{ name }] = declarations[0].names;
        const about = `<div class="about">${renderComment(comment, anchors, name)}</div>`;
        return `<div class="entry">${renderDeclarations(declarations, placed)}${about}</div>`;
    });
    return `<section><h2 id="${anchorOf(file)}">${file}</h2>
<div class="concept">${renderComment(concept, anchors, file)}</div>
${body.join('\n')}</section>`;
}

/** @param {Header[]} headers @param {Set<string>} placed */
function renderInternal(headers, placed) {
    const internal = headers.flatMap((header) => header.internal);
    const shown = internal.filter(({ names }) => names.some(({ id }) => !placed.has(id)));
    const code = shown.map((declaration) => renderDeclarations([declaration], placed));
    return `<section><h2 id="internal">Names that end in an underscore</h2>
<p>What macros expand to. They are no part of the interface: they may change with any version.</p>
${code.map((html) => `<div class="entry">${html}</div>`).join('\n')}</section>`;
}

/** A long name is broken where its words end. @param {string} name */
const breakable = (name) => escapeHTML(name).replace(/[._]/g, '$&<wbr>');

/** @param {Header[]} headers */
function renderPython(headers) {
    const rows = counterparts(headers).map(({ python, names }) => {
        const links = names.map(({ name, id }) => `<a href="#${id}"><code>${breakable(name)}</code></a>`);
        return `<tr><td><code>${breakable(python)}</code></td><td>${links.join(', ')}</td></tr>`;
    });
    return `<section><h2 id="python">Python names</h2>
<table><caption>A name of asyncio or AnyIO, and what it is called here</caption>
<thead><tr><th scope="col">asyncio, AnyIO</th><th scope="col">Eddy</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></section>`;
}

/** @param {Header[]} headers */
function renderIndex(headers) {
    const parts = headers.flatMap((header) => header.parts);
    const names = parts.flatMap((part) => ('title' in part ? [] : part.declarations.flatMap((one) => one.names)));
    names.sort((a, b) => a.name.localeCompare(b.name, 'en') || a.id.localeCompare(b.id, 'en'));
    const items = names.map(({ name, id }) => {
        const tag = id === name ? '' : `${id.slice(0, id.indexOf('-'))} `;
        return `<li><a href="#${id}"><code>${tag}${breakable(name)}</code></a></li>`;
    });
    return `<section><h2 id="index">Index</h2><ul class="index">${items.join('\n')}</ul></section>`;
}

/** @param {string} title @param {[string, string][]} links anchor and text */
function renderLinks(title, links) {
    const items = links.map(([id, text]) => `<li><a href="#${id}">${escapeHTML(text)}</a></li>`);
    return `<h2>${title}</h2><ul>${items.join('')}</ul>`;
}

/** @param {Header[]} headers @returns {{contents: string, main: string}} HTML */
export function renderReference(headers) {
    const anchors = anchorsOf(headers);
    /** @type {Set<string>} */
    const placed = new Set();
    const hosts = headers.filter(({ file }) => FOR_HOSTS.includes(file));
    const programs = headers.filter(({ file }) => !FOR_HOSTS.includes(file));
    const link = (/** @type {Header} */ { file }) => /** @type {[string, string]} */ ([anchorOf(file), file]);
    const contents = [
        renderLinks('Names', [['python', 'Python names'], ['index', 'Index']]),
        renderLinks('For programs', programs.map(link)),
        renderLinks('For hosts', [...hosts.map(link), ['internal', 'names_']]),
    ];
    const main = [
        ...programs.map((header) => renderHeader(header, anchors, placed)),
        renderPython(headers),
        renderIndex(headers),
        '<h2 id="hosts">For hosts</h2><p>What leads in and out of the core: for who brings Eddy to another place, and for tools that read traces. Programs need none of it.</p>',
        ...hosts.map((header) => renderHeader(header, anchors, placed)),
        renderInternal(headers, placed),
    ];
    return { contents: contents.join('\n'), main: main.join('\n') };
}
