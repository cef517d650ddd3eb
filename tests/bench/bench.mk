# The benchmark: Eddy's works for three targets, and those of the peers whose compilers are here.

BENCH ?=
BENCH_PROGRAMS := $(foreach t,native/gcc/bench wasi/bench.wasm guest/bench.wasm,build/$t)
BENCH_PEERS := $(if $(shell command -v go),build/bench/go) \
    $(if $(shell command -v cargo),$(if $(wildcard /usr/share/cargo/registry/tokio-1*),build/bench/tokio))

.PHONY: bench bench-build
bench: bench-build ## Eddy beside JavaScript and others; BENCH='--work yield --rounds 3' (tests/bench)
	node tests/bench/run.js $(BENCH)

bench-build: $(BENCH_PROGRAMS) $(BENCH_PEERS)

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
