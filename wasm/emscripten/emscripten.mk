# Emscripten: libeddy.a, its JavaScript, and the tests' programs, built as a user of emcc would, with
# the flags of wasm/install/eddy-emscripten.pc.in. Without emcc nothing of it is made.

EMCC := $(shell command -v emcc)
# Debian's emcc finds its JavaScript modules only here.
EMCC_RUN = NODE_PATH=/usr/share/nodejs$${NODE_PATH:+:$$NODE_PATH} $(EMCC)
EM := build/emscripten

EM_LIBRARY := $(CORE) core/port/asyncify.c core/port/host_guest.c core/port/host_emscripten.c \
              core/port/processes_none.c core/port/threads_none.c
EM_SCRIPTS := $(EM)/library.js $(EM)/driver.js $(EM)/module.js
EM_NAMES := unit scenario $(basename $(notdir $(wildcard tests/emscripten/*.c)))
$(foreach file,$(wildcard tests/emscripten/*.c),$(eval $(basename $(notdir $(file))).sources := $(file)))
EM_PROGRAMS := $(if $(EMCC),$(EM_NAMES:%=$(EM)/%.mjs))
em-objects = $(patsubst %.c,$(EM)/objects/%.o,$1)
EM_LINK_FLAGS = $(shell sed -n 's|^Libs:||p' wasm/install/eddy-emscripten.pc.in | sed 's|$${libdir}|$(EM)|g')
# Tests want to see a stack that overflows.
EM_TEST_FLAGS := -sSTACK_OVERFLOW_CHECK=2

$(EM)/flags: FORCE
	$(call record,$(EMCC) $(shell test -z '$(EMCC)' || $(EMCC) -dumpversion) $(COMMON_FLAGS) \
	    $(STRICT_FLAGS) $(TEST_FLAGS) $(EM_LINK_FLAGS) $(EM_TEST_FLAGS))

$(EM)/objects/%.o: %.c $(EM)/flags
	@echo '  compile  $@'
	@mkdir -p $(@D)
	@$(EMCC_RUN) $(strip $(call flags-for,$<)) -MMD -MP -c $< -o $@

$(EM)/libeddy.a: $(call em-objects,$(EM_LIBRARY))
	@echo '  archive  $@'
	@rm -f $@ && emar rcs $@ $^

$(EM)/library.js $(EM)/module.js: $(EM)/%.js: wasm/emscripten/%.js
	@mkdir -p $(@D) && cp $< $@

$(EM)/driver.js: wasm/emscripten/driver.js wasm/emscripten/start.js wasm/emscripten/bundle.js \
                 $(wildcard wasm/src/*.js) | $(NPM)
	@echo '  bundle   $@'
	@node wasm/emscripten/bundle.js $@

define em-program
$(EM)/$1.mjs: $(call em-objects,$($1.sources)) $(EM)/libeddy.a $(EM_SCRIPTS)
	@echo '  link     $$@'
	@$(EMCC_RUN) -O2 $$(filter %.o,$$^) $(EM_LINK_FLAGS) $(EM_TEST_FLAGS) -o $$@
endef
$(foreach name,$(EM_NAMES),$(eval $(call em-program,$(name))))

-include $(patsubst %.o,%.d,$(call em-objects,$(EM_LIBRARY) $(foreach n,$(EM_NAMES),$($n.sources))))
