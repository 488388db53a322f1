'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { ClusterScreen } from '@/components/status/cluster-screen';
import { FindingList } from '@/components/status/finding-list';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Section } from '@/components/ui/section';
import { replicationsOf } from '@/lib/protection/replication';
import { drbdFindings, protectionItems } from '@/lib/protection/tool-findings';
import type { LastVerified } from './copies-row';
import { DrbdResourceSection } from './drbd-resource-section';
import { NewHafsDialog } from './new-hafs-dialog';

/** DRBD of a cluster: problems, then each resource as a flow with every node's own words under it. */
interface Props extends MayPropose {
  readonly clusterId: string;
  /** Last comparison of each resource, by name. */
  readonly verified?: Readonly<Record<string, LastVerified>>;
}

export function DrbdScreen({ clusterId, propose, verified = {} }: Props) {
  return (
    <ClusterScreen clusterId={clusterId} title="DRBD">
      {(live) => <Content live={live} verified={verified} {...(propose ? { propose } : {})} />}
    </ClusterScreen>
  );
}

/** A split says these with what to do. */
const SAID_BY_SPLIT: ReadonlySet<string> = new Set([
  'drbd.split-brain-suspected',
  'drbd.connection-standalone',
]);

function Content({
  live,
  propose,
  verified,
}: MayPropose & Required<Pick<Props, 'verified'>> & { readonly live: LiveClusterView }) {
  const t = useTranslations('screens');
  const ui = useTranslations('ui');
  const { view } = live;
  const names = [
    ...new Set(
      view.nodes.flatMap((node) => node.read('drbd').last?.resources.map((each) => each.name) ?? []),
    ),
  ];
  const pairs = replicationsOf(view);
  const protection = protectionItems(live.protection, ['drbd']);
  const isSplit = protection.some(({ finding }) => finding.key === 'split-brain');
  const findings = drbdFindings(view);
  const own = isSplit
    ? findings.items.filter(({ finding }) => !SAID_BY_SPLIT.has(finding.key))
    : findings.items;
  if (names.length === 0) {
    const known = view.nodes.every(
      (node) => node.read('drbd').value !== undefined || node.read('drbd').absent,
    );
    return (
      <EmptyState
        title={t(known ? 'drbdNone' : 'drbdUnread')}
        {...(known && propose ? { actions: <NewHafs live={live} propose={propose} /> } : {})}
      >
        {t(known ? 'drbdNoneText' : 'drbdUnreadText')}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-5">
      {propose ? (
        <div className="flex justify-end">
          <NewHafs live={live} propose={propose} />
        </div>
      ) : null}
      <Section title={ui('findings')}>
        <FindingList items={[...protection, ...own]} live={live} complete={findings.complete} />
      </Section>
      {names.toSorted().map((name) => (
        <DrbdResourceSection
          key={name}
          name={name}
          live={live}
          lastVerified={verified[name]}
          pairs={pairs.filter((pair) => pair.resource === name)}
          {...(propose ? { propose } : {})}
        />
      ))}
    </div>
  );
}

function NewHafs({ live, propose }: Required<MayPropose> & { readonly live: LiveClusterView }) {
  const t = useTranslations('hafs');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t('newButton')}</Button>
      {isOpen ? (
        <NewHafsDialog
          live={live}
          clusterId={live.cluster.id}
          propose={propose}
          onClose={() => setIsOpen(false)}
        />
      ) : null}
    </>
  );
}
