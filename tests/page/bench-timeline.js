/** How smooth the timeline is: a made-up run of 1,000 tasks and 100,000 events, panned and zoomed in
 * Chromium. Prints what a picture costs to draw, and the frames in a second. Not a test: it judges
 * nothing.
 *
 *     node tests/page/bench-timeline.js
 */

import { launch, open, reaches } from './browsers.js';
import { makeRoot, serve } from './site.js';

const TASKS = 1000;
const EVENTS = 100_000;
const RECORD = 32;

/** A saved run in which tasks sleep, wake and run in turn. */
function madeUpRun() {
    const view = new DataView(new ArrayBuffer((EVENTS + 2 * TASKS + 6) * RECORD));
    let at = 0;
    /** @param {number} time @param {number} kind @param {number} task @param {{detail?: number, other?: number, value?: number}} [more] */
    const record = (time, kind, task, { detail = 0, other = 0, value = 0 } = {}) => {
        view.setFloat64(at, time, true);
        view.setUint16(at + 8, kind, true);
        view.setUint16(at + 10, detail, true);
        view.setUint32(at + 12, task, true);
        view.setUint32(at + 16, other, true);
        view.setInt32(at + 24, value, true);
        at += RECORD;
    };
    record(0, 1, 0, { detail: 2, value: 2 });
    for (let task = 1; task <= TASKS; task += 1) record(0, 3, task, { other: task > 1 ? 1 + (task % 10) * Number(task > 10) : 0 });
    let time = 0;
    for (let event = 0; event < EVENTS; event += 6) {
        const step = event / 6;
        const task = 1 + (step * 7919) % TASKS;
        time += 0.0004;
        record(time, 15, task, { detail: 1 }); // its timer fires
        record(time, 11, task, { detail: 1 }); // … and makes it
        record(time, 7, task, { detail: 1, other: 1 + (step * 31) % TASKS }); // ready
        record(time, 5, task); // it runs
        record(time + 0.0002, 14, task, { detail: 1, other: Math.round((time + 0.4) * 1e9) % 2 ** 32 }); // sets a timer
        record(time + 0.0002, 6, task, { detail: 1, value: 400_000 }); // and waits for it
    }
    const trace = Buffer.from(view.buffer, 0, at).toString('base64');
    const result = { status: 0, stopped: false, error: null, time: time + 0.1 };
    return { format: 'eddy-run', version: 1, name: 'made-up', clock: 'virtual', seed: null, parameters: {}, trace, lines: [], result };
}

const root = await makeRoot();
const server = await serve(root.root);
const browser = await launch('chromium');
try {
    const { page } = await open(browser, `${server.url}#gather`, { width: 1600, height: 1000 });
    await reaches(page, 'recorded');
    const measured = await page.evaluate(async (saved) => {
        const shadow = /** @type {ShadowRoot} */ (document.querySelector('eddy-playground')?.shadowRoot);
        const input = /** @type {HTMLInputElement} */ (shadow.querySelector('input[type="file"]'));
        const transfer = new DataTransfer();
        transfer.items.add(new File([saved], 'run.json'));
        input.files = transfer.files;
        const before = performance.now();
        const opened = new Promise((resolve) => document.addEventListener('eddy-opened', resolve, { once: true }));
        input.dispatchEvent(new Event('change'));
        await opened;
        const opening = performance.now() - before;
        const stage = /** @type {HTMLElement} */ (shadow.querySelector('.stage:not([hidden])'));
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        for (let i = 0; i < 10; i += 1) await frame();
        /** @param {(i: number) => void} act */
        const watch = async (act) => {
            /** @type {number[]} */
            const gaps = [];
            let last = performance.now();
            for (let i = 0; i < 180; i += 1) {
                act(i);
                await frame();
                const now = performance.now();
                gaps.push(now - last);
                last = now;
            }
            gaps.sort((a, b) => a - b);
            const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
            return { framesPerSecond: 1000 / mean, median: gaps[90], p95: gaps[171] };
        };
        const wheel = (/** @type {WheelEventInit} */ init) => stage.dispatchEvent(new WheelEvent('wheel', { clientX: 700, clientY: 700, cancelable: true, bubbles: true, ...init }));
        const fitted = await watch((i) => (stage.scrollTop = i * 40));
        for (let i = 0; i < 12; i += 1) wheel({ deltaY: -100, ctrlKey: true });
        const panned = await watch((i) => wheel({ deltaX: i < 90 ? 25 : -25 }));
        const zoomed = await watch((i) => wheel({ deltaY: i % 60 < 30 ? -30 : 30, ctrlKey: true }));
        const slider = /** @type {HTMLInputElement} */ (shadow.querySelector('.position'));
        const scrubbed = await watch((i) => {
            slider.value = String(Math.floor(((i * 7919) % 180) / 180 * 100_000));
            slider.dispatchEvent(new Event('input'));
        });
        return { opening, 'scroll 1,000 lanes, all in sight': fitted, pan: panned, zoom: zoomed, 'seek at random': scrubbed };
    }, JSON.stringify(madeUpRun()));
    for (const [what, value] of Object.entries(measured)) {
        if (typeof value === 'number') console.log(`${what}: ${value.toFixed(0)} ms`);
        else console.log(`${what}: ${value.framesPerSecond.toFixed(1)} frames/s, median ${value.median.toFixed(1)} ms, 95 % within ${value.p95.toFixed(1)} ms`);
    }
} finally {
    await browser.close();
    await server.close();
    await root.remove();
}
