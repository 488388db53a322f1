/**
 * What makes the two namespaces of the native cluster two nodes: their files, as text. Pure. Addresses are those that
 * are reserved for documentation (RFC 5737), so that they meet nobody's network.
 */

export const NATIVE_CLUSTER = 'native';

export interface NativeNode {
  readonly id: number;
  readonly name: string;
  /** sshd's. Another one on each node, so that connections can be told apart by it. */
  readonly port: number;
  readonly management: string;
  readonly ten: string;
  readonly one: string;
}

const nodeOf = (id: number): NativeNode => ({
  id,
  name: `node${id}`,
  port: 2200 + id,
  management: `192.0.2.${10 + id}`,
  ten: `198.51.100.${id}`,
  one: `203.0.113.${id}`,
});

export const NATIVE_NODES: readonly [NativeNode, NativeNode] = [nodeOf(1), nodeOf(2)];
/** This machine's end of both management links. */
export const HOST_ADDRESS = '192.0.2.1';
interface Vip {
  readonly resource: string;
  readonly address: string;
  readonly nic: string;
}
export const VIP_API: Vip = { resource: 'vip_api', address: '198.51.100.100', nic: 'ten0' };
const VIP_WEB: Vip = { resource: 'vip_web', address: '203.0.113.100', nic: 'one0' };

export interface NativeSecrets {
  readonly hostKey: string;
  readonly authorizedKey: string;
}

/** Path on the node → text. */
export function nativeFiles(node: NativeNode, secrets: NativeSecrets): Readonly<Record<string, string>> {
  return {
    'etc/hosts': ['127.0.0.1 localhost', ...NATIVE_NODES.map(({ ten, name }) => `${ten} ${name}`), ''].join(
      '\n',
    ),
    'etc/corosync/corosync.conf': corosyncConf(),
    'etc/haproxy/haproxy.cfg': haproxyCfg(node),
    'etc/ssh/sshd_config': sshdConfig(node),
    'etc/ssh/bench_host_key': secrets.hostKey,
    'etc/ssh/bench_authorized_keys': secrets.authorizedKey,
    // What a person's shell sets up is not part of what is measured.
    'root/.bashrc': '',
    // Only this node's own words: the kernel's are those of the whole machine.
    'etc/systemd/journald.conf': '[Journal]\nStorage=volatile\nReadKMsg=no\nAudit=no\nForwardToSyslog=no\n',
  };
}

function corosyncConf(): string {
  const entry = ({ id, name, ten, one }: NativeNode): string => `    node {
        ring0_addr: ${ten}
        ring1_addr: ${one}
        name: ${name}
        nodeid: ${id}
    }`;
  // A token of 5 s instead of 3 s: the nodes share the processors with Chromium, a build perhaps.
  return `system {
    move_to_root_cgroup: no
}
totem {
    version: 2
    cluster_name: ${NATIVE_CLUSTER}
    transport: knet
    crypto_cipher: aes256
    crypto_hash: sha256
    token: 5000
    link_mode: passive
}
nodelist {
${NATIVE_NODES.map(entry).join('\n')}
}
quorum {
    provider: corosync_votequorum
    two_node: 1
}
logging {
    to_logfile: yes
    logfile: /var/log/corosync/corosync.log
    to_syslog: yes
    timestamp: hires
}
`;
}

/** The servers are frontends of HAProxy itself: what they serve does not matter, that they are up does. */
function haproxyCfg(node: NativeNode): string {
  const servers = NATIVE_NODES.map(({ name, ten }) => `    server ${name} ${ten}:9000 check inter 2s`);
  return `global
    log /dev/log local0
    user haproxy
    group haproxy
    stats socket /run/haproxy/admin.sock mode 660 level admin
    stats timeout 30s

defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s

frontend api
    bind ${VIP_API.address}:80
    default_backend api

backend api
    log global
    option httpchk GET /
${servers.join('\n')}

frontend served-here
    bind ${node.ten}:9000
    http-request return status 200
`;
}

const sshdConfig = ({ port, management }: NativeNode): string => `Port ${port}
ListenAddress ${management}
HostKey /etc/ssh/bench_host_key
AuthorizedKeysFile /etc/ssh/bench_authorized_keys
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM yes
`;

/**
 * The configuration, for `cibadmin --modify`: two VIPs, two services, a clone. No fencing, as nothing here is worth
 * it, and no recurring monitor of the VIPs: an address that the bench takes away must not be put back by Pacemaker.
 */
export function nativeCib(home: string): string {
  const pairs = (id: string, values: Readonly<Record<string, string>>): string =>
    Object.entries(values)
      .map(([name, value]) => `<nvpair id="${id}-${name}" name="${name}" value="${value}"/>`)
      .join('');
  const vip = ({ resource: id, address: ip, nic }: Vip): string =>
    `<primitive id="${id}" class="ocf" provider="heartbeat" type="IPaddr2"><instance_attributes id="${id}-params">${pairs(
      `${id}-params`,
      { ip, cidr_netmask: '24', nic },
    )}</instance_attributes></primitive>`;
  const dummy = (id: string): string =>
    `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy"><operations><op id="${id}-monitor" name="monitor" interval="30s"/></operations></primitive>`;
  const at = (id: string): string => `<rsc_location id="${id}-home" rsc="${id}" node="${home}" score="100"/>`;
  const properties = pairs('cib-bootstrap-options', { 'stonith-enabled': 'false' });
  return [
    '<configuration>',
    `<crm_config><cluster_property_set id="cib-bootstrap-options">${properties}</cluster_property_set></crm_config>`,
    `<resources>${vip(VIP_API)}${vip(VIP_WEB)}${dummy('mail')}${dummy('files')}`,
    `<clone id="agent-clone">${dummy('agent')}</clone></resources>`,
    `<constraints>${[VIP_API.resource, VIP_WEB.resource, 'mail', 'files'].map(at).join('')}</constraints>`,
    '</configuration>',
  ].join('');
}
