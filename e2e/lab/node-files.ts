/**
 * The files that make a node of the image *this* node: network, keys, corosync, DRBD, HAProxy, fencing
 * password, and the content that HAFS gets when it is first made. Pure; the seed disk carries the result.
 */
import { type GeneratedFile, scriptFile, textFile } from './generated-file.ts';
import {
  clusterName,
  hafsMountPoint,
  havenUser,
  hostSeenFromGuest,
  type NodeSpec,
  networkNames,
  networks,
  ports,
  replicaCount,
  resyncKiBPerSecond,
  sizes,
  vip1g,
  vip10g,
  volumeGroup,
} from './settings.ts';

export interface NodeFilesInput {
  readonly node: NodeSpec;
  readonly nodes: readonly NodeSpec[];
  readonly timePort: number;
  readonly fencePassword: string;
  readonly drbdSecret: string;
  readonly rootPublicKey: string;
  readonly havenPublicKey: string;
  readonly hostPrivateKey: string;
  readonly hostPublicKey: string;
}

/** What makes it this machine on these networks, and nothing of a cluster. */
function machineFiles(input: NodeFilesInput): GeneratedFile[] {
  const { node } = input;
  return [
    textFile('/etc/hostname', `${node.name}\n`),
    ...networkNames.map((name) => networkFile(networks[name].nic, networks[name].address(node.id))),
    textFile('/etc/ssh/ssh_host_ed25519_key', input.hostPrivateKey, 0o600),
    textFile('/etc/ssh/ssh_host_ed25519_key.pub', input.hostPublicKey),
    // Owned by root: sshd accepts that, and the seed needs no numeric user ids.
    textFile('/root/.ssh/authorized_keys', input.rootPublicKey, 0o600),
    textFile(`/home/${havenUser.name}/.ssh/authorized_keys`, input.havenPublicKey, 0o644),
  ];
}

/** As Debian's installer leaves it: the machine's own name on a loopback address, which no cluster may use. */
export const bareNodeFiles = (input: NodeFilesInput): GeneratedFile[] => [
  ...machineFiles(input),
  textFile('/etc/hosts', `127.0.0.1\tlocalhost\n127.0.1.1\t${input.node.name}\n`),
];

export function nodeFiles(input: NodeFilesInput): GeneratedFile[] {
  const { node, nodes } = input;
  const [hostName, ...machine] = machineFiles(input);
  return [
    ...(hostName ? [hostName] : []),
    textFile('/etc/hosts', hostsFile(nodes)),
    textFile(
      '/etc/default/haven-lab',
      `NODE_NAME=${node.name}\nNODE_10G=${networks['10g'].address(node.id)}\n`,
    ),
    ...machine,
    textFile('/etc/chrony/chrony.conf', chronyConf(input.timePort)),
    textFile('/etc/corosync/corosync.conf', corosyncConf(nodes)),
    textFile('/etc/drbd.d/hafs.res', drbdResource(nodes, input.drbdSecret)),
    textFile('/etc/haproxy/haproxy.cfg', haproxyConf(nodes)),
    ...nodes.map(({ name }) =>
      textFile(`/etc/ha/fence-${name}`, `#!/bin/sh\necho '${input.fencePassword}'\n`, 0o700),
    ),
    textFile('/etc/default/pacemaker', 'PCMK_logfile=/var/log/pacemaker/pacemaker.log\n'),
    ...hafsContent(),
    scriptFile('/usr/local/lib/haven-lab/make-hafs', makeHafsScript()),
  ];
}

function hostsFile(nodes: readonly NodeSpec[]): string {
  const lines = nodes.map(({ name, id }) => `${networks['1g'].address(id)} ${name}`);
  return ['127.0.0.1 localhost', ...lines, ''].join('\n');
}

