'use client';

import type { Severity } from '@/lib/base/finding';
import { crmNodeState } from '@/lib/live/facts';
import type { ClusterView } from '@/lib/protection/view';
import { StatusMark } from './status-mark';

const SEVERITY: Readonly<Record<string, Severity>> = {
  online: 'ok',
  standby: 'info',
  maintenance: 'info',
  pending: 'info',
  offline: 'critical',
  unclean: 'critical',
};

/** Pacemaker's word on a node, said only when it is not the ordinary one. */
export function NodeState({
  view,
  node,
  always = false,
}: {
  readonly view: ClusterView;
  readonly node: string;
  readonly always?: boolean;
}) {
  const crm = view.crm(node);
  if (!crm) return null;
  const word = crmNodeState(crm);
  if (word === 'online' && !always) return null;
  return <StatusMark state={SEVERITY[word] ?? 'unknown'}>{word}</StatusMark>;
}
