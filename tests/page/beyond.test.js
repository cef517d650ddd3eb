/** What lies around a program: Python beside it, the dialog that shares it, and no network at all. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { strFromU8, unzipSync } from 'fflate';

import { appears, assertAccessible, assertSilent, outputOf, says, shows } from './browsers.js';
import { addressFollows, beginEdit, replaceText, RUN, runsTo } from './editing.js';
import { inBrowsers } from './in-browsers.js';
import { serveFilesOnly } from './site.js';

inBrowsers('around a program', (here) => {
    here.test('an example’s Python runs, and is compared with its C', '#gather', async ({ page, log }) => {
        await shows(page, 'gather');
        assert.deepEqual(log.requests.filter((url) => /pyodide|python/.test(url)), []);
        await page.click('eddy-playground >>> .pane[data-language="Python"] button');
        await page.waitForFunction(
            () => document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.python-said')?.textContent?.includes('C and Python'),
            { timeout: 60_000 },
        );
        const said = await page.$eval('eddy-playground >>> .python-said', (element) => element.textContent);
        assert.equal(said, 'C and Python print the same 3 lines in the same order.');
        const lines = await page.$$eval('eddy-playground >>> .python-lines .line', (all) =>
            all.map((line) => [...line.children].map((part) => part.textContent).join(' ')),
        );
        assert.deepEqual(lines, ['0.300 A done', '0.300 B done', '0.300 C done']);
        await assertAccessible(page);
    });

    test('the dialog has a link and an embed code that lead to the program', async () => {
        const { page, log } = await here.open('#interleave');
        await shows(page, 'Two tasks take turns');
        await beginEdit(page);
        await replaceText(page, '#include <stdio.h>\nint main(void) {\n    puts("shared");\n}\n');
        await addressFollows(page);
        await page.evaluate(() => {
            const shadow = document.querySelector('eddy-playground')?.shadowRoot;
            const tools = [...(shadow?.querySelectorAll('.tool') ?? [])];
            /** @type {HTMLElement|undefined} */ (tools.find((tool) => tool.textContent === 'Share'))?.click();
        });
        await appears(page, 'dialog[open]');
        await assertAccessible(page);
        const value = (/** @type {string} */ field) =>
            page.$eval(`eddy-playground >>> [name="${field}"]`, (input) => /** @type {HTMLInputElement} */ (input).value);
        const link = await value('link');
        const embed = await value('embed');
        assert.equal(link, page.url());
        const [, code] = /<eddy-playground code="(1\.[\w-]+)">/.exec(embed) ?? [];
        assert.ok(link.endsWith(code), embed);
        assert.ok(embed.includes(`src="${here.site}playground.js"`), embed);
        await page.close();
        const { page: other } = await here.open(link);
        await appears(other, '.pane[data-language="C"] pre');
        await other.click(RUN);
        await runsTo(other, 'done');
        assert.deepEqual(await outputOf(other), ['0.000  shared']);
        assertSilent(log);
        await other.close();
    });

    test('the dialog copies link and embed code, and hands out the folder', async () => {
        const { page, log } = await here.open('#gather');
        await shows(page, 'gather');
        await page.evaluate(() => {
            const here = /** @type {any} */ (window);
            here.copied = [];
            Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (/** @type {string} */ text) => here.copied.push(text) } });
            const makeURL = URL.createObjectURL;
            URL.createObjectURL = (/** @type {any} */ blob) => {
                here.blob = blob;
                return makeURL(blob);
            };
            HTMLAnchorElement.prototype.click = function () { // a browser without a window has nowhere to put it
                here.download = this.download;
            };
        });
        const click = (/** @type {string} */ words) => page.evaluate((wanted) => {
            const buttons = [...(document.querySelector('eddy-playground')?.shadowRoot?.querySelectorAll('button') ?? [])];
            /** @type {HTMLElement|undefined} */ (buttons.find((button) => button.textContent === wanted))?.click();
        }, words);
        await click('Share');
        await appears(page, 'dialog[open]');
        await click('Copy link');
        await says(page, '.said', /^The link was copied\.$/);
        await click('Copy embed code');
        await says(page, '.said', /^The embed code was copied\.$/);
        const value = (/** @type {string} */ field) =>
            page.$eval(`eddy-playground >>> [name="${field}"]`, (input) => /** @type {HTMLInputElement} */ (input).value);
        assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).copied), [await value('link'), await value('embed')]);
        await click('Download folder');
        const { name, bytes } = await page.evaluate(async () => {
            const { download, blob } = /** @type {any} */ (window);
            return { name: download, bytes: [...new Uint8Array(await blob.arrayBuffer())] };
        });
        assert.equal(name, 'gather.zip');
        const files = unzipSync(Uint8Array.from(bytes));
        assert.deepEqual(Object.keys(files).sort(), ['gather/Makefile', 'gather/gather.c', 'gather/knob.h']);
        assert.match(strFromU8(files['gather/gather.c']), /eddy_gather/);
        assertSilent(log);
        await page.close();
    });

    test('a file of the reader’s is opened, and one that is no C is refused', async () => {
        const { page } = await here.open('#gather');
        await shows(page, 'gather');
        await page.evaluate(() => {
            const shadow = document.querySelector('eddy-playground')?.shadowRoot;
            const tools = [...(shadow?.querySelectorAll('.tool') ?? [])];
            /** @type {HTMLElement|undefined} */ (tools.find((tool) => tool.textContent === 'Share'))?.click();
        });
        await appears(page, 'dialog[open]');
        const choose = (/** @type {string} */ file, /** @type {string} */ text) =>
            page.$eval(
                'eddy-playground >>> dialog input[type="file"]',
                (input, chosen, content) => {
                    const data = new DataTransfer();
                    data.items.add(new File([content], chosen));
                    /** @type {HTMLInputElement} */ (input).files = data.files;
                    input.dispatchEvent(new Event('change'));
                },
                file,
                text,
            );
        await choose('notes.txt', 'no C');
        await page.waitForFunction(() =>
            document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.said')?.textContent?.includes('“notes.txt” is no C file'),
        );
        await choose('mine.c', '#include <stdio.h>\nint main(void) { puts("mine"); }\n');
        await page.waitForFunction(() =>
            document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.file')?.textContent === 'mine.c',
        );
        await page.click(RUN);
        await runsTo(page, 'done');
        assert.deepEqual(await outputOf(page), ['0.000  mine']);
        await page.close();
    });

    test('after one visit the page opens without a network, and runs; it compiles if it did on that visit', async () => {
        const plain = await serveFilesOnly(here.root);
        const { page } = await here.open(`${plain.url}site/#gather`);
        await shows(page, 'gather');
        await beginEdit(page);
        await replaceText(page, '#include <stdio.h>\nint main(void) {\n    puts("online");\n}\n');
        await page.click(RUN);
        await runsTo(page, 'done');
        await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
        await page.waitForFunction(async () => {
            const kept = await (await caches.open('eddy-assets')).keys();
            return kept.filter(({ url }) => url.includes('/compiler/')).length >= 6;
        });
        await plain.close();
        await page.goto(`${plain.url}site/#interleave`);
        await page.reload();
        await shows(page, 'Two tasks take turns');
        await page.click(RUN);
        await runsTo(page, 'done');
        await beginEdit(page);
        await replaceText(page, '#include <stdio.h>\nint main(void) {\n    puts("offline");\n}\n');
        await page.click(RUN);
        await runsTo(page, 'done');
        assert.deepEqual(await outputOf(page), ['0.000  offline']);
        await page.close();
    });
});
