/**
 * Nodes on which nothing of a cluster is yet, for building one: the image of the formed nodes with the cluster's own
 * packages taken out again and put beside it as a local package source, so that a plain `apt-get install` works on
 * machines that reach no internet. The libraries those packages need stay: installing hundreds of Python modules takes
 * an emulated processor half an hour and shows nothing. Pure.
 */
import { type GeneratedFile, textFile } from './generated-file.ts';
import { imageFiles } from './image-files.ts';
import { havenUser } from './settings.ts';

/** Taken out of the image and offered by its package source instead. */
export const offeredPackages: readonly string[] = [
  'corosync',
  'pacemaker',
  'pacemaker-common',
  'pacemaker-cli-utils',
  'pacemaker-resource-agents',
  'resource-agents',
  'fence-agents',
  'drbd-utils',
  'haproxy',
  'apache2',
  'apache2-bin',
  'apache2-data',
  'apache2-utils',
  'chrony',
];

/** Inside the node. */
export const packageSource = '/srv/debian';

/** What the plan of a new cluster has to bring by itself. */
const broughtByThePlan: readonly string[] = [
  '/etc/sysctl.d/60-haven-lab.conf',
  '/etc/modules-load.d/haven-lab.conf',
  '/etc/drbd.d/global_common.conf',
  '/etc/systemd/system/imagestore.service',
  '/etc/systemd/system/compute-api.service',
];

export function bareImageFiles(): GeneratedFile[] {
  return imageFiles()
    .filter(
      ({ path }) => !broughtByThePlan.includes(path) && !path.startsWith('/srv/') && path !== '/etc/fstab',
    )
    .concat([
      textFile('/etc/fstab', '# the root file system is mounted by the kernel command line\n'),
      textFile('/etc/apt/sources.list.d/haven-lab.list', `deb [trusted=yes] file:${packageSource} ./\n`),
    ]);
}

/**
 * Runs outside the new tree ($1), where the packages can still be fetched. The list of a package source needs no more
 * than each package's own description, its name, size and sum.
 */
export function fetchScript(): string {
  return `set -e
tree=$1
mkdir -p "$tree${packageSource}"
cd "$tree${packageSource}"
APT_CONFIG="$MMDEBSTRAP_APT_CONFIG" apt-get download ${offeredPackages.join(' ')}
for deb in *.deb; do
  dpkg-deb -f "$deb"
  echo "Filename: ./$deb"
  echo "Size: $(stat -c %s "$deb")"
  echo "SHA256: $(sha256sum <"$deb" | cut -c1-64)"
  echo
done >Packages
chmod 0644 *
`;
}

/** Runs once in the image (chroot) after all packages and files are in place. */
export function bareSetupScript(): string {
  return `set -e
useradd --create-home --shell /bin/bash ${havenUser.name}
echo '${havenUser.name}:${havenUser.password}' | chpasswd
passwd --delete --lock root >/dev/null
install -d -m 0700 /root/.ssh
install -d -m 0700 -o ${havenUser.name} -g ${havenUser.name} /home/${havenUser.name}/.ssh
visudo -cf /etc/sudoers.d/haven
rm -f /etc/ssh/ssh_host_*
dpkg --purge --force-depends ${offeredPackages.join(' ')}
rm -rf /etc/corosync /etc/haproxy /etc/apache2 /etc/drbd.d /etc/drbd.conf /etc/chrony /var/lib/pacemaker /var/lib/corosync /var/lib/drbd
rm -f /etc/apt/sources.list /etc/apt/sources.list.d/0000*
systemctl enable haven-lab-seed.service haven-lab-drive.service systemd-networkd.service ssh.service
systemctl disable smartmontools.service
systemctl mask apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer logrotate.timer \\
  man-db.timer getty@tty1.service nvmf-autoconnect.service lvm2-monitor.service lvm2-lvmpolld.socket systemd-timesyncd.service
# Every reload of systemd runs the generators; under emulation they are three quarters of it.
mkdir -p /etc/systemd/system-generators
for generator in /lib/systemd/system-generators/*; do
  ln -s /dev/null "/etc/systemd/system-generators/$(basename "$generator")"
done
rm -rf /var/lib/apt/lists/*
apt-get -o APT::Sandbox::User=root update
: >/etc/machine-id
`;
}
