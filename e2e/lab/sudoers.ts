/** The allow-list under which the lab's non-root account may act: what a control plane needs, by name. */
import { type GeneratedFile, textFile } from './generated-file.ts';
import { havenUser } from './settings.ts';

const binaries = [
  'cibadmin',
  'crm_mon',
  'crm_simulate',
  'crm_resource',
  'crm_attribute',
  'crm_standby',
  'crm_node',
  'crm_verify',
  'crm_diff',
  'crmadmin',
  'crm_error',
  'crm_failcount',
  'stonith_admin',
  'pacemakerd',
  'drbdadm',
  'drbdsetup',
  'drbdmeta',
  'corosync',
  'corosync-cfgtool',
  'corosync-cmapctl',
  'corosync-quorumtool',
  'systemctl',
  'systemd-run',
  'journalctl',
  'socat',
  'cat',
  'tail',
  'nvme',
  'smartctl',
  'ip',
  'ss',
  'lsblk',
  'findmnt',
  'blkid',
  'wipefs',
  'sha256sum',
  'install',
  'mv',
  'rm',
  'haproxy',
  'chronyc',
  'arping',
  'mkfs.ext4',
  'mkfs.xfs',
  'lvs',
  'lvcreate',
  'lvremove',
  'lvextend',
  'lvchange',
  'vgs',
  'vgcreate',
  'vgchange',
  'pvs',
  'pvcreate',
];

export function sudoersFile(): GeneratedFile {
  // sudo compares paths: the same binary is found under /usr/sbin or /usr/bin depending on the package.
  const paths = binaries.flatMap((name) => [`/usr/sbin/${name}`, `/usr/bin/${name}`]);
  const rule = `${havenUser.name} ALL=(root) NOPASSWD: ${paths.join(', \\\n  ')}\n`;
  return textFile('/etc/sudoers.d/haven', rule, 0o440);
}
