/**
 * How a function saves itself when it is left in the middle: Asyncify's code around its body, made
 * shorter and safe.
 *
 * The pass keeps its position in memory, and moves it twice as a function unwinds (past the number of
 * the call that was left, then past the locals) and twice as it rewinds; each move waits for the one
 * before, through memory. Here it is moved once each way. And the pass finds out that its buffer was
 * too small when it has written beyond it; here a function that has no room calls `overflowed` instead
 * of writing, so that a task can be saved into its own stack, and not by way of some larger buffer.
 *
 * What a frame looks like stays the same: the number of the call, then the locals.
 */

/**
 * @typedef {typeof import('binaryen').default} Binaryen
 * @typedef {import('binaryen').default.Module} Module
 * @typedef {number} Expression
 *
 * @typedef {object} Saved a local, as it stands in the frame
 * @property {number} local
 * @property {number} type
 * @property {number} offset behind the call's number
 * @property {number} align
 * @property {number} bytes
 *
 * @typedef {object} Frame
 * @property {Expression[]} before what comes before the body: it may restore the locals
 * @property {Expression} body what the function does; it gives the number of the call that was left
 * @property {number} unwindIndex the local for that
 * @property {Saved[]} saved
 * @property {number} size
 * @property {Expression[]} after the result that nobody looks at
 */

const state = '__asyncify_state', data = '__asyncify_data', unwindLabel = '__asyncify_unwind';
const normal = 0, rewinding = 2;
const indexSize = 4;

/** Reads and rewrites the functions of one module. */
class Frames {
    /** @param {Binaryen} binaryen @param {Module} module */
    constructor(binaryen, module) {
        this.binaryen = binaryen;
        this.module = module;
        /** The accessors of each kind of expression, which the types do not have: getExpressionInfo, which
         * they do have, takes ten times as long. @type {any} */
        this.of = binaryen;
    }

