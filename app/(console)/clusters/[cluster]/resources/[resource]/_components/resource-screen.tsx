'use client';

import Link from 'next/link';
import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { ChangeList } from '@/components/changes/change-list';
import { ClusterScreen } from '@/components/status/cluster-screen';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';
import { agentSpec } from '@/lib/pacemaker/agent-probes';
import { type FoundResource, findResource, primitivesIn } from '@/lib/pacemaker/cib-queries';
import { constraintsAbout } from '@/lib/pacemaker/rule-form';
import type { ChangeSummary } from '@/lib/plan/records';
import { CibNote, type CibSource, cibOf, sourceOf } from '../../_components/cib-source';
import { FailureList } from '../../_components/failure-list';
import { PacemakerTabs } from '../../_components/pacemaker-tabs';
import { RuleSentence } from '../../-/rules/_components/rules-content';
import { ResourceActions } from './resource-actions';
import { ResourceDefinition } from './resource-definition';
import { ResourceWhere } from './resource-where';

interface Props extends MayPropose {
  readonly clusterId: string;
  readonly resourceId: string;
  readonly changes: readonly ChangeSummary[];
}

/** One resource, group or clone: where it runs, what it is made of, what holds it, what went wrong, who changed it. */
export function ResourceScreen({ clusterId, resourceId, changes, propose }: Props) {
  return (
    <ClusterScreen clusterId={clusterId} title={<code>{resourceId}</code>}>
      {(live) => (
        <>
          <PacemakerTabs clusterId={clusterId} />
          <Content live={live} resourceId={resourceId} changes={changes} {...(propose ? { propose } : {})} />
        </>
      )}
    </ClusterScreen>
  );
}

function Content({
  live,
  resourceId,
  changes,
  propose,
}: Omit<Props, 'clusterId'> & { readonly live: LiveClusterView }) {
  const t = useTranslations('pacemaker');
  const screens = useTranslations('screens');
  const source = cibOf(live);
  const status = sourceOf(live);
  const base = `/clusters/${live.cluster.id}/resources`;
  if (!source) return <EmptyState title={t('cibUnread')}>{t('cibUnreadText')}</EmptyState>;
  const found = findResource(source.cib, resourceId);
  if (!found)
    return (
      <EmptyState
        title={t('noSuchResource', { id: resourceId })}
        actions={<LinkButton href={base}>{t('tabResources')}</LinkButton>}
      >
        {t('noSuchResourceText')}
      </EmptyState>
    );
  const inside = primitivesIn(found.resource).map(({ id }) => id);
  const rules = constraintsAbout(source.cib, [resourceId, ...inside]);
  const failures = status?.reading.failures.filter(
    (failure) => failure.resource !== undefined && inside.includes(failure.resource.replace(/:\d+$/, '')),
  );
  return (
    <div className="flex flex-col gap-5">
      <Kind found={found} base={base} />
      {propose && source.current ? (
        <ResourceActions live={live} source={source} found={found} propose={propose} />
      ) : null}
      <div className="grid gap-5 xl:grid-cols-2">
        <Section title={t('whereItRuns')}>
          {status ? (
            <ResourceWhere status={status} ids={inside} />
          ) : (
            <p className="text-ink-3">{t('cibUnreadText')}</p>
          )}
        </Section>
        <Section title={screens('failures')}>
          {status && failures ? (
            <div className={status.current ? '' : 'stale'}>
              <FailureList
                reading={{ ...status.reading, failures }}
                now={live.clock.now}
                clusterId={live.cluster.id}
                {...(propose ? { propose } : {})}
              />
            </div>
          ) : null}
        </Section>
      </div>
      <ResourceDefinition live={live} source={source} resource={found.resource} />
      <Rules live={live} source={source} rules={rules} base={base} />
      <Section title={t('recentChanges')}>
        {changes.length > 0 ? (
          <ChangeList changes={changes} />
        ) : (
          <p className="text-ink-3">{t('noChanges')}</p>
        )}
      </Section>
    </div>
  );
}

function Rules({
  live,
  source,
  rules,
  base,
}: {
  readonly live: LiveClusterView;
  readonly source: CibSource;
  readonly rules: ReturnType<typeof constraintsAbout>;
  readonly base: string;
}) {
  const t = useTranslations('pacemaker');
  return (
    <Section
      title={t('rules')}
      note={<CibNote live={live} source={source} />}
      actions={
        <Link href={`${base}/-/rules`} className="text-[0.9rem] text-accent hover:underline">
          {t('allRules')}
        </Link>
      }
    >
      {rules.length === 0 ? (
        <p className="text-ink-3">{t('noRulesHere')}</p>
      ) : (
        <ul className={`flex flex-col gap-2 ${source.current ? '' : 'stale'}`}>
          {rules.map((rule) => (
            <li key={rule.id}>
              <RuleSentence constraint={rule} />{' '}
              <code className="text-[0.8667rem] text-ink-3">{rule.id}</code>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** What kind of thing it is, and what it is part of. */
function Kind({
  found: { resource, within },
  base,
}: {
  readonly found: FoundResource;
  readonly base: string;
}) {
  const t = useTranslations('pacemaker');
  const screens = useTranslations('screens');
  const link = (id: string) => (
    <Link key={id} href={`${base}/${encodeURIComponent(id)}`} className="underline-offset-4 hover:underline">
      <code>{id}</code>
    </Link>
  );
  const inner =
    resource.kind === 'group'
      ? resource.members
      : resource.kind === 'primitive' || !resource.child
        ? []
        : [resource.child];
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-ink-2">
      <Badge tone="outline">
        {resource.kind === 'primitive'
          ? t('kindPrimitive')
          : screens(
              resource.kind === 'clone' && resource.promotable ? 'kind_promotable' : `kind_${resource.kind}`,
            )}
      </Badge>
      {resource.kind === 'primitive' ? <code>{agentSpec(resource)}</code> : null}
      {within.length > 0 ? (
        <span>
          {t('within')} {within.map(({ id }) => link(id))}
        </span>
      ) : null}
      {inner.length > 0 ? (
        <span className="inline-flex flex-wrap gap-x-2">
          {t('holds')} {inner.map(({ id }) => link(id))}
        </span>
      ) : null}
    </p>
  );
}
