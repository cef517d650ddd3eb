/** The timeline by touch, on a phone: one finger pans, two pinch, a tap selects. Chromium alone lets a
 * test put fingers on the glass. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertSilent, reaches, textOf } from './browsers.js';
import { inBrowsers } from './in-browsers.js';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {{x: number, y: number}} Point */

const STAGE = 'eddy-playground >>> .stage:not([hidden])';
/** Of the names beside the lanes, on a phone; of the axis; of a lane. In pixels. */
const [HEAD, AXIS, ROW] = [104, 24, 26];

/** Puts fingers down, moves them together in some steps, and lifts them.
 * @param {Page} page @param {Point[]} from a finger each @param {Point[]} [to] */
async function touch(page, from, to = from) {
    const session = await page.createCDPSession();
    const send = (/** @type {'touchStart'|'touchMove'|'touchEnd'} */ type, /** @type {Point[]} */ points) =>
        session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map((point, id) => ({ ...point, id })) });
    await send('touchStart', from);
    if (to !== from) {
        const steps = 8;
        for (let step = 1; step <= steps; step += 1) {
            const part = step / steps;
            await send('touchMove', from.map(({ x, y }, finger) => ({
                x: x + (to[finger].x - x) * part,
                y: y + (to[finger].y - y) * part,
            })));
        }
    }
    await send('touchEnd', []);
    await session.detach();
}

/** A phone that shows the recorded run of gather. @param {import('./in-browsers.js').Here} here */
async function openOnPhone(here) {
    const { page, log } = await here.open('#gather', { width: 390, height: 844 });
    await page.setViewport({ width: 390, height: 844, hasTouch: true, isMobile: true });
    await page.reload();
    await reaches(page, 'recorded');
    const middle = () => page.$eval(STAGE, (stage) => {
        stage.scrollIntoView({ block: 'center', behavior: 'instant' });
        const { left, top } = stage.getBoundingClientRect();
        return { left, top };
    });
    const box = await middle();
    /** On a lane, so many pixels right of the names. @param {number} x @param {number} [lane] */
    const at = (x, lane = 3) => ({ x: box.left + HEAD + x, y: box.top + AXIS + ROW * (lane + 0.5) });
    /** The time at that place, as the cursor tells it after a tap. @param {number} x */
    const timeAt = async (x) => {
        const { x: left, y } = at(x);
        await page.evaluate(() => {
            const place = document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.place');
            if (place) place.textContent = '';
        });
        await touch(page, [{ x: left, y }]);
        await page.waitForFunction(() =>
            document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.place')?.textContent !== '');
        return parseFloat(await textOf(page, '.place'));
    };
    return { page, log, at, timeAt };
}

inBrowsers('the timeline by touch', (here) => {
    const options = here.browserName === 'chromium' ? {} : { skip: 'there is no protocol for fingers' };

    test('a tap selects the task and moves the cursor there', options, async () => {
        const { page, log, at, timeAt } = await openOnPhone(here);
        const early = await timeAt(60);
        const late = await timeAt(110);
        assert.ok(early > 0 && late > early && late < 0.3, `${early}, then ${late}`);
        await touch(page, [at(60, 2)]);
        await page.$eval('eddy-playground >>> .tab:nth-child(2)', (tab) => /** @type {HTMLElement} */ (tab).click());
        await page.waitForFunction(() =>
            document.querySelector('eddy-playground')?.shadowRoot?.querySelector('.tree [aria-pressed="true"] b')?.textContent === 'work-2');
        assertSilent(log);
        await page.close();
    });

    test('two fingers zoom, about the place between them; one finger pans', options, async () => {
        const { page, log, at, timeAt } = await openOnPhone(here);
        const before = { left: await timeAt(50), middle: await timeAt(100), right: await timeAt(150) };
        await touch(page, [at(85), at(115)], [at(40), at(160)]);
        const zoomed = { left: await timeAt(50), middle: await timeAt(100), right: await timeAt(150) };
        assert.ok(zoomed.right - zoomed.left < (before.right - before.left) / 2, JSON.stringify({ before, zoomed }));
        assert.ok(Math.abs(zoomed.middle - before.middle) < 0.02, 'what was between the fingers stays there');
        await touch(page, [at(150)], [at(50)]);
        const panned = await timeAt(50);
        assert.ok(Math.abs(panned - zoomed.right) < 0.01, `${panned} is where ${zoomed.right} was`);
        await touch(page, [at(40), at(160)], [at(95), at(105)]);
        assert.ok((await timeAt(150)) - (await timeAt(50)) > zoomed.right - zoomed.left, 'and out again');
        assertSilent(log);
        await page.close();
    });

    test('a finger on the axis moves the cursor; up and down over the lanes scrolls the page', options, async () => {
        const { page, log, at } = await openOnPhone(here);
        await touch(page, [at(30, -1)], [at(120, -1)]);
        const time = parseFloat(await textOf(page, '.place'));
        assert.ok(time > 0.1 && time < 0.25, `${time}`);
        const scrolled = () => page.evaluate(() => scrollY);
        const start = await scrolled();
        await touch(page, [at(80, 5)], [at(80, -4)]);
        await page.waitForFunction((from) => scrollY > from + 50, {}, start);
        assert.equal(parseFloat(await textOf(page, '.place')), time, 'to scroll is not to tap');
        assertSilent(log);
        await page.close();
    });

    test('a thousand lanes scroll within the timeline, which stays smaller than the window', options, async () => {
        const { page, log } = await here.open('#ten-thousand', { width: 390, height: 844 });
        await reaches(page, 'recorded');
        const { height, content } = await page.$eval(STAGE, (stage) => ({ height: stage.clientHeight, content: stage.scrollHeight }));
        assert.ok(height < 600 && content > 20_000, `${height} of ${content} px`);
        assertSilent(log);
        await page.close();
    });

    test('what is touched is large enough', options, async () => {
        const { page, log } = await openOnPhone(here);
        const small = await page.evaluate(() => {
            const shadow = document.querySelector('eddy-playground')?.shadowRoot;
            const all = [...(shadow?.querySelectorAll('button, select, input') ?? []), ...document.querySelectorAll('button, nav a')];
            return all
                .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height > 0)
                .map((element) => ({ name: element.getAttribute('aria-label') ?? element.textContent, box: element.getBoundingClientRect() }))
                .filter(({ box }) => box.height < 40 || box.width < 36)
                .map(({ name, box }) => `${name}: ${box.width} × ${box.height}`);
        });
        assert.deepEqual(small, []);
        assertSilent(log);
        await page.close();
    });
});
