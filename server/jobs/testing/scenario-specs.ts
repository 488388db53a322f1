/** What each plan scenario is about and how its cluster differs from a healthy one. The recorder asks the tools. */

import type { ConfigurationRequest } from '@/lib/pacemaker/configuration-edit';
import type { NodeFile, ScenarioFile } from '@/lib/plan/testing/scenario';
import type { DrbdAction, HaproxyServerState, Intent } from '@/lib/plan/types';
import { APACHE_SCENARIOS } from './apache-specs';
import { FENCING_SCENARIOS } from './fencing-specs';
import { HAFS_SCENARIOS, hafsNodes, VERIFY } from './hafs-scenario-specs';
import { HAPROXY_SCENARIOS } from './haproxy-specs';
import { SERVICE_SCENARIOS } from './service-specs';
import { networkOf, VIP_SCENARIOS } from './vip-specs';

export interface ScenarioSpec {
  readonly name: string;
  readonly about: string;
  readonly intent: Intent;
  readonly nodes?: 'two' | 'three';
  /** Changes to the configuration text, after which the cluster settles (by its own simulator) unless told not to. */
  readonly prepare?: (xml: string) => string;
  readonly isUnsettled?: boolean;
  readonly node?: Readonly<Record<string, Partial<NodeFile>>>;
  readonly file?: Partial<
    Pick<ScenarioFile, 'controllerState' | 'otherJobs' | 'measuredSeconds' | 'fenceTests'>
  >;
}

const standby = (node: string): Intent => ({ kind: 'node-standby', node });
const online = (node: string): Intent => ({ kind: 'node-online', node });
const move = (resource: string, node: string): Intent => ({ kind: 'move-resource', resource, node });

const option = (name: string, value: string): Intent => ({
  kind: 'edit-configuration',
  edit: { kind: 'options', scope: 'cluster', values: { [name]: value } },
});
const edit = (request: ConfigurationRequest): Intent => ({ kind: 'edit-configuration', edit: request });
const drbd = (action: DrbdAction, node: string): Intent => ({
  kind: 'drbd-action',
  action,
  resource: 'hafs',
  node,
});
const server = (state: HaproxyServerState): Intent => ({
  kind: 'haproxy-server',
  backend: 'nova',
  server: 'node1',
  state,
});
const bothHaproxies = (...haproxy: string[]) => ({ node1: { haproxy }, node2: { haproxy } });

/** From the scenarios' own day. */
const TOMORROW = Date.UTC(2026, 10, 23, 14);

const inStandby = (id: string, name: string) => (xml: string) =>
  xml.replace(
    `<node id="${id}" uname="${name}"/>`,
    `<node id="${id}" uname="${name}"><instance_attributes id="nodes-${id}"><nvpair id="nodes-${id}-standby" name="standby" value="on"/></instance_attributes></node>`,
  );
const property = (name: string, value: string) => (xml: string) =>
  xml.replace(
    '</cluster_property_set>',
    `<nvpair id="cib-bootstrap-options-${name}" name="${name}" value="${value}"/></cluster_property_set>`,
  );
const constraint = (element: string) => (xml: string) =>
  xml.replace('</constraints>', `${element}</constraints>`);
const transient = (id: string, name: string, value: string) => (xml: string) =>
  xml.replace(
    new RegExp(`(<transient_attributes id="${id}">\\s*<instance_attributes [^>]*>)`),
    `$1<nvpair id="status-${id}-x" name="${name}" value="${value}"/>`,
  );
const chain =
  (...edits: ((xml: string) => string)[]) =>
  (xml: string) =>
    edits.reduce((text, edit) => edit(text), xml);
const withoutFencing = (xml: string): string =>
  xml.replace('name="stonith-enabled" value="true"', 'name="stonith-enabled" value="false"');
const withoutStickiness = (xml: string): string =>
  xml.replace('name="resource-stickiness" value="200"', 'name="resource-stickiness" value="0"');
const alone = { drbd: ['hafs Primary UpToDate node2:Connecting:Off:DUnknown'] };
const FENCE_BY_HANDLER =
  '<rsc_location id="drbd-fence-by-handler-hafs-drbd_hafs-clone" rsc="drbd_hafs-clone"><rule role="Promoted" score="-INFINITY" id="drbd-fence-by-handler-hafs-rule-drbd_hafs-clone"><expression attribute="#uname" operation="ne" value="node1" id="drbd-fence-by-handler-hafs-expr-drbd_hafs-clone"/></rule></rsc_location>';

