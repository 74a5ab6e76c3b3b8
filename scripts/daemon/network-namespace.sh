#!/bin/sh
# Becomes a command in a network namespace that its caller has just made: with what /sys tells of that namespace, and with
# the control groups that its caller sees.
#
#   network-namespace.sh STATE COMMAND...
set -eu
groups=$1/cgroup
shift
mkdir "$groups"
mount --rbind /sys/fs/cgroup "$groups"
mount -t sysfs sysfs /sys
mount --rbind "$groups" /sys/fs/cgroup
umount --lazy --recursive "$groups" 2>/dev/null || umount -l "$groups"
rmdir "$groups"
exec "$@"
