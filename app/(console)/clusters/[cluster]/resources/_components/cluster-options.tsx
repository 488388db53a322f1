'use client';

import { useTranslations } from 'use-intl';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { KeyValues } from '@/components/ui/key-values';
import { Section } from '@/components/ui/section';
import { CibNote, cibOf } from './constraint-list';

/** Properties and defaults as configured; what is not listed has Pacemaker's own default. */
export function ClusterOptions({ live }: { readonly live: LiveClusterView }) {
  const t = useTranslations('screens');
  const source = cibOf(live);
  if (!source) return null;
  const { cib, current } = source;
  const groups = [
    { title: t('properties'), values: cib.properties },
    { title: t('resourceDefaults'), values: cib.resourceDefaults },
    { title: t('operationDefaults'), values: cib.operationDefaults },
  ].filter(({ values }) => Object.keys(values).length > 0);
  return (
    <Section title={t('clusterOptions')} note={<CibNote live={live} source={source} />}>
      <div className={`grid gap-8 lg:grid-cols-2 2xl:grid-cols-3 ${current ? '' : 'stale'}`}>
        {groups.map(({ title, values }) => (
          <div key={title}>
            <h3 className="mb-1.5 text-[0.8667rem] font-medium text-ink-2">{title}</h3>
            <KeyValues
              items={Object.entries(values).map(([name, value]) => ({
                key: name,
                label: <code>{name}</code>,
                value: <code>{value}</code>,
              }))}
            />
          </div>
        ))}
      </div>
    </Section>
  );
}
