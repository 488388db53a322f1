'use client';

import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { may, type Role } from '@/lib/auth/roles';

interface Props {
  readonly live: LiveClusterView;
  readonly nodeName: string;
  readonly viewerRole: Role;
}

/** Changes that can be proposed for a node. Shown only to those whose proposal would be accepted. */
export function NodeActions({ viewerRole }: Props) {
  if (!may(viewerRole, 'plan.propose')) return null;
  return null;
}
