#!/bin/sh
# Runs one private libvirtd and removes every trace of it. Stopping and crashing are one path: whatever
# happens to the process that asked for the daemon, the other end of standard input closes.
#
#   janitor.sh STATE MODE COMMAND...
#
# STATE: the daemon's own directory, which is removed at the end. MODE: `system` (root; private
# mounts and control groups) or `session` (COMMAND runs as it is). Standard output tells:
# `pid N` when the daemon has been started, `exit STATUS` when it has ended. A line on standard input starts it again.
set -eu
state=$1 mode=$2
shift 2
here=$(dirname "$0")
name=$(basename "$state")
groups=

# The mount points of the control group hierarchies that libvirt will use. Where version 1 has the
# controllers, version 2 is left alone: the LXC driver fails when it sees both.
hierarchies() {
  if grep -Eq '^[^ ]+ [^ ]+ cgroup ' /proc/mounts; then type=cgroup; else type=cgroup2; fi
  while read -r _ directory found _; do
    if [ "$found" = "$type" ]; then echo "$directory"; fi
  done </proc/mounts
}

# One group per hierarchy, which the daemon takes for the root: nothing that libvirt makes or kills
# there can meet another daemon's, and nothing of it can leave.
make_groups() {
  for root in $(hierarchies); do
    if [ -e "$root/cgroup.subtree_control" ]; then
      for controller in $(cat "$root/cgroup.controllers"); do
        echo "+$controller" 2>/dev/null >"$root/cgroup.subtree_control" || :
      done
    fi
    mkdir "$root/$name"
    groups="$groups $root/$name"
    for file in cpuset.cpus cpuset.mems; do
      if [ -e "$root/cgroup.subtree_control" ] || [ ! -e "$root/$file" ]; then continue; fi
      cat "$root/$file" >"$root/$name/$file"
    done
  done
  if [ -z "$groups" ]; then
    echo 'no control group hierarchy is mounted' >&2
    return 1
  fi
}

# The processes that are left. A session daemon's are known by their home.
survivors() {
  if [ "$mode" = system ]; then
    for group in $groups; do
      find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null || :
    done
  else
    grep -lszxF "HOME=$state/home" /proc/[0-9]*/environ | cut -d / -f 3 || :
  fi
}

cleanup() {
  trap '' HUP INT TERM
  set +e
  # A frozen process does not die before it is thawed.
  for group in $groups; do
    find "$group" -name freezer.state -exec sh -c 'for file; do echo THAWED >"$file"; done' sh {} + 2>/dev/null
  done
  kill -KILL $daemon $lifeline 2>/dev/null
  wait
  while pids=$(survivors) && [ -n "$pids" ]; do
    kill -KILL $pids 2>/dev/null
    sleep 0.02
  done
  # `sleep` gives the shell an occasion to reap what it has inherited.
  while read -r orphans </proc/$$/task/$$/children && [ -n "$orphans" ]; do sleep 0.01; done 2>/dev/null
  for group in $groups; do
    find "$group" -depth -type d -exec rmdir {} \;
  done
  rm -rf --one-file-system "$state"
}

daemon= lifeline=
exec 3<&0 </dev/null
trap cleanup EXIT
trap 'exit 0' HUP INT TERM

start() {
  if [ "$mode" = system ]; then
    (
      for group in $groups; do echo 0 >"$group/cgroup.procs"; done
      exec setpriv --pdeathsig KILL unshare --mount --propagation private --cgroup \
        sh "$here/namespace.sh" "$state" "$@" 3<&- >>"$state/log/libvirtd.log" 2>&1
    ) &
  else
    "$@" 3<&- >>"$state/log/libvirtd.log" 2>&1 &
  fi
  daemon=$!
  echo "pid $daemon"
}

if [ "$mode" = system ]; then make_groups; fi
(
  while read -r _ <&3; do kill -USR1 $$; done
  kill -TERM $$
) &
lifeline=$!
again=
trap 'again=yes' USR1
while :; do
  start "$@"
  status=0
  wait "$daemon" || status=$?
  # A signal ends the waiting, and not the daemon.
  while kill -0 "$daemon" 2>/dev/null; do
    status=0
    wait "$daemon" || status=$?
  done
  echo "exit $status"
  while [ -z "$again" ]; do wait "$lifeline" || :; done
  again=
done
