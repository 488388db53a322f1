/**
 * The read-only commands whose raw output becomes parser fixtures. Pure. Rows marked `isVolatile` go first:
 * a resync lasts seconds, and reading everything takes longer than that.
 */

export interface RecordRow {
  /** File name without ending. */
  readonly id: string;
  readonly about: string;
  /** Debian package whose version counts. */
  readonly tool: string;
  readonly command: readonly string[];
  readonly isVolatile?: boolean;
  /** Sent to the command's standard input. */
  readonly input?: string;
}

const adminSocket = ['socat', 'stdio', 'unix-connect:/run/haproxy/admin.sock'];
const masterSocket = ['socat', 'stdio', 'unix-connect:/run/haproxy-master.sock'];
const units = [
  'corosync.service',
  'pacemaker.service',
  'haproxy.service',
  'apache2.service',
  'imagestore.service',
  'compute-api.service',
  'drbd.service',
  'chrony.service',
  'ssh.service',
  'no-such-unit.service',
];
const lsblkColumns =
  'NAME,KNAME,PATH,MAJ:MIN,TYPE,SIZE,RO,RM,MODEL,SERIAL,TRAN,FSTYPE,LABEL,UUID,MOUNTPOINTS,PKNAME,STATE,ROTA,WWN';

export const recordRows: readonly RecordRow[] = [
  // what changes by the second
  row('proc-drbd', 'DRBD 8.4 status file', 'drbd-utils', ['cat', '/proc/drbd'], true),
  row(
    'drbdsetup-events2-now',
    'DRBD 8.4 state as one burst of events',
    'drbd-utils',
    ['drbdsetup', 'events2', 'all', '--now', '--timestamps', '--statistics'],
    true,
  ),
  row('crm-mon', 'cluster state as XML', 'pacemaker', ['crm_mon', '--output-as=xml', '-1'], true),
  row('cib', 'the whole CIB with status', 'pacemaker', ['cibadmin', '-Q'], true),
  row('haproxy-show-stat', 'runtime statistics, CSV', 'haproxy', adminSocket, true, 'show stat\n'),
  row('ip-addr', 'addresses; shows who holds a VIP', 'iproute2', ['ip', '-j', '-d', 'addr'], true),
  row('corosync-quorumtool-s', 'quorum', 'corosync', ['corosync-quorumtool', '-s'], true),
  row('corosync-cfgtool-n', 'links to the other nodes', 'corosync', ['corosync-cfgtool', '-n'], true),
  // DRBD
  row('drbdadm-version', 'versions of utilities and module', 'drbd-utils', ['drbdadm', '--version']),
  row('drbdadm-dump-xml', 'configuration as parsed', 'drbd-utils', ['drbdadm', 'dump-xml']),
  row('drbdadm-dump', 'configuration as text', 'drbd-utils', ['drbdadm', 'dump']),
  row('drbdadm-status', 'what drbdadm 9.22 says on an 8.4 module', 'drbd-utils', [
    'drbdadm',
    'status',
    'hafs',
  ]),
  row('drbdadm-role', 'role', 'drbd-utils', ['drbdadm', 'role', 'hafs']),
  row('drbdadm-cstate', 'connection state', 'drbd-utils', ['drbdadm', 'cstate', 'hafs']),
  row('drbdadm-dstate', 'disk state', 'drbd-utils', ['drbdadm', 'dstate', 'hafs']),
  row('drbdadm-get-gi', 'generation identifiers', 'drbd-utils', ['drbdadm', 'get-gi', 'hafs']),
  row('drbdadm-show-gi', 'generation identifiers explained', 'drbd-utils', ['drbdadm', 'show-gi', 'hafs']),
  row('drbdsetup-show', 'configuration in the kernel', 'drbd-utils', ['drbdsetup', 'show']),
  row('drbd-res', 'resource file', 'drbd-utils', ['cat', '/etc/drbd.d/hafs.res']),
  row('drbd-global', 'global file', 'drbd-utils', ['cat', '/etc/drbd.d/global_common.conf']),
  row('modinfo-drbd', 'module version', 'kmod', ['cat', '/sys/module/drbd/version']),
  // Pacemaker
  row('crm-mon-text', 'cluster state as text', 'pacemaker', ['crm_mon', '-1rfA']),
  row('crm-mon-version', 'version', 'pacemaker', ['crm_mon', '--version']),
  row('pacemakerd-features', 'version and features', 'pacemaker', ['pacemakerd', '--features']),
  row('cib-root', 'root element only', 'pacemaker', ['cibadmin', '-Q', '-n']),
  row('crmadmin-dc', 'which node is DC', 'pacemaker', ['crmadmin', '-D']),
  row('crm-verify-live', 'verdict on the live configuration', 'pacemaker', ['crm_verify', '-L', '-V']),
  row('crm-simulate-live', 'what the cluster would do now', 'pacemaker', [
    'crm_simulate',
    '-L',
    '-S',
    '--output-as=xml',
  ]),
  row('crm-simulate-scores', 'scores', 'pacemaker', ['crm_simulate', '-L', '-s', '--output-as=xml']),
  row('crm-simulate-lose-node1', 'what the loss of node1 would do', 'pacemaker', [
    'crm_simulate',
    '-L',
    '-S',
    '--node-fail',
    'node1',
    '--output-as=xml',
  ]),
  row('crm-simulate-lose-node2', 'what the loss of node2 would do', 'pacemaker', [
    'crm_simulate',
    '-L',
    '-S',
    '--node-fail',
    'node2',
    '--output-as=xml',
  ]),
  row('stonith-history', 'fencing history of all nodes', 'pacemaker', [
    'stonith_admin',
    '--history',
    '*',
    '--output-as=xml',
  ]),
  row('stonith-registered', 'fence devices', 'pacemaker', [
    'stonith_admin',
    '--list-registered',
    '--output-as=xml',
  ]),
  // corosync
  row('corosync-version', 'version', 'corosync', ['corosync', '-v']),
  row('corosync-cfgtool-s', 'links, other view', 'corosync', ['corosync-cfgtool', '-s']),
  row('corosync-cmap-nodelist', 'node list', 'corosync', ['corosync-cmapctl', 'nodelist.']),
  row('corosync-cmap-runtime', 'members and totem state', 'corosync', ['corosync-cmapctl', 'runtime.']),
  row('corosync-cmap-totem', 'totem settings', 'corosync', ['corosync-cmapctl', 'totem.']),
  row('corosync-conf', 'configuration file', 'corosync', ['cat', '/etc/corosync/corosync.conf']),
  // networks
  row('ip-link', 'counters', 'iproute2', ['ip', '-j', '-s', 'link']),
  row('ip-route', 'routes', 'iproute2', ['ip', '-j', 'route']),
  row('net-speed', 'speed per NIC', 'linux', [
    'sh',
    '-c',
    'for n in /sys/class/net/*; do echo "$(basename $n) $(cat $n/speed 2>/dev/null) $(cat $n/operstate) $(cat $n/address)"; done',
  ]),
  row('ethtool-10g', 'driver view of the 10G NIC', 'ethtool', ['ethtool', 'ens2f0']),
  row('sysctl-nonlocal', 'may HAProxy bind to a foreign VIP', 'procps', [
    'sysctl',
    'net.ipv4.ip_nonlocal_bind',
  ]),
  row('ss-listen', 'listening sockets', 'iproute2', ['ss', '-Hltnp']),
  // disks
  row('lsblk-columns', 'block devices', 'util-linux', ['lsblk', '-J', '-b', '-o', lsblkColumns]),
  row('lsblk-all', 'block devices, every column', 'util-linux', ['lsblk', '-J', '-b', '-O']),
  row('findmnt', 'mounts', 'util-linux', ['findmnt', '-J', '-b']),
  row('findmnt-df', 'use of file systems', 'util-linux', ['findmnt', '-J', '-b', '-D']),
  row('df', 'use of file systems', 'coreutils', ['df', '-B1', '-P']),
  row('nvme-list', 'drives', 'nvme-cli', ['nvme', 'list', '-o', 'json']),
  row('nvme-smart-log', 'health of the drive', 'nvme-cli', [
    'nvme',
    'smart-log',
    '/dev/nvme0n1',
    '-o',
    'json',
  ]),
  row('nvme-id-ctrl', 'identity of the drive', 'nvme-cli', ['nvme', 'id-ctrl', '/dev/nvme0', '-o', 'json']),
  row('smartctl', 'health, other tool', 'smartmontools', ['smartctl', '-j', '-a', '/dev/nvme0']),
  row('pvs', 'physical volumes', 'lvm2', ['pvs', '--reportformat', 'json', '--units', 'b', '-o', '+pv_used']),
  row('lvs', 'logical volumes', 'lvm2', ['lvs', '--reportformat', 'json', '--units', 'b', '-o', '+lv_path']),
  // HAProxy
  row('haproxy-version', 'version', 'haproxy', ['haproxy', '-v']),
  row('haproxy-show-info', 'process', 'haproxy', adminSocket, false, 'show info\n'),
  row('haproxy-show-servers-state', 'server states', 'haproxy', adminSocket, false, 'show servers state\n'),
  row('haproxy-show-backend', 'backends', 'haproxy', adminSocket, false, 'show backend\n'),
  row('haproxy-show-proc', 'master and workers', 'haproxy', masterSocket, false, 'show proc\n'),
  row('haproxy-cfg', 'configuration file', 'haproxy', ['cat', '/etc/haproxy/haproxy.cfg']),
  row('haproxy-check', 'verdict on the configuration', 'haproxy', [
    'haproxy',
    '-c',
    '-f',
    '/etc/haproxy/haproxy.cfg',
  ]),
  row('apache-config', 'Apache configuration on HAFS', 'apache2', [
    'sh',
    '-c',
    'ls -lR /etc/apache2/sites-enabled/ /etc/apache2/ports.conf; cat /etc/apache2/ports.conf /etc/apache2/sites-enabled/*.conf',
  ]),
  row('apache-version', 'version', 'apache2', ['apache2', '-v']),
  // the host
  row('systemctl-show', 'units, one of which does not exist', 'systemd', [
    'systemctl',
    'show',
    '--timestamp=unix',
    '-p',
    'Id,LoadState,ActiveState,SubState,UnitFileState,Result,MainPID,NRestarts,ExecMainStatus,ActiveEnterTimestamp,StateChangeTimestamp,FragmentPath,DropInPaths',
    ...units,
  ]),
  row('systemctl-failed', 'failed units', 'systemd', [
    'systemctl',
    'list-units',
    '--failed',
    '--output=json',
  ]),
  row('os-release', 'operating system', 'base-files', ['cat', '/etc/os-release']),
  row('uname', 'kernel', 'linux', ['uname', '-a']),
  row('machine-id', 'machine', 'systemd', ['cat', '/etc/machine-id']),
  row('uptime', 'since when', 'linux', ['cat', '/proc/uptime']),
  row('meminfo', 'memory', 'linux', ['cat', '/proc/meminfo']),
  row('loadavg', 'load', 'linux', ['cat', '/proc/loadavg']),
  row('date', 'clock', 'coreutils', ['date', '+%s.%N']),
  row('chronyc-tracking', 'clock against its source', 'chrony', ['chronyc', '-c', 'tracking']),
  row('chronyc-tracking-text', 'clock against its source, text', 'chrony', ['chronyc', 'tracking']),
  row('timedatectl', 'clock as systemd sees it', 'systemd', ['timedatectl', 'show']),
  row('dpkg-versions', 'installed versions', 'dpkg', [
    'dpkg-query',
    '-W',
    'drbd-utils',
    'pacemaker',
    'corosync',
    'haproxy',
    'apache2',
    'systemd',
    'resource-agents',
    'fence-agents',
  ]),
];

