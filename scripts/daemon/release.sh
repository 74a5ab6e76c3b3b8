#!/bin/sh
# Becomes COMMAND, for which the release of libvirt whose packages are unpacked where STATE/tree leads takes the place of
# the installed one. Without STATE/tree, nothing does. Runs in a mount namespace of its own.
#
#   release.sh STATE COMMAND...
set -eu
state=$1
shift

if [ -e "$state/tree" ]; then
  tree=$(readlink -f "$state/tree")
  # One of another Debian release has a C library of its own, and whatever else it needs: its programs and libraries go
  # before the host's, which run with that C library too.
  if [ -e "$(echo "$tree"/usr/lib/*/libc.so.6)" ]; then
    mount -t overlay overlay -o "ro,lowerdir=$tree/usr:/usr" /usr
  fi
  # Nothing of the installed libvirt and QEMU is seen beside it: modules of another release are not to be loaded.
  for path in "$tree"/usr/sbin/libvirtd "$tree"/usr/lib/libvirt "$tree"/usr/share/libvirt \
    "$tree"/usr/lib/*/libvirt "$tree"/usr/lib/*/libvirt*.so.[0-9] "$tree"/usr/lib/*/qemu; do
    if [ ! -e "$path" ]; then continue; fi
    mount --bind "$(readlink -f "$path")" "$(readlink -f "${path#"$tree"}")"
  done
fi

exec "$@"
