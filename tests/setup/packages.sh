#!/bin/sh
# Installs what the tests need beyond Node, npm and make: compilers, checkers, browsers. Only what is
# missing, only system packages (npm's are in package.json). With --list it only prints what is
# missing, one package a line.
#
# On Debian it installs with apt, as root or by sudo. Elsewhere it names what is missing.
set -eu

has() { command -v "$1" > /dev/null 2>&1; }
# The headers and the sanitizers' run-time library are no commands: ask the compiler to use them.
gcc_links() { echo 'int main(void) { return 0; }' | gcc -x c -o /dev/null - 2> /dev/null; }
clang_sanitizes() {
    echo 'int main(void) { return 0; }' | "clang-$llvm" -fsanitize=address,undefined,fuzzer-no-link \
        -x c -o /dev/null - 2> /dev/null
}

# LLVM's newest release that is here already or that this Debian has.
llvm_version() {
    for version in 22 21 20 19; do
        if has "clang-$version" || apt-cache show "clang-$version" > /dev/null 2>&1; then
            echo "$version"
            return
        fi
    done
    echo 22
}

# Sets $missing: a line for each package that is missing, with what it is for.
find_missing() {
    missing=
    llvm=$(llvm_version)
    need gcc 'native programs' has gcc
    need libc6-dev 'native programs' gcc_links
    need "clang-$llvm" 'native and wasm programs' has "clang-$llvm"
    need "lld-$llvm" 'linking wasm programs' has "wasm-ld-$llvm"
    need "libclang-rt-$llvm-dev" 'native programs with sanitizers' clang_sanitizes
    need "clang-tidy-$llvm" 'make lint' has "clang-tidy-$llvm"
    need emscripten 'programs for Emscripten' has emcc
    need cmake 'tests of make install' has cmake
    need pkgconf 'tests of make install' has pkg-config
    need valgrind 'tests of memory use' has valgrind
    need chromium 'tests of the page' has chromium
    need firefox-esr 'tests of the page' has firefox-esr
}

need() { # PACKAGE REASON CHECK...
    line="$1: $2"
    shift 2
    "$@" || missing="$missing$line
"
}

package_names() { printf %s "$missing" | sed 's/:.*//'; }

find_missing
if [ "${1-}" = --list ]; then
    package_names
    exit
fi
[ -n "$missing" ] || exit 0

as_root=
if ! has apt-get; then
    hint='install them (the names are Debian'\''s), then run make test again'
elif [ "$(id -u)" != 0 ] && ! has sudo; then
    hint='installing them needs root: run make packages as root, then make test again'
else
    hint=
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update -qq
    find_missing # the lists tell which LLVM there is
fi

echo 'the tests need what this machine does not have:'
printf %s "$missing" | sed 's/^/    /'
if [ -n "$hint" ]; then
    echo "$hint" >&2
    exit 1
fi

packages=$(package_names | tr '\n' ' ')
echo "installing ${packages}for the tests (needs root: system packages)"
log=$(mktemp)
# shellcheck disable=SC2086 # lists of words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages \
    > "$log" 2>&1 || {
    tail -n 20 "$log" >&2
    echo "apt-get could not install: $packages" >&2
    exit 1
}
rm -f "$log"
