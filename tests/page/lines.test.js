/** Lines of traps: from an offset in the module that ran to a line of its source, in Node. What browsers
 * show of it is in errors.test.js. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { trapDiagnostics } from '../../web/element/trap.js';
import { offsetBefore, sameFunctions } from '../../web/lines/align.js';
import { firstRow, readLineTable, rowAt } from '../../web/lines/line-table.js';
import { readModule } from '../../web/lines/module.js';
import { operatorsOf } from '../../web/lines/operators.js';
import { placesOf } from '../../web/lines/places.js';
import { makePipeline, outputOf } from './page-compiler.js';

const examples = fileURLToPath(new URL('../../web/examples/', import.meta.url));

/** @typedef {import('../../web/compiler/pipeline.js').Options} Options */
/** @typedef {{name: string, text: string}[]} Files */

/** @param {string} text @returns {number[]} that ends in a zero */
const terminated = (text) => [...new TextEncoder().encode(text), 0];
/** @param {number} value */
const u32 = (value) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];

/** A section of one line program. @param {number} version @param {number[]} program */
function lineSection(version, program) {
    const afterLength = [
        1, // bytes an instruction has
        ...(version >= 4 ? [1] : []),
        1, // a row begins a statement
        256 - 5, 14, 13, // lines from -5 on, 14 of them; the first operation that moves both
        ...[0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1],
        ...terminated('lib'), 0, // folders
        ...terminated('main.c'), 0, 0, 0,
        ...terminated('more.h'), 1, 0, 0,
        0,
    ];
    const unit = [version, 0, ...u32(afterLength.length), ...afterLength, ...program];
    return Uint8Array.from([...u32(unit.length), ...unit]);
}

const PROGRAM = [
    ...[0, 5, 2, ...u32(0x40)], // the address
    ...[3, 9, 5, 4, 1], // nine lines on, column 4, a row
    ...[2, 6, 3, 0x7e, 1], // six bytes on, two lines back, a row
    13 + 5 + 14 * 3 + 1, // three bytes and a line on, a row
    ...[4, 2, 8, 1], // the second file, as many bytes as operation 255 moves, a row
    ...[2, 2, 4, 1, 3, 0x78, 1], // two on, the first file, eight lines back: none
    ...[2, 8, 0, 1, 1], // eight bytes on, the end
];

describe('line tables', () => {
    for (const version of [2, 3, 4]) {
        test(`of DWARF ${version} are read`, () => {
            const [{ rows, end }] = readLineTable(lineSection(version, PROGRAM));
            assert.deepEqual(rows.map(({ address, file, line, column }) => [address, file, line, column]), [
                [0x40, 'main.c', 10, 4],
                [0x46, 'main.c', 8, 4],
                [0x49, 'main.c', 9, 4],
                [0x5a, 'lib/more.h', 9, 4],
                [0x5c, 'main.c', 1, 4],
            ]);
            assert.equal(end, 0x64);
        });
    }

    test('of other versions are passed over, and what follows is read', () => {
        const both = [...lineSection(5, []), ...lineSection(4, PROGRAM)];
        assert.equal(readLineTable(Uint8Array.from(both)).length, 1);
    });

    test('tell the line of an address, and of none that is beyond them', () => {
        const table = readLineTable(lineSection(4, PROGRAM));
        const line = (/** @type {number} */ address) => rowAt(table, address)?.line ?? null;
        assert.equal(firstRow(table, { from: 0x3c, to: 0x60 })?.line, 10);
        assert.deepEqual([0x3f, 0x40, 0x45, 0x46, 0x5a, 0x63, 0x64].map(line), [null, 10, 10, 8, 9, 1, null]);
    });
});

