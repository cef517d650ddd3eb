/** What a run needs and what shows it. Loaded when a run is near: a page of many elements, few of
 * which are ever run, does without. */

import { LanesView } from './lanes-view.js';
import { OutputView } from './output-view.js';
import { Session } from './session.js';
import lanesStyle from './style/lanes.css';
import outputStyle from './style/output.css';
import { sheetOf } from './style.js';

export { loadModule } from './modules.js';

export class Stage {
    session = new Session();
    #lanes = new LanesView();
    #output = new OutputView();

    /** @param {ShadowRoot} shadow @param {HTMLElement} panels what the views are put into */
    constructor(shadow, panels) {
        shadow.adoptedStyleSheets.push(sheetOf(lanesStyle), sheetOf(outputStyle));
        panels.replaceChildren(this.#lanes.element, this.#output.element);
        this.session.addEventListener('change', () => this.#update());
        this.#update();
    }

    #update() {
        const { record } = this.session;
        const more = [this.#output.update(record), this.#lanes.update(record)];
        if (more.includes(true)) this.session.touch();
    }
}
