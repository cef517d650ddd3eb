/** A program out of the page and into it: link, embed code, folder; file, GitHub. */

import { h, setText } from '../element/dom.js';
import { baseURL } from '../element/site.js';
import { sheetOf } from '../element/style.js';
import style from '../element/style/share.css';
import { zipFolder } from './folder.js';
import { embedCode, linkTo } from './links.js';
import { openAddress, openFiles } from './open-source.js';
import { checkState, encodeState } from './state.js';

/** @typedef {import('../element/playground.js').EddyPlayground} EddyPlayground */

/** @param {Uint8Array} bytes @param {string} name */
function download(bytes, name) {
    const url = URL.createObjectURL(new Blob([/** @type {any} */ (bytes)], { type: 'application/zip' }));
    h('a', { href: url, download: name }).click();
    URL.revokeObjectURL(url);
}

class ShareDialog {
    #playground;
    #said = h('p', { role: 'status', class: 'said' });
    #link = h('input', { readonly: true, name: 'link', 'aria-label': 'Link' });
    #embed = h('textarea', { readonly: true, rows: 3, name: 'embed', 'aria-label': 'Embed code' });
    #address = h('input', {
        type: 'url',
        name: 'address',
        'aria-label': 'Address on GitHub',
        placeholder: 'https://github.com/…/blob/main/program.c',
    });

    /** @param {EddyPlayground} playground */
    constructor(playground) {
        this.#playground = playground;
        const act = (/** @type {string} */ words, /** @type {() => unknown} */ action) =>
            h('button', { type: 'button', onclick: () => this.#try(action) }, words);
        const files = h('input', { type: 'file', multiple: true, accept: '.c,.h', 'aria-label': 'C files' });
        files.addEventListener('change', () =>
            this.#try(async () => this.#open(await openFiles(files.files ?? []))),
        );
        const row = (/** @type {Node[]} */ ...parts) => h('div', { class: 'row' }, ...parts);
        this.element = h(
            'dialog',
            { class: 'share', 'aria-label': 'Share' },
            h('h3', {}, 'Share this program'),
            row(this.#link, act('Copy link', () => this.#copy(this.#link, 'The link'))),
            row(this.#embed, act('Copy embed code', () => this.#copy(this.#embed, 'The embed code'))),
            row(
                act('Download folder', () => this.#download()),
                h('span', {}, 'sources and a Makefile'),
            ),
            h('h3', {}, 'Open'),
            row(files),
            row(
                this.#address,
                act('Open from GitHub', async () => this.#open([await openAddress(this.#address.value)])),
            ),
            this.#said,
            row(h('button', { type: 'button', onclick: () => this.element.close() }, 'Close')),
        );
        this.element.addEventListener('keydown', (event) => event.stopPropagation());
        this.element.addEventListener('close', () => this.element.remove());
    }

    async fill() {
        const { state } = this.#playground;
        this.#link.value = await linkTo(state, baseURL);
        this.#embed.value = await embedCode(state, baseURL);
    }

    /** @param {() => unknown} action what it throws is said */
    async #try(action) {
        try {
            setText(this.#said, '');
            await action();
        } catch (error) {
            setText(this.#said, /** @type {Error} */ (error).message);
        }
    }

    /** @param {HTMLInputElement|HTMLTextAreaElement} field @param {string} what */
    async #copy(field, what) {
        field.select();
        await navigator.clipboard.writeText(field.value).catch(() => {
            throw new Error('This page may not write to the clipboard: the text is selected, copy it by hand.');
        });
        setText(this.#said, `${what} was copied.`);
    }

    #download() {
        const { state } = this.#playground;
        const name = state.example || 'program';
        download(zipFolder(state, name), `${name}.zip`);
    }

    /** @param {{name: string, text: string}[]} files */
    async #open(files) {
        this.#playground.code = await encodeState(checkState({ ...this.#playground.state, example: '', files }));
        this.element.close();
    }
}

/** @param {EddyPlayground} playground @param {ShadowRoot} shadow */
export async function showShareDialog(playground, shadow) {
    const sheet = sheetOf(style);
    if (!shadow.adoptedStyleSheets.includes(sheet)) shadow.adoptedStyleSheets.push(sheet);
    const dialog = new ShareDialog(playground);
    await dialog.fill();
    shadow.append(dialog.element);
    dialog.element.showModal();
}
