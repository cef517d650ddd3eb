/** Pointer, wheel and pinch on an element, as what they mean. Up and down stays the browser's own
 * scrolling; with Ctrl or ⌘ the wheel zooms, sideways it pans; one finger pans, two pinch. */

/**
 * @typedef {object} Gestures
 * @property {(x: number, y: number) => void} hover
 * @property {() => void} leave
 * @property {(x: number, y: number) => void} tap
 * @property {(from: {x: number, y: number}, to: {x: number, y: number}, done: boolean) => void} drag
 * @property {(pixels: number) => void} pan
 * @property {(factor: number, x: number) => void} zoom
 */

const SLOP = 4;

/** @param {HTMLElement} element @param {Gestures} on */
export function gestures(element, on) {
    /** @type {Map<number, {x: number, y: number}>} */
    const down = new Map();
    /** @type {{x: number, y: number}|null} */
    let start = null;
    let moved = false;
    let pinch = 0;

    /** @param {MouseEvent} event */
    const at = ({ clientX, clientY }) => {
        const { left, top } = element.getBoundingClientRect();
        return { x: clientX - left, y: clientY - top };
    };
    const spread = () => {
        const [a, b] = [...down.values()];
        return { length: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2 };
    };

    element.addEventListener('pointerdown', (event) => {
        if (event.button !== 0 || event.offsetX > element.clientWidth) return;
        down.set(event.pointerId, at(event));
        start = at(event);
        moved = false;
        if (down.size === 2) pinch = spread().length;
        else if (event.pointerType === 'mouse') element.setPointerCapture(event.pointerId);
    });
    element.addEventListener('pointermove', (event) => {
        const here = at(event);
        const before = down.get(event.pointerId);
        if (!before || !start) {
            if (event.pointerType !== 'touch') on.hover(here.x, here.y);
            return;
        }
        down.set(event.pointerId, here);
        if (down.size === 2) {
            const { length, x } = spread();
            if (pinch > 0 && length > 0) on.zoom(length / pinch, x);
            pinch = length;
            moved = true;
        } else if (moved || Math.hypot(here.x - start.x, here.y - start.y) > SLOP) {
            moved = true;
            const pans = (event.pointerType === 'touch' && start.y > 24) || event.shiftKey;
            if (pans) on.pan(before.x - here.x);
            else on.drag(start, here, false);
        }
    });
    /** @param {PointerEvent} event */
    const end = (event) => {
        if (!down.delete(event.pointerId) || !start) return;
        const here = at(event);
        if (event.type === 'pointerup') {
            if (!moved) on.tap(here.x, here.y);
            else if (event.pointerType !== 'touch' && !event.shiftKey) on.drag(start, here, true);
        }
        if (down.size === 0) start = null;
    };
    element.addEventListener('pointerup', end);
    element.addEventListener('pointercancel', end);
    element.addEventListener('pointerleave', (event) => {
        if (event.pointerType !== 'touch') on.leave();
    });
    element.addEventListener(
        'wheel',
        (event) => {
            const unit = event.deltaMode === 1 ? 16 : 1;
            if (event.ctrlKey || event.metaKey) {
                event.preventDefault();
                on.zoom(Math.exp(-event.deltaY * unit * 0.004), at(event).x);
            } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
                event.preventDefault();
                on.pan((event.deltaX || event.deltaY) * unit);
            }
        },
        { passive: false },
    );
}
