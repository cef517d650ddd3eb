/** Builds the static site: the page, the element's script, the worker, the examples.
 *
 *     node web/build.js [--out build/site] [--guests build/guest]
 *
 * An example's program is copied from where the guests were built; one that is missing there fails
 * the build, since its Run button would do nothing. */

import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { build, transform } from 'esbuild';

import { apiIndex } from './build/api-index.js';
import { writeCompiler } from './build/compiler-assets.js';
import { compressAll } from './build/compress.js';
import { readExamples } from './build/examples.js';
import { renderMenu } from './build/menu.js';
import { recordRuns } from './build/record-runs.js';
import { readHeaders, renderReference } from './build/reference.js';

/** @typedef {import('./build/examples.js').Group} Group */

const root = fileURLToPath(new URL('..', import.meta.url));
const web = join(root, 'web');
/** What is written in the scripts, and what older browsers need is not. */
const TARGET = ['chrome123', 'firefox121', 'safari17.5'];

const PYTHON = ['pyodide.mjs', 'pyodide.asm.mjs', 'pyodide.asm.wasm', 'python_stdlib.zip', 'pyodide-lock.json'];

/** Fetched when it is needed, not with the first visit. */
const LARGE = /^(compiler|pyodide)\//;

/** A C or Python file that a script imports comes as a string. */
const LOADERS = /** @type {const} */ ({ '.h': 'text', '.py': 'text' });

/** A style sheet that a script imports comes as a string, minified like everything else.
 * @type {import('esbuild').Plugin} */
const styleText = {
    name: 'style-text',
    setup({ onLoad }) {
        onLoad({ filter: /\.css$/ }, async ({ path }) => {
            const source = await readFile(path, 'utf8');
            const { code } = await transform(source, { loader: 'css', minify: true, target: TARGET });
            return { contents: code, loader: 'text' };
        });
    },
};

/** @param {Record<string, unknown>} facts that scripts know as constants
 * @returns {import('esbuild').BuildOptions} */
