# The benchmark: Eddy's works for three targets, and those of the peers whose compilers are here.

BENCH ?=
BENCH_PROGRAMS := $(foreach t,native/gcc/bench wasi/bench.wasm guest/bench.wasm wasi/kernels.wasm,build/$t) \
    build/bench/plain.wasm build/bench/unhooked.wasm
BENCH_PEERS := $(if $(shell command -v go),build/bench/go) \
    $(if $(shell command -v cargo),$(if $(wildcard /usr/share/cargo/registry/tokio-1*),build/bench/tokio))

.PHONY: bench bench-build
bench: bench-build $(if $(BENCH),,site) ## Eddy beside JavaScript and others, and compiling in the page; BENCH='--work yield --rounds 3' (tests/bench)
	node tests/bench/run.js $(BENCH)
	$(if $(BENCH),,node tests/bench/compiler.js)

.PHONY: bench-page
bench-page: site ## what it takes to compile in the page: bytes and times, in Chromium
	node tests/bench/compiler.js

.PHONY: bench-jobs
bench-jobs: build/guest/jobs.wasm build/guest-threads/jobs.wasm ## threads and processes beside other pools of workers; BENCH='--work job-trip'
	node tests/bench/jobs/run.js $(BENCH)

bench-build: $(BENCH_PROGRAMS) $(BENCH_PEERS)

# The kernels without Asyncify, linked by the same linker from the same objects.
build/bench/plain.wasm: $(call wasm-objects,$(kernels.sources)) build/wasi/libeddy.a tests/bench/plain.js
	@echo '  link     $@'
	@mkdir -p $(@D)
	@node tests/bench/plain.js --target wasi -o $@ --core build/wasi/libeddy.a --sysroot $(SYSROOT) \
	    --linker "$$(cut -d' ' -f2 $(WASM_BUILD)/toolchain)" $(WASM_OPT) $(filter %.o,$^)

# The guest without the trace's hooks. compile.js knows itself what is out of date.
UNHOOKED := $(patsubst %.c,build/bench/unhooked/%.o,$(CORE) $(WASM_PORT) $(GUEST_PORT))
.PHONY: unhooked-objects
unhooked-objects: $(WASM_BUILD)/toolchain $(WASM_BUILD)/flags $(SYSROOT_MADE)
	@node wasm/build/compile.js --clang "$$(cut -d' ' -f1 $(WASM_BUILD)/toolchain)" \
	    --sysroot $(SYSROOT) --to build/bench/unhooked \
	    --newer-than $(WASM_BUILD)/toolchain --newer-than $(WASM_BUILD)/flags \
	    --flags '-DEDDY__UNTRACED $(strip $(call flags-for,core/))' \
	    $(UNHOOKED:build/bench/unhooked/%.o=%.c)
$(UNHOOKED): unhooked-objects ;
build/bench/libunhooked.a: $(UNHOOKED)
	@rm -f $@ && node wasm/build/llvm.js llvm-ar rcs $@ $^
build/bench/unhooked.wasm: $(call wasm-objects,$(bench.sources)) build/bench/libunhooked.a
	@echo '  link     $@'
	@node wasm/build/link.js --target guest -o $@ --core build/bench/libunhooked.a --sysroot $(SYSROOT) \
	    --linker "$$(cut -d' ' -f2 $(WASM_BUILD)/toolchain)" $(WASM_OPT) \
	    --removelist wasm/build/asyncify-removelist.txt $(filter %.o,$^)

build/bench/go: tests/bench/go/main.go
	@echo '  go       $@'
	@mkdir -p $(@D)
	@go build -o $@ $<

# Debian's librust-*-dev are sources; cargo writes a lock file beside the manifest, so it gets a copy.
build/bench/tokio: tests/bench/tokio/Cargo.toml tests/bench/tokio/src/main.rs
	@echo '  cargo    $@'
	@rm -rf build/bench/cargo && mkdir -p build/bench/cargo
	@cp -r tests/bench/tokio/. build/bench/cargo
	@cargo build --quiet --release --offline --manifest-path build/bench/cargo/Cargo.toml \
	    --config 'source.crates-io.replace-with="debian"' \
	    --config 'source.debian.directory="/usr/share/cargo/registry"'
	@cp build/bench/cargo/target/release/bench $@

# The plot of the documentation; not a matter of dependencies, because measuring takes minutes.
.PHONY: bench-plot
bench-plot: bench-build ## draws what an operation costs with 1,000 to 1,000,000 tasks
	node tests/bench/curve.js web/images/cost-by-tasks.svg
