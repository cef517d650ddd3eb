#!/bin/sh
# Fetches the emcc of another Debian release, and leaves this machine's own alone:
#
#     tests/setup/emscripten.sh SUITE FOLDER     (trixie, sid: a few 100 MB)
#     make EMCC=FOLDER/bin/emcc emscripten
#
# The packages are unpacked into FOLDER. FOLDER/bin/emcc and emar run with FOLDER/usr in the place of
# /usr, which they alone see (a mount namespace of their own): all else is where it always is.
set -eu

[ $# = 2 ] || {
    echo 'usage: tests/setup/emscripten.sh SUITE FOLDER' >&2
    exit 2
}
suite=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)

# where this machine gets its Debian from
mirror=$(apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' | sed -n 's/^Debian //p' | head -n 1)
[ -n "$mirror" ] || {
    echo 'apt knows no Debian mirror: run apt-get update' >&2
    exit 1
}

apt="$folder/apt"
mkdir -p "$apt/lists/partial" "$apt/archives/partial"
: > "$apt/status" # as if nothing were installed: all that emcc needs is fetched
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" > "$apt/sources.list"
cat > "$apt/apt.conf" << CONFIGURATION
Dir::State::Lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Cache "$apt";
APT::Sandbox::User "";
Debug::NoLocking "1";
CONFIGURATION
apt-get -c "$apt/apt.conf" -qq update
apt-get -c "$apt/apt.conf" -qq -y --no-install-recommends --download-only install \
    emscripten dash coreutils sed grep > "$apt/log" 2>&1 || {
    tail -n 20 "$apt/log" >&2
    exit 1
}
for package in "$apt"/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x -C "$folder" --keep-directory-symlink --no-same-owner
done
rm -r "$apt"
[ -e "$folder/usr/bin/sh" ] || ln -s dash "$folder/usr/bin/sh"

# what emcc compiles of its libraries, unless its package has them
cache=$folder/cache
[ ! -e "$folder/usr/share/emscripten/cache" ] || cache=/usr/share/emscripten/cache
mkdir -p "$folder/bin"
for tool in emcc emar; do
    cat > "$folder/bin/$tool" << WRAPPER
#!/bin/sh
export EM_CACHE='$cache'
exec unshare --map-root-user --mount sh -c 'mount --rbind "\$0/usr" /usr && PATH=/usr/bin exec $tool "\$@"' '$folder' "\$@"
WRAPPER
    chmod +x "$folder/bin/$tool"
done
"$folder/bin/emcc" --version | head -n 1
