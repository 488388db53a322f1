'use client';

import type { ChangeActions } from '@/components/changes/change-actions';
import { ProposeStandby } from '@/components/changes/propose-menu';
import { NodeBackendButton } from '@/components/haproxy/node-backend-button';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { may, type Role } from '@/lib/auth/roles';

interface Props {
  readonly live: LiveClusterView;
  readonly nodeName: string;
  readonly viewerRole: Role;
  readonly propose?: ChangeActions['propose'];
}

/** Changes that can be proposed for a node. Shown only to those whose proposal would be accepted. */
export function NodeActions({ live, nodeName, viewerRole, propose }: Props) {
  const crm = live.view.crm(nodeName);
  // Without Pacemaker's word on the node nobody can tell which of the two makes sense.
  if (!propose || !may(viewerRole, 'plan.propose') || !crm) return null;
  const hasHaproxy = live.view.nodes.some((node) => node.read('haproxyConfig').last !== undefined);
  return (
    <>
      {hasHaproxy ? <NodeBackendButton live={live} propose={propose} node={nodeName} /> : null}
      <ProposeStandby clusterId={live.cluster.id} node={nodeName} isStandby={crm.standby} propose={propose} />
    </>
  );
}
