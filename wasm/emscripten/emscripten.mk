# Emscripten: libeddy.a without and with threads, its JavaScript, and the tests' programs, built as a
# user of emcc would, with the flags of wasm/install/eddy-emscripten.pc.in. Without emcc nothing of it
# is made. Another emcc than the one on PATH: make EMCC=/path/to/emcc emscripten.

EMCC := $(shell command -v emcc)
EMAR = $(dir $(EMCC))emar
# Debian's emcc finds its JavaScript modules only here.
EMCC_RUN = NODE_PATH=/usr/share/nodejs$${NODE_PATH:+:$$NODE_PATH} $(EMCC)
EM_PC := wasm/install/eddy-emscripten.pc.in

EM_LIBRARY := $(CORE) $(addprefix core/port/,asyncify.c host_guest.c host_emscripten.c processes_none.c)
EM_SCRIPT_NAMES := library.js driver.js module.js
EM_NAMES := unit scenario $(basename $(notdir $(wildcard tests/emscripten/*.c)))
emscripten.names := $(filter-out threads,$(EM_NAMES))
emscripten-threads.names := $(EM_NAMES)
$(foreach file,$(wildcard tests/emscripten/*.c),$(eval $(basename $(notdir $(file))).sources := $(file)))
# Tests want to see a stack that overflows.
EM_TEST_FLAGS := -sSTACK_OVERFLOW_CHECK=2

EM_VARIANTS := emscripten emscripten-threads
emscripten.port := core/port/threads_none.c
emscripten-threads.port := core/port/threads_emscripten.c core/port/locks_shared.c
# What the pkg-config file of the variant adds, see install.mk.
emscripten-threads.flags := -pthread
emscripten-threads.link := -Wno-pthreads-mem-growth

EM_PROGRAMS := $(if $(EMCC),$(foreach variant,$(EM_VARIANTS),$($(variant).names:%=build/$(variant)/%.mjs)))

# $(call em-fill,VARIANT): the pkg-config file's text, from standard input
em-fill = sed 's|@variant@|$1|; s|@flags@|$($1.flags)|; s|@link@|$($1.link)|'

# $(call em-variant,VARIANT)
define em-variant
build/$1/flags: FORCE
	$$(call record,$$(EMCC) $$(shell test -z '$$(EMCC)' || $$(EMCC) -dumpversion) $$(COMMON_FLAGS) \
	    $$(STRICT_FLAGS) $$(TEST_FLAGS) $$($1.flags) $$($1.link-flags) $$(EM_TEST_FLAGS))

$1.link-flags = $$(shell $$(call em-fill,$1) < $$(EM_PC) | sed -n 's|$$$${libdir}|build/$1|g; s|^Libs:||p')

build/$1/objects/%.o: %.c build/$1/flags
	@echo '  compile  $$@'
	@mkdir -p $$(@D)
	@$$(EMCC_RUN) $$(strip $$(call flags-for,$$<)) $$($1.flags) -MMD -MP -c $$< -o $$@

build/$1/libeddy.a: $(patsubst %.c,build/$1/objects/%.o,$(EM_LIBRARY) $($1.port))
	@echo '  archive  $$@'
	@rm -f $$@ && $$(EMAR) rcs $$@ $$^

build/$1/library.js build/$1/module.js: build/$1/%.js: wasm/emscripten/%.js
	@mkdir -p $$(@D) && cp $$< $$@

build/$1/driver.js: wasm/emscripten/driver.js wasm/emscripten/start.js wasm/emscripten/bundle.js \
                    $(wildcard wasm/src/*.js) | $(NPM)
	@echo '  bundle   $$@'
	@node wasm/emscripten/bundle.js $$@

$(foreach name,$($1.names),$(eval build/$1/$(name).mjs: $($(name).sources:%.c=build/$1/objects/%.o)))
$($1.names:%=build/$1/%.mjs): build/$1/libeddy.a $(EM_SCRIPT_NAMES:%=build/$1/%)
	@echo '  link     $$@'
	@$$(EMCC_RUN) -O2 $$(filter %.o,$$^) $$($1.link-flags) $$(EM_TEST_FLAGS) -o $$@

-include $(patsubst %.c,build/$1/objects/%.d,$(EM_LIBRARY) $($1.port) $(foreach n,$($1.names),$($n.sources)))
endef

$(foreach variant,$(EM_VARIANTS),$(eval $(call em-variant,$(variant))))
