#!/bin/bash
# PID 1 of one node of the native cluster, already in namespaces of its own (unshare: net, mount, pid, uts, ipc).
# Sees this machine's file system through an overlay whose upper layer is in memory: whatever it writes, nothing of
# the machine changes. Ends, and with it everything in it, when its standard input ends.
#
#   native-node.sh NAME FOLDER MANAGEMENT TEN ONE      FOLDER/files is laid over the root directory
set -euo pipefail
name=$1 folder=$2 management=$3 ten=$4 one=$5
export LC_ALL=C TZ=UTC PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root

exec 2>&1
# Read by the shell itself: `self` is this process as the machine's own /proc, still the one here, numbers it.
read -r pid _ </proc/self/stat
echo "pid $pid"
hostname "$name"

mount -t tmpfs layer "$folder/layer"
mkdir "$folder/layer/upper" "$folder/layer/work" "$folder/layer/root"
cp -a "$folder/files/." "$folder/layer/upper/"
mount -t overlay overlay \
  -o "lowerdir=/,upperdir=$folder/layer/upper,workdir=$folder/layer/work" "$folder/layer/root"
cd "$folder/layer/root"
mount -t proc proc proc
mount -t sysfs sysfs sys
# journald asks which control group it is in.
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs run run
mount -t tmpfs tmp tmp
mount -t tmpfs dev dev
for device in null zero full random urandom tty; do
  touch "dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
mount -t tmpfs shm dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s /run/systemd/journal/dev-log dev/log
# A disk, as every node has one: a reading that fails is tried again every few seconds, which is no node's usual cost.
mount --bind / mnt
mount -o remount,bind,ro mnt
mkdir run/old
pivot_root . run/old
cd /
umount -l /run/old

# systemd does not run here: as if it were not installed, for the same reason.
rm -f /usr/bin/systemctl
# A cluster of this machine's own, if it has one, is not this node's.
rm -rf /var/lib/pacemaker/{cib,pengine,cores}/* /var/lib/corosync/*
# Not the overlay: tail takes that for a remote file system and asks once a second instead of being told.
mount -t tmpfs log /var/log
install -d -o hacluster -g haclient -m 770 /var/log/pacemaker
mkdir /var/log/corosync
chmod 600 /etc/ssh/bench_host_key /etc/ssh/bench_authorized_keys /etc/corosync/authkey
mkdir -p /run/sshd /run/haproxy /run/log/journal /run/lock

echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
# HAProxy is bound to the VIP on the node that does not hold it, too.
echo 1 >/proc/sys/net/ipv4/ip_nonlocal_bind
until ip link show mgmt0 && ip link show ten0 && ip link show one0; do sleep 0.05; done >/dev/null 2>&1
for pair in lo: "mgmt0:$management" "ten0:$ten" "one0:$one"; do
  [ -z "${pair#*:}" ] || ip address add "${pair#*:}/24" dev "${pair%%:*}"
  ip link set "${pair%%:*}" up
done

/lib/systemd/systemd-journald </dev/null &
until [ -S /run/systemd/journal/dev-log ]; do sleep 0.05; done
/usr/sbin/sshd -D </dev/null &
corosync -f </dev/null &
until corosync-cfgtool -s >/dev/null 2>&1; do sleep 0.1; done
pacemakerd -f </dev/null &
haproxy -W -db -f /etc/haproxy/haproxy.cfg </dev/null &
echo started

# The shell also collects orphans, as PID 1 must.
while read -r _; do :; done