/** No gateway anywhere: the nodes reach each other and this machine's loopback, and nothing else. */
function networkFile(nic: string, address: string): GeneratedFile {
  return textFile(
    `/etc/systemd/network/20-${nic}.network`,
    `[Match]\nName=${nic}\n\n[Network]\nAddress=${address}/24\nLinkLocalAddressing=no\nIPv6AcceptRA=no\nConfigureWithoutCarrier=yes\nIgnoreCarrierLoss=yes\nKeepConfiguration=static\n`,
  );
}

export function chronyConf(timePort: number): string {
  return `# the lab's own clock; a restored snapshot wakes up in the past, so stepping is always allowed
server ${hostSeenFromGuest} port ${timePort} iburst minpoll 3 maxpoll 5
makestep 0.5 -1
driftfile /var/lib/chrony/chrony.drift
`;
}

/**
 * A token of 10 s (default 3 s): two emulated processors on a machine that also builds and tests stall for
 * seconds, and a shorter token turns such a stall into a fencing. Longer would make every failover story slower.
 */
export function corosyncConf(nodes: readonly NodeSpec[]): string {
  const node = ({ name, id }: NodeSpec): string => `    node {
        ring0_addr: ${networks['10g'].address(id)}
        ring1_addr: ${networks['1g'].address(id)}
        name: ${name}
        nodeid: ${id}
    }`;
  return `totem {
    version: 2
    cluster_name: ${clusterName}
    transport: knet
    crypto_cipher: aes256
    crypto_hash: sha256
    token: 10000
    link_mode: passive
    interface {
        linknumber: 0
        knet_link_priority: 10
    }
    interface {
        linknumber: 1
        knet_link_priority: 5
    }
}
nodelist {
${nodes.map(node).join('\n')}
}
quorum {
    provider: corosync_votequorum
${nodes.length === 2 ? '    two_node: 1\n' : ''}}
logging {
    to_logfile: yes
    logfile: /var/log/corosync/corosync.log
    to_syslog: no
    timestamp: hires
}
`;
}

export function drbdResource(nodes: readonly NodeSpec[], secret: string): string {
  const on = ({ name, id }: NodeSpec): string =>
    `  on ${name} { address ${networks['10g'].address(id)}:${ports.drbd}; }`;
  return `# The file system every protected service lies on (HAFS). Identical on both nodes.
resource hafs {
  protocol C;
  handlers {
    fence-peer          "/usr/lib/drbd/crm-fence-peer.sh --timeout 90 --dc-timeout 90";
    after-resync-target "/usr/lib/drbd/crm-unfence-peer.sh";
  }
  disk {
    fencing      resource-and-stonith;
    on-io-error  detach;
    # slow on purpose: a resync should be seen
    c-plan-ahead 20;
    c-fill-target 512k;
    c-max-rate   ${resyncKiBPerSecond}k;
    c-min-rate   ${Math.floor(resyncKiBPerSecond / 2)}k;
  }
  net {
    verify-alg    crc32c;
    ping-timeout  50;
    after-sb-0pri discard-zero-changes;
    after-sb-1pri consensus;
    after-sb-2pri disconnect;
    cram-hmac-alg sha256;
    shared-secret "${secret}";
  }
  volume 0 {
    device    /dev/drbd0 minor 0;
    disk      /dev/${volumeGroup}/hafs;
    meta-disk internal;
  }
${nodes.slice(0, replicaCount).map(on).join('\n')}
}
`;
}