    /** @param {Expression} expression @param {number} kind */
    #is(expression, kind) {
        return this.binaryen.getExpressionId(expression) === kind;
    }

    /** @param {Expression} block @returns {Expression[]} */
    #children(block) {
        const { Block } = this.of;
        return Array.from({ length: Block.getNumChildren(block) }, (_, i) => Block.getChildAt(block, i));
    }

    /** The statements in a block and in the blocks within. @param {Expression} expression @returns {Expression[]} */
    #statements(expression) {
        if (this.#is(expression, this.binaryen.NopId)) return [];
        if (!this.#is(expression, this.binaryen.BlockId) || this.of.Block.getName(expression)) return [expression];
        return this.#children(expression).flatMap((child) => this.#statements(child));
    }

    /** @param {Expression} expression @param {string} name */
    #isGlobal(expression, name) {
        return this.#is(expression, this.binaryen.GlobalGetId) && this.of.GlobalGet.getName(expression) === name;
    }

    /** @param {Expression} statement that writes to memory, but not to the data */
    #isSave(statement) {
        return this.#is(statement, this.binaryen.StoreId) && !this.#isGlobal(this.of.Store.getPtr(statement), data);
    }

    /** By how many bytes a statement moves the position; 0: it does something else. @param {Expression} statement */
    #moves(statement) {
        const { Binary, Const, Store } = this.of;
        if (!this.#is(statement, this.binaryen.StoreId) || this.#isSave(statement)) return 0;
        const value = Store.getValue(statement);
        const amount = Const.getValueI32(Binary.getRight(value));
        return Binary.getOp(value) === this.binaryen.SubInt32 ? -amount : amount;
    }

    /** What is done when rewinding only. @param {Expression} statement */
    #whenRewinding(statement) {
        const { Binary, Const, If } = this.of;
        if (!this.#is(statement, this.binaryen.IfId) || If.getIfFalse(statement)) return [];
        const condition = If.getCondition(statement);
        const tests = this.#is(condition, this.binaryen.BinaryId) && Binary.getOp(condition) === this.binaryen.EqInt32 &&
            this.#isGlobal(Binary.getLeft(condition), state) && Const.getValueI32(Binary.getRight(condition)) === rewinding;
        return tests ? this.#statements(If.getIfTrue(statement)) : [];
    }

    /** The block without its first statement, and that. @param {Expression} block @returns {[Expression, Expression]} */
    #split(block) {
        if (!this.#is(block, this.binaryen.BlockId)) return [block, this.module.nop()];
        const [start, ...others] = this.#children(block);
        const [first, other] = this.#split(start);
        const type = this.binaryen.getExpressionType(block);
        return [first, this.module.block(this.of.Block.getName(block) || null, [other, ...others], type)];
    }

    /** Is it the body that Asyncify has put its code around? @param {Expression} statement */
    #isBody(statement) {
        const { Block, LocalSet } = this.of;
        if (!this.#is(statement, this.binaryen.LocalSetId)) return false;
        const value = LocalSet.getValue(statement);
        return this.#is(value, this.binaryen.BlockId) && Block.getName(value) === unwindLabel;
    }

    /** Has Asyncify rewritten the function? @param {Expression} body */
    #isRewritten(body) {
        if (!body || !this.#is(body, this.binaryen.BlockId)) return false;
        const { Block } = this.of;
        const count = Math.min(Block.getNumChildren(body), 2);
        return Array.from({ length: count }, (_, i) => Block.getChildAt(body, i)).some((part) => this.#isBody(part));
    }

    /** The parts of a function that Asyncify has rewritten; null: it has not. @param {Expression} body @returns {Frame | null} */
    read(body) {
        if (!this.#isRewritten(body)) return null;
        const { LocalSet } = this.of;
        const parts = this.#statements(body);
        const at = parts.findIndex((part) => this.#isBody(part));
        const unwindIndex = LocalSet.getIndex(parts[at]);
        const pushes = parts.slice(at + 1);
        const end = pushes.findLastIndex((part) => this.#moves(part) > 0) + 1;
        const saved = pushes.slice(1, end).flatMap((part) => this.#saved(part));
        const size = pushes.reduce((sum, part) => sum + this.#moves(part), 0);
        const room = saved.reduce((sum, { bytes }) => sum + bytes, indexSize);
        if (end === 0 || size !== room || saved.some(({ local }) => local === unwindIndex))
            throw new Error('Asyncify saves a function by other code than frames.js knows');
        const before = parts.slice(0, at), after = pushes.slice(end);
        return { before, body: LocalSet.getValue(parts[at]), unwindIndex, saved, size, after };
    }

    /** @param {Expression} statement @returns {Saved[]} the local that it saves; none, if it does something else */
    #saved(statement) {
        const { LocalGet, Store } = this.of;
        if (!this.#isSave(statement)) return [];
        const value = Store.getValue(statement);
        return [{
            local: LocalGet.getIndex(value),
            type: this.binaryen.getExpressionType(value),
            offset: Store.getOffset(statement),
            align: Store.getAlign(statement),
            bytes: Store.getBytes(statement),
        }];
    }

    /** The instructions of a type. @param {number} type @returns {any} */
    #typed(type) {
        const { i32, i64, f32, f64, v128 } = this.binaryen;
        const { module } = this;
        return { [i32]: module.i32, [i64]: module.i64, [f32]: module.f32, [f64]: module.f64, [v128]: module.v128 }[type];
    }

    /** @param {number} [offset] of the data @returns {Expression} its position, or what lies there */
    #load(offset = 0) {
        return this.module.i32.load(offset, 4, this.module.global.get(data, this.binaryen.i32));
    }

    /** @param {Expression} position */
    #moveTo(position) {
        return this.module.i32.store(0, 4, this.module.global.get(data, this.binaryen.i32), position);
    }

    /**
     * What takes the locals out of the frame, and the number of the call, and the body without that; null
     * when Asyncify has merged it into the body, where it may stay.
     * @param {Frame} frame @returns {Expression[] | null}
     */
    #restore({ before, body, saved, size }) {
        const { module } = this;
        const { i32 } = this.binaryen;
        const [pop, rest] = this.#split(body);
        const pops = this.#whenRewinding(pop);
        const moved = [...before.flatMap((part) => this.#whenRewinding(part)), ...pops].map((part) => this.#moves(part));
        if (before.length > 1 || pops.length !== 2 || moved.reduce((sum, move) => sum + move, 0) !== -size) return null;
        /* The number's local is the address until then: no saved local is the same, since they are all
         * needed at once. So it is with unwindIndex in #save. */
        const index = this.of.LocalSet.getIndex(pops[1]);
        const address = () => module.local.get(index, i32);
        const isRewinding = module.i32.eq(module.global.get(state, i32), module.i32.const(rewinding));
        const restored = saved.map(({ local, type, offset, align }) =>
            module.local.set(local, this.#typed(type).load(indexSize + offset, align, address())));
        return [module.if(isRewinding, module.block(null, [
            this.#moveTo(module.local.tee(index, module.i32.sub(this.#load(), module.i32.const(size)), i32)),
            ...restored,
            module.local.set(index, module.i32.load(0, 4, address())),
        ])), rest];
    }

    /** @param {Frame} frame @param {string} overflowed @returns {Expression[]} what puts all that into the frame */
    #save({ unwindIndex, saved, size }, overflowed) {
        const { module } = this;
        const { i32, none } = this.binaryen;
        const index = () => module.local.get(unwindIndex, i32);
        const lacksRoom = module.i32.gt_u(module.i32.add(this.#load(), module.i32.const(size)), this.#load(4));
        return [
            module.if(lacksRoom, module.block(null, [
                module.global.set(state, module.i32.const(normal)),
                module.call(overflowed, [this.#load()], none),
            ])),
            module.i32.store(0, 4, this.#load(), index()),
            module.local.set(unwindIndex, this.#load()),
            ...saved.map(({ local, type, offset, align }) =>
                this.#typed(type).store(indexSize + offset, align, index(), module.local.get(local, type))),
            this.#moveTo(module.i32.add(index(), module.i32.const(size))),
        ];
    }

    /** @param {Frame} frame @param {string} overflowed @param {number} type of the result @returns {Expression} */
    write(frame, overflowed, type) {
        const { module } = this;
        const [restore, body] = this.#restore(frame) ?? [module.block(null, frame.before), frame.body];
        return module.block(null, [
            restore,
            module.local.set(frame.unwindIndex, body),
            ...this.#save(frame, overflowed),
            ...frame.after,
        ], type);
    }

    /** A control function of Asyncify's without its test of the position, which comes too late. @param {Expression} body */
    withoutTest(body) {
        const others = this.#statements(body).filter((part) => !this.#is(part, this.binaryen.IfId));
        return this.module.block(null, others);
    }
}

/**
 * To be run when Asyncify has, before anything else.
 * @param {Binaryen} binaryen @param {Module} module
 * @param {string} overflowed the function to call with the position when there is no room: it does not return
 * @returns {number} how many functions it was that Asyncify had rewritten
 */
export function shortenFrames(binaryen, module, overflowed) {
    const frames = new Frames(binaryen, module);
    const functions = frames.of.Function;
    let count = 0;
    for (let i = 0; i < module.getNumFunctions(); i += 1) {
        const func = module.getFunctionByIndex(i);
        const body = functions.getBody(func);
        if (/^asyncify_(start|stop)_/.test(functions.getName(func))) {
            functions.setBody(func, frames.withoutTest(body));
            continue;
        }
        const frame = frames.read(body);
        if (!frame) continue;
        functions.setBody(func, frames.write(frame, overflowed, functions.getResults(func)));
        count += 1;
    }
    return count;
}

/**
 * Where Asyncify has optimized what it wrote, the whole module is looked through for a function that
 * shortenFrames() did not know again: it would be saved without a test of the room.
 * @param {Module} module @param {number} count what shortenFrames() returned
 */
export function checkFrames(module, count) {
    const all = module.emitText().split(`(block $${unwindLabel} `).length - 1;
    if (all !== count)
        throw new Error(`Asyncify has rewritten ${all} functions, of which frames.js knows ${count}`);
}