const common = (facts) => ({
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    target: TARGET,
    minify: true,
    sourcemap: true,
    legalComments: 'none',
    loader: LOADERS,
    define: Object.fromEntries(
        Object.entries(facts).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
    logLevel: 'warning',
});

/** @param {string} out @param {Record<string, unknown>} facts that scripts know as constants
 * @returns {Promise<string[]>} the scripts that playground.js imports at once */
async function bundle(out, facts) {
    const shared = common(facts);
    const [{ metafile }] = await Promise.all([
        build({
            ...shared,
            metafile: true,
            entryPoints: {
                playground: 'web/element/playground.js',
                page: 'web/page/page.js',
                document: 'web/page/document.js',
            },
            outdir: out,
            splitting: true, // what a run needs is a script of its own
            plugins: [styleText],
        }),
        build({
            ...shared,
            entryPoints: { page: 'web/page/page.css', document: 'web/page/document.css' },
            outdir: out,
        }),
        build({ ...shared, entryPoints: { worker: 'wasm/src/worker.js' }, outdir: out }),
        build({
            ...shared,
            entryPoints: {
                'compiler-worker': 'web/compiler/worker.js',
                'schedules-worker': 'web/timeline/schedules-worker.js',
                'python-worker': 'web/python/worker.js',
            },
            outdir: out,
        }),
    ]);
    const scripts = Object.entries(metafile?.outputs ?? {});
    const [, playground] = scripts.find(([path]) => basename(path) === 'playground.js') ?? [];
    const imports = playground?.imports.filter(({ kind }) => kind === 'import-statement') ?? [];
    return imports.map(({ path }) => basename(path));
}

/** The frame that runs what was compiled in the page: one document, with all its scripts in it.
 * @param {string} out @returns {Promise<string>} its script's hash, as a policy has it */
async function writeIsolated(out) {
    /** @param {string} entry @param {Record<string, string>} [define] */
    const script = async (entry, define) => {
        const { outputFiles } = await build({
            absWorkingDir: root,
            bundle: true,
            write: false,
            format: 'iife', // a worker from a blob: as a module, not every browser starts it here
            target: TARGET,
            minify: true,
            legalComments: 'none',
            entryPoints: [entry],
            define: { 'import.meta.url': 'location.href', ...define }, // a classic script has no place to tell
        });
        return outputFiles[0].text;
    };
    const worker = await script('web/share/isolated-worker.js');
    const helper = await script('wasm/src/worker.js');
    const frame = await script('web/share/isolated-frame.js', {
        WORKER_SCRIPT: JSON.stringify(worker),
        HELPER_SCRIPT: JSON.stringify(helper),
    });
    const safe = frame.replaceAll('</script', '<\\/script').trim();
    const hash = hashOf(safe);
    const template = await readFile(join(web, 'page/isolated.html'), 'utf8');
    await writeFile(join(out, 'isolated.html'), fill(template, { hash, script: safe }));
    return hash;
}

/** CPython as WebAssembly, for the examples' Python. @param {string} out */
async function writePython(out) {
    const from = dirname(fileURLToPath(import.meta.resolve('pyodide')));
    await mkdir(join(out, 'pyodide'));
    for (const file of PYTHON) await copyFile(join(from, file), join(out, 'pyodide', file));
}

/** What is kept from the first visit on. @param {string} out */
async function writeServiceWorker(out) {
    const names = (await readdir(out, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map(({ path, name }) => join(path, name).slice(out.length + 1))
        .filter((name) => /\.(html|css|js|json|wasm|svg)$/.test(name) && !LARGE.test(name))
        .sort();
    const hash = createHash('sha256');
    for (const name of names) hash.update(name).update(await readFile(join(out, name)));
    const shell = names.map((name) => name.replace(/(^|\/)index\.html$/, '$1') || './');
    const facts = { SHELL: shell, BUILD: hash.digest('hex').slice(0, 16) };
    await build({
        ...common(facts),
        entryPoints: { sw: 'web/service-worker.js' },
        outdir: out,
        format: 'iife', // a classic script: not every browser starts service workers that are modules
    });
}

/** @param {Group[]} groups @param {string} out @param {string} guests the
 * folder; its neighbour FOLDER-threads has those with threads */
async function writeExamples(groups, out, guests) {
    const directory = join(out, 'examples');
    await mkdir(directory, { recursive: true });
    for (const example of groups.flatMap(({ examples }) => examples)) {
        await writeFile(join(directory, `${example.name}.json`), JSON.stringify(example));
        const folder = example.threads ? `${guests}-threads` : guests;
        const program = join(folder, `${example.name}.wasm`);
        await copyFile(program, join(directory, `${example.name}.wasm`)).catch(() => {
            throw new Error(`${program} is missing; make builds it`);
        });
    }
}

/** @param {string} template @param {Record<string, string>} parts HTML for each <!-- name --> or {{name}} */
function fill(template, parts) {
    return template.replace(/<!-- (\w+) -->|\{\{(\w+)\}\}/g, (_, comment, word) => parts[comment ?? word]);
}

/** What the page may do. Its frame for programs inherits this, so that script's hash is here too.
 * @param {string} template @param {string} frame @returns {string} */
function policyFor(template, frame) {
    const inline = [...template.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script]) => hashOf(script));
    return [
        "default-src 'none'",
        `script-src 'self' 'wasm-unsafe-eval' blob: ${[...inline, frame].join(' ')}`,
        "worker-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'", // CodeMirror gives its lines their places
        "img-src 'self' data:",
        "connect-src 'self' https://raw.githubusercontent.com",
        "base-uri 'none'",
        "form-action 'none'",
    ].join('; ');
}

/** @param {string} script @returns {string} as a policy has it */
const hashOf = (script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** A page's HTML, with what pages share, page/parts/, in its place. @param {string} name */
async function readTemplate(name) {
    const parts = join(web, 'page/parts');
    let template = await readFile(join(web, 'page', name), 'utf8');
    for (const file of await readdir(parts)) {
        const part = await readFile(join(parts, file), 'utf8');
        template = template.replace(`<!-- ${basename(file, '.html')} -->`, part.trim());
    }
    return template;
}

/** @param {Group[]} groups @param {string[]} scripts to be fetched early @param {string} frame the hash
 * of its script @param {string} out */
async function writePages(groups, scripts, frame, out) {
    const template = await readTemplate('index.html');
    const preloads = scripts.map((script) => `<link rel="modulepreload" href="${script}" />`);
    const page = fill(template, {
        policy: policyFor(template, frame),
        preload: preloads.join(''),
        menu: renderMenu(groups),
    });
    await writeFile(join(out, 'index.html'), page);
    for (const file of ['embed.html', 'icon.svg']) {
        await copyFile(join(web, 'page', file), join(out, file));
    }
}

/** @param {{contents: string, main: string}} reference @param {string} out */
async function writeDocuments(reference, out) {
    const template = await readTemplate('document.html');
    const documents = {
        reference: {
            title: 'Reference',
            description: 'Every function, macro and type of Eddy, and its names in asyncio and AnyIO.',
            links: '<a class="link" href="#python">Python names</a><a class="link" href="#index">Index</a>',
            contents: `<nav class="contents" aria-label="Headers"><details open>
<summary>Headers</summary>${reference.contents}</details></nav>`,
            main: reference.main,
        },
        'which-tool': {
            title: 'Which tool for which work',
            description: 'What to reach for in Eddy: by what the work waits for, and how it ends.',
            links: '<a class="link" href="../reference/">Reference</a>',
            contents: '',
            main: await readFile(join(web, 'page/which-tool.html'), 'utf8'),
        },
    };
    for (const [name, parts] of Object.entries(documents)) {
        await mkdir(join(out, name));
        await writeFile(join(out, name, 'index.html'), fill(template, parts));
    }
}

/**
 * @param {{out?: string, guests?: string, examples?: string, headers?: string,
 *     sysroot?: string, compressed?: string}} [options]
 * @returns {Promise<void>}
 */
export async function buildSite(options = {}) {
    const {
        out = join(root, 'build/site'),
        guests = join(root, 'build/guest'),
        examples = join(web, 'examples'),
        headers = join(root, 'core/include'),
        sysroot = join(root, 'build/sysroot'),
        compressed = join(root, 'build/compressed'),
    } = options;
    // First: a bad declaration shall leave the site as it is.
    const groups = await readExamples(examples);
    const headerTexts = await readHeaders(headers);
    const reference = renderReference(headerTexts);
    await rm(out, { recursive: true, force: true });
    await mkdir(out, { recursive: true });
    const library = join(guests, 'libeddy.a');
    const threadsLibrary = join(`${guests}-threads`, 'libeddy.a');
    const assets = await writeCompiler({ out, sysroot, library, threadsLibrary, headers, examples });
    const facts = { COMPILER_ASSETS: assets, EDDY_API: apiIndex(headerTexts) };
    const frame = await writeIsolated(out);
    const [scripts] = await Promise.all([bundle(out, facts), writeExamples(groups, out, guests)]);
    await writePages(groups, scripts, frame, out);
    await writeDocuments(reference, out);
    const all = groups.flatMap((group) => group.examples);
    for (const [name, run] of await recordRuns(all, guests, out)) {
        await writeFile(join(out, 'examples', `${name}.run.json`), JSON.stringify(run));
        const example = all.find((one) => one.name === name);
        await writeFile(join(out, 'examples', `${name}.json`), JSON.stringify({ ...example, recorded: true }));
    }
    await writePython(out);
    await writeServiceWorker(out);
    await compressAll(out, compressed);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const { values } = parseArgs({
        options: { out: { type: 'string' }, guests: { type: 'string' } },
    });
    buildSite(values).catch((error) => {
        console.error(`web/build.js: ${error.message}`);
        process.exitCode = 1;
    });
}
