# make install: headers, a libeddy.a for each target, what links against them, and eddy-suspendable.
# What no compiler is here for is left out, and said.

PREFIX ?= /usr/local
INSTALLED := $(DESTDIR)$(PREFIX)
VERSION := $(shell sed -n 's/^\#define EDDY_VERSION "\(.*\)"/\1/p' core/include/eddy/version.h)
NATIVE_ARCHIVE := $(if $(GCC),build/native/gcc/libeddy.a,$(if $(CLANG),build/native/clang/libeddy.a))
WASM_TARGETS := wasi guest guest-threads
EM_TARGETS := $(if $(EMCC),$(EM_VARIANTS))
LINK_SCRIPTS := suspendable.js removelist.js main.js $(SUSPENDABLE)

fill-in = sed 's|@prefix@|$(PREFIX)|; s|@version@|$(VERSION)|'
# $(call fill,FILE.in,FILE)
fill = $(fill-in) wasm/install/$1 > $(INSTALLED)/$2

# THREADS_FLAGS of wasm.mk, where they are installed
THREADS_INSTALLED = $(subst core/port,$${libdir},$(THREADS_FLAGS))

.PHONY: install
install: $(NATIVE_ARCHIVE) $(patsubst %,build/%/libeddy.a,$(WASM_TARGETS) $(EM_TARGETS)) $(foreach target,$(EM_TARGETS),$(EM_SCRIPT_NAMES:%=build/$(target)/%)) | $(NPM) ## headers, libraries, pkg-config and CMake files to PREFIX (/usr/local)
	$(if $(NATIVE_ARCHIVE),,@echo 'no gcc and no clang is on PATH: no native libeddy.a')
	$(if $(EMCC),,@echo 'no emcc is on PATH: no libeddy.a for Emscripten')
	@mkdir -p $(INSTALLED)/include/eddy $(INSTALLED)/lib/pkgconfig $(INSTALLED)/lib/cmake/eddy \
	    $(INSTALLED)/lib/eddy/link/node_modules/binaryen $(patsubst %,$(INSTALLED)/lib/eddy/%,$(WASM_TARGETS) $(EM_TARGETS)) $(INSTALLED)/bin
	@cp core/include/eddy.h $(INSTALLED)/include/
	@cp core/include/eddy/*.h $(INSTALLED)/include/eddy/
	@$(if $(NATIVE_ARCHIVE),cp $(NATIVE_ARCHIVE) $(INSTALLED)/lib/ && $(call fill,eddy.pc.in,lib/pkgconfig/eddy.pc))
	@for target in $(WASM_TARGETS); do \
	    cp build/$$target/libeddy.a $(INSTALLED)/lib/eddy/$$target/; \
	done
	@$(call fill,eddy-wasi.pc.in,lib/pkgconfig/eddy-wasi.pc)
	@$(fill-in) wasm/install/eddy-guest.pc.in | sed 's|@variant@|guest|; s|@flags@||; s|@link@||' \
	    > $(INSTALLED)/lib/pkgconfig/eddy-guest.pc
	@$(fill-in) wasm/install/eddy-guest.pc.in | sed 's|@variant@|guest-threads|; s|@flags@|$(THREADS_INSTALLED)|;'" \
	    s|@link@|$$(node wasm/install/shared-memory.js)|" > $(INSTALLED)/lib/pkgconfig/eddy-guest-threads.pc
	@cp core/port/shared_errno.h $(INSTALLED)/lib/eddy/guest-threads/
	@$(foreach target,$(EM_TARGETS), \
	    cp build/$(target)/libeddy.a $(EM_SCRIPT_NAMES:%=build/$(target)/%) $(INSTALLED)/lib/eddy/$(target)/; \
	    $(call em-fill,$(target)) < $(EM_PC) | $(fill-in) > $(INSTALLED)/lib/pkgconfig/eddy-$(target).pc;)
	@$(call fill,eddy-config.cmake.in,lib/cmake/eddy/eddy-config.cmake)
	@$(call fill,eddy-config-version.cmake.in,lib/cmake/eddy/eddy-config-version.cmake)
	@cp $(LINK_SCRIPTS:%=wasm/build/%) $(INSTALLED)/lib/eddy/link/
	@echo '{"type": "module"}' > $(INSTALLED)/lib/eddy/link/package.json
	@cp node_modules/binaryen/index.js node_modules/binaryen/package.json \
	    node_modules/binaryen/LICENSE $(INSTALLED)/lib/eddy/link/node_modules/binaryen/
	@chmod +x $(INSTALLED)/lib/eddy/link/suspendable.js
	@ln -sf ../lib/eddy/link/suspendable.js $(INSTALLED)/bin/eddy-suspendable
	@echo 'installed Eddy $(VERSION) in $(INSTALLED)'
