/** What the native cluster needs on this machine. Checked only: daemons of a cluster are not put on a machine unasked. */
import { existsSync } from 'node:fs';

const NEEDS: Readonly<Record<string, readonly string[]>> = {
  corosync: ['/usr/sbin/corosync'],
  pacemaker: ['/usr/sbin/pacemakerd'],
  'pacemaker-cli-utils': ['/usr/sbin/crm_mon'],
  'resource-agents': ['/usr/lib/ocf/resource.d/heartbeat/IPaddr2'],
  haproxy: ['/usr/sbin/haproxy'],
  'openssh-server': ['/usr/sbin/sshd'],
  socat: ['/usr/bin/socat'],
  iproute2: ['/usr/sbin/ip', '/sbin/ip', '/bin/ip'],
  systemd: ['/lib/systemd/systemd-journald', '/usr/lib/systemd/systemd-journald'],
  'util-linux': ['/usr/bin/unshare'],
};

export function requireNativePackages(): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new Error('the native cluster needs Linux namespaces: run it as root');
  const missing = Object.entries(NEEDS).flatMap(([name, files]) => (files.some(existsSync) ? [] : [name]));
  if (missing.length > 0)
    throw new Error(
      `Debian packages are missing: ${missing.join(', ')}. As root, none of their services is needed: ` +
        `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`,
    );
}
