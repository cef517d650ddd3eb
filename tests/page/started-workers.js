/** To be evaluated in a page: from then on its function started() tells how many workers it has started. */
export function countStarted() {
    const { Worker } = window;
    let started = 0;
    Object.assign(window, { started: () => started });
    window.Worker = class extends Worker {
        /** @param {string | URL} url @param {WorkerOptions} [options] */
        constructor(url, options) {
            super(url, options);
            started += 1;
        }
    };
}
