/** What a function does when it is left in the middle, as wasm/build/frames.js has it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import binaryen from 'binaryen';

import { makeSuspendable } from '../../wasm/build/asyncify.js';
import { checkFrames, shortenFrames } from '../../wasm/build/frames.js';

const DATA = 16; /* where the module has the position and the end */
const LOW = 1024;

/** eddy__context_work (by that name Binaryen merges it into no other) is left at each of its two calls of $leave; `eddy_guest_step` enters it, and goes on with it. */
const PROGRAM = `(module
    (import "asyncify" "start_unwind" (func $start_unwind (param i32)))
    (import "asyncify" "stop_unwind" (func $stop_unwind))
    (import "asyncify" "start_rewind" (func $start_rewind (param i32)))
    (import "asyncify" "stop_rewind" (func $stop_rewind))
    (import "env" "__set_stack_limits" (func $set_stack_limits (param i32 i32)))
    (memory $memory 1)
    (export "memory" (memory $memory))
    (global $__stack_pointer (mut i32) (i32.const 65536))
    (func $overflowed (export "eddy__overflowed") (param $position i32)
        (i32.store (i32.const 8) (local.get $position))
        (unreachable))
    (func $eddy__context_leave
        (if (i32.load (i32.const 0))
            (then (i32.store (i32.const 0) (i32.const 0)) (call $stop_rewind))
            (else (i32.store (i32.const 0) (i32.const 1)) (call $start_unwind (i32.const ${DATA})))))
    (func $eddy__context_work (param $a i32) (param $b i64) (param $c f32) (param $d f64) (result f64)
        (local.set $a (i32.add (local.get $a) (i32.const 1)))
        (call $eddy__context_leave)
        (local.set $b (i64.add (local.get $b) (i64.extend_i32_s (local.get $a))))
        (call $eddy__context_leave)
        (f64.add (f64.add (f64.convert_i32_s (local.get $a)) (f64.convert_i64_s (local.get $b)))
                 (f64.add (f64.promote_f32 (local.get $c)) (local.get $d))))
    (func $eddy__context_step (export "eddy_guest_step") (result f64)
        (local $result f64)
        (if (i32.load (i32.const 0)) (then (call $start_rewind (i32.const ${DATA}))))
        (local.set $result (call $eddy__context_work
            (i32.load (i32.const 32)) (i64.load (i32.const 40)) (f32.load (i32.const 48)) (f64.load (i32.const 56))))
        (if (i32.load (i32.const 0)) (then (call $stop_unwind)))
        (local.get $result))
    (func (export "_initialize") (call $set_stack_limits (i32.const 65536) (i32.const 32768))))`;

/** @param {0 | 2} optimize @param {number} end of the room for frames */
async function start(optimize, end) {
    const source = binaryen.parseText(PROGRAM);
    binaryen.setDebugInfo(true);
    const linked = source.emitBinary();
    source.dispose();
    const program = makeSuspendable(binaryen, linked, { optimize });
    const { instance } = await WebAssembly.instantiate(/** @type {any} */ (program), {});
    const { memory, eddy_guest_step: step, _initialize: initialize } = /** @type {any} */ (instance.exports);
    initialize();
    const words = new Uint32Array(memory.buffer);
    words.set([LOW, end], DATA / 4);
    const values = new DataView(memory.buffer);
    values.setInt32(32, 5, true);
    values.setBigInt64(40, 2n ** 32n, true);
    values.setFloat32(48, 0.5, true);
    values.setFloat64(56, 0.25, true);
    return { step: /** @type {() => number} */ (step), words };
}

for (const optimize of /** @type {const} */ ([0, 2])) {
    describe(`a frame, optimized at level ${optimize}`, () => {
        it('keeps locals of all types, each time the function is left', async () => {
            const { step, words } = await start(optimize, LOW + 256);
            step();
            const size = words[DATA / 4] - LOW;
            assert.ok(size >= 4 + 4 + 8 + 4 + 8, `${size}`);
            step(); // goes on, and is left at the second call
            assert.equal(words[DATA / 4] - LOW, size);
            assert.equal(step(), 6 + (2 ** 32 + 6) + 0.5 + 0.25);
            assert.equal(words[DATA / 4], LOW);
        });

        it('may be as large as the room', async () => {
            const first = await start(optimize, LOW + 256);
            first.step();
            const { step, words } = await start(optimize, first.words[DATA / 4]);
            step();
            assert.equal(words[2], 0);
        });

        it('is not written where a byte is missing', async () => {
            const first = await start(optimize, LOW + 256);
            first.step();
            const { step, words } = await start(optimize, first.words[DATA / 4] - 1);
            assert.throws(step, WebAssembly.RuntimeError);
            assert.equal(words[2], LOW, 'the handler is told the position');
            assert.ok(words.slice(LOW / 4, LOW / 4 + 64).every((word) => word === 0));
        });
    });
}

describe('code around a function that Asyncify does not write', () => {
    it('is refused', () => {
        const module = binaryen.parseText(`(module
            (memory 1)
            (global $__asyncify_data (mut i32) (i32.const 0))
            (func $overflowed (param i32))
            (func $work (local $call i32)
                (local.set $call (block $__asyncify_unwind (result i32) (i32.const 0)))
                (i32.store (i32.load (global.get $__asyncify_data)) (local.get $call))))`);
        assert.throws(() => shortenFrames(binaryen, module, 'overflowed'), /other code than frames\.js knows/);
        module.dispose();
    });

    it('is refused where it is not known at all', () => {
        const module = binaryen.parseText(`(module
            (func $work (local $call i32)
                (nop)
                (if (i32.const 1)
                    (then (local.set $call (block $__asyncify_unwind (result i32) (i32.const 0)))))))`);
        const count = shortenFrames(binaryen, module, 'overflowed');
        assert.throws(() => checkFrames(module, count), /rewritten 1 functions, of which frames\.js knows 0/);
        module.dispose();
    });
});
