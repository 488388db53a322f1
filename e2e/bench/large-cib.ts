/**
 * The configuration of a large cluster, always the same text for the same size: nodes that fence each other, a clone
 * everywhere, VIPs that need it, and services as groups, spread over the nodes. How everything runs is not written
 * here: Pacemaker's own simulator says it, so that it is what a cluster of this kind would have.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSimulation } from '@/lib/pacemaker/simulation';

export interface ClusterSize {
  readonly nodes: number;
  /** Primitives in all; instances of the clone are not counted. */
  readonly resources: number;
}

const MEMBERS = 4;
/** Parts (a service, an entrance, a fence device) started together. */
const AT_ONCE = 10;
/** Starts, monitors. */
const ROUNDS = 2;
const MAX_OUTPUT = 64 * 1024 * 1024;
/** When everything happened: 2026-11-22 14:00 UTC instead of now, so that the text is always the same. */
const HAPPENED_AT = 'last-rc-change="1795356000"';

export const nodeName = (index: number): string => `node${index + 1}`;
export const groupName = (index: number): string => `g_service${index + 1}`;

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

const pairs = (id: string, tag: string, values: Readonly<Record<string, string>>): string =>
  `<${tag} id="${id}">${Object.entries(values)
    .map(([name, value]) => `<nvpair id="${id}-${name}" name="${name}" value="${value}"/>`)
    .join('')}</${tag}>`;

function primitive(id: string, agent: string, params: Readonly<Record<string, string>>): string {
  const [standard = '', ...rest] = agent.split(':');
  const [type = '', provider] = rest.reverse();
  const from = provider === undefined ? '' : ` provider="${provider}"`;
  const own = Object.keys(params).length === 0 ? '' : pairs(`${id}-params`, 'instance_attributes', params);
  const monitor = `<op id="${id}-monitor-30s" name="monitor" interval="30s" timeout="60s"/>`;
  return `<primitive id="${id}" class="${standard}"${from} type="${type}">${own}<operations>${monitor}</operations></primitive>`;
}

const address = (net: number, index: number): string =>
  `10.${net + Math.floor(index / 200)}.0.${(index % 200) + 20}`;

const vip = (id: string, ip: string): string =>
  primitive(id, 'ocf:heartbeat:IPaddr2', { ip, cidr_netmask: '16', nic: 'ens2f0' });

function fenceDevice(index: number): { readonly resource: string; readonly constraint: string } {
  const [id, node] = [`fence_${index + 1}`, nodeName(index)];
  return {
    resource: primitive(id, 'stonith:fence_ipmilan', {
      ip: address(9, index),
      pcmk_host_list: node,
      username: 'fence',
      password_script: '/etc/ha/fence-password',
    }),
    constraint: `<rsc_location id="location-${id}-${node}" rsc="${id}" node="${node}" score="-INFINITY"/>`,
  };
}

/** One address, one shared file system, what serves, and what measures it. */
function service(index: number, nodes: number): { readonly resource: string; readonly constraint: string } {
  const [id, node, number] = [groupName(index), nodeName(index % nodes), index + 1];
  const members = [
    vip(`vip_service${number}`, address(20, index)),
    primitive(`fs_service${number}`, 'ocf:heartbeat:Filesystem', {
      device: `10.30.0.5:/export/service${number}`,
      directory: `/srv/service${number}`,
      fstype: 'nfs',
    }),
    primitive(`service${number}`, `systemd:service${number}`, {}),
    primitive(`metrics${number}`, `systemd:metrics${number}`, {}),
  ];
  return {
    resource: `<group id="${id}">${members.join('')}</group>`,
    constraint: `<rsc_location id="location-${id}-${node}" rsc="${id}" node="${node}" score="100"/>`,
  };
}

/** Alone, and only where HAProxy runs. */
function entrance(index: number): { readonly resource: string; readonly constraint: string } {
  const id = `vip_entrance${index + 1}`;
  return {
    resource: vip(id, address(10, index)),
    constraint:
      `<rsc_colocation id="colocation-${id}" rsc="${id}" with-rsc="haproxy-clone" score="INFINITY"/>` +
      `<rsc_order id="order-${id}" first="haproxy-clone" then="${id}" kind="Mandatory"/>`,
  };
}

type Part = ReturnType<typeof service>;

function partsOf({ nodes, resources }: ClusterSize): readonly Part[] {
  const left = resources - nodes - 1;
  return [
    ...upTo(nodes).map(fenceDevice),
    ...upTo(left % MEMBERS).map(entrance),
    ...upTo(Math.floor(left / MEMBERS)).map((index) => service(index, nodes)),
  ];
}

const CLONE = `<clone id="haproxy-clone">${primitive('haproxy', 'systemd:haproxy', {})}${pairs('haproxy-clone-meta', 'meta_attributes', { interleave: 'true' })}</clone>`;
const OPTIONS = {
  'stonith-enabled': 'true',
  'no-quorum-policy': 'stop',
  'cluster-name': 'large',
  'dc-version': '2.1.5-a3f44794f94',
  'cluster-infrastructure': 'corosync',
};
/** A few resources without their fence devices, looked for nowhere: only started. */
const STARTING = { ...OPTIONS, 'stonith-enabled': 'false', 'enable-startup-probes': 'false' };
const DEFAULTS = pairs('rsc-defaults', 'meta_attributes', {
  'resource-stickiness': '200',
  'migration-threshold': '3',
});

