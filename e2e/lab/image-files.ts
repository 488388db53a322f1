/**
 * Files and set-up of the node image that are the same for every node and every lab instance. Pure.
 * What differs (names, addresses, keys, cluster configuration) arrives later through the seed disk.
 */
import { type GeneratedFile, scriptFile, textFile } from './generated-file.ts';
import { havenUser, macAddress, networkNames, networks, ports } from './settings.ts';
import { sudoersFile } from './sudoers.ts';

const libDir = '/usr/local/lib/haven-lab';

/** Read by initramfs-tools when the kernel is configured, so they must exist before it is unpacked. */
export function initramfsFiles(): GeneratedFile[] {
  return [
    // The default (every driver) makes an image that takes an emulated processor half a minute to unpack.
    textFile('/etc/initramfs-tools/conf.d/haven-lab', 'MODULES=list\nCOMPRESS=gzip\nRESUME=none\n'),
    scriptFile(
      '/etc/initramfs-tools/hooks/haven-lab',
      `#!/bin/sh
[ "$1" = prereqs ] && exit 0
. /usr/share/initramfs-tools/hook-functions
force_load virtio_pci
force_load virtio_blk
`,
    ),
  ];
}

export function imageFiles(): GeneratedFile[] {
  return [
    ...linkFiles(),
    ...seedFiles(),
    ...driveFiles(),
    ...serviceFiles(),
    ...systemFiles(),
    sudoersFile(),
  ];
}

/** Interface names by MAC address, as firmware names would give them on a real server (eno1, ens2f0). */
function linkFiles(): GeneratedFile[] {
  return networkNames.map((name) => {
    const macs = [1, 2, 3].map((id) => macAddress(name, id)).join(' ');
    const nic = networks[name].nic;
    return textFile(
      `/etc/systemd/network/10-${nic}.link`,
      `[Match]\nMACAddress=${macs}\n\n[Link]\nName=${nic}\n`,
    );
  });
}

/** The node's own files come as a tar archive on a small disk and are unpacked before anything reads them. */
function seedFiles(): GeneratedFile[] {
  return [
    scriptFile(
      `${libDir}/seed`,
      `#!/bin/sh
set -e
tar -C / --no-same-owner -xf /dev/vdc
systemctl daemon-reload || true
touch /var/lib/haven-lab-seeded
`,
    ),
    textFile(
      '/etc/systemd/system/haven-lab-seed.service',
      `[Unit]
Description=Unpack this lab node's own configuration
DefaultDependencies=no
ConditionPathExists=!/var/lib/haven-lab-seeded
After=systemd-remount-fs.service
Before=sysinit.target systemd-networkd.service systemd-sysctl.service systemd-journald.service systemd-udev-trigger.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${libDir}/seed

[Install]
WantedBy=sysinit.target
`,
    ),
  ];
}

/**
 * QEMU's own NVMe device cannot be saved with a snapshot, so the data disk is exported by the kernel's NVMe
 * target and attached over loopback: the node sees a real NVMe device. The device-mapper layer under the
 * target plays the drive's medium and can be made to fail, so errors reach the node as NVMe completions.
 */