describe('instructions', () => {
    /** @param {number[]} code */
    const codes = (code) => operatorsOf(Uint8Array.from([0, ...code]), { from: 0, to: code.length + 1 }).map((one) => one.code);

    test('are read with all that stands behind them', () => {
        assert.deepEqual(codes([0x41, 0x80, 0x7f, 0x44, 1, 2, 3, 4, 5, 6, 7, 8, 0x11, 0x80, 0x00, 0x80, 0x80, 0x00, 0x0b]), [0x41, 0x44, 0x11, 0x0b]);
        assert.deepEqual(codes([0x0e, 2, 0, 1, 2, 0x0b]), [0x0e], 'behind a jump is nothing that is reached');
        assert.deepEqual(codes([0x28, 2, 0x90, 1, 0xfc, 10, 0, 0, 0xfe, 3, 0, 0xfe, 16, 2, 8, 0x0b]), [0x28, 0xfc0a, 0xfe03, 0xfe10, 0x0b]);
    });

    test('of vectors are read with lanes and places', () => {
        const sixteen = Array.from({ length: 16 }, () => 0x0b);
        assert.deepEqual(codes([0xfd, 12, ...sixteen, 0xfd, 13, ...sixteen, 0xfd, 21, 5, 0xfd, 0xae, 1, 0x0b]),
            [0xfd0c, 0xfd0d, 0xfd15, 0xfdae, 0x0b]);
        assert.deepEqual(codes([0xfd, 0, 4, 0x90, 1, 0xfd, 84, 0, 3, 15, 0xfd, 92, 2, 8, 0x0b]), [0xfd00, 0xfd54, 0xfd5c, 0x0b]);
    });

    test('that cannot be reached are left out', () => {
        const blocks = [0x02, 0x40, 0x00, 0x02, 0x40, 0x00, 0x0b, 0x10, 1, 0x0b, 0x04, 0x40, 0x0f, 0x01, 0x05, 0x10, 2, 0x0b, 0x0b];
        assert.deepEqual(codes(blocks), [0x02, 0x00, 0x04, 0x0f, 0x10, 0x0b, 0x0b]);
    });

    test('of kinds that are not known are refused, and not guessed', () => {
        assert.throws(() => codes([0x06, 0x40, 0x0b, 0x0b]), /0x6 that is not known/);
        assert.throws(() => codes([0xfc, 18, 0x0b]), /0xfc of unknown kind/);
        assert.throws(() => codes([0xfd, 0x80, 2, 0x0b]), /0xfd of unknown kind/);
        assert.throws(() => codes([0x28, 0x42, 1, 0, 0x0b]), /one of several memories/);
    });
});

/** A task that waits three times, calls `hurts`, and traps in the line that has HERE in it.
 * @param {string} hurts */
const taskThat = (hurts) => `#include <eddy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static volatile int none;
${hurts}
static int suffers(void) {
    for (int i = 0; i < 3; i++)
        EDDY_TRY(eddy_sleep(0.25));
    return hurts(1000000);
}
static int all(void) { return eddy_await(eddy_go(suffers)); }
int main(void) { return eddy_run(all); }
`;

/** @type {Record<string, string>} */
const TRAPS = {
    'an access out of bounds': `static int hurts(int n) {
    int a = n + none;
    eddy_sleep(0.1);
    a += none;
    return *(volatile int *)(a * 2000u); // HERE
}`,
    'an overflow of the task’s stack': `static int hurts(int n) { // HERE
    volatile char all[4000];
    memset((char *)all, n, 4000);
    return n ? hurts(n - 1) + all[n % 4000] : 0;
}`,
    'what must not be reached': `static int hurts(int n) {
    eddy_sleep(n > 5 ? 0.1 : 0.2);
    if (n > none + 10)
        __builtin_trap(); // HERE
    return none;
}`,
    'a division by zero': `static int hurts(int n) {
    int third = n / 3;
    eddy_sleep(0.1);
    return third +
        n / none; // HERE
}`,
    'a function that a wild pointer is said to be': `static int hurts(int n) {
    int (*volatile f)(int) = (int (*)(int))12345;
    eddy_sleep(0.1);
    return f(n); // HERE
}`,
    'a copy to nowhere': `static int hurts(int n) {
    char b[10] = {0};
    eddy_sleep(0.1);
    memcpy((char *)(n * 3000u), b, (size_t)(n % 7)); // HERE
    return none;
}`,
    'a text that is none': `static int hurts(int n) {
    eddy_sleep(0.1);
    printf("%s and %s\\n", "text", (char *)(n * 3000u)); // HERE
    return none;
}`,
    'what the library calls back': `static int compare(const void *a, const void *b) {
    if (*(const int *)a == none) return *(const int *)b;
    abort(); // HERE
}
static int hurts(int n) {
    int numbers[3] = {n, 2, 1};
    qsort(numbers, 3, sizeof *numbers, compare);
    return numbers[0];
}`,
    'a function that has a name which the library has, too': `static int run_main(int n) {
    eddy_sleep(0.1);
    return n / none; // HERE
}
static int hurts(int n) {
    return run_main(n) + none;
}`,
};

