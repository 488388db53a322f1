/** Scenarios of fencing by hand and of the test of a fence device. */
import type { NodeFile } from '@/lib/plan/testing/scenario';
import { SCENARIO_NOW } from '@/lib/plan/testing/world';
import type { Intent } from '@/lib/plan/types';
import type { ScenarioSpec } from './scenario-specs';

const DAY_MS = 24 * 3_600_000;
const TESTED = { fence_n1: SCENARIO_NOW - 3 * DAY_MS, fence_n2: SCENARIO_NOW - 3 * DAY_MS };

const fence = (node: string, action: 'reboot' | 'off' = 'reboot'): Intent => ({
  kind: 'fence-node',
  node,
  action,
});
const confirm: Intent = {
  kind: 'fence-confirm',
  node: 'node2',
  statement: 'power cord pulled at 14:02, ticket 4711',
};

/** Lost by corosync and not fenced: UNCLEAN. */
const lost = (id: string) => (xml: string) =>
  xml.replace(new RegExp(`(<node_state [^>]*id="${id}"[^>]*)>`), (state) =>
    state.replace('in_ccm="true"', 'in_ccm="false"').replace('crmd="online"', 'crmd="offline"'),
  );
const inStandby = (xml: string): string =>
  xml.replace(
    '<node id="1" uname="node1"/>',
    '<node id="1" uname="node1"><instance_attributes id="nodes-1"><nvpair id="nodes-1-standby" name="standby" value="on"/></instance_attributes></node>',
  );

const SILENT = Object.fromEntries(
  ['host', 'clock', 'drbd', 'pacemaker', 'cib', 'corosync'].map(
    (reading) => [reading, 'unreachable'] as const,
  ),
);
const silent: Partial<NodeFile> = { drbd: [], unknown: SILENT, link: 'unreachable' };
const alone: Partial<NodeFile> = {
  drbd: ['hafs Primary UpToDate node2:Connecting:Off:DUnknown'],
  members: [1],
  votes: 1,
};

export const FENCING_SCENARIOS: readonly ScenarioSpec[] = [
  {
    name: 'fence-passive',
    about: 'the passive node is rebooted by its power: possible, by its name, and nothing moves',
    intent: fence('node2'),
    file: { fenceTests: TESTED },
  },
  {
    name: 'fence-active',
    about: 'the active node is switched off by its power: what it carries is recovered on the other',
    intent: fence('node1', 'off'),
    file: { fenceTests: TESTED },
  },
  {
    name: 'fence-never-tested',
    about: 'nobody ever tested the device: said, not refused',
    intent: fence('node2'),
    file: { fenceTests: {} },
  },
  {
    name: 'fence-last-copy',
    about: 'the other copy is not whole: the data would go with the node',
    intent: fence('node1'),
    node: {
      node1: { drbd: ['hafs Primary UpToDate node2:Connected:SyncSource:Inconsistent:40'] },
      node2: { drbd: ['hafs Secondary Inconsistent node1:Connected:SyncTarget:UpToDate:40'] },
    },
    file: { fenceTests: TESTED },
  },
  {
    name: 'fence-only-one',
    about: 'the other node is in standby: nobody would carry on',
    intent: fence('node2'),
    prepare: inStandby,
    node: {
      node1: { drbd: [] },
      node2: { drbd: ['hafs Primary UpToDate node1:Connecting:Off:DUnknown'] },
    },
    file: { fenceTests: TESTED },
  },
  {
    name: 'fence-silent',
    about: 'a node that does not answer anybody is what fencing is for: its silence refuses nothing',
    intent: fence('node2'),
    prepare: lost('2'),
    isUnsettled: true,
    node: { node1: alone, node2: silent },
    file: { fenceTests: TESTED },
  },
  {
    name: 'fence-three-nodes',
    about: 'one of three: the votes of the others are enough',
    intent: fence('node3'),
    nodes: 'three',
    file: { fenceTests: { ...TESTED, fence_n3: SCENARIO_NOW - 200 * DAY_MS } },
  },
  {
    name: 'fence-no-quorum-left',
    about: 'one of three is out already: the last two need each other',
    intent: fence('node2'),
    nodes: 'three',
    node: { node1: { votes: 2 }, node2: { votes: 2 }, node3: { votes: 2 } },
    file: { fenceTests: TESTED },
  },
  {
    name: 'fence-switched-off',
    about: 'fencing is off: there is nothing to fence with',
    intent: fence('node2'),
    prepare: (xml) =>
      xml.replace('name="stonith-enabled" value="true"', 'name="stonith-enabled" value="false"'),
    file: { fenceTests: TESTED },
  },
  {
    name: 'fence-confirm',
    about: 'fencing cannot succeed and a person has seen the machine without power: two administrators',
    intent: confirm,
    prepare: lost('2'),
    isUnsettled: true,
    node: { node1: alone, node2: silent },
  },
  {
    name: 'fence-confirm-alive',
    about: 'the machine answers over SSH: it is not dead, whatever anybody says',
    intent: confirm,
    prepare: lost('2'),
    isUnsettled: true,
    node: { node1: alone, node2: { ...silent, link: 'live' } },
  },
  {
    name: 'fence-confirm-not-waiting',
    about: 'the cluster waits for no fencing: nothing to confirm',
    intent: confirm,
  },
  {
    name: 'fence-test',
    about: 'the device is asked whether it answers, and the fencer whether it knows it for its node',
    intent: { kind: 'fence-test', device: 'fence_n1' },
  },
  {
    name: 'fence-test-no-such-device',
    about: 'a device that is not there',
    intent: { kind: 'fence-test', device: 'fence_n9' },
  },
];
