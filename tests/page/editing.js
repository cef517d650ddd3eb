/** The page as somebody meets it who changes a program. */

import { appears } from './browsers.js';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('../../web/element/playground.js').EddyPlayground} EddyPlayground */

export const RUN = 'eddy-playground >>> .run';
/** Beyond a run's patience: a browser makes code of LLVM, on a machine that may be busy. */
export const COMPILING = 120_000;

/** Opens the editor by a click on the source. @param {Page} page */
export async function beginEdit(page) {
    await page.click('eddy-playground >>> .pane[data-language="C"] pre');
    await appears(page, '.cm-content');
}

/** Replaces the file that is shown, as by paste. @param {Page} page @param {string} text */
export async function replaceText(page, text) {
    await page.focus('eddy-playground >>> .cm-content');
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    await page.evaluate((pasted) => {
        const content = document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.cm-content');
        const paste = new Event('paste', { bubbles: true, cancelable: true });
        // not every browser lets a script fill a ClipboardEvent
        Object.defineProperty(paste, 'clipboardData', { value: { getData: () => pasted, files: [] } });
        content?.dispatchEvent(paste);
    }, text);
}

/** @param {Page} page @param {string} phase after compiling */
export async function runsTo(page, phase) {
    const wait = page.waitForFunction(
        (wanted) => /** @type {EddyPlayground|null} */ (document.querySelector('eddy-playground'))?.phase === wanted,
        { timeout: COMPILING },
        phase,
    );
    await wait.catch(async (error) => {
        const text = await page.$eval('eddy-playground >>> .controls', (controls) => controls.textContent);
        throw new Error(`the run did not become "${phase}": ${error.message}\nit says: ${text}\n${(await problemsOf(page)).join('\n')}`);
    });
}

/** The problems as they are listed. @param {Page} page @returns {Promise<string[]>} */
export function problemsOf(page) {
    return page.$$eval('eddy-playground >>> .problem', (all) =>
        all.map((entry) => [...entry.children].map((part) => part.textContent).join(' ')),
    );
}

/** Waits until the address holds the program that is shown. @param {Page} page */
export async function addressFollows(page) {
    await page.waitForFunction(async () => {
        const element = /** @type {EddyPlayground|null} */ (document.querySelector('eddy-playground'));
        if (!location.hash.startsWith('#code=1.')) return false;
        const packed = atob(location.hash.slice('#code=1.'.length).replaceAll('-', '+').replaceAll('_', '/'));
        const bytes = Uint8Array.from(packed, (character) => character.charCodeAt(0));
        const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
        const text = await new Response(stream).text().catch(() => '');
        return text !== '' && text === JSON.stringify(element?.state);
    });
}
