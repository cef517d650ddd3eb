/** A program as a folder, zipped, that builds where Eddy's sources are. */

import { strToU8, zipSync } from 'fflate';

import { usesThreads } from '../compiler/threads.js';
import knob from '../examples/knob.h';
import pbkdf2 from '../examples/pbkdf2.h';

/** @typedef {import('./state.js').ProgramState} ProgramState */

/** The headers that the page has beside Eddy's: those that a program includes go with it. */
const HEADERS = { 'knob.h': knob, 'pbkdf2.h': pbkdf2 };

/** For make, as it stands in a recipe: within quotes of the shell. @param {string} text */
const quote = (text) => `'${text.replaceAll("'", `'\\''`).replaceAll('$', '$$$$')}'`;

/** Of what cannot be in a line of a makefile. @param {string} text */
const oneLine = (text) => text.replace(/[\r\n]+/g, ' ');

/** @param {ProgramState} state @returns {string} */
function makefile({ files, args, optimize, sanitize, clock, pace, seed, knobs, stdin }) {
    const sources = files.map(({ name }) => name).filter((name) => name.endsWith('.c'));
    const variables = Object.entries(knobs).map(([name, value]) => `${name.toUpperCase()}=${value}`);
    const environment = [
        `EDDY_CLOCK=${clock}`,
        ...(clock === 'paced' ? [`EDDY_PACE=${pace}`] : []),
        ...(seed === null ? [] : [`EDDY_SEED=${seed}`]),
        ...variables,
    ].join(' ');
    const threads = usesThreads(files);
    const target = threads ? 'guest-threads' : 'guest';
    const words = args.map((arg) => ` ${quote(oneLine(arg))}`).join('');
    return `# make EDDY=/path/to/eddy          builds ./program for this machine
# make EDDY=/path/to/eddy run      and runs it
# make EDDY=/path/to/eddy wasm     builds program.wasm, a guest for a JavaScript event loop

EDDY ?= ../eddy
SOURCES := ${sources.join(' ')}
FLAGS := -std=c11 -D_DEFAULT_SOURCE -O${optimize} -Wall -I. -I$(EDDY)/core/include${
        sanitize ? ' -fsanitize=undefined -fsanitize-undefined-trap-on-error' : ''
    }
GUEST_FLAGS := $(FLAGS)${threads ? ' -matomics -mbulk-memory -include $(EDDY)/core/port/shared_errno.h' : ''}
PORT := native_stack x86_64 ucontext host_posix threads_posix processes_posix
LIBRARY := $(wildcard $(EDDY)/core/src/*.c) $(PORT:%=$(EDDY)/core/port/%.c)

.PHONY: run wasm

program: $(SOURCES) $(wildcard *.h)
	$(CC) $(FLAGS) -I$(EDDY)/core/src -o $@ $(SOURCES) $(LIBRARY) -lm -pthread

run: program
	${environment} ./program${words}${stdin ? ' < stdin.txt' : ''}

wasm: program.wasm

program.wasm: $(SOURCES) $(wildcard *.h)
	$(MAKE) -C $(EDDY) build/${target}/libeddy.a
	node $(EDDY)/wasm/build/compile.js --clang "$$(cut -d' ' -f1 $(EDDY)/build/wasm/toolchain)" \\
	    --sysroot $(EDDY)/build/sysroot --to build --flags '$(GUEST_FLAGS)' $(SOURCES)
	node $(EDDY)/wasm/build/link.js --target guest${threads ? ' --threads' : ''} -o $@ --core $(EDDY)/build/${target}/libeddy.a \\
	    --linker "$$(cut -d' ' -f2 $(EDDY)/build/wasm/toolchain)" \\
	    --sysroot $(EDDY)/build/sysroot --removelist $(EDDY)/wasm/build/asyncify-removelist.txt \\
	    $(SOURCES:%.c=build/%.o)
`;
}

/**
 * @param {ProgramState} state
 * @returns {Record<string, string>} texts by name
 */
export function folderOf(state) {
    /** @type {Record<string, string>} */
    const texts = Object.create(null);
    for (const [name, header] of Object.entries(HEADERS)) {
        if (state.files.some(({ text }) => text.includes(name))) texts[name] = header;
    }
    for (const { name, text } of state.files) texts[name] = text;
    if (state.stdin) texts['stdin.txt'] = state.stdin;
    texts.Makefile = makefile(state);
    return texts;
}

/** @param {ProgramState} state @param {string} name of the folder @returns {Uint8Array} a zip file */
export function zipFolder(state, name) {
    const entries = Object.entries(folderOf(state)).map(([file, text]) => [`${name}/${file}`, strToU8(text)]);
    return zipSync(Object.fromEntries(entries));
}