function driveFiles(): GeneratedFile[] {
  const target = '/sys/kernel/config/nvmet';
  const script = `#!/bin/sh
# usage: drive up | fail | heal | down
set -e
nqn=nqn.2014-08.org.haven.lab:drive
sub=${target}/subsystems/$nqn
port=${target}/ports/1
sectors=$(blockdev --getsz /dev/vdb)
swap() {
  dmsetup suspend --noflush --nolockfs labmedium
  dmsetup load labmedium --table "$1"
  dmsetup resume labmedium
}
case "$1" in
up)
  modprobe -a dm-mod nvmet nvmet-tcp nvme-tcp configfs
  # Loaded on demand they come in the middle of DRBD's first connect, which drbdadm gives 5 s only.
  modprobe -a drbd sha256_ssse3 crc32c_intel 2>/dev/null || true
  mountpoint -q /sys/kernel/config || mount -t configfs configfs /sys/kernel/config
  dmsetup info labmedium >/dev/null 2>&1 || dmsetup create labmedium --table "0 $sectors linear /dev/vdb 0"
  if [ ! -d $sub ]; then
    mkdir $sub $sub/namespaces/1
    echo 1 >$sub/attr_allow_any_host
    echo "HVN$(cut -c1-12 /etc/machine-id)" >$sub/attr_serial
    echo "Haven Lab NVMe" >$sub/attr_model
    echo /dev/mapper/labmedium >$sub/namespaces/1/device_path
    echo 1 >$sub/namespaces/1/enable
  fi
  if [ ! -d $port ]; then
    mkdir $port
    echo ipv4 >$port/addr_adrfam
    echo tcp >$port/addr_trtype
    echo 127.0.0.1 >$port/addr_traddr
    echo ${ports.nvmeTarget} >$port/addr_trsvcid
    ln -s $sub $port/subsystems/$nqn
  fi
  ip link set lo up
  # Long keep-alive and endless reconnects: an emulated processor on a busy machine stalls for seconds.
  [ -e /dev/nvme0n1 ] || nvme connect -t tcp -a 127.0.0.1 -s ${ports.nvmeTarget} -n $nqn --keep-alive-tmo=120 --ctrl-loss-tmo=-1
  n=0
  until [ -b /dev/nvme0n1 ]; do
    n=$((n + 1)); [ $n -le 100 ] || { echo "nvme0n1 did not appear" >&2; exit 1; }
    sleep 0.2
  done
  vgchange -ay >/dev/null 2>&1 || true
  ;;
fail) swap "0 $sectors error" ;;
heal) swap "0 $sectors linear /dev/vdb 0" ;;
down)
  vgchange -an >/dev/null 2>&1 || true
  nvme disconnect -n $nqn >/dev/null 2>&1 || true
  ;;
*) echo "usage: drive up|fail|heal|down" >&2; exit 64 ;;
esac
`;
  const unit = `[Unit]
Description=The lab node's NVMe drive
DefaultDependencies=no
After=haven-lab-seed.service systemd-modules-load.service systemd-udevd.service
Requires=systemd-udevd.service
Before=corosync.service pacemaker.service shutdown.target
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${libDir}/drive up
ExecStop=${libDir}/drive down
TimeoutSec=180

[Install]
WantedBy=sysinit.target
`;
  return [
    scriptFile(`${libDir}/drive`, script),
    textFile('/etc/systemd/system/haven-lab-drive.service', unit),
    // LVM must see the drive only: not the medium behind it, and never a volume inside DRBD.
    textFile(
      '/etc/lvm/lvmlocal.conf',
      'devices {\n  global_filter = [ "a|^/dev/nvme[0-9]+n[0-9]+.*|", "r|.*|" ]\n}\n',
    ),
  ];
}

/** Small stand-ins for an active-standby and an active-active API; Pacemaker starts them, never systemd. */
function serviceFiles(): GeneratedFile[] {
  const unit = (description: string, port: number, home: string): string => `[Unit]
Description=${description}
After=network.target

[Service]
EnvironmentFile=/etc/default/haven-lab
ExecStart=/usr/bin/busybox httpd -f -p \${NODE_10G}:${port} -h ${home}
Restart=no
`;
  return [
    textFile(
      '/etc/systemd/system/imagestore.service',
      unit('Image store API (active-standby, files on HAFS)', ports.imagestore, '/srv/hafs/images'),
    ),
    textFile(
      '/etc/systemd/system/compute-api.service',
      unit('Compute API (active-active)', ports.computeApi, '/srv/compute-api'),
    ),
    // Two that nobody protects yet: one that systemd starts at boot, one whose files lie on HAFS.
    textFile(
      '/etc/systemd/system/share-api.service',
      `${unit('Share API (not protected yet)', ports.shareApi, '/srv/share-api')}
[Install]
WantedBy=multi-user.target
`,
    ),
    textFile(
      '/etc/systemd/system/notes.service',
      unit('Notes (not protected yet, files on HAFS)', ports.notes, '/srv/hafs/images'),
    ),
    textFile('/srv/share-api/index.html', '{"shares":[]}\n'),
    textFile('/srv/share-api/healthcheck', 'OK\n'),
    textFile('/srv/compute-api/index.html', '{"versions":[{"id":"v2.1","status":"CURRENT"}]}\n'),
    textFile('/srv/compute-api/healthcheck', 'OK\n'),
  ];
}

