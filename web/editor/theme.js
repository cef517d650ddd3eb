/** The editor's looks, from the element's own colours: both themes come with them. */

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The same distinctions that the build's highlighter draws. */
const highlighting = HighlightStyle.define([
    { tag: [tags.keyword, tags.meta, tags.processingInstruction], color: 'var(--code-keyword)' },
    { tag: [tags.string, tags.character], color: 'var(--code-string)' },
    { tag: tags.comment, color: 'var(--code-comment)', fontStyle: 'italic' },
    { tag: [tags.number, tags.bool], color: 'var(--code-number)' },
    { tag: [tags.typeName, tags.className], color: 'var(--code-type)' },
    { tag: tags.definition(tags.function(tags.variableName)), fontWeight: '650' },
]);

const looks = EditorView.theme({
    '.cm-stands': { boxShadow: 'inset 3px 0 var(--waiting-edge)', background: 'color-mix(in srgb, var(--waiting-hatch) 28%, transparent)' },
    '.cm-stands::after': { content: 'attr(data-tasks)', float: 'right', paddingRight: '8px', color: 'var(--muted)', font: '600 11px/1.6 var(--font)' },
    '.cm-selected-task': { boxShadow: 'inset 3px 0 var(--accent)', background: 'color-mix(in srgb, var(--accent) 22%, transparent)' },
    '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--surface)', fontSize: '12px' },
    '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
    // the same above the gutter, which would cover it
    '&.cm-focused::after': {
        content: '""',
        position: 'absolute',
        inset: '0',
        border: '2px solid var(--accent)',
        pointerEvents: 'none',
        zIndex: '250',
    },
    '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55', overflow: 'auto' },
    '.cm-content': { padding: 'var(--s3) 0', caretColor: 'var(--text)' },
    '.cm-line': { padding: '0 var(--s3) 0 var(--s2)' },
    '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--muted)', border: '0' },
    '.cm-activeLineGutter': { backgroundColor: 'var(--sunken)', color: 'var(--text)' },
    '.cm-activeLine': { backgroundColor: 'transparent' },
    '&.cm-focused .cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--sunken) 60%, transparent)' },
    '.cm-cursor': { borderLeftColor: 'var(--text)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
        background: 'color-mix(in srgb, var(--accent) 25%, transparent)',
    },
    '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
        backgroundColor: 'var(--accent-soft)',
        outline: '1px solid var(--line-strong)',
    },
    '.cm-selectionMatch, .cm-searchMatch': { backgroundColor: 'var(--accent-soft)' },
    '.cm-searchMatch-selected': { outline: '1px solid var(--accent)' },
    '.cm-tooltip, .cm-panels': {
        backgroundColor: 'var(--raised)',
        color: 'var(--text)',
        border: '1px solid var(--line)',
        borderRadius: 'calc(var(--radius) - 3px)',
    },
    '.cm-panels': { borderRadius: '0', zIndex: '2' },
    '.cm-panel input, .cm-panel button': {
        font: '13px var(--font)',
        color: 'var(--text)',
        background: 'var(--surface)',
        border: '1px solid var(--line-strong)',
        borderRadius: '4px',
    },
    '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
        background: 'var(--accent)',
        color: 'var(--on-accent)',
    },
    '.cm-tooltip.cm-completionInfo': { padding: 'var(--s2) var(--s3)', maxWidth: '44ch' },
    '.api code': { font: '12px/1.5 var(--mono)', whiteSpace: 'pre-wrap' },
    '.api p': { margin: 'var(--s1) 0 0', font: '13px/1.4 var(--font)' },
    '.api .api-header': { color: 'var(--muted)', fontFamily: 'var(--mono)', fontSize: '11px' },
    '.cm-signature': {
        display: 'flex',
        flexDirection: 'column',
        maxWidth: '70ch',
        padding: 'var(--s1) var(--s2)',
        font: '13px/1.4 var(--font)',
        color: 'var(--muted)',
    },
    '.cm-signature code': { font: '12px/1.5 var(--mono)', color: 'var(--text)', whiteSpace: 'pre-wrap' },
    '.cm-signature b': { color: 'var(--accent)', textDecoration: 'underline' },
    '.cm-lint-marker': { width: '12px', height: '12px' },
    '.cm-diagnostic': { font: '13px/1.4 var(--font)', padding: 'var(--s1) var(--s2)' },
    '.cm-diagnostic-error': { borderLeft: '4px solid var(--alarm)' },
    '.cm-diagnostic-warning': { borderLeft: '4px solid var(--line-strong)' },
});

/** @type {import('@codemirror/state').Extension} */
export const theme = [looks, syntaxHighlighting(highlighting)];
