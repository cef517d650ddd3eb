/** How the page looks and reads: themes, widths, and what axe-core finds. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { appears, assertAccessible, assertSilent, reaches, shows } from './browsers.js';
import { inBrowsers } from './in-browsers.js';

const RUN = 'eddy-playground >>> .run';

inBrowsers('the look of the page', (here) => {
    here.test('dark is chosen with the theme button, is drawn, and is remembered', '#gather', async ({ page }) => {
        await shows(page, 'gather');
        const colours = () =>
            page.evaluate(() => {
                const panel = document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.panel');
                const style = getComputedStyle(/** @type {Element} */ (panel));
                return [style.backgroundColor, style.color, getComputedStyle(document.body).backgroundColor];
            });
        await page.click('#theme'); // light
        const light = await colours();
        await page.click('#theme'); // dark
        const dark = await colours();
        for (const index of light.keys()) assert.notEqual(dark[index], light[index]);
        await page.reload();
        await shows(page, 'gather');
        assert.deepEqual(await colours(), dark);
        await page.click('#theme'); // and as the system has it
        assert.equal(await page.$eval('#theme', (button) => button.getAttribute('aria-label')), 'Theme: auto');
    });

    test('a phone’s width needs no scrolling sideways, and the menu unfolds', async () => {
        for (const width of [390, 360]) {
            const { page, log } = await here.open('#blocking', { width, height: 800 });
            await shows(page, 'Blocking and waiting');
            await page.click(RUN);
            await reaches(page, 'done');
            const overhang = await page.evaluate(
                () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
            );
            assert.equal(overhang, 0, `${width} px: ${overhang} px stand out`);
            assert.equal(await page.$eval('#menu', (menu) => menu.checkVisibility()), false);
            await page.click('#menu-button');
            await page.click('#menu a[href="./#cancel"]');
            await shows(page, 'Cancel a task');
            assert.equal(await page.$eval('#menu', (menu) => menu.checkVisibility()), false);
            assertSilent(log);
            await page.close();
        }
    });

    here.test('Run and Stop stay in sight on a phone', '#gather', async ({ page }) => {
        await shows(page, 'gather');
        for (const part of ['.pane', '.output']) {
            const seen = await page.evaluate((selector) => {
                const shadow = document.querySelector('eddy-playground')?.shadowRoot;
                shadow?.querySelector(selector)?.scrollIntoView({ block: 'start' });
                const box = shadow?.querySelector('.run')?.getBoundingClientRect();
                return box && box.top >= 0 && box.bottom <= innerHeight && box.height >= 44;
            }, part);
            assert.ok(seen, `Run is not in reach at ${part}`);
        }
    }, { width: 390, height: 640 });

    here.test('nothing is drawn in motion for who does not want it', '#gather', async ({ page }) => {
        await shows(page, 'gather');
        if (here.browserName === 'chromium') {
            await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
            const moving = await page.$eval(RUN, (run) => getComputedStyle(run).transitionDuration);
            assert.equal(moving, '0s');
        }
        const animated = await page.$$eval('eddy-playground >>> *', (all) =>
            all.filter((element) => getComputedStyle(element).animationName !== 'none').length,
        );
        assert.equal(animated, 0);
    });

    here.test('the reference is found, and reads at any width and in both themes', '', async ({ page }) => {
        await shows(page, 'gather');
        await Promise.all([page.waitForNavigation(), page.click('.bar .to-reference')]);
        assert.equal(await page.$eval('h1', (title) => title.textContent), 'Reference');
        /** @type {string[]} */
        const surfaces = [];
        for (const scheme of ['light', 'dark']) {
            await page.evaluate((chosen) => localStorage.setItem('eddy-theme', chosen), scheme);
            await page.reload();
            surfaces.push(await page.$eval('body', (body) => getComputedStyle(body).backgroundColor));
            for (const width of [1280, 390]) {
                await page.setViewport({ width, height: 800 });
                const wide = await page.evaluate(() => document.documentElement.scrollWidth);
                assert.ok(wide <= width, `${wide} px are wanted at ${width}`);
                await assertAccessible(page);
            }
        }
        assert.notEqual(surfaces[0], surfaces[1]);
        await page.click('#theme'); // after dark: as the system has it
        assert.equal(await page.$eval('#theme', (button) => button.getAttribute('aria-label')), 'Theme: auto');
        const isListed = () => page.$eval('.contents a', (link) => link.checkVisibility());
        await page.setViewport({ width: 390, height: 800 });
        await page.reload();
        assert.equal(await isListed(), false, 'on a phone the headers are folded');
        await page.click('.contents summary');
        assert.equal(await isListed(), true);
        await page.setViewport({ width: 1280, height: 800 });
        await page.reload();
        assert.equal(await isListed(), true);
        await page.goto(`${here.site}reference/#eddy_sleep`);
        const top = await page.$eval('#eddy_sleep', (name) => name.getBoundingClientRect().top);
        assert.ok(top > 56 && top < 800, `the name that the address has is shown: ${top}`);
    });

    here.test('which tool for which work: found, readable, and its links lead somewhere', '', async ({ page }) => {
        await shows(page, 'gather');
        const address = await page.$eval('.bar a[href="which-tool/"]', (link) => /** @type {any} */ (link).href);
        for (const scheme of ['light', 'dark']) {
            await page.evaluate((chosen) => localStorage.setItem('eddy-theme', chosen), scheme);
            await page.goto(address);
            for (const width of [1280, 390]) {
                await page.setViewport({ width, height: 800 });
                const wide = await page.evaluate(() => document.documentElement.scrollWidth);
                assert.ok(wide <= width, `${wide} px are wanted at ${width}`);
                await assertAccessible(page);
            }
        }
        const links = await page.$$eval('main a', (all) => all.map((link) => link.getAttribute('href') ?? ''));
        const named = (/** @type {string} */ start) =>
            links.filter((link) => link.startsWith(start)).map((link) => link.slice(start.length));
        assert.equal(named('../reference/#').length + named('../#').length, links.length);
        await page.goto(`${here.site}reference/`);
        for (const id of named('../reference/#')) assert.ok(await page.$(`#${id}`), `no ${id} in the reference`);
        for (const example of named('../#'))
            assert.equal((await fetch(`${here.site}examples/${example}.json`)).status, 200, example);
    });

    for (const scheme of /** @type {const} */ (['light', 'dark'])) {
        test(`axe finds nothing wrong: ${scheme}`, async () => {
            const { page } = await here.open('#cleanup', { scheme });
            await shows(page, 'Closed on every path');
            await assertAccessible(page);
            await page.click(RUN);
            await reaches(page, 'done');
            await appears(page, '.end.done');
            await assertAccessible(page);
            await page.click('eddy-playground >>> .table');
            await assertAccessible(page);
            await page.setViewport({ width: 390, height: 800 });
            await page.click('#menu-button');
            await assertAccessible(page);
            await page.close();
        });

        test(`axe finds nothing wrong where things went wrong: ${scheme}`, async () => {
            const { page } = await here.open('#gather', { scheme });
            await shows(page, 'gather');
            await page.evaluate(() => {
                const element = /** @type {any} */ (document.querySelector('eddy-playground'));
                element.src = 'programs/fails.wasm';
            });
            await page.click(RUN);
            await reaches(page, 'failed');
            await appears(page, '.end.failed');
            await assertAccessible(page);
            await page.close();
        });
    }
});
