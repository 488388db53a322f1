import type { ComponentType } from 'react';
import { OverviewScreen } from '@/app/(console)/_overview/overview-screen';
import { DrbdScreen } from '@/app/(console)/clusters/[cluster]/drbd/_components/drbd-screen';
import { HaproxyScreen } from '@/app/(console)/clusters/[cluster]/haproxy/_components/haproxy-screen';
import { NetworksScreen } from '@/app/(console)/clusters/[cluster]/networks/_components/networks-screen';
import { NodesScreen } from '@/app/(console)/clusters/[cluster]/nodes/_components/nodes-screen';
import { NodeScreen } from '@/app/(console)/clusters/[cluster]/nodes/[node]/_components/node-screen';
import { ResourcesScreen } from '@/app/(console)/clusters/[cluster]/resources/_components/resources-screen';

import { TopologyScreen } from '@/app/(console)/clusters/[cluster]/topology/_components/topology-screen';

const ID = 'cl-main';
const propose = async () => ({ ok: true, value: 'plan' }) as const;

/** What can be photographed. */
export const SCREENS: Readonly<Record<string, ComponentType>> = {
  overview: () => <OverviewScreen viewerRole="administrator" />,
  topology: () => <TopologyScreen clusterId={ID} viewerRole="administrator" propose={propose} />,
  drbd: () => <DrbdScreen clusterId={ID} propose={propose} />,
  haproxy: () => <HaproxyScreen clusterId={ID} />,
  networks: () => <NetworksScreen clusterId={ID} />,
  nodes: () => <NodesScreen clusterId={ID} />,
  node1: () => <NodeScreen clusterId={ID} nodeName="node1" viewerRole="administrator" propose={propose} />,
  node2: () => <NodeScreen clusterId={ID} nodeName="node2" viewerRole="administrator" propose={propose} />,
  resources: () => <ResourcesScreen clusterId={ID} viewerRole="administrator" propose={propose} />,
};
