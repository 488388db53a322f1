'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import type { OptionScope } from '@/lib/pacemaker/cluster-options';
import { optionRows } from '@/lib/pacemaker/option-form';
import { CibNote, type CibSource } from '../../../_components/cib-source';
import { PlanBar } from '../../../_components/plan-bar';
import { useProposal } from '../../../_components/use-proposal';
import { MaintenanceSection } from './maintenance-section';
import { OptionTable } from './option-table';

interface Props extends MayPropose {
  readonly live: LiveClusterView;
  readonly source: CibSource;
}

const SCOPES = [
  { scope: 'cluster', title: 'properties' },
  { scope: 'resource-defaults', title: 'resourceDefaults' },
  { scope: 'operation-defaults', title: 'operationDefaults' },
] as const;

export function OptionsContent({ live, source, propose }: Props) {
  return (
    <div className="flex flex-col gap-5">
      {propose ? <MaintenanceSection live={live} propose={propose} /> : null}
      {SCOPES.map(({ scope, title }) => (
        <ScopeSection
          key={scope}
          scope={scope}
          title={title}
          live={live}
          source={source}
          {...(propose ? { propose } : {})}
        />
      ))}
    </div>
  );
}

interface ScopeProps extends Props {
  readonly scope: OptionScope;
  readonly title: (typeof SCOPES)[number]['title'];
}

/** What is set, and all that could be; edits gather until they become one plan. */
function ScopeSection({ scope, title, live, source, propose }: ScopeProps) {
  const t = useTranslations('pacemaker');
  const screens = useTranslations('screens');
  const [edits, setEdits] = useState<Readonly<Record<string, string | null>>>({});
  const [isAll, setAll] = useState(false);
  const { cib, current } = source;
  const set =
    scope === 'cluster'
      ? cib.properties
      : scope === 'resource-defaults'
        ? cib.resourceDefaults
        : cib.operationDefaults;
  const rows = optionRows(scope, set, edits);
  const changed = rows.filter((row) => row.isChanged);
  const shown = isAll ? rows : rows.filter((row) => row.value !== undefined || row.isChanged);
  return (
    <Section
      title={screens(title)}
      note={<CibNote live={live} source={source} />}
      actions={
        <Button look="quiet" size="sm" aria-pressed={isAll} onClick={() => setAll(!isAll)}>
          {isAll ? t('onlySet') : t('allOptions', { count: rows.length })}
        </Button>
      }
    >
      <div className={current ? '' : 'stale'}>
        <OptionTable
          caption={screens(title)}
          rows={shown}
          isEditable={propose !== undefined}
          onEdit={(name, value) => setEdits((before) => ({ ...before, [name]: value }))}
          onReset={(name) =>
            setEdits((before) => Object.fromEntries(Object.entries(before).filter(([key]) => key !== name)))
          }
        />
      </div>
      {propose && changed.length > 0 ? (
        <OptionsPlan
          clusterId={live.cluster.id}
          scope={scope}
          values={Object.fromEntries(changed.map((row) => [row.name, row.edited ?? null]))}
          isValid={changed.every((row) => row.isValid)}
          propose={propose}
          onForget={() => setEdits({})}
        />
      ) : null}
    </Section>
  );
}

function OptionsPlan({
  clusterId,
  scope,
  values,
  isValid,
  propose,
  onForget,
}: Required<MayPropose> & {
  readonly clusterId: string;
  readonly scope: OptionScope;
  readonly values: Readonly<Record<string, string | null>>;
  readonly isValid: boolean;
  readonly onForget: () => void;
}) {
  const t = useTranslations('pacemaker');
  const { isBusy, error, ask } = useProposal(clusterId, propose);
  return (
    <PlanBar
      isBusy={isBusy}
      error={error}
      disabled={!isValid}
      note={t('optionsChanged', { names: Object.keys(values).join(', ') })}
      onPlan={() => ask({ kind: 'options', scope, values })}
    >
      <Button look="quiet" onClick={onForget}>
        {t('forgetEdits')}
      </Button>
    </PlanBar>
  );
}
