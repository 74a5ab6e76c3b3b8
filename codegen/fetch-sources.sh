#!/usr/bin/env bash
# Puts libvirt's descriptions below DEST, from the packages of the Debian releases that carry them:
#
#   DEST/<version>/src   the protocol's .x files, from each suite's source package
#   DEST/<version>/api   libvirt-*api.xml of the newest libvirt-dev
#
# Needs Debian's package tools, and root for apt. Nothing of it is committed: what is committed is what
# import.mjs makes of it.
set -euo pipefail
(($# == 1)) || { echo 'usage: codegen/fetch-sources.sh DEST' >&2; exit 2; }
mkdir -p "$1"
dest=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
uri=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources | head -n 1)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# suite NAME: apt's options for that suite alone, with lists apart from the system's.
options=()
suite() {
  mkdir -p "$work/$1/lists/partial" "$work/$1/cache/archives/partial"
  printf '%s [signed-by=%s] %s %s main\n' deb "$keyring" "$uri" "$1" deb-src "$keyring" "$uri" "$1" \
    >"$work/$1/sources.list"
  options=(-qq -o "Dir::Etc::SourceList=$work/$1/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State::Lists=$work/$1/lists" -o "Dir::Cache=$work/$1/cache" -o APT::Sandbox::User=root)
  apt-get "${options[@]}" update
}

# The protocol of each suite's libvirt: 9.0.0 and 11.3.0.
for name in bookworm bookworm-backports; do
  suite "$name"
  (cd "$work/$name" && apt-get "${options[@]}" source --download-only --tar-only libvirt)
  tarball=$(ls "$work/$name"/libvirt_*.orig.tar.xz)
  version=$(basename "$tarball" .orig.tar.xz)
  version=${version#libvirt_}
  mkdir -p "$dest/$version"
  tar -xf "$tarball" -C "$dest/$version" --strip-components=1 --wildcards "libvirt-$version/src/*.x"
done

# The API of the newest.
suite sid
(cd "$work/sid" && apt-get "${options[@]}" download libvirt-dev)
package=$(ls "$work/sid"/libvirt-dev_*.deb)
version=$(basename "$package" | sed 's/^libvirt-dev_\([0-9.]*\)-.*/\1/')
mkdir -p "$dest/$version/api" "$work/unpacked"
dpkg-deb -x "$package" "$work/unpacked"
cp "$work"/unpacked/usr/share/libvirt/api/*.xml "$dest/$version/api/"
