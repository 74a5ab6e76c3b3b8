#!/bin/sh
# Becomes a private libvirtd, inside mount and control group namespaces of its own: what libvirtd finds
# at its compiled-in paths are directories below STATE.
#
#   namespace.sh STATE COMMAND...
set -eu
state=$1
shift
here=$(dirname "$0")
name=$(basename "$state")

# The hierarchies that have a group for this daemon show nothing but that group; the others vanish.
mounts=$(grep -E '^[^ ]+ [^ ]+ cgroup2? ' /proc/mounts)
while read -r _ directory type _; do
  if [ ! -d "$directory/$name" ]; then
    umount "$directory"
    continue
  fi
  mount --bind "$directory/$name" "$directory"
  # In version 2, a group that hands controllers on may hold no process itself.
  if [ "$type" = cgroup2 ]; then
    mkdir -p "$directory/daemon"
    echo 0 >"$directory/daemon/cgroup.procs"
  fi
done <<END
$mounts
END

# The qemu driver looks its default user up even where qemu.conf names another.
if ! getent passwd libvirt-qemu >/dev/null || ! getent group libvirt-qemu >/dev/null; then
  for file in passwd group; do
    cp "/etc/$file" "$state/$file"
    grep -q '^libvirt-qemu:' "$state/$file" || echo 'libvirt-qemu:x:64055:64055::/nonexistent:/usr/sbin/nologin' |
      if [ "$file" = group ]; then cut -d : -f 1-3 | sed 's/$/:/'; else cat; fi >>"$state/$file"
    mount --bind "$state/$file" "/etc/$file"
  done
fi

# These mount points are libvirtd's own directories, which it makes itself wherever it runs.
mkdir -p /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt
mount --bind "$state/etc" /etc/libvirt
mount --bind "$state/lib" /var/lib/libvirt
mount --bind "$state/cache" /var/cache/libvirt
mount --bind "$state/log" /var/log/libvirt
# All of /run: sockets, pid files, and what tells of the host's own services.
mount --bind "$state/run" /run

exec sh "$here/release.sh" "$state" "$@"