export function haproxyConf(nodes: readonly NodeSpec[]): string {
  const servers = (port: number, members: readonly NodeSpec[]): string =>
    members
      .map(({ name, id }) => `    server ${name} ${networks['10g'].address(id)}:${port} check`)
      .join('\n');
  return `# Internal APIs on the 10G VIP. Every node runs HAProxy; the one holding the VIP gets the traffic.
global
    log /dev/log local0
    maxconn 2000
    user haproxy
    group haproxy
    stats socket /run/haproxy/admin.sock mode 660 level admin expose-fd listeners
    stats timeout 30s

defaults
    log global
    mode http
    option httplog
    option dontlognull
    option redispatch
    retries 3
    timeout connect 10s
    timeout client 1m
    timeout server 1m
    timeout check 10s
    timeout http-request 10s
    timeout queue 1m
    default-server inter 3s fall 3 rise 2 on-marked-down shutdown-sessions

# active-active: every node answers
frontend compute_api
    bind ${vip10g.address}:${ports.computeApi}
    default_backend compute_api

backend compute_api
    balance roundrobin
    option httpchk GET /healthcheck
    http-check expect status 200
${servers(ports.computeApi, nodes)}

# active-standby: Pacemaker runs it on one node, so only one check succeeds
frontend imagestore
    bind ${vip10g.address}:${ports.imagestore}
    default_backend imagestore

backend imagestore
    option httpchk GET /healthcheck
    http-check expect status 200
${servers(ports.imagestore, nodes.slice(0, replicaCount))}
`;
}

const stage = '/usr/local/lib/haven-lab/hafs';

/** Copied onto HAFS when it is made; lies in the node only until then. */
function hafsContent(): GeneratedFile[] {
  return [
    textFile(`${stage}/apache2/ports.conf`, `Listen ${vip1g.address}:80\n`),
    textFile(
      `${stage}/apache2/sites-enabled/000-portal.conf`,
      `<VirtualHost ${vip1g.address}:80>
    ServerName portal.havenlab
    DocumentRoot ${hafsMountPoint}/www
    <Directory ${hafsMountPoint}/www>
        Require all granted
    </Directory>
</VirtualHost>
`,
    ),
    textFile(`${stage}/www/index.html`, '<!doctype html>\n<title>Portal</title>\n<h1>Portal</h1>\n'),
    textFile(`${stage}/images/index.html`, '{"images":[{"id":"debian-12","status":"active"}]}\n'),
    textFile(`${stage}/images/healthcheck`, 'OK\n'),
  ];
}

/**
 * Runs on every replica of a fresh cluster, before Pacemaker knows any resource. Both volumes are new and all
 * zeros, so the first full copy would copy nothing; it is skipped, which is what DRBD's manual offers for it.
 */
function makeHafsScript(): string {
  return `#!/bin/sh
# usage: make-hafs disk | content | release
set -ex
case "$1" in
disk)
  pvcreate -y /dev/nvme0n1
  vgcreate -y ${volumeGroup} /dev/nvme0n1
  lvcreate -y -Wn -L ${sizes.hafsMiB}M -n hafs ${volumeGroup}
  modprobe drbd
  drbdadm create-md --force hafs
  # drbdadm gives the kernel 5 s per call; adjust goes on where a call that was too slow has stopped
  n=0
  until drbdadm adjust hafs; do
    n=$((n + 1)); [ $n -lt 10 ] || exit 1
    sleep 1
  done
  ;;
content)
  drbdadm wait-connect hafs
  settled() { [ "$(drbdadm dstate hafs)" = UpToDate/UpToDate ]; }
  drbdadm -- --clear-bitmap new-current-uuid hafs/0
  # A state message of the peer that was under way may arrive after ours and win (seen live: the peer then
  # looks Inconsistent for ever, though it is not); a new handshake settles it.
  n=0
  until settled && sleep 1 && settled; do
    n=$((n + 1)); [ $n -lt 10 ] || exit 1
    drbdadm disconnect hafs
    drbdadm adjust hafs || true
    drbdadm wait-connect hafs
  done
  drbdadm primary hafs
  mkfs.ext4 -q -F -L hafs -E nodiscard,lazy_itable_init=0,lazy_journal_init=0 /dev/drbd0
  mount /dev/drbd0 ${hafsMountPoint}
  cp -r ${stage}/. ${hafsMountPoint}/
  umount ${hafsMountPoint}
  drbdadm secondary hafs
  ;;
release)
  drbdadm down hafs
  rm -rf ${stage}
  ;;
*) echo "usage: make-hafs disk|content|release" >&2; exit 64 ;;
esac
`;
}
