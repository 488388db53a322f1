'use client';

import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { ClusterScreen } from '@/components/status/cluster-screen';
import { FindingList } from '@/components/status/finding-list';
import { SilenceBanner } from '@/components/status/silence-banner';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';
import type { Role } from '@/lib/auth/roles';
import { nodeFindings, protectionItems } from '@/lib/protection/tool-findings';
import type { NodeView } from '@/lib/protection/view';
import { NodeActions } from './node-actions';
import { NodeChain } from './node-chain';
import { NodeDisks } from './node-disks';
import { NodeHead } from './node-head';
import { NodeMachine } from './node-machine';
import { NodeNetwork } from './node-network';
import { NodeUnits } from './node-units';

interface Props {
  readonly clusterId: string;
  readonly nodeName: string;
  readonly viewerRole: Role;
  readonly propose?: ChangeActions['propose'];
}

/** One node: is it heard, what does Pacemaker say of it, what is wrong, the chain on it, then the machine itself. */
export function NodeScreen({ clusterId, nodeName, viewerRole, propose }: Props) {
  return (
    <ClusterScreen
      clusterId={clusterId}
      title={nodeName}
      actions={(live) => (
        <NodeActions
          live={live}
          nodeName={nodeName}
          viewerRole={viewerRole}
          {...(propose ? { propose } : {})}
        />
      )}
    >
      {(live) => <Content live={live} nodeName={nodeName} />}
    </ClusterScreen>
  );
}

export interface NodePartProps {
  readonly live: LiveClusterView;
  readonly node: NodeView;
}

function Content({ live, nodeName }: { readonly live: LiveClusterView; readonly nodeName: string }) {
  const t = useTranslations('screens');
  const ui = useTranslations('ui');
  const node = live.view.node(nodeName);
  if (!node) {
    return (
      <EmptyState
        title={t('noSuchNode', { node: nodeName })}
        actions={live.cluster.nodes.map((each) => (
          <LinkButton
            key={each.id}
            href={`/clusters/${live.cluster.id}/nodes/${encodeURIComponent(each.name)}`}
          >
            {each.name}
          </LinkButton>
        ))}
      />
    );
  }
  const findings = nodeFindings(live.view, node);
  const part = { live, node };
  return (
    <SilenceBanner node={node} now={live.clock.now}>
      <NodeHead {...part} />
      <div className="gap-5 xl:columns-2 min-[160rem]:columns-3 [&>section]:mb-5 [&>section]:break-inside-avoid">
        <Section title={ui('findings')}>
          <FindingList
            items={[
              ...protectionItems(live.protection, ['node', 'drbd', 'service', 'resource'], nodeName),
              ...findings.items,
            ]}
            live={live}
            complete={findings.complete}
          />
        </Section>
        <NodeChain {...part} />
        <NodeNetwork {...part} />
        <NodeDisks {...part} />
        <NodeUnits {...part} />
        <NodeMachine {...part} />
      </div>
    </SilenceBanner>
  );
}
