/** Threads need a page that is isolated from other origins. Where the server does not say so, the service
 * worker does: from the next load on, which comes at once. */

/** Once for a tab: a browser that stays as it was is not asked again and again. */
const TRIED = 'eddy-isolation-tried';

/** Reloads the page isolated, if it is not and can be. @returns {Promise<void>} */
export async function isolate() {
    if (crossOriginIsolated || !navigator.serviceWorker) return;
    try {
        if (sessionStorage.getItem(TRIED)) return;
        sessionStorage.setItem(TRIED, 'yes');
    } catch {
        return; // nothing can be remembered: it might be for ever
    }
    await navigator.serviceWorker.register(new URL('sw.js', document.baseURI));
    await navigator.serviceWorker.ready;
    location.reload();
}
