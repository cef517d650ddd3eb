/** What web/build.js puts into the scripts. */

declare const COMPILER_ASSETS: import('./build/compiler-assets.js').Assets;
declare const EDDY_API: import('./build/api-index.js').ApiName[];
declare const WORKER_SCRIPT: string;
declare const HELPER_SCRIPT: string;

/** A C header as a string. */
declare module '*.h' {
    const text: string;
    export default text;
}
declare const SHELL: string[];
declare const BUILD: string;

/** A Python file as a string. */
declare module '*.py' {
    const text: string;
    export default text;
}
