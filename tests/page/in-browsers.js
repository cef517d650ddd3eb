/** Tests that run in each browser, each time with a site and a profile of their own. */

import { after, before, describe, test } from 'node:test';

import { assertSilent, browserNames, launch, open } from './browsers.js';
import { makeRoot, serve, serveFilesOnly } from './site.js';

/**
 * What the tests are given. All but browserName is there when the first of them begins.
 * @typedef {object} Here
 * @property {string} browserName
 * @property {import('./browsers.js').Browser} browser
 * @property {string} root the directory that has the site in site/
 * @property {string} site URL of the site, from the development server, with its endpoint
 * @property {string} plain URL of the root, from a host of files and nothing else
 * @property {(address?: string, options?: Parameters<typeof open>[2]) => ReturnType<typeof open>} open
 *     opens a page; its address is relative to the site
 * @property {(what: string, address: string, act: (opened: Awaited<ReturnType<typeof open>>) => Promise<void>,
 *     options?: Parameters<typeof open>[2]) => void} test
 *     declares a test of a page: opens it, does the act, and then nothing was complained of
 */

/**
 * @param {string} what the tests are about: "what in chromium"
 * @param {(here: Here) => void} declare the tests, which are run one after the other
 * @param {{pages?: Record<string, string>}} [options] pages: HTML by path, as makeRoot() takes it
 */
export function inBrowsers(what, declare, { pages } = {}) {
    for (const browserName of browserNames) {
        describe(`${what} in ${browserName}`, { concurrency: false }, () => {
            const here = /** @type {Here} */ ({
                browserName,
                open: (address = '', options) => open(here.browser, new URL(address, here.site).href, options),
                test: (what, address, act, options) => void test(what, async () => {
                    const opened = await here.open(address, options);
                    try {
                        await act(opened);
                        assertSilent(opened.log);
                    } finally {
                        await opened.page.close();
                    }
                }),
            });
            /** What was begun is ended in the reverse order, also when beginning failed midway.
             * @type {(() => Promise<void>)[]} */
            const ends = [];

            before(async () => {
                const { root, remove } = await makeRoot(pages);
                ends.unshift(remove);
                here.root = root;
                const server = await serve(root);
                ends.unshift(server.close);
                here.site = server.url;
                const plain = await serveFilesOnly(root);
                ends.unshift(plain.close);
                here.plain = plain.url;
                const browser = await launch(browserName);
                ends.unshift(() => browser.close());
                here.browser = browser;
            });
            after(async () => {
                for (const end of ends) await end();
            });

            declare(here);
        });
    }
}