function systemFiles(): GeneratedFile[] {
  return [
    // HAProxy runs on every node and binds to a VIP that only one of them holds.
    textFile(
      '/etc/sysctl.d/60-haven-lab.conf',
      'net.ipv4.ip_nonlocal_bind = 1\nnet.ipv4.conf.all.arp_ignore = 1\nnet.ipv4.conf.all.arp_announce = 2\n',
    ),
    textFile('/etc/modules-load.d/haven-lab.conf', 'drbd\n'),
    // One DRBD minor is all there is; the helper only tells the module not to call home for usage counts.
    textFile('/etc/drbd.d/global_common.conf', 'global {\n  usage-count no;\n}\ncommon {\n}\n'),
    textFile(
      '/etc/ssh/sshd_config.d/haven-lab.conf',
      'PasswordAuthentication yes\nPermitRootLogin prohibit-password\nUseDNS no\nPrintMotd no\n',
    ),
    textFile(
      '/etc/fstab',
      '# the root file system is mounted by the kernel command line; HAFS belongs to Pacemaker\n',
    ),
    textFile(
      '/etc/systemd/journald.conf.d/haven-lab.conf',
      '[Journal]\nStorage=persistent\nSystemMaxUse=64M\nForwardToSyslog=no\n',
    ),
    // Under emulation a unit start can take minutes when the machine is busy.
    textFile(
      '/etc/systemd/system.conf.d/haven-lab.conf',
      '[Manager]\nDefaultTimeoutStartSec=300s\nDefaultTimeoutStopSec=120s\nDefaultDeviceTimeoutSec=300s\n',
    ),
  ];
}

/** Runs once in the image (chroot) after all packages and files are in place. */
export function imageSetupScript(): string {
  return `set -e
useradd --create-home --shell /bin/bash ${havenUser.name}
echo '${havenUser.name}:${havenUser.password}' | chpasswd
passwd --delete --lock root >/dev/null
install -d -m 0700 /root/.ssh
install -d -m 0700 -o ${havenUser.name} -g ${havenUser.name} /home/${havenUser.name}/.ssh
install -d /srv/hafs /etc/ha
visudo -cf /etc/sudoers.d/haven
rm -f /etc/ssh/ssh_host_*
systemctl enable haven-lab-seed.service haven-lab-drive.service systemd-networkd.service ssh.service chrony.service corosync.service pacemaker.service share-api.service
# Pacemaker starts these; a unit that also starts at boot would run outside the cluster.
systemctl disable haproxy.service apache2.service drbd.service smartmontools.service
systemctl mask apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer logrotate.timer \\
  man-db.timer phpsessionclean.timer apache-htcacheclean.service getty@tty1.service nvmf-autoconnect.service \\
  lvm2-monitor.service lvm2-lvmpolld.socket crm_mon.service systemd-timesyncd.service
# Pacemaker reloads systemd at every start of a unit; under emulation the generators are three quarters of that.
mkdir -p /etc/systemd/system-generators
for generator in /lib/systemd/system-generators/*; do
  ln -s /dev/null "/etc/systemd/system-generators/$(basename "$generator")"
done
# Apache's sites and ports live on HAFS: without the file system it cannot even start.
rm -rf /etc/apache2/sites-enabled /etc/apache2/ports.conf
ln -s /srv/hafs/apache2/sites-enabled /etc/apache2/sites-enabled
ln -s /srv/hafs/apache2/ports.conf /etc/apache2/ports.conf
: >/etc/machine-id
`;
}
