import type { ComponentType } from 'react';
import { OverviewScreen } from '@/app/(console)/_overview/overview-screen';
import { DrbdScreen } from '@/app/(console)/clusters/[cluster]/drbd/_components/drbd-screen';
import { DriftScreen } from '@/app/(console)/clusters/[cluster]/drift/_components/drift-screen';
import { HaproxyScreen } from '@/app/(console)/clusters/[cluster]/haproxy/_components/haproxy-screen';
import {
  ServiceForms,
  type Wanted,
} from '@/app/(console)/clusters/[cluster]/haproxy/_components/service-forms';
import { NetworksScreen } from '@/app/(console)/clusters/[cluster]/networks/_components/networks-screen';
import { NewVipDialog } from '@/app/(console)/clusters/[cluster]/networks/_components/new-vip-dialog';
import { NodesScreen } from '@/app/(console)/clusters/[cluster]/nodes/_components/nodes-screen';
import { NodeScreen } from '@/app/(console)/clusters/[cluster]/nodes/[node]/_components/node-screen';
import { ResourcesScreen } from '@/app/(console)/clusters/[cluster]/resources/_components/resources-screen';
import { FencingScreen } from '@/app/(console)/clusters/[cluster]/resources/-/fencing/_components/fencing-screen';
import { NewResourceScreen } from '@/app/(console)/clusters/[cluster]/resources/-/new/_components/new-resource-screen';
import { OptionsScreen } from '@/app/(console)/clusters/[cluster]/resources/-/options/_components/options-screen';
import { ProtectScreen } from '@/app/(console)/clusters/[cluster]/resources/-/protect/_components/protect-screen';
import { RulesScreen } from '@/app/(console)/clusters/[cluster]/resources/-/rules/_components/rules-screen';
import { ResourceScreen } from '@/app/(console)/clusters/[cluster]/resources/[resource]/_components/resource-screen';
import { EditResourceScreen } from '@/app/(console)/clusters/[cluster]/resources/[resource]/edit/_components/edit-resource-screen';

import { TopologyScreen } from '@/app/(console)/clusters/[cluster]/topology/_components/topology-screen';
import { useClusterView } from '@/components/status/use-cluster-view';

const ID = 'cl-main';
const refuse = async () => ({ ok: false, error: { kind: 'change', problem: 'not-what-was-shown' } }) as const;
const propose = async () => ({ ok: true, value: 'plan' }) as const;

function OpenForm({ wanted }: { readonly wanted: Wanted }) {
  const live = useClusterView(ID);
  return live ? (
    <ServiceForms live={live} propose={propose} wanted={wanted} onClose={() => undefined} />
  ) : null;
}

function OpenNewVip({ nic }: { readonly nic?: string }) {
  const live = useClusterView(ID);
  const start = { address: '192.168.10.150', name: 'vip_portal', ...(nic === undefined ? {} : { nic }) };
  return live ? <NewVipDialog live={live} propose={propose} onClose={() => undefined} start={start} /> : null;
}

/** What can be photographed. */
export const SCREENS: Readonly<Record<string, ComponentType>> = {
  overview: () => <OverviewScreen viewerRole="administrator" />,
  topology: () => <TopologyScreen clusterId={ID} viewerRole="administrator" propose={propose} />,
  drbd: () => <DrbdScreen clusterId={ID} propose={propose} />,
  haproxy: () => <HaproxyScreen clusterId={ID} propose={propose} />,
  'haproxy-shape': () => <OpenForm wanted={{ do: 'shape', place: { kind: 'backend', name: 'nova_api' } }} />,
  'haproxy-add': () => <OpenForm wanted={{ do: 'add', kind: 'listen' }} />,
  'haproxy-remove': () => (
    <OpenForm
      wanted={{ do: 'remove-server', place: { kind: 'backend', name: 'nova_api' }, server: 'node2' }}
    />
  ),
  drift: () => <DriftScreen clusterId={ID} accept={refuse} giveBack={refuse} />,
  networks: () => <NetworksScreen clusterId={ID} propose={propose} />,
  'new-vip': () => <OpenNewVip />,
  'new-vip-wrong-nic': () => <OpenNewVip nic="ens2f0" />,
  protect: () => <ProtectScreen clusterId={ID} propose={propose} />,
  'protect-active': () => (
    <ProtectScreen
      clusterId={ID}
      propose={propose}
      start={{
        unit: 'share-api',
        name: 'share-api',
        port: '8786',
        entrancePort: '8786',
        healthPath: '/healthcheck',
      }}
    />
  ),
  'protect-standby': () => (
    <ProtectScreen
      clusterId={ID}
      propose={propose}
      start={{
        unit: 'notes',
        name: 'notes',
        port: '8787',
        entrancePort: '8787',
        shape: 'active-standby',
        vip: 'new',
        newAddress: '10.10.0.150',
      }}
    />
  ),
  nodes: () => <NodesScreen clusterId={ID} />,
  node1: () => <NodeScreen clusterId={ID} nodeName="node1" viewerRole="administrator" propose={propose} />,
  node2: () => <NodeScreen clusterId={ID} nodeName="node2" viewerRole="administrator" propose={propose} />,
  resources: () => <ResourcesScreen clusterId={ID} viewerRole="administrator" propose={propose} />,
  rules: () => <RulesScreen clusterId={ID} propose={propose} />,
  options: () => <OptionsScreen clusterId={ID} propose={propose} />,
  fencing: () => <FencingScreen clusterId={ID} propose={propose} />,
  agents: () => <NewResourceScreen clusterId={ID} agent="" kind="resource" propose={propose} />,
  newVip: () => (
    <NewResourceScreen clusterId={ID} agent="ocf:heartbeat:IPaddr2" kind="resource" propose={propose} />
  ),
  newDevice: () => (
    <NewResourceScreen clusterId={ID} agent="stonith:fence_ipmilan" kind="fence-device" propose={propose} />
  ),
  vip: () => <ResourceScreen clusterId={ID} resourceId="vip_10g" changes={[]} propose={propose} />,
  group: () => <ResourceScreen clusterId={ID} resourceId="g_hafs" changes={[]} propose={propose} />,
  editVip: () => <EditResourceScreen clusterId={ID} resourceId="vip_10g" propose={propose} />,
};
