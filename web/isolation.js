/** With these headers a page has SharedArrayBuffer, and programs can have threads: it is isolated from
 * windows of other origins, and loads of other origins only what agrees to be loaded. The last one
 * says that the page's own files agree, wherever they are embedded. */
export const ISOLATION = {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'cross-origin',
};
