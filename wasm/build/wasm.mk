# WebAssembly: the same objects for both targets, and per target a libeddy.a with its own host:
# a WASI command blocks like a native program, a guest is driven from outside.

SYSROOT := build/sysroot
SYSROOT_MADE := $(SYSROOT)/.from-$(shell sed -n 's/.*"@yowasp\/clang": "\(.*\)".*/\1/p' package.json)
WASM_BUILD := build/wasm
# For tools other than compile.js, which adds these itself.
WASM_FLAGS := --target=wasm32-wasip1 -nostdlibinc -isystem $(SYSROOT)/include/wasm32-wasip1
# How hard Binaryen optimizes: WASM_OPT=-O1 links twice as fast.
WASM_OPT ?= -O2

# What makes an executable module of a linked one.
SUSPENDABLE := asyncify.js frames.js reach.js calls.js instructions.js reader.js asyncify-removelist.txt
LINKING := $(addprefix wasm/build/,link.js link-arguments.js $(SUSPENDABLE))

wasm-objects = $(patsubst %.c,$(WASM_BUILD)/%.o,$1)

WASI_PROGRAMS := $(PROGRAMS:%=build/wasi/%.wasm)
GUEST_PROGRAMS := $(patsubst %,build/guest/%.wasm,$(PROGRAMS) $(GUESTS))
# What all targets have.
WASM_PORT := $(addprefix core/port/,asyncify.c wasm_heap.c)
WASI_PORT := $(addprefix core/port/,host_posix.c threads_none.c processes_none.c)
GUEST_PORT := $(addprefix core/port/,host_guest.c threads_none.c processes_guest.c)
WASM_SOURCES := $(CORE) $(WASM_PORT) $(sort $(WASI_PORT) $(GUEST_PORT)) \
                $(PROGRAM_SOURCES) $(GUEST_SOURCES)
WASM_OBJECTS := $(call wasm-objects,$(WASM_SOURCES))

# Guests with threads are made of objects of their own: with atomic operations, and thread-local
# variables that are really that.
THREADS_BUILD := build/wasm-threads
THREADS_FLAGS := -matomics -mbulk-memory -include core/port/shared_errno.h
THREADS_PORT := $(addprefix core/port/,host_guest.c threads_shared.c locks_shared.c libc_locks.c processes_guest.c) $(WASM_PORT)
threads-objects = $(patsubst %.c,$(THREADS_BUILD)/%.o,$1)
THREADS_PROGRAMS := $(filter $(THREADED),$(PROGRAMS) $(GUESTS))
THREADS_SOURCES := $(CORE) $(THREADS_PORT) $(foreach name,$(THREADS_PROGRAMS),$($(name).sources))
GUEST_PROGRAMS += $(THREADS_PROGRAMS:%=build/guest-threads/%.wasm)

$(SYSROOT_MADE): | $(NPM)
	@rm -rf $(SYSROOT)
	@node wasm/build/sysroot.js $(SYSROOT)
	@touch $@

# The compiler that was chosen; rewritten when it is another one.
$(WASM_BUILD)/toolchain: FORCE | $(NPM)
	@node wasm/build/toolchain.js $@

$(WASM_BUILD)/flags: FORCE
	$(call record,$(COMMON_FLAGS) $(STRICT_FLAGS) $(TEST_FLAGS) $(EXAMPLE_FLAGS))

# compile.js knows itself which objects are out of date, and compiles these in one process. The
# tests' objects are a lot of their own: `make run` does without them.
compile-group = --flags '$(strip $(call flags-for,$1))' $(filter $1%,$(WASM_SOURCES))
wasm-objects: groups := $(call compile-group,core/) $(call compile-group,web/examples/)
wasm-test-objects: groups := $(call compile-group,tests/)

.PHONY: wasm-objects wasm-test-objects
wasm-objects wasm-test-objects: $(WASM_BUILD)/toolchain $(WASM_BUILD)/flags $(SYSROOT_MADE)
	@node wasm/build/compile.js --clang "$$(cut -d' ' -f1 $(WASM_BUILD)/toolchain)" \
	    --sysroot $(SYSROOT) --to $(WASM_BUILD) \
	    --newer-than $(WASM_BUILD)/toolchain --newer-than $(WASM_BUILD)/flags $(groups)

threads-group = --flags '$(strip $(call flags-for,$1) $(THREADS_FLAGS))' $(filter $1%,$(THREADS_SOURCES))

.PHONY: threads-objects
threads-objects: $(WASM_BUILD)/toolchain $(WASM_BUILD)/flags $(SYSROOT_MADE)
	@node wasm/build/compile.js --clang "$$(cut -d' ' -f1 $(WASM_BUILD)/toolchain)" \
	    --sysroot $(SYSROOT) --to $(THREADS_BUILD) \
	    --newer-than $(WASM_BUILD)/toolchain --newer-than $(WASM_BUILD)/flags \
	    $(foreach folder,core/ web/examples/ tests/,$(call threads-group,$(folder)))

$(call threads-objects,$(THREADS_SOURCES)): threads-objects ;

$(filter-out $(WASM_BUILD)/tests/%,$(WASM_OBJECTS)): wasm-objects ;
$(filter $(WASM_BUILD)/tests/%,$(WASM_OBJECTS)): wasm-test-objects ;

build/wasi/libeddy.a: $(call wasm-objects,$(WASI_PORT))
build/guest/libeddy.a: $(call wasm-objects,$(GUEST_PORT))
build/wasi/libeddy.a build/guest/libeddy.a: $(call wasm-objects,$(CORE) $(WASM_PORT))
	@echo '  archive  $@'
	@mkdir -p $(@D) && rm -f $@
	@node wasm/build/llvm.js llvm-ar rcs $@ $^

build/guest-threads/libeddy.a: $(call threads-objects,$(CORE) $(THREADS_PORT))
	@echo '  archive  $@'
	@mkdir -p $(@D) && rm -f $@
	@node wasm/build/llvm.js llvm-ar rcs $@ $^

# $(call threads-program,NAME)
define threads-program
build/guest-threads/$1.wasm: $(call threads-objects,$($1.sources)) build/guest-threads/libeddy.a \
                  $(LINKING)
	@echo '  link     $$@'
	@node wasm/build/link.js --target guest --threads -o $$@ --core build/guest-threads/libeddy.a \
	    --sysroot $(SYSROOT) --linker "$$$$(cut -d' ' -f2 $(WASM_BUILD)/toolchain)" $(WASM_OPT) \
	    --removelist wasm/build/asyncify-removelist.txt $$(filter %.o,$$^)
endef

$(foreach name,$(THREADS_PROGRAMS),$(eval $(call threads-program,$(name))))

# $(call wasm-program,TARGET,NAME)
define wasm-program
build/$1/$2.wasm: $(call wasm-objects,$($2.sources)) build/$1/libeddy.a \
                  $(LINKING)
	@echo '  link     $$@'
	@node wasm/build/link.js --target $1 -o $$@ --core build/$1/libeddy.a --sysroot $(SYSROOT) \
	    --linker "$$$$(cut -d' ' -f2 $(WASM_BUILD)/toolchain)" $(WASM_OPT) \
	    --removelist wasm/build/asyncify-removelist.txt $$(filter %.o,$$^)
endef

$(foreach target,wasi guest,$(foreach name,$(PROGRAMS),\
    $(eval $(call wasm-program,$(target),$(name)))))
$(foreach name,$(GUESTS),$(eval $(call wasm-program,guest,$(name))))