/** @param {string} text @returns {number} the line that has HERE in it */
const lineOfHere = (text) => text.split('\n').findIndex((line) => line.includes('HERE')) + 1;

describe('lines of traps', () => {
    /** @type {ReturnType<typeof makePipeline>} */
    let compiler;
    before(() => {
        Error.stackTraceLimit = 100; // as where the page runs programs
        compiler = makePipeline();
    });

    /** @param {Files} files @param {Options} options */
    async function trap(files, options) {
        const result = await compiler.pipeline.make(files, options);
        const outcome = await outputOf(result);
        const linked = await compiler.pipeline.makeLines(files, options);
        assert.ok(result.program && linked && outcome.stack);
        return { ...outcome, program: result.program, linked, places: placesOf(outcome.stack, result.program, linked, files.map(({ name }) => name)) };
    }

    for (const [what, code] of Object.entries(TRAPS)) {
        for (const optimize of /** @type {const} */ ([0, 1, 2])) {
            test(`${what}, with -O${optimize}`, async () => {
                const text = taskThat(code);
                const { places } = await trap([{ name: 'main.c', text }], { optimize, sanitize: false });
                assert.equal(places[0]?.line, lineOfHere(text), JSON.stringify(places));
                if (optimize === 0) {
                    const caller = text.split('\n').indexOf('    return hurts(1000000);') + 1;
                    assert.ok(places.some(({ name, line }) => name === 'suffers' && line === caller), JSON.stringify(places));
                }
            });
        }
    }

    for (const optimize of /** @type {const} */ ([0, 1, 2])) {
        test(`undefined behaviour, at one of several checks, with -O${optimize}`, async () => {
            const text = taskThat(`static int hurts(int n) {
    int most = 2147483647 + none;
    int sum = n + none;
    sum <<= none;
    eddy_sleep(0.1);
    sum -= 5 + none;
    sum = sum +
        most; // HERE
    return sum + none;
}`);
            const { places } = await trap([{ name: 'main.c', text }], { optimize, sanitize: true });
            const here = lineOfHere(text);
            assert.ok([here - 1, here].includes(places[0]?.line), `${here}: ${JSON.stringify(places)}`);
        });
    }

    for (const optimize of /** @type {const} */ ([0, 2])) {
        test(`one of several places that must not be reached, which -O${optimize} makes ${optimize ? 'one' : 'each'} of`, async () => {
            const text = taskThat(`static int hurts(int n) { // BEGIN
    if (n == none) __builtin_trap();
    eddy_sleep(n > 5 ? 0.1 : 0.2);
    if (n == none + 1) __builtin_trap();
    if (n > none + 10)
        __builtin_trap(); // HERE
    if (n == none + 2) __builtin_trap();
    return none;
}`);
            const outcome = await trap([{ name: 'main.c', text }], { optimize, sanitize: false });
            const [error] = trapDiagnostics(outcome, [{ name: 'main.c', text }], [], outcome.places);
            if (optimize === 0) assert.deepEqual([error.line, outcome.places[0].isExact], [lineOfHere(text), true]);
            else assert.match(error.text, /^somewhere in suffers\(\): the program trapped: unreachable/);
        });
    }

    test('the library’s function that it was in is told, and not what that is made of', async () => {
        const text = taskThat(TRAPS['a text that is none']);
        const outcome = await trap([{ name: 'main.c', text }], { optimize: 0, sanitize: false });
        const [error, caller] = trapDiagnostics(outcome, [{ name: 'main.c', text }], [], outcome.places);
        assert.match(error.text, /^in printf\(\), called by hurts\(\): the program trapped: memory access out of bounds/);
        assert.match(caller.text, /^called from suffers\(\)$/);
    });

    test('a recursion is told once', async () => {
        const text = taskThat(TRAPS['an overflow of the task’s stack']);
        const outcome = await trap([{ name: 'main.c', text }], { optimize: 0, sanitize: false });
        const found = trapDiagnostics(outcome, [{ name: 'main.c', text }], [], outcome.places);
        assert.deepEqual(found.map(({ severity, line }) => [severity, line]), [['error', 6], ['note', 9], ['note', 14]]);
    });

    test('in files of their own, and in a header', async () => {
        const files = [
            { name: 'main.c', text: '#include <eddy.h>\n#include "hurts.h"\nstatic int all(void) {\n    EDDY_TRY(eddy_sleep(1));\n    return hurts(3);\n}\nint main(void) { return eddy_run(all); }\n' },
            { name: 'hurts.h', text: 'int hurts(int n);\nint zero(void);\nstatic inline int third(int n) {\n    return n /\n        zero();\n}\n' },
            { name: 'hurts.c', text: '#include "hurts.h"\nint zero(void) { return 0; }\n\nint hurts(int n) {\n    int a = third(n);\n    return a + 1;\n}\n' },
        ];
        const { places } = await trap(files, { optimize: 0, sanitize: false });
        assert.deepEqual(places.map(({ name, file, line }) => `${name} ${file}:${line}`),
            ['third hurts.h:4', 'hurts hurts.c:5', 'all main.c:5']);
    });

    test('in a program for threads', async () => {
        const text = taskThat(TRAPS['a division by zero']);
        const { places } = await trap([{ name: 'main.c', text }], { optimize: 0, sanitize: false, threads: true });
        assert.equal(places[0]?.line, lineOfHere(text));
    });

    test('line tables take the second part of LLVM, and not the third', async () => {
        const { pipeline, needed } = makePipeline();
        const files = [{ name: 'main.c', text: taskThat(TRAPS['an access out of bounds']) }];
        assert.ok(await pipeline.makeLines(files, { optimize: 0, sanitize: false }));
        assert.deepEqual([needed.optimizers > 0, needed.rests], [true, 0]);
    });

    test('of another program, or of a place that is no place, none is told', async () => {
        const options = { optimize: /** @type {const} */ (0), sanitize: false };
        const text = taskThat(TRAPS['a division by zero']);
        const { program, linked, stack = '' } = await trap([{ name: 'main.c', text }], options);
        const other = await compiler.pipeline.makeLines([{ name: 'main.c', text: taskThat(TRAPS['a text that is none']) }], options);
        const places = placesOf(stack, program, other ?? new Uint8Array(), ['main.c']);
        assert.ok(places.every(({ name, isExact }) => name !== 'hurts' || !isExact), JSON.stringify(places));
        assert.deepEqual(placesOf('wasm-function[1000000000]:0x5\nwasm-function[0]:0xffffffffff', program, linked, ['main.c']), []);
        assert.deepEqual(placesOf(stack, program, linked, ['other.c']), []);
    });

    for (const name of ['gather.c', 'task-group.c', 'timeout.c', 'producer-consumer.c', 'cpu-bound.c']) {
        for (const optimize of /** @type {const} */ ([0, 2])) {
            test(`each call, load and store of ${name} is found again, with -O${optimize}`, async () => {
                const files = [{ name, text: readFileSync(join(examples, name), 'utf8') }];
                const options = { optimize, sanitize: optimize === 0 };
                const { program } = await compiler.pipeline.make(files, options);
                const linked = await compiler.pipeline.makeLines(files, options);
                assert.ok(program && linked);
                const [ran, made] = [readModule(program), readModule(linked)];
                const table = readLineTable(made.custom.get('.debug_line') ?? new Uint8Array());
                const same = sameFunctions(ran, made);
                let found = 0;
                for (const code of ran.functions) {
                    const original = same.get(code.index);
                    if (!original || !firstRow(table, { from: original.from - made.codeAt, to: original.to - made.codeAt })) continue;
                    const touches = (/** @type {{code: number}} */ one) => one.code >= 0x28 && one.code <= 0x3e;
                    const touched = operatorsOf(linked, original).filter((one) => one.code === 0x10 || touches(one));
                    const places = operatorsOf(program, code).filter((one) => one.code === 0x10 || touches(one));
                    const offsets = places.map(({ at }) => offsetBefore(ran, code, made, original, at));
                    assert.ok(touched.every(({ at }) => offsets.includes(at)), code.name);
                    const known = offsets.map(Number).filter((at) => at > 0);
                    assert.ok(known.every((at, index) => index === 0 || at >= known[index - 1]), `${code.name}: in order`);
                    found += touched.length;
                }
                assert.ok(found > 20, `${found}`);
            });
        }
    }
});
