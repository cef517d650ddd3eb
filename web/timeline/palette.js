/** The style sheet's colours, as a canvas needs them: resolved, and hatched. */

/** @typedef {Record<string, string>} Colours */

const NAMES = ['surface', 'sunken', 'line', 'line-strong', 'text', 'muted', 'accent', 'accent-soft', 'running', 'waiting', 'waiting-hatch', 'waiting-edge', 'alarm', 'alarm-soft', 'cancelled'];

/** @param {HTMLElement} element in whose theme they are read @returns {Colours} */
export function readColours(element) {
    const probe = document.createElement('i');
    probe.hidden = true;
    element.append(probe);
    /** @type {Colours} */
    const colours = {};
    for (const name of NAMES) {
        probe.style.color = `var(--${name})`;
        colours[name] = getComputedStyle(probe).color;
    }
    const style = getComputedStyle(element);
    colours.font = style.getPropertyValue('--font') || 'sans-serif';
    colours.mono = style.getPropertyValue('--mono') || 'monospace';
    probe.remove();
    return colours;
}

/** @param {CanvasRenderingContext2D} context @param {string} ground @param {string} line
 * @param {number} distance @param {number} width @param {1|-1} slope
 * @returns {CanvasPattern|string} */
export function hatch(context, ground, line, distance, width, slope) {
    const size = distance * 2;
    const tile = new OffscreenCanvas(size * 2, size * 2);
    const paint = /** @type {OffscreenCanvasRenderingContext2D} */ (tile.getContext('2d'));
    paint.scale(2, 2);
    paint.fillStyle = ground;
    paint.fillRect(0, 0, size, size);
    paint.strokeStyle = line;
    paint.lineWidth = width;
    for (let at = -size; at <= 2 * size; at += distance) {
        paint.beginPath();
        paint.moveTo(at, slope > 0 ? 0 : size);
        paint.lineTo(at + size, slope > 0 ? size : 0);
        paint.stroke();
    }
    const pattern = context.createPattern(tile, 'repeat');
    pattern?.setTransform(new DOMMatrix().scale(0.5));
    return pattern ?? ground;
}
