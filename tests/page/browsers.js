/** Chromium and Firefox for the tests of the page, and the page as a person meets it. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import puppeteer from 'puppeteer-core';

/** @typedef {import('puppeteer-core').Browser} Browser */
/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('../../web/element/playground.js').EddyPlayground} EddyPlayground */

const PATIENCE = 20_000;

/** @type {Record<string, import('puppeteer-core').LaunchOptions>} */
const BROWSERS = {
    chromium: {
        browser: 'chrome',
        executablePath: process.env.EDDY_CHROMIUM ?? '/usr/bin/chromium',
        args: [
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
        ],
    },
    firefox: {
        browser: 'firefox',
        executablePath: process.env.EDDY_FIREFOX ?? '/usr/bin/firefox-esr',
    },
};

/** @param {string} name @returns {import('puppeteer-core').LaunchOptions} */
export const options = (name) => BROWSERS[name];

export const browserNames = Object.keys(BROWSERS);

/** @param {string} name @returns {Promise<Browser>} with a profile of its own */
export function launch(name) {
    return puppeteer.launch({ headless: true, protocolTimeout: 3 * PATIENCE, ...BROWSERS[name] });
}

/** What a page complained about. @typedef {{complaints: string[], requests: string[]}} Log */

/**
 * Opens a page, waits for its elements to show what they shall, and has it watched.
 * @param {Browser} browser
 * @param {string} url
 * @param {{width?: number, height?: number, scheme?: 'light'|'dark'}} [options]
 * @returns {Promise<{page: Page, log: Log}>}
 */
export async function open(browser, url, { width = 1280, height = 800, scheme = 'light' } = {}) {
    const page = await browser.newPage();
    /** @type {Log} */
    const log = { complaints: [], requests: [] };
    page.setDefaultTimeout(PATIENCE);
    page.on('request', (request) => log.requests.push(request.url()));
    page.on('pageerror', (error) => log.complaints.push(String(error)));
    page.on('console', (message) => {
        if (!['error', 'warn'].includes(message.type())) return;
        const where = message.location().url ?? '';
        if (/api\/users\/nobody/.test(where)) return; // the example's own 404, reported by the browser
        log.complaints.push(`${message.text()} ${where}`);
    });
    await page.setViewport({ width, height });
    if (scheme === 'dark') {
        await page.evaluateOnNewDocument(() => {
            if (location.protocol !== 'about:') localStorage.setItem('eddy-theme', 'dark'); // the empty page has none
        });
    }
    await page.goto(url);
    await page.waitForFunction(() => customElements.get('eddy-playground') !== undefined);
    clickRunLikeAPerson(page);
    return { page, log };
}

/** Run can be pressed, and stands still, when the program is there: who clicks before does nothing, or
 * hits what has taken its place. @param {Page} page whose click() waits for that */
function clickRunLikeAPerson(page) {
    const click = page.click.bind(page);
    /** @type {Page['click']} */
    page.click = async (selector, options) => {
        if (selector.endsWith('.run')) await standsStill(page, selector);
        await click(selector, options);
    };
}

/** @param {Page} page @param {string} selector of a button */
async function standsStill(page, selector) {
    const until = Date.now() + PATIENCE;
    for (let before = '', now = ''; !now || now !== before;) {
        if (Date.now() > until) throw new Error(`${selector} is not there, or cannot be pressed`);
        before = now;
        const button = await page.$(selector);
        now = await button?.evaluate(async (element) => {
            await new Promise((resolve) => setTimeout(resolve, 20)); // a frame, in which it may move
            const { x, y } = element.getBoundingClientRect();
            return /** @type {HTMLButtonElement} */ (element).disabled ? '' : `${x} ${y}`;
        }) ?? '';
        await button?.dispose();
    }
}

/** @param {Log} log */
export function assertSilent(log) {
    assert.deepEqual(log.complaints, [], 'the console has errors');
}

/** Waits until the element is in this phase. @param {Page} page @param {string} phase
 * @param {number} [index] of several elements */
