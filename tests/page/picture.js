/** The pictures of README.md, taken from the built site: a task that waits for a semaphore, and why.
 *
 *     node tests/page/picture.js
 */

import { fileURLToPath } from 'node:url';

import { drawn, launch, open, reaches, says } from './browsers.js';
import { makeRoot, serve } from './site.js';

const NAMES = /** @type {const} */ ({ light: 'playground', dark: 'playground-dark' });

const root = await makeRoot();
const server = await serve(root.root);
const browser = await launch('chromium');
try {
    for (const [scheme, name] of /** @type {['light'|'dark', string][]} */ (Object.entries(NAMES))) {
        const { page } = await open(browser, `${server.url}#semaphore`, { width: 1360, height: 940, scheme });
        await reaches(page, 'recorded');
        await page.click('eddy-playground >>> .tab:nth-child(2)');
        await page.evaluate(() => {
            const buttons = [...(document.querySelector('eddy-playground')?.shadowRoot?.querySelectorAll('.tree button') ?? [])];
            /** @type {HTMLElement|undefined} */ (buttons.find((button) => button.textContent?.startsWith('fetch-7')))?.click();
        });
        await says(page, '.why', /fetch-7 waits for semaphore 1/);
        await page.mouse.move(0, 0);
        await drawn(page);
        const path = fileURLToPath(new URL(`../../web/images/${name}.png`, import.meta.url));
        await page.screenshot({ path: /** @type {`${string}.png`} */ (path) });
        await page.close();
    }
} finally {
    await browser.close();
    await server.close();
    await root.remove();
}
