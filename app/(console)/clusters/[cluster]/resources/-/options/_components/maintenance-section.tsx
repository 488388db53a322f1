'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { ProposeButton } from '@/components/changes/propose-menu';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { MaintenanceDialog } from '../../../_components/maintenance-dialog';

interface Thing {
  readonly of: 'cluster' | 'node';
  readonly id: string;
  readonly isOn: boolean;
}

/** Hands off the whole cluster or a node, for a while. What is on is the cluster's own word. */
export function MaintenanceSection({
  live,
  propose,
}: {
  readonly live: LiveClusterView;
  readonly propose: ChangeActions['propose'];
}) {
  const t = useTranslations('pacemaker');
  const [begun, setBegun] = useState<Thing | undefined>(undefined);
  const reading = live.view.authority?.reading;
  if (!reading) return null;
  const things: readonly Thing[] = [
    { of: 'cluster', id: '', isOn: reading.options.maintenanceMode },
    ...reading.nodes.map(({ name, maintenance }): Thing => ({ of: 'node', id: name, isOn: maintenance })),
  ];
  return (
    <Section title={t('maintenance')} note={t('maintenanceNote')}>
      <ul className="flex flex-col gap-2">
        {things.map((thing) => {
          const name = thing.of === 'cluster' ? t('wholeCluster') : thing.id;
          return (
            <li key={`${thing.of} ${thing.id}`} className="flex flex-wrap items-center gap-3">
              <span className="min-w-40 font-medium">{name}</span>
              {thing.isOn ? (
                <ProposeButton
                  clusterId={live.cluster.id}
                  propose={propose}
                  intent={{
                    kind: 'edit-configuration',
                    edit: { kind: 'maintenance', of: thing.of, id: thing.id, isOn: false },
                  }}
                  size="sm"
                >
                  {t('endMaintenance')}
                  <span className="sr-only">{name}</span>
                </ProposeButton>
              ) : (
                <Button size="sm" onClick={() => setBegun(thing)}>
                  {t('beginMaintenance')}
                  <span className="sr-only">{name}</span>
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {begun ? (
        <MaintenanceDialog
          clusterId={live.cluster.id}
          of={begun.of}
          id={begun.id}
          propose={propose}
          onClose={() => setBegun(undefined)}
        />
      ) : null}
    </Section>
  );
}
