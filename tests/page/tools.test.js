/** What is around the timeline: playing, the editor's lines, files to save, schedules of any program; and
 * the page by keyboard alone. */

import assert from 'node:assert/strict';

import { appears, assertAccessible, reaches, says, textOf } from './browsers.js';
import { beginEdit } from './editing.js';
import { inBrowsers } from './in-browsers.js';

/** @typedef {import('puppeteer-core').Page} Page */

/** Chooses what to save as, and returns what the browser would save. @param {Page} page
 * @param {string} title */
async function save(page, title) {
    return page.evaluate(async (wanted) => {
        const shadow = document.querySelector('eddy-playground')?.shadowRoot;
        const original = URL.createObjectURL;
        const saved = new Promise((resolve) => {
            URL.createObjectURL = (blob) => {
                resolve(blob);
                return 'about:blank#nothing-is-downloaded';
            };
        });
        HTMLAnchorElement.prototype.click = () => {};
        const items = /** @type {HTMLElement[]} */ ([...(shadow?.querySelectorAll('.menu button') ?? [])]);
        items.find((item) => item.textContent === wanted)?.click();
        const blob = /** @type {Blob} */ (await saved);
        URL.createObjectURL = original;
        if (blob.type !== 'image/png') return { type: blob.type, text: await blob.text() };
        const bitmap = await createImageBitmap(blob);
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
        context.drawImage(bitmap, 0, 0);
        const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        const colours = new Set(new Uint32Array(data.buffer));
        return { type: blob.type, width: bitmap.width, height: bitmap.height, colours: colours.size };
    }, title);
}

inBrowsers('around the timeline', (here) => {
    here.test('a run plays to its end at real speed, by the space bar too', '#gather', async ({ page }) => {
        await reaches(page, 'recorded');
        await page.select('eddy-playground >>> .speed', '1');
        await page.click('eddy-playground >>> [aria-label="To the start"]');
        await says(page, '.place', /^0\.000 s$/);
        await page.focus('eddy-playground >>> .stage:not([hidden])');
        await page.keyboard.press(' ');
        await appears(page, '.play[aria-label="Pause"]');
        await says(page, '.place', /^0\.300 s$/);
        await appears(page, '.play[aria-label="Play"]');
        await says(page, '.log', /A done.*B done.*C done/);
    });

    here.test('a search says how many lanes it finds; p and n go from run to run of the selected task', '#task-group', async ({ page }) => {
        await reaches(page, 'recorded');
        await page.focus('eddy-playground >>> .stage:not([hidden])');
        await page.keyboard.press('/');
        await page.keyboard.type('get');
        await says(page, '.readout', /^5 lanes with “get” in the name$/);
        await says(page, '[role="status"].hidden-text', /^5 lanes/);
        await page.keyboard.press('Enter');
        await page.keyboard.press('ArrowDown'); // from main to get-2
        await page.keyboard.press('Enter');
        await page.keyboard.down('Shift');
        await page.keyboard.press('Home');
        await page.keyboard.up('Shift');
        for (const place of [/^0\.000 s, get-2: run$/, /^0\.200 s, get-2: run$/]) {
            await page.keyboard.press('n');
            await says(page, '[role="status"].hidden-text', place);
        }
        await page.keyboard.press('p');
        await says(page, '[role="status"].hidden-text', /^0\.000 s, get-2: run$/);
    });

    here.test('the editor marks the lines at which tasks stand, at the cursor', '#gather', async ({ page }) => {
        await reaches(page, 'recorded');
        await beginEdit(page);
        await appears(page, '.cm-stands');
        assert.match(await textOf(page, '.cm-stands'), /eddy_sleep\(self->delay\)/);
        const tasks = () => page.$$eval('eddy-playground >>> .cm-stands', (lines) => lines.map((line) => line.getAttribute('data-tasks')));
        assert.deepEqual(await tasks(), ['work-3', 'main']);
        await page.focus('eddy-playground >>> .stage:not([hidden])');
        await page.keyboard.down('Shift');
        await page.keyboard.press('Home');
        await page.keyboard.up('Shift');
        await page.waitForFunction(() =>
            document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.cm-stands') === null);
    });

    here.test('the timeline is saved as a picture: SVG, and PNG with everything in it', '#task-group', async ({ page }) => {
        await reaches(page, 'recorded');
        const svg = await save(page, 'Picture (SVG)');
        assert.equal(svg.type, 'image/svg+xml');
        assert.match(svg.text ?? '', /^<svg .*save-7.*<\/svg>$/s);
        const png = await save(page, 'Picture (PNG)');
        assert.equal(png.type, 'image/png');
        const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg.text ?? '') ?? [];
        assert.deepEqual([png.width, png.height], [2 * Number(width), 2 * Number(height)]);
        assert.ok((png.colours ?? 0) > 20, `${png.colours} colours`);
        const trace = await save(page, 'Trace for Perfetto (JSON)');
        assert.ok(JSON.parse(trace.text ?? '').traceEvents.length > 50);
        const records = await save(page, 'Records as JSON');
        assert.equal(JSON.parse(records.text ?? '')[0].kind, 'begin');
        const run = await save(page, 'Run, to open again (JSON)');
        assert.equal(JSON.parse(run.text ?? '').format, 'eddy-run');
    });

    here.test('every stop of Tab has a name, and the focus is seen there', '#deadlock', async ({ page }) => {
        await reaches(page, 'recorded');
        await page.click('eddy-playground >>> .to-schedules');
        await page.focus('.skip');
        const stops = [];
        for (let presses = 0; presses < 150; presses += 1) {
            await page.keyboard.press('Tab');
            const stop = /** @type {{name: string, isSeen: boolean, tag: string}|null} */ (await page.evaluate(`(() => {
                let active = document.activeElement;
                while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
                if (!active || active === document.body) return null;
                const label = active.labels?.[0]?.textContent ?? active.closest('label')?.textContent;
                const name = active.getAttribute('aria-label') ?? (active.textContent?.trim() || label) ?? '';
                const shown = active.matches('.clock input') ? active.nextElementSibling : active;
                const { outlineStyle, outlineWidth } = getComputedStyle(shown);
                return { name: name.trim(), tag: active.tagName, isSeen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 };
            })()`));
            if (!stop) break;
            stops.push(stop);
        }
        assert.ok(stops.length > 45, `${stops.length} stops`);
        assert.deepEqual(stops.filter(({ name, isSeen }) => name === '' || !isSeen), []);
        const names = stops.map(({ name }) => name).join(', ');
        for (const name of ['Run', 'Schedules', 'Try 1,000 schedules', 'Find a task', 'Table', 'Save', 'Keys', 'Play', 'Cursor', 'Speed of playing', 'State'])
            assert.ok(names.includes(name), `Tab does not lead to ${name}: ${names}`);
        await assertAccessible(page);
    });

    here.test('the sheet of keys tells all that the timeline hears', '#gather', async ({ page }) => {
        await reaches(page, 'recorded');
        await page.focus('eddy-playground >>> .stage:not([hidden])');
        await page.keyboard.press('?');
        const keys = await page.$$eval('eddy-playground >>> .sheet kbd', (all) => all.map((key) => key.textContent));
        assert.ok(keys.every((key) => key !== ''));
        for (const key of ['←', '→', '↑', '↓', 'Home', 'End', 'Enter', ',', '.', '<', '>', 'p', 'n', 'Space', '+', '−', '0', 'z', 'a', 'd', '/', 't', '?', 'Escape'])
            assert.ok(keys.includes(key), `the sheet has no ${key}`);
    });
});