/** @param histories what each node's local executor has done, by node */
function cibOf(
  nodes: number,
  parts: readonly Part[],
  options: Readonly<Record<string, string>>,
  histories: readonly string[] = [],
): string {
  const states = upTo(nodes).map((index) => {
    const id = index + 1;
    const history = `<lrm id="${id}"><lrm_resources>${histories[index] ?? ''}</lrm_resources></lrm>`;
    return `<node_state id="${id}" uname="${nodeName(index)}" in_ccm="true" crmd="online" join="member" expected="member">${history}</node_state>`;
  });
  return [
    '<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" epoch="412" num_updates="7" admin_epoch="0" have-quorum="1" dc-uuid="1"><configuration>',
    `<crm_config>${pairs('cib-bootstrap-options', 'cluster_property_set', options)}</crm_config>`,
    `<nodes>${upTo(nodes)
      .map((index) => `<node id="${index + 1}" uname="${nodeName(index)}"/>`)
      .join('')}</nodes>`,
    `<resources>${CLONE}${parts.map(({ resource }) => resource).join('')}</resources>`,
    `<constraints>${parts.map(({ constraint }) => constraint).join('')}</constraints>`,
    `<rsc_defaults>${DEFAULTS}</rsc_defaults>`,
    `</configuration><status>${states.join('')}</status></cib>`,
  ].join('\n');
}

/**
 * With everything running, and probed on every node as a cluster does. Started a few resources at a time: the
 * simulator copies the whole text for every action, and would need many minutes for all of them at once.
 * @param folder for the tool's files
 * @throws Error when Pacemaker's own tools would not leave the result as it is
 */
export function largeCib(size: ClusterSize, folder: string): string {
  const parts = partsOf(size);
  const histories = upTo(size.nodes).map(() => new Map<string, string>());
  for (let first = 0; first < parts.length; first += AT_ONCE) {
    const some = cibOf(size.nodes, parts.slice(first, first + AT_ONCE), STARTING);
    for (const [index, found] of historiesIn(started(some, folder)).entries())
      for (const [id, history] of found) histories[index]?.set(id, history);
  }
  const whole = cibOf(size.nodes, parts, OPTIONS, withProbes(histories));
  const file = join(folder, 'large.xml');
  writeFileSync(file, whole);
  execFileSync('crm_verify', ['--xml-file', file], { stdio: 'ignore' });
  const asked = execFileSync('crm_simulate', ['--xml-file', file, '--simulate', '--output-as=xml'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: MAX_OUTPUT,
  });
  const answer = parseSimulation(asked);
  if (!answer.ok) throw new Error(`crm_simulate: ${answer.error.what}`);
  const { actions, after } = answer.value;
  const stopped = after.filter(({ active }) => !active);
  if (actions.length > 0 || stopped.length > 0)
    throw new Error(`the large cluster is not at rest: ${actions.length} actions, ${stopped.length} stopped`);
  return whole;
}

function started(xml: string, folder: string): string {
  const [from, to] = [join(folder, 'stopped.xml'), join(folder, 'started.xml')];
  let text = xml;
  for (let round = 0; round < ROUNDS; round += 1) {
    writeFileSync(from, text);
    const args = [`--xml-file=${from}`, '--simulate', `--save-output=${to}`];
    execFileSync('crm_simulate', args, { stdio: 'ignore' });
    text = readFileSync(to, 'utf8');
  }
  return text;
}

/** Each node's histories by resource, in the order of the nodes. */
export function historiesIn(cibXml: string): readonly ReadonlyMap<string, string>[] {
  const resources = /<lrm_resource id="([^"]+)"[\s\S]*?<\/lrm_resource>/g;
  return [...cibXml.matchAll(/<node_state [\s\S]*?<\/node_state>/g)].map(
    ([state]) =>
      new Map(
        [...state.matchAll(resources)].map(([text, id = '']) => [
          id,
          text.replace(/last-rc-change="\d+"/g, HAPPENED_AT),
        ]),
      ),
  );
}

/** Where a resource was not started it was looked for, with the same parameters and so the same digest: not running. */
export function withProbes(histories: readonly ReadonlyMap<string, string>[]): readonly string[] {
  const started = new Map(histories.flatMap((found) => [...found]));
  return histories.map((found) =>
    [...started].map(([id, history]) => found.get(id) ?? probeLike(history)).join(''),
  );
}

const probeLike = (history: string): string =>
  history
    .replace(/\s*<lrm_rsc_op [^>]*operation="monitor"[^>]*\/>/g, '')
    .replace(/_start_0"/, '_monitor_0"')
    .replace(/operation="start"/, 'operation="monitor"')
    .replace(/rc-code="0"/, 'rc-code="7"')
    .replace(/transition-key="(\d+):-1:0:/, 'transition-key="$1:-1:7:')
    .replace(/transition-magic="0:0;(\d+):-1:0:/, 'transition-magic="0:7;$1:-1:7:');
