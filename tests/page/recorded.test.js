/** The runs that are recorded with the site: each example has one, opens with it, and says what to look
 * for. */

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { readRun } from '../../web/element/saved-run.js';
import { says } from './browsers.js';
import { inBrowsers } from './in-browsers.js';

const folder = new URL('../../build/site/examples/', import.meta.url);
/** @type {{examples: {name: string, look: string, at?: number}[]}[]} */
const groups = JSON.parse(await readFile(new URL('../../web/examples/examples.json', import.meta.url), 'utf8'));
const examples = groups.flatMap((group) => group.examples);

/** @param {string} name */
const recorded = async (name) => readRun(JSON.parse(await readFile(new URL(`${name}.run.json`, folder), 'utf8')));

test('every example has a sentence of what to look for, and a recorded run that ended well', async () => {
    const files = (await readdir(folder)).filter((file) => file.endsWith('.run.json'));
    assert.deepEqual(files.sort(), examples.map(({ name }) => `${name}.run.json`).sort());
    for (const { name, look, at } of examples) {
        const run = await recorded(name);
        assert.equal(run.phase, 'done', name);
        assert.ok(run.history.length > 10, name);
        assert.match(look, /^[A-Z].{30,}[.]$/s, name);
        if (at !== undefined) assert.ok(at <= run.time, `${name} opens at ${at} of ${run.time} s`);
    }
});

inBrowsers('recorded runs', (here) => {
    here.test('every example opens with its run, at its instant, before anything of WebAssembly', `#${examples[0].name}`, async ({ page, log }) => {
        for (const { name, look, at } of examples) {
            await page.evaluate((hash) => (location.hash = hash), name);
            await page.waitForFunction((wanted) => {
                const element = /** @type {any} */ (document.querySelector('eddy-playground'));
                return element?.phase === 'recorded' && location.hash === `#${wanted}` && element.example === wanted;
            }, {}, name);
            const opening = look.slice(0, 24).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
            await says(page, '.readout', new RegExp(`^${opening}`));
            if (at !== undefined) await says(page, '.place', new RegExp(`^${at.toFixed(3)} s$`));
        }
        assert.deepEqual(log.requests.filter((url) => /\.wasm$|\/worker/.test(url)), []);
    });
});
