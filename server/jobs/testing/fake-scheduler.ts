/**
 * A scheduler just clever enough for the two-node cluster of the tests: HAFS with what hangs on it in one place, the
 * 10G VIP in another, clones everywhere. It obeys standby, maintenance of nobody, and `haven-move-*` constraints.
 */
import { parseCib } from '@/lib/pacemaker/cib';
import type { CrmNode, CrmResource } from '@/lib/pacemaker/types';

/** Where the two movable things are; undefined: nowhere. */
export interface Places {
  readonly hafs?: string;
  readonly vip10g?: string;
}

export interface SchedulerInput {
  readonly cibXml: string;
  readonly places: Places;
  /** Nodes that are up. */
  readonly up: readonly string[];
}

const HAFS_HANDLES = ['haven-move-g_hafs', 'haven-move-drbd_hafs-clone'];

export function schedule({ cibXml, places, up }: SchedulerInput): Places {
  const cib = readCib(cibXml);
  const fit = up.filter((node) => !isStandby(cib, node));
  const wish = (ids: readonly string[]): string | undefined =>
    cib.constraints.find((one) => ids.includes(one.id))?.attributes.node;
  const place = (now: string | undefined, wanted: string | undefined): string | undefined => {
    if (wanted !== undefined && fit.includes(wanted)) return wanted;
    return now !== undefined && fit.includes(now) ? now : fit[0];
  };
  const hafs = place(places.hafs, wish(HAFS_HANDLES));
  const vip10g = place(places.vip10g, wish(['haven-move-vip_10g']));
  return { ...(hafs === undefined ? {} : { hafs }), ...(vip10g === undefined ? {} : { vip10g }) };
}

function readCib(cibXml: string) {
  const parsed = parseCib(cibXml);
  if (!parsed.ok) throw new Error(parsed.error.what);
  return parsed.value;
}

export const isStandby = (cib: ReturnType<typeof readCib>, node: string): boolean =>
  cib.nodes.find((one) => one.name === node)?.attributes.standby === 'on';

export function crmNodes(
  { cibXml, up }: Pick<SchedulerInput, 'cibXml' | 'up'>,
  names: readonly string[],
  dc: string,
): CrmNode[] {
  const cib = readCib(cibXml);
  return names.map((name, index) => ({
    name,
    id: `${index + 1}`,
    online: up.includes(name),
    standby: isStandby(cib, name),
    standbyOnFail: false,
    maintenance: false,
    pending: false,
    unclean: false,
    shutdown: false,
    expectedUp: true,
    isDc: name === dc,
    resourcesRunning: 0,
    type: 'member',
  }));
}

export function crmResources({ cibXml, places, up }: SchedulerInput): CrmResource[] {
  const cib = readCib(cibXml);
  const fit = up.filter((node) => !isStandby(cib, node));
  const one = (
    id: string,
    agent: string,
    node: string | undefined,
    within: CrmResource['within'] = [],
    role?: CrmResource['role'],
  ): CrmResource => ({
    id,
    agent,
    role: node === undefined ? 'Stopped' : (role ?? 'Started'),
    active: node !== undefined,
    orphaned: false,
    blocked: false,
    managed: true,
    maintenance: false,
    failed: false,
    failureIgnored: false,
    nodes: node === undefined ? [] : [node],
    within,
  });
  const group = [{ kind: 'group', id: 'g_hafs' }] as const;
  const drbd = [{ kind: 'clone', id: 'drbd_hafs-clone', multiState: true }] as const;
  const haproxy = [{ kind: 'clone', id: 'haproxy-clone', multiState: false }] as const;
  return [
    one(
      'fence_n1',
      'stonith:fence_ipmilan',
      fit.find((node) => node !== 'node1'),
    ),
    one(
      'fence_n2',
      'stonith:fence_ipmilan',
      fit.find((node) => node !== 'node2'),
    ),
    ...fit.map((node) =>
      one('drbd_hafs', 'ocf:linbit:drbd', node, drbd, node === places.hafs ? 'Promoted' : 'Unpromoted'),
    ),
    one('fs_hafs', 'ocf:heartbeat:Filesystem', places.hafs, group),
    one('glance', 'systemd:glance-api', places.hafs, group),
    one('apache', 'systemd:apache2', places.hafs, group),
    one('vip_10g', 'ocf:heartbeat:IPaddr2', places.vip10g),
    one('vip_1g', 'ocf:heartbeat:IPaddr2', places.hafs),
    ...fit.map((node) => one('haproxy', 'systemd:haproxy', node, haproxy)),
  ];
}

/** As `crm_simulate --output-as=xml` prints it, as far as anybody reads it. */
export function simulationXml(
  nodes: readonly CrmNode[],
  before: readonly CrmResource[],
  after: readonly CrmResource[],
): string {
  const status = (resources: readonly CrmResource[]): string =>
    `<nodes>${nodes.map(nodeXml).join('')}</nodes><resources>${resources.map(resourceXml).join('')}</resources>`;
  return `<pacemaker-result api-version="2.25" request="crm_simulate"><cluster_status>${status(before)}</cluster_status><actions/><transition/><revised_cluster_status>${status(after)}</revised_cluster_status><status code="0" message="OK"/></pacemaker-result>`;
}

const nodeXml = (node: CrmNode): string =>
  `<node name="${node.name}" id="${node.id}" online="${node.online}" standby="${node.standby}" standby_onfail="false" maintenance="false" pending="false" unclean="false" shutdown="false" expected_up="true" is_dc="${node.isDc}" resources_running="0" type="member"/>`;

function resourceXml(one: CrmResource): string {
  const at = one.nodes.map((node) => `<node name="${node}" id="${node.slice(-1)}" cached="true"/>`).join('');
  const inner = `<resource id="${one.id}" resource_agent="${one.agent}" role="${one.role}" active="${one.active}" orphaned="false" blocked="false" managed="true" failed="false" failure_ignored="false" nodes_running_on="${one.nodes.length}">${at}</resource>`;
  return one.within.reduceRight((xml, outer) => {
    if (outer.kind === 'group')
      return `<group id="${outer.id}" number_resources="1" managed="true" disabled="false">${xml}</group>`;
    return `<clone id="${outer.id}" multi_state="${outer.multiState === true}" unique="false" managed="true" disabled="false" failed="false" failure_ignored="false">${xml}</clone>`;
  }, inner);
}
