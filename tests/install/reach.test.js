/** What wasm/build/reach.js takes for functions that cannot suspend, and what it must not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import binaryen from 'binaryen';

import { makeSuspendable } from '../../wasm/build/asyncify.js';
import { findSteady } from '../../wasm/build/reach.js';

/** Where every pointer is to `(i32, i32) -> i32`, and $sort calls one: with what else a module has. */
const withSort = (/** @type {string} */ more, { table = '(table $pointers 4 funcref)', imports = '' } = {}) => `(module
    (import "asyncify" "start_unwind" (func $start_unwind (param i32)))
    (import "asyncify" "stop_unwind" (func $stop_unwind))
    (import "asyncify" "start_rewind" (func $start_rewind (param i32)))
    (import "asyncify" "stop_rewind" (func $stop_rewind))
    (import "host" "work" (func $host (param i32) (result i32)))
    ${imports}
    (type $comparison (func (param i32 i32) (result i32)))
    (type $action (func (param i32) (result i32)))
    ${table}
    (memory 1)
    (elem $first (i32.const 1) func $compare)
    (func $leave (call $start_unwind (i32.const 16)))
    (func $compare (type $comparison) (i32.sub (local.get 0) (local.get 1)))
    (func $sort (export "sort") (param i32) (result i32)
        (call_indirect (type $comparison) (i32.const 1) (i32.const 2) (local.get 0)))
    (func $outer (export "outer") (result i32) (call $sort (i32.const 1)))
    ${more})`;

const { BulkMemory, ExceptionHandling, MutableGlobals, ReferenceTypes } = binaryen.Features;

/** @param {string} text @param {number} [more] features
 * @returns {{ bytes: Uint8Array, names: string[] }} */
function assemble(text, more = 0) {
    const module = binaryen.parseText(text);
    module.setFeatures(BulkMemory | MutableGlobals | ReferenceTypes | more);
    assert.ok(module.validate());
    const names = Array.from({ length: module.getNumFunctions() }, (_, i) =>
        binaryen.getFunctionInfo(module.getFunctionByIndex(i)).name);
    binaryen.setDebugInfo(true);
    const bytes = module.emitBinary();
    module.dispose();
    return { bytes, names };
}

/** @param {string} text @param {string[]} [never] @returns {string[]} sorted */
function steadyOf(text, never = []) {
    const { bytes, names } = assemble(text);
    const { functions, unknown } = findSteady(bytes, never.map((name) => names.indexOf(name)));
    assert.equal(unknown, undefined);
    return functions.map((index) => names[index]).sort();
}

/** @param {string} text @param {number} [more] features @returns {string} why nothing is known */
function unknownOf(text, more) {
    const { functions, unknown } = findSteady(assemble(text, more).bytes);
    assert.deepEqual(functions, []);
    return unknown ?? '';
}

const slowComparison = '(func $slow (type $comparison) (call $leave) (i32.const 0))';

describe('a function that calls through a pointer cannot suspend', () => {
    it('when no function of that type can, nor can who calls it', () => {
        assert.deepEqual(steadyOf(withSort('')), ['outer', 'sort']);
    });

    it('when what can has that type, but not its address taken', () => {
        assert.deepEqual(steadyOf(withSort(`${slowComparison} (func (export "x") (drop
            (call $slow (i32.const 1) (i32.const 2))))`)), ['outer', 'sort']);
    });

    it('when what can has another type', () => {
        const action = '(elem (i32.const 2) func $act) (func $act (type $action) (call $leave) (i32.const 0))';
        assert.deepEqual(steadyOf(withSort(action)), ['outer', 'sort']);
    });

    it('when what it leads to calls only the host', () => {
        const asks = '(elem (i32.const 2) func $ask) (func $ask (type $comparison) (call $host (local.get 0)))';
        assert.deepEqual(steadyOf(withSort(asks)), ['outer', 'sort']);
    });

    it('when what can, as far as one sees, is said never to', () => {
        const listed = `(elem (i32.const 2) func $slow) ${slowComparison}`;
        assert.deepEqual(steadyOf(withSort(listed), ['slow']), ['outer', 'sort']);
    });

    it('when what it leads to goes on with what was left, and leaves no further', () => {
        const step = `(elem (i32.const 2) func $step) (func $step (type $comparison)
            (call $start_rewind (i32.const 16)) (call $leave) (call $stop_unwind) (i32.const 0))`;
        assert.deepEqual(steadyOf(withSort(step)), ['outer', 'sort']);
    });
});