/** Long-running sources, recorded while something happens. They end by themselves after `seconds`. */
export function streamRows(seconds: number): RecordRow[] {
  const limited = (...argv: string[]): string[] => ['timeout', String(seconds), ...argv];
  return [
    row(
      'stream-drbdsetup-events2',
      'event stream of DRBD 8.4',
      'drbd-utils',
      limited('drbdsetup', 'events2', 'all', '--timestamps', '--statistics'),
    ),
    row(
      'stream-corosync-quorumtool',
      'one block per change of membership',
      'corosync',
      limited('stdbuf', '-oL', 'corosync-quorumtool', '-m'),
    ),
    row(
      'stream-crm-mon',
      'status text at every change',
      'pacemaker',
      limited('crm_mon', '--output-as=text', '-i', '1s'),
    ),
    row(
      'stream-ip-monitor',
      'addresses and links as they change',
      'iproute2',
      limited('ip', '-ts', 'monitor', 'address', 'link'),
    ),
    row(
      'stream-journal',
      'cluster logs',
      'systemd',
      limited(
        'journalctl',
        '-f',
        '-n',
        '0',
        '-o',
        'json',
        '-u',
        'pacemaker',
        '-u',
        'corosync',
        '-u',
        'haproxy',
      ),
    ),
    row(
      'stream-kernel',
      'kernel messages of DRBD',
      'systemd',
      limited('journalctl', '-k', '-f', '-n', '0', '-o', 'short-iso-precise'),
    ),
  ];
}

function row(
  id: string,
  about: string,
  tool: string,
  command: readonly string[],
  isVolatile = false,
  input?: string,
): RecordRow {
  return { id, about, tool, command, isVolatile, ...(input === undefined ? {} : { input }) };
}

/** Hides what must not lie in a repository: this instance's secrets, and anything that looks like one. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret !== '') clean = clean.replaceAll(secret, 'REDACTED');
  return clean
    .replace(/(shared-secret[\s=]+"?)[^";\s]+/g, '$1REDACTED')
    .replace(/(name="shared-secret" value=")[^"]*/g, '$1REDACTED')
    .replace(/(name="(?:passwd|password)" value=")[^"]*/g, '$1REDACTED');
}
