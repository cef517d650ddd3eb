/** Curves as an SVG picture that reads in light and in dark: panels side by side, both axes logarithmic. */

/**
 * @typedef {object} Curve
 * @property {string} name
 * @property {[number, number][]} points x and y, both above 0
 *
 * @typedef {object} Panel
 * @property {string} title
 * @property {Curve[]} curves
 */

const WIDTH = 300; // of a panel
const HEIGHT = 260;
const INSIDE = { left: 52, right: 12, top: 34, bottom: 40 };
const LEGEND = 30;

const STYLE = `
    text { font: 12px system-ui, sans-serif; fill: #333; }
    .title { font-weight: 600; }
    .tick { font-size: 10px; fill: #666; }
    .grid { stroke: #ddd; }
    .curve { fill: none; stroke-width: 2; }
    .c0 { stroke: #0b63ce; } .f0 { fill: #0b63ce; }
    .c1 { stroke: #b45309; stroke-dasharray: 6 3; } .f1 { fill: #b45309; }
    .c2 { stroke: #15803d; stroke-dasharray: 2 3; } .f2 { fill: #15803d; }
    @media (prefers-color-scheme: dark) {
        text { fill: #ddd; } .tick { fill: #aaa; } .grid { stroke: #444; }
        .c0 { stroke: #6cb0ff; } .f0 { fill: #6cb0ff; }
        .c1 { stroke: #f0a35e; } .f1 { fill: #f0a35e; }
        .c2 { stroke: #5fd38d; } .f2 { fill: #5fd38d; }
    }`;

/** The powers of ten around all values. @param {number[]} values @returns {[number, number]} */
function decades(values) {
    const low = Math.floor(Math.log10(Math.min(...values)) + 1e-9);
    const high = Math.ceil(Math.log10(Math.max(...values)) - 1e-9);
    return [low, Math.max(high, low + 1)];
}

/** @param {number} power */
const label = (power) => {
    if (power >= 6) return `${10 ** (power - 6)}M`;
    return power >= 3 ? `${10 ** (power - 3)}k` : String(10 ** power);
};

/** @param {Panel} panel @param {number} offset @param {string[]} names @returns {string} */
function drawPanel({ title, curves }, offset, names) {
    const points = curves.flatMap((curve) => curve.points);
    const across = decades(points.map(([x]) => x));
    const up = decades(points.map(([, y]) => y));
    const width = WIDTH - INSIDE.left - INSIDE.right;
    const height = HEIGHT - INSIDE.top - INSIDE.bottom;
    const atX = (/** @type {number} */ power) =>
        (INSIDE.left + ((power - across[0]) / (across[1] - across[0])) * width).toFixed(1);
    const atY = (/** @type {number} */ power) =>
        (INSIDE.top + (1 - (power - up[0]) / (up[1] - up[0])) * height).toFixed(1);
    const parts = [`<text class="title" x="${INSIDE.left}" y="20">${title}</text>`];
    for (let power = across[0]; power <= across[1]; power++) {
        parts.push(`<line class="grid" x1="${atX(power)}" x2="${atX(power)}" y1="${INSIDE.top}" y2="${INSIDE.top + height}"/>`,
            `<text class="tick" text-anchor="middle" x="${atX(power)}" y="${INSIDE.top + height + 16}">${label(power)}</text>`);
    }
    for (let power = up[0]; power <= up[1]; power++) {
        parts.push(`<line class="grid" x1="${INSIDE.left}" x2="${INSIDE.left + width}" y1="${atY(power)}" y2="${atY(power)}"/>`,
            `<text class="tick" text-anchor="end" x="${INSIDE.left - 6}" y="${atY(power)}" dy="3">${label(power)} ns</text>`);
    }
    for (const { name, points: own } of curves) {
        const color = names.indexOf(name);
        const places = own.map(([x, y]) => [atX(Math.log10(x)), atY(Math.log10(y))]);
        parts.push(`<polyline class="curve c${color}" points="${places.map((place) => place.join(',')).join(' ')}"/>`,
            ...places.map(([x, y]) => `<circle class="f${color}" r="3" cx="${x}" cy="${y}"/>`));
    }
    parts.push(`<text class="tick" text-anchor="middle" x="${INSIDE.left + width / 2}" y="${HEIGHT - 6}">tasks</text>`);
    return `<g transform="translate(${offset} 0)">\n${parts.join('\n')}\n</g>`;
}

/** @param {Panel[]} panels @param {string} description @returns {string} */
export function drawPlot(panels, description) {
    const names = [...new Set(panels.flatMap(({ curves }) => curves.map(({ name }) => name)))];
    const legend = names.map((name, i) => {
        const x = INSIDE.left + i * 200;
        return `<line class="curve c${i}" x1="${x}" x2="${x + 26}" y1="${HEIGHT + 12}" y2="${HEIGHT + 12}"/>` +
            `<text x="${x + 32}" y="${HEIGHT + 16}">${name}</text>`;
    });
    const width = WIDTH * panels.length;
    const height = HEIGHT + LEGEND;
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${description}</title>
<style>${STYLE}
</style>
${panels.map((panel, i) => drawPanel(panel, i * WIDTH, names)).join('\n')}
${legend.join('\n')}
</svg>
`;
}
