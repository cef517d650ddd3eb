/** The timeline as a picture for documents: SVG, light, with everything in it. */

import { seconds } from './format.js';
import { marksInSight } from './marks.js';
import { Scale } from './scale.js';
import { spanSentence, waitsFor } from './sentences.js';

/** @typedef {import('../element/record.js').RunRecord} RunRecord */

const [WIDTH, HEAD, ROW, AXIS] = [960, 140, 26, 26];
const MOST_LANES = 200;

/** @param {string} text */
const escape = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const STYLE = `text{font:12px system-ui,sans-serif;fill:#1b1e22}.n{font-family:ui-monospace,monospace}.m{fill:#5a5d62;font-size:11px}
.running{fill:#0b6470}.dense{fill:#0b6470;opacity:.7}.waiting{fill:url(#w);stroke:#6d9699}.ready{fill:#fffefb;stroke:#0b6470;stroke-width:1.5}
.blocking{fill:url(#b)}.p{fill:none;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}.done{stroke:#0b6470}.failed{stroke:#b2321a}.cancelled{stroke:#6b4f8f}.cancel-asked{fill:#6b4f8f;stroke:none}`;

/** @type {Record<string, string>} */
const SHAPES = { done: 'M5 13l3 3.5 6-7.5', failed: 'M5 9l8 8m0-8l-8 8', cancelled: 'M4.7 13a4.8 4.8 0 1 0 9.6 0a4.8 4.8 0 1 0-9.6 0m1.5 3.2l6.6-6.4', 'cancel-asked': 'M-5 0h10l-5 9z' };

/** @param {RunRecord} record @returns {string} */
export function svgPicture(record) {
    const { lanes, time, program } = record;
    const scale = new Scale(lanes, WIDTH - HEAD - 40, time);
    const order = lanes.order.slice(0, MOST_LANES);
    const height = AXIS + order.length * ROW + 8;
    const now = { x: scale.width, time };
    const rows = order.map((lane, row) => {
        const name = `<text class="n" x="${12 + Math.min(lane.depth, 6) * 12}" y="17">${escape(lane.name)}</text>`;
        const marks = marksInSight(lane, scale, 0, scale.width, now).map(({ state, x, end, first }) => {
            const span = lane.spans[first];
            const [y, tall] = state === 'ready' ? [9, 8] : state === 'waiting' ? [6, 14] : [4, 18];
            const width = Math.max(2, end - x);
            const label = state === 'waiting' && width > 46 ? `<text class="m" x="${(x + 6).toFixed(1)}" y="17">${escape(waitsFor(lanes, span).slice(0, Math.floor(width / 7)))}</text>` : '';
            return `<rect class="${state}" x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${tall}"><title>${escape(spanSentence(lanes, lane, span, time))}</title></rect>${label}`;
        });
        const points = lane.points.map(({ kind, at }) =>
            `<path class="p ${kind}" transform="translate(${Math.min(scale.x(at), scale.width).toFixed(1)})" d="${SHAPES[kind]}"/>`);
        return `<g transform="translate(0 ${AXIS + row * ROW})">${name}<g transform="translate(${HEAD})">${marks.join('')}${points.join('')}</g></g>`;
    });
    const ticks = scale.ticks().map(({ x, label }) => `<path d="M${(HEAD + x).toFixed(1)} 4v14" stroke="#8b867a"/><text class="m" x="${(HEAD + x + 5).toFixed(1)}" y="15">${label}</text>`);
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img"><title>${escape(program.name)}, ${seconds(time)} s</title>
<defs><pattern id="w" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0h5v5H0z" fill="#e6efee"/><path d="M0 0v5" stroke="#bcd5d5" stroke-width="3"/></pattern>
<pattern id="b" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path d="M0 0h7v7H0z" fill="#b2321a"/><path d="M0 0v7" stroke="#fffefb" stroke-width="3"/></pattern></defs>
<style>${STYLE}</style><rect width="100%" height="100%" fill="#fffefb"/>${ticks.join('')}${rows.join('')}</svg>`;
}