export async function reaches(page, phase, index = 0) {
    const wait = page.waitForFunction(
        (wanted, at) => {
            const all = /** @type {NodeListOf<EddyPlayground>} */ (
                document.querySelectorAll('eddy-playground')
            );
            return all[at]?.phase === wanted;
        },
        {},
        phase,
        index,
    );
    await wait.catch(async (error) => {
        const text = await page.$eval('eddy-playground >>> .root', (root) => root.textContent);
        throw new Error(`the element did not become "${phase}": ${error.message}\nit shows: ${text}`);
    });
}

/** Waits until the element's inside has something that the selector finds. (waitForSelector watches
 * the document, and does not hear of changes in a shadow root.) @param {Page} page
 * @param {string} selector */
export async function appears(page, selector) {
    await page.waitForFunction(
        (wanted) => document.querySelector('eddy-playground')?.shadowRoot?.querySelector(wanted),
        {},
        selector,
    );
}

/** The text of what the selector finds in the element. @param {Page} page @param {string} selector */
export const textOf = (page, selector) =>
    page.$eval(`eddy-playground >>> ${selector}`, (element) => element.textContent ?? '');

/** Waits until what the selector finds in the element says so. @param {Page} page
 * @param {string} selector @param {RegExp} pattern */
export async function says(page, selector, pattern) {
    const wait = page.waitForFunction(
        (wanted, source) => {
            const found = document.querySelector('eddy-playground')?.shadowRoot?.querySelector(wanted);
            return new RegExp(source).test(found?.textContent ?? '');
        },
        {},
        selector,
        pattern.source,
    );
    await wait.catch(async () => assert.match(await textOf(page, selector), pattern));
}

/** The lines of the output as they are shown, blanks in one. @param {Page} page
 * @param {number} [index] @returns {Promise<string[]>} "0.300 main A done" */
export function outputOf(page, index = 0) {
    return page.evaluate((at) => {
        const { shadowRoot } = document.querySelectorAll('eddy-playground')[at];
        const lines = [...(shadowRoot?.querySelectorAll('.log .line') ?? [])];
        return lines.map((line) => [...line.children].map((cell) => cell.textContent).join(' '));
    }, index);
}

/** Waits until the output shows this many lines, and returns them. @param {Page} page
 * @param {number} count @param {number} [index] */
export async function outputLines(page, count, index = 0) {
    await page.waitForFunction(
        (wanted, at) => {
            const { shadowRoot } = document.querySelectorAll('eddy-playground')[at];
            return (shadowRoot?.querySelectorAll('.log .line').length ?? 0) >= wanted;
        },
        {},
        count,
        index,
    );
    return outputOf(page, index);
}

/** Waits until what has changed is drawn: changes are gathered, and drawn in the next frame. @param {Page} page */
export const drawn = (page) =>
    page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** Waits until the page shows this example. @param {Page} page @param {string} title */
export async function shows(page, title) {
    await page.waitForFunction(
        (wanted) =>
            document.querySelector('eddy-playground')?.shadowRoot?.querySelector('h2')?.textContent ===
            wanted,
        {},
        title,
    );
}

/** Presses Tab until what has the focus satisfies the test; a person would give up at some time too.
 * @param {Page} page @param {(element: Element) => boolean} test runs in the page */
export async function tabTo(page, test) {
    for (let presses = 0; presses < 80; presses += 1) {
        await page.keyboard.press('Tab');
        // As text: the page's policy forbids to make functions of text within it.
        const found = await page.evaluate(`(() => {
            let active = document.activeElement;
            while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
            return active !== null && (${test})(active);
        })()`);
        if (found) return;
    }
    assert.fail(`Tab does not lead to what was looked for: ${test}`);
}

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong with the page as it is now. @param {Page} page */
export async function assertAccessible(page) {
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
        const results = await /** @type {any} */ (window).axe.run(document);
        return results.violations.map((/** @type {any} */ { id, help, nodes }) => ({
            id,
            help,
            nodes: nodes.slice(0, 3).map((/** @type {any} */ { target, failureSummary }) => ({
                target: target.flat().join(' '),
                failureSummary,
            })),
        }));
    });
    assert.deepEqual(violations, []);
}