export const SCENARIOS: readonly ScenarioSpec[] = [
  {
    name: 'standby-healthy',
    about:
      'standby of the active node of a healthy pair: possible, with a confirmation that one copy is left',
    intent: standby('node1'),
  },
  { name: 'standby-of-the-passive-node', about: 'only the 10G VIP moves', intent: standby('node2') },
  {
    name: 'standby-measured',
    about: 'interruptions measured before replace the budget',
    intent: standby('node1'),
    file: { measuredSeconds: { '192.168.1.100': [11.2, 9.4] } },
  },
  {
    name: 'standby-peer-in-standby',
    about: 'the other node is in standby already: nothing could take over',
    intent: standby('node1'),
    prepare: inStandby('2', 'node2'),
    node: { node1: alone, node2: { drbd: [] } },
  },
  {
    name: 'standby-resync-source',
    about: 'the other node is still copying from this one: its copy is not whole',
    intent: standby('node1'),
    node: {
      node1: { drbd: ['hafs Primary UpToDate node2:Connected:SyncSource:Inconsistent:43.7'] },
      node2: { drbd: ['hafs Secondary Inconsistent node1:Connected:SyncTarget:UpToDate:43.7'] },
    },
  },
  {
    name: 'standby-resync-target',
    about: 'this node is being brought up to date: possible, but the resync starts again later',
    intent: standby('node2'),
    node: {
      node1: { drbd: ['hafs Primary UpToDate node2:Connected:SyncSource:Inconsistent:43.7'] },
      node2: { drbd: ['hafs Secondary Inconsistent node1:Connected:SyncTarget:UpToDate:43.7'] },
    },
  },
  {
    name: 'standby-last-copy',
    about: 'the other disk is gone: this is the last UpToDate copy',
    intent: standby('node1'),
    node: {
      node1: { drbd: ['hafs Primary UpToDate node2:Connected:Established:Diskless'] },
      node2: { drbd: ['hafs Secondary Diskless node1:Connected:Established:UpToDate'] },
    },
  },
  {
    name: 'standby-replication-cut',
    about: 'replication is cut: the other copy says UpToDate, but nobody can know that it is the same',
    intent: standby('node1'),
    node: { node1: alone, node2: { drbd: ['hafs Secondary UpToDate node1:Connecting:Off:DUnknown'] } },
  },
  {
    name: 'standby-drbd-fenced',
    about:
      'DRBD has fenced the other node (reference F7): everything looks green, promotion there is forbidden',
    intent: standby('node1'),
    prepare: constraint(FENCE_BY_HANDLER),
    node: { node1: alone, node2: { drbd: ['hafs Secondary Outdated node1:Connecting:Off:DUnknown'] } },
  },
  {
    name: 'standby-unknown-facts',
    about: 'one node does not answer: unknown is not good',
    intent: standby('node1'),
    node: {
      node2: {
        unknown: {
          host: 'unreachable',
          drbd: 'unreachable',
          pacemaker: 'unreachable',
          cib: 'unreachable',
          corosync: 'unreachable',
          clock: 'unreachable',
        },
      },
    },
  },
  {
    name: 'standby-stale-readings',
    about: 'DRBD of one node was last read a minute ago',
    intent: standby('node1'),
    node: { node2: { unknown: { drbd: 'stale' } } },
  },
  {
    name: 'standby-no-quorum',
    about: 'this side has no quorum',
    intent: standby('node1'),
    nodes: 'three',
    node: {
      node1: { quorate: false, members: [1] },
      node2: { quorate: false, members: [1] },
      node3: { quorate: false, members: [1] },
    },
  },
  {
    name: 'standby-partition',
    about: 'both halves see only themselves and name themselves controller',
    intent: standby('node1'),
    node: { node1: { dc: 'node1', members: [1] }, node2: { dc: 'node2', members: [2] } },
  },
  {
    name: 'standby-no-controller',
    about: 'no node names a controller',
    intent: standby('node1'),
    node: { node1: { dc: null }, node2: { dc: null } },
  },
  {
    name: 'standby-busy-cluster',
    about: 'a transition is running',
    intent: standby('node1'),
    file: { controllerState: 'S_TRANSITION_ENGINE' },
  },
  {
    name: 'standby-other-change',
    about: 'another change of this cluster is under way',
    intent: standby('node1'),
    file: { otherJobs: ['move vip_10g to node1'] },
  },
  {
    name: 'standby-maintenance-mode',
    about: 'in maintenance mode nothing would be carried out',
    intent: standby('node1'),
    prepare: property('maintenance-mode', 'true'),
  },
  {
    name: 'standby-fencing-off',
    about: 'fencing is switched off: allowed, but said',
    intent: standby('node2'),
    prepare: withoutFencing,
  },
  {
    name: 'standby-already',
    about: 'nothing to do',
    intent: standby('node2'),
    prepare: inStandby('2', 'node2'),
    node: { node1: alone, node2: { drbd: [] } },
  },
  { name: 'standby-no-such-node', about: 'a node the cluster does not have', intent: standby('node9') },
  {
    name: 'standby-three-nodes',
    about: 'three nodes, two of them with data: quorum holds, one copy is left',
    intent: standby('node1'),
    nodes: 'three',
  },
  {
    name: 'standby-wrong-machine',
    about: 'the connection to node2 ends at another machine',
    intent: standby('node1'),
    node: { node2: { hostname: 'spare7' } },
  },
  {
    name: 'standby-configuration-differs',
    about: 'a node holds an older configuration',
    intent: standby('node1'),
    node: { node2: { epoch: 23 } },
  },
  {
    name: 'standby-would-stop',
    about: 'the other node has failed to mount too often: the file system would stop and not come back',
    intent: standby('node1'),
    prepare: transient('2', 'fail-count-fs_hafs#start_0', 'INFINITY'),
  },
  {
    name: 'online',
    about: 'a node comes back: DRBD starts there again, nothing else moves',
    intent: online('node1'),
    prepare: inStandby('1', 'node1'),
    node: { node1: { drbd: [] }, node2: { drbd: ['hafs Primary UpToDate node1:Connecting:Off:DUnknown'] } },
  },
  {
    name: 'online-moves-back',
    about: 'without stickiness the VIP returns at once: it blinks, and the plan says so',
    intent: online('node2'),
    prepare: chain(inStandby('2', 'node2'), withoutStickiness),
    node: { node1: alone, node2: { drbd: [] } },
  },
  {
    name: 'online-drbd-fenced',
    about: 'DRBD still forbids promotion on the returning node until it has caught up: allowed, but said',
    intent: online('node2'),
    prepare: chain(inStandby('2', 'node2'), constraint(FENCE_BY_HANDLER)),
    node: { node1: alone, node2: { drbd: [] } },
  },
  {
    name: 'move-while-a-node-is-unclean',
    about: 'a third node was lost and is about to be fenced: nothing else now',
    intent: move('vip_10g', 'node1'),
    nodes: 'three',
    isUnsettled: true,
    prepare: (xml) =>
      xml.replace(/(<node_state [^>]*id="3"[^>]*)>/, (state) =>
        state.replace('in_ccm="true"', 'in_ccm="false"').replace('crmd="online"', 'crmd="offline"'),
      ),
    node: { node1: { members: [1, 2] }, node2: { members: [1, 2] }, node3: { members: [1, 2] } },
  },
  { name: 'online-already', about: 'nothing to do', intent: online('node1') },
  {
    name: 'move-vip',
    about: 'the 10G VIP to the other node, and it stays',
    intent: move('vip_10g', 'node1'),
  },
  {
    name: 'move-vip-1g',
    about: 'the 1G VIP hangs on Apache on HAFS: the whole stack moves with it',
    intent: move('vip_1g', 'node2'),
  },
  {
    name: 'move-hafs',
    about: 'the file system takes DRBD’s Primary and everything on it along',
    intent: move('fs_hafs', 'node2'),
  },
  {
    name: 'move-group-member',
    about: 'a member of a group moves the group',
    intent: move('apache', 'node2'),
  },
  { name: 'move-promoted', about: 'the promoted role itself', intent: move('drbd_hafs-clone', 'node2') },
  { name: 'move-clone', about: 'a clone has no single place', intent: move('haproxy-clone', 'node2') },
  {
    name: 'move-fence-device',
    about: 'where a fence device runs does not matter',
    intent: move('fence_n1', 'node1'),
  },
  { name: 'move-already-there', about: 'nothing to do', intent: move('vip_10g', 'node2') },
  { name: 'move-unknown-resource', about: 'no such resource', intent: move('vip_40g', 'node2') },
  {
    name: 'move-banned',
    about: 'a ban left by crm_resource forbids the target',
    intent: move('vip_10g', 'node1'),
    prepare: constraint(
      '<rsc_location id="cli-ban-vip_10g-on-node1" rsc="vip_10g" role="Started" node="node1" score="-INFINITY"/>',
    ),
  },
  {
    name: 'move-would-bounce',
    about: 'it prefers where it was and sticks to nothing: it would go back when the constraint goes',
    intent: move('vip_10g', 'node1'),
    prepare: withoutStickiness,
  },
  {
    name: 'move-unfinished',
    about: 'an earlier move of it was left half-way',
    intent: move('vip_10g', 'node1'),
    prepare: constraint(
      '<rsc_location id="haven-move-vip_10g" rsc="vip_10g" node="node2" score="INFINITY"/>',
    ),
  },
  {
    name: 'move-target-standby',
    about: 'the target is in standby',
    intent: move('vip_1g', 'node2'),
    prepare: inStandby('2', 'node2'),
    node: { node1: alone, node2: { drbd: [] } },
  },
  {
    name: 'move-failed-there',
    about: 'the VIP has failed on the target up to its threshold',
    intent: move('vip_10g', 'node1'),
    prepare: transient('1', 'fail-count-vip_10g#start_0', 'INFINITY'),
  },
  {
    name: 'move-to-resync-target',
    about: 'the target’s copy is still being written: refused',
    intent: move('fs_hafs', 'node2'),
    node: {
      node1: { drbd: ['hafs Primary UpToDate node2:Connected:SyncSource:Inconsistent:12.0'] },
      node2: { drbd: ['hafs Secondary Inconsistent node1:Connected:SyncTarget:UpToDate:12.0'] },
    },
  },
  {
    name: 'move-vip-during-resync',
    about: 'a VIP that takes no data along may move while a resync runs',
    intent: move('vip_10g', 'node1'),
    node: {
      node1: { drbd: ['hafs Primary UpToDate node2:Connected:SyncSource:Inconsistent:12.0'] },
      node2: { drbd: ['hafs Secondary Inconsistent node1:Connected:SyncTarget:UpToDate:12.0'] },
    },
  },
  {
    name: 'move-unmanaged',
    about: 'Pacemaker does not manage it',
    intent: move('vip_10g', 'node1'),
    prepare: (xml) =>
      xml.replace(
        '<primitive id="vip_10g" class="ocf" type="IPaddr2" provider="heartbeat">',
        '<primitive id="vip_10g" class="ocf" type="IPaddr2" provider="heartbeat"><meta_attributes id="vip_10g-meta"><nvpair id="vip_10g-meta-managed" name="is-managed" value="false"/></meta_attributes>',
      ),
  },
  {
    name: 'move-clock-skew',
    about: 'a clock is three seconds off: allowed, but said',
    intent: move('vip_10g', 'node1'),
    node: { node2: { clockOffsetMs: 3_200 } },
  },
  {
    name: 'option-batch-limit',
    about: 'an option that moves nothing: safe, with the edit that takes it back',
    intent: option('batch-limit', '20'),
  },
  {
    name: 'option-stop-all',
    about: 'an option that stops everything: the simulator names what, and a person confirms',
    intent: option('stop-all-resources', 'true'),
  },
  {
    name: 'option-already',
    about: 'the option has that value already',
    intent: option('stonith-enabled', 'true'),
  },
  {
    name: 'edit-disable',
    about: 'a resource is stopped until further notice: what stops with it is named',
    intent: edit({ kind: 'enable-resource', id: 'glance', isOn: false }),
  },
  {
    name: 'edit-delete',
    about:
      'a resource is deleted: first stopped, then taken out with its rules, and the undo puts all of it back',
    intent: edit({ kind: 'delete-resource', id: 'glance' }),
  },
  {
    name: 'edit-create',
    about: 'a third VIP is created, and nothing else moves',
    intent: edit({
      kind: 'create-resource',
      resource: {
        id: 'vip_extra',
        agent: { class: 'ocf', provider: 'heartbeat', type: 'IPaddr2' },
        params: { ip: '10.10.0.101', cidr_netmask: '24' },
        operations: [{ name: 'monitor', interval: '10s', timeout: '20s' }],
        place: { kind: 'alone' },
      },
    }),
    node: networkOf({ node1: { '10.10.0.101': 'free' }, node2: { '10.10.0.101': 'free' } }),
  },
  {
    name: 'edit-create-taken',
    about: 'the name is taken',
    intent: edit({
      kind: 'create-resource',
      resource: {
        id: 'vip_10g',
        agent: { class: 'ocf', provider: 'heartbeat', type: 'IPaddr2' },
        params: {},
        place: { kind: 'alone' },
      },
    }),
  },
  {
    name: 'edit-maintenance-cluster',
    about: 'the whole cluster into maintenance: nothing stops, and nothing is looked after',
    intent: edit({ kind: 'maintenance', of: 'cluster', id: '', isOn: true, until: TOMORROW }),
  },
  {
    name: 'edit-maintenance-endless',
    about: 'maintenance without an end is refused',
    intent: edit({ kind: 'maintenance', of: 'resource', id: 'vip_10g', isOn: true }),
  },
  {
    name: 'edit-maintenance-end',
    about: 'maintenance ends, and the cluster acts at once on what was changed meanwhile',
    intent: edit({ kind: 'maintenance', of: 'cluster', id: '', isOn: false }),
    prepare: chain(
      property('maintenance-mode', 'true'),
      constraint('<rsc_location id="location-vip_10g-away" rsc="vip_10g" node="node2" score="-INFINITY"/>'),
    ),
    isUnsettled: true,
  },
  {
    name: 'option-fencing-off',
    about: 'fencing is switched off: possible only with a typed confirmation and a reason',
    intent: option('stonith-enabled', 'false'),
  },
  {
    name: 'option-quorum-ignored',
    about: 'quorum is ignored: possible only with a typed confirmation and a reason',
    intent: option('no-quorum-policy', 'ignore'),
  },
  {
    name: 'option-stickiness-outranks-data',
    about: 'a stickiness that would keep the promoted role on old data is refused',
    intent: edit({
      kind: 'options',
      scope: 'resource-defaults',
      values: { 'resource-stickiness': '10000' },
    }),
  },
  {
    name: 'edit-fence-device-on-its-victim',
    about: 'without its rule a fence device could run on the node it is to kill: refused',
    intent: edit({ kind: 'remove-constraint', id: 'location-fence_n1-node1--INFINITY' }),
  },
  {
    name: 'edit-order-removed',
    about: 'a VIP would no longer wait for what it stands in front of',
    intent: edit({ kind: 'remove-constraint', id: 'order-g_hafs-vip_1g-mandatory' }),
  },
  {
    name: 'edit-drbd-fence-removed',
    about: 'DRBD holds back a node whose copy is old: its rule is not removed by hand',
    intent: edit({
      kind: 'remove-constraint',
      id: 'drbd-fence-by-handler-hafs-drbd_hafs-clone',
    }),
    prepare: constraint(FENCE_BY_HANDLER),
    node: { node1: alone, node2: { drbd: ['hafs Secondary Outdated node1:Connecting:Off:DUnknown'] } },
  },
  {
    name: 'edit-spread',
    about: 'two VIPs apart where possible, and together when one node is left',
    intent: edit({ kind: 'spread-vips', vip: 'vip_10g', apartFrom: 'vip_1g' }),
  },
  {
    name: 'edit-vips-never-together',
    about: 'two VIPs that may never be together would stop one of them on the last node: refused',
    intent: edit({
      kind: 'add-constraint',
      wish: { kind: 'colocation', resource: 'vip_10g', with: 'vip_1g', score: '-INFINITY' },
    }),
  },
  {
    name: 'edit-ban',
    about: 'a resource is kept off a node for good',
    intent: edit({ kind: 'ban', resource: 'vip_10g', node: 'node2' }),
  },
  {
    name: 'edit-operations',
    about: 'a monitor is given more time: the other operations stay as they are',
    intent: edit({
      kind: 'edit-resource',
      id: 'vip_10g',
      edit: {
        params: { cidr_netmask: '32' },
        operations: { change: [{ name: 'monitor', set: { timeout: '40s', 'on-fail': 'restart' } }] },
      },
    }),
    node: networkOf(),
  },
  {
    name: 'edit-group',
    about: 'an address becomes a group of its own, and nothing moves',
    intent: edit({ kind: 'create-group', id: 'g_web', members: ['vip_1g'] }),
  },
  {
    name: 'edit-reorder-group',
    about: 'what is in a group starts in another order',
    intent: edit({ kind: 'reorder-group', id: 'g_hafs', order: ['fs_hafs', 'apache', 'glance'] }),
  },
  {
    name: 'edit-leave-group',
    about: 'a service leaves its group, and nothing ties it to the file system any more',
    intent: edit({ kind: 'leave-group', id: 'apache' }),
  },
  {
    name: 'edit-join-no-group',
    about: 'a group that does not exist cannot be joined',
    intent: edit({ kind: 'join-group', id: 'glance', group: 'g_web', place: 'last' }),
  },
  {
    name: 'edit-clone',
    about: 'a service is made to run on every node',
    intent: edit({ kind: 'clone', id: 'vip_10g', isPromotable: false, meta: { interleave: 'true' } }),
  },
  {
    name: 'edit-unclone',
    about: 'a clone is stopped before it is taken away, and its one copy starts again',
    intent: edit({ kind: 'unclone', id: 'haproxy-clone' }),
  },
  {
    name: 'edit-fence-device',
    about: 'a second fence device for a node, kept off that node',
    intent: edit({
      kind: 'create-fence-device',
      device: {
        id: 'fence_pdu_n1',
        agent: 'fence_apc',
        params: { ip: '10.0.9.20', password_script: '/etc/ha/pdu' },
        victims: { kind: 'map', plugs: { node1: '7' } },
        delayBase: '5s',
      },
    }),
  },
  {
    name: 'edit-fence-device-password',
    about: 'a password does not go into the configuration, where every reader would see it',
    intent: edit({
      kind: 'edit-fence-device',
      id: 'fence_n1',
      edit: { params: { password: 'ipmi-secret' } },
    }),
  },
  {
    name: 'edit-fencing-levels',
    about: 'which device is tried for a node',
    intent: edit({ kind: 'fencing-levels', node: 'node1', levels: [['fence_n1']] }),
  },
  {
    name: 'clean-up-failed',
    about: 'a failure is forgotten, and the scheduler may try again',
    intent: { kind: 'clean-up', resource: 'vip_10g' },
    prepare: transient('1', 'fail-count-vip_10g#start_0', 'INFINITY'),
  },
  {
    name: 'clean-up-nothing',
    about: 'nothing has failed',
    intent: { kind: 'clean-up' },
  },
  {
    name: 'drbd-disconnect',
    about:
      'replication is disconnected on purpose: possible, with a confirmation that nothing is copied then',
    intent: drbd('disconnect', 'node2'),
  },
  {
    name: 'drbd-disconnect-during-resync',
    about: 'the target of a running resync must not be cut off',
    intent: drbd('disconnect', 'node1'),
    node: {
      node1: { drbd: ['hafs Primary UpToDate node2:Connected:SyncSource:Inconsistent:43.7'] },
      node2: { drbd: ['hafs Secondary Inconsistent node1:Connected:SyncTarget:UpToDate:43.7'] },
    },
  },
  {
    name: 'drbd-connect',
    about: 'a node that was disconnected by hand is connected again',
    intent: drbd('connect', 'node2'),
    node: { node1: alone, node2: { drbd: ['hafs Secondary UpToDate node1:StandAlone:Off:DUnknown'] } },
  },
  {
    name: 'drbd-verify',
    about: 'both copies are read and compared; nothing blinks',
    intent: VERIFY,
    node: hafsNodes({}),
  },
  {
    name: 'drbd-verify-cut',
    about: 'what is not connected cannot be compared',
    intent: VERIFY,
    node: hafsNodes({
      node1: alone,
      node2: { drbd: ['hafs Secondary UpToDate node1:Connecting:Off:DUnknown'] },
    }),
  },
  {
    name: 'drbd-no-such-resource',
    about: 'the node has no such resource',
    intent: { kind: 'drbd-action', action: 'connect', resource: 'other', node: 'node1' },
  },
  {
    name: 'server-drain',
    about: 'a server is drained on every node whose HAProxy knows it, and can be put back',
    intent: server('drain'),
    node: bothHaproxies('nova/node1 UP', 'nova/node2 UP'),
  },
  {
    name: 'server-last',
    about: 'it is the last one in service: possible, with a confirmation',
    intent: server('maint'),
    node: bothHaproxies('nova/node1 UP', 'nova/node2 DOWN'),
  },
  {
    name: 'server-silent-haproxy',
    about: 'one HAProxy does not answer: whether anything is left there is not known',
    intent: server('maint'),
    node: {
      node1: { haproxy: ['nova/node1 UP', 'nova/node2 UP'] },
      node2: { haproxy: [], unknown: { haproxy: 'not-running' } },
    },
  },
  ...FENCING_SCENARIOS,
  ...HAFS_SCENARIOS,
  ...HAPROXY_SCENARIOS,
  ...VIP_SCENARIOS,
  ...APACHE_SCENARIOS,
  ...SERVICE_SCENARIOS,
];
