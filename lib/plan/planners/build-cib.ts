/**
 * Everything Pacemaker is told of a new cluster, as one patch: half of it would mount where nothing is promoted, or hold
 * an address before anything answers there. Built on the configuration that an empty cluster begins with.
 */

import type { BuildCluster, BuildNode, BuildVip } from '@/lib/inventory/build-cluster';
import type { BuiltChange } from '@/lib/pacemaker/change-refusal';
import { inTurn } from '@/lib/pacemaker/cib-draft';
import { addConstraint } from '@/lib/pacemaker/constraint-edits';
import { createFenceDevice } from '@/lib/pacemaker/fence-devices';
import { addHafs } from '@/lib/pacemaker/hafs-resources';
import type { Operation } from '@/lib/pacemaker/operations';
import { editOptions } from '@/lib/pacemaker/option-edits';
import { createPrimitive } from '@/lib/pacemaker/resource-edits';

/**
 * A cluster nobody has configured yet, as Pacemaker 2.1 makes it. What it writes of itself (versions, the cluster's name)
 * is left out: edits then count positions that every such cluster has.
 */
export const emptyCib = (nodes: readonly Pick<BuildNode, 'name' | 'nodeId'>[]): string =>
  `<cib crm_feature_set="3.17.0" validate-with="pacemaker-3.7" epoch="0" num_updates="0" admin_epoch="0"><configuration><crm_config><cluster_property_set id="cib-bootstrap-options"/></crm_config><nodes>${nodes
    .map(({ name, nodeId }) => `<node id="${nodeId}" uname="${name}"/>`)
    .join('')}</nodes><resources/><constraints/></configuration><status/></cib>`;

export const HAPROXY = 'haproxy';
export const HAPROXY_CLONE = 'haproxy-clone';
/** A failed start elsewhere is worse than staying: what runs stays where it is. */
const STICKINESS = '100';
/** Head start of the node whose killer waits, so that two nodes that lose each other do not both die (reference 2.3.2). */
const FIRST_SURVIVES = '5s';

const operation = (name: string, timeout: string, interval = '0s'): Operation => ({
  name,
  interval,
  timeout,
});
/** Upper bounds, not waits: a loaded node needs seconds for each process. */
const VIP_OPERATIONS = [
  operation('start', '60s'),
  operation('stop', '60s'),
  operation('monitor', '60s', '10s'),
];
const UNIT_OPERATIONS = [
  operation('start', '100s'),
  operation('stop', '100s'),
  operation('monitor', '100s', '10s'),
];

export function firstConfiguration(
  cibXml: string,
  intent: BuildCluster,
  passwordOf: (node: string) => string,
): BuiltChange {
  const { nodes, hafs, vips } = intent;
  const copies = hafs.places.map((place) => place.node);
  const others = nodes.map((node) => node.name).filter((name) => !copies.includes(name));
  return inTurn(
    cibXml,
    (xml) => editOptions(xml, 'cluster', { 'stonith-enabled': 'true' }),
    (xml) => editOptions(xml, 'resource-defaults', { 'resource-stickiness': STICKINESS }),
    ...nodes.map(
      (node, index) => (xml: string) => fenceDevice(xml, node, passwordOf, nodes.length === 2 && index === 0),
    ),
    (xml) =>
      addHafs(xml, {
        resource: hafs.resource,
        copies,
        others,
        directory: hafs.mountPoint,
        type: hafs.filesystem,
      }),
    (xml) =>
      createPrimitive(xml, {
        id: HAPROXY,
        agent: { class: 'systemd', type: 'haproxy' },
        params: {},
        operations: UNIT_OPERATIONS,
        place: { kind: 'clone', cloneId: HAPROXY_CLONE, isPromotable: false, meta: { interleave: 'true' } },
      }),
    ...vips.flatMap((vip) => [
      (xml: string) => address(xml, vip),
      (xml: string) =>
        addConstraint(xml, { kind: 'colocation', resource: vip.id, with: HAPROXY_CLONE, score: 'INFINITY' }),
      // Optional: a HAProxy that is started anew takes no address away (reference F13).
      (xml: string) =>
        addConstraint(xml, { kind: 'order', first: HAPROXY_CLONE, second: vip.id, strength: 'Optional' }),
    ]),
  );
}

const fenceDevice = (
  xml: string,
  { name, fence }: BuildNode,
  passwordOf: (node: string) => string,
  isPreferred: boolean,
): BuiltChange =>
  createFenceDevice(xml, {
    id: `fence_${name}`,
    agent: fence.agent,
    params: { ...fence.params, password_script: passwordOf(name) },
    victims: { kind: 'list', nodes: [name] },
    ...(isPreferred ? { delayBase: FIRST_SURVIVES } : {}),
  });

const address = (xml: string, { id, address: ip, prefixLength }: BuildVip): BuiltChange =>
  createPrimitive(xml, {
    id,
    agent: { class: 'ocf', provider: 'heartbeat', type: 'IPaddr2' },
    params: { ip, cidr_netmask: `${prefixLength}` },
    operations: VIP_OPERATIONS,
    place: { kind: 'alone' },
  });