describe('a function that calls through a pointer may suspend', () => {
    for (const [where, element] of Object.entries({
        'an element segment': '(elem (i32.const 2) func $slow)',
        'a segment that code puts into the table': '(elem $later func $slow)',
        'a segment of expressions': '(elem (i32.const 2) funcref (ref.null func) (ref.func $slow))',
        'a segment for another table': '(table $other 2 funcref) (elem (table $other) (i32.const 0) func $slow)',
        code: `(elem declare func $slow)
            (func (export "set") (table.set $pointers (i32.const 3) (ref.func $slow)))`,
    })) {
        it(`when one of that type that can is in ${where}`, () => {
            assert.deepEqual(steadyOf(withSort(`${element} ${slowComparison}`)), []);
        });
    }

    it('when it gets there by way of other pointers, or goes round in a circle', () => {
        const around = `(elem (i32.const 2) func $ask $act) (func $ask (type $comparison)
            (call_indirect (type $action) (local.get 0) (local.get 1)))
            (func $act (type $action) (if (local.get 0) (then (drop (call $sort (i32.const 2))))) (call $leave) (i32.const 0))`;
        assert.deepEqual(steadyOf(withSort(around)), []);
    });

    it('when an equal type has another number', () => {
        const { bytes } = assemble(withSort(`(elem (i32.const 2) func $slow) ${slowComparison}`));
        assert.deepEqual(findSteady(withTypesTwice(bytes)), { functions: [] });
    });
});

/** A type section with each type twice; calls through pointers then name the second of them.
 * @param {Uint8Array} bytes of a module that has few types @returns {Uint8Array} */
function withTypesTwice(bytes) {
    const [id, size, count] = bytes.subarray(8);
    assert.deepEqual([id, count < 32, size < 60], [1, true, true]);
    const types = bytes.subarray(11, 10 + size);
    const doubled = Uint8Array.of(...bytes.subarray(0, 8), 1, 1 + 2 * types.length, 2 * count, ...types, ...types, ...bytes.subarray(10 + size));
    let calls = 0;
    for (let at = 11 + 2 * types.length; at < doubled.length - 3; at += 1) {
        /* local.get 0, call_indirect, type, table 0, end */
        if (doubled[at] !== 0x20 || doubled[at + 1] !== 0 || doubled[at + 2] !== 0x11 || doubled[at + 4] !== 0) continue;
        doubled[at + 3] += count;
        calls += 1;
    }
    assert.ok(calls > 0);
    assert.ok(WebAssembly.validate(/** @type {any} */ (doubled)));
    return doubled;
}

describe('nothing is known of pointers', () => {
    it('when the table is exported', () => {
        assert.match(unknownOf(withSort('(export "__indirect_function_table" (table $pointers))')),
            /__indirect_function_table, which is exported, is a table/);
    });

    it('when the table is imported', () => {
        assert.match(unknownOf(withSort('', { table: '(import "env" "table" (table $pointers 4 funcref))' })),
            /env\.table, which is imported, holds functions/);
    });

    it('when a function comes in as an argument', () => {
        assert.match(unknownOf(withSort(`(func (export "set") (param funcref)
            (table.set $pointers (i32.const 3) (local.get 0)))`)), /is no function of numbers only/);
    });

    it('when a function comes in as a global', () => {
        assert.match(unknownOf(withSort('', { imports: '(import "env" "callback" (global $callback funcref))' })),
            /env\.callback, which is imported, holds functions/);
        assert.match(unknownOf(withSort('(global $callback (export "callback") (mut funcref) (ref.null func))')),
            /a global is no number/);
    });

    it('when imports are written in a way that it does not know', () => {
        assert.match(unknownOf(withSort(''), binaryen.Features.All), /an import of a kind \d+ that is not known/);
    });

    it('when there is an instruction that it does not know', () => {
        assert.match(unknownOf(withSort(`(tag $error (param i32))
            (func (export "throw") (throw $error (i32.const 1)))`), ExceptionHandling), /instruction 0x8 that is not known/);
    });
});

/** What the pass has saved in $sort is there when it has changed it. @param {string} more */
function sizeOf(more) {
    const imports = '(import "env" "__set_stack_limits" (func $limits (param i32 i32)))';
    const text = withSort(`(global $__stack_pointer (mut i32) (i32.const 65536))
        (func (export "eddy__overflowed") (param i32) (unreachable))
        (func (export "_initialize") (call $limits (i32.const 1) (i32.const 2)) (drop (call $outer)) (call $leave))
        ${more}`, { imports });
    return makeSuspendable(binaryen, assemble(text).bytes, { optimize: 0 }).length;
}

describe('a module', () => {
    it('is smaller when its comparisons cannot suspend', () => {
        const slow = (/** @type {string} */ call) => `(func $slow (type $comparison) ${call} (i32.const 0))
            (func (export "_start") (drop (call $slow (i32.const 0) (i32.const 1))))`;
        const element = '(elem (i32.const 2) func $slow)';
        assert.ok(sizeOf(element + slow('(call $leave)')) - sizeOf(slow('(call $leave)')) > 40);
    });
});
