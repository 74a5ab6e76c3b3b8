#!/bin/busybox sh
# The first process of the guest that the tests start. What is there of devices it uses: a disk, a network interface, and
# the channel of a guest's agent. It ends by saying so on the serial port, where a shell takes commands.
export PATH=/bin:/sbin
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
while read -r module; do insmod "/modules/$module"; done </modules/order
hostname linux-guest
ip link set lo up
if [ -e /sys/class/net/eth0 ]; then
  ip addr add 192.0.2.2/24 dev eth0
  ip link set eth0 up
fi
if [ -b /dev/vda ]; then
  mke2fs /dev/vda >/dev/null
  mount -t ext4 /dev/vda /mnt
fi
for port in /sys/class/virtio-ports/*; do
  if [ "$(cat "$port/name")" = org.qemu.guest_agent.0 ]; then
    qemu-ga --daemonize --pidfile=/run/qemu-ga.pid --statedir=/run --path="/dev/$(basename "$port")"
  fi
done
acpid -l /run/acpid.log
echo 'the guest is up'
exec sh 2>&1
