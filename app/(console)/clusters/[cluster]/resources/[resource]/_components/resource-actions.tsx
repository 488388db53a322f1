'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { type Proposal, ProposeAny, ProposeMove } from '@/components/changes/propose-menu';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import { type FoundResource, primitivesIn } from '@/lib/pacemaker/cib-queries';
import type { ConfigurationRequest } from '@/lib/pacemaker/configuration-edit';
import { resourceChoices } from '@/lib/pacemaker/resource-choices';
import type { CibSource } from '../../_components/cib-source';
import { MaintenanceDialog } from '../../_components/maintenance-dialog';
import { GroupDialog } from './group-dialog';

interface Props {
  readonly live: LiveClusterView;
  readonly source: CibSource;
  readonly found: FoundResource;
  readonly propose: ChangeActions['propose'];
}

/** Everything that can be asked of one resource. Each opens a plan; nothing happens by choosing. */
export function ResourceActions({ live, source, found, propose }: Props) {
  const t = useTranslations('pacemaker');
  const [dialog, setDialog] = useState<'maintenance' | 'group' | undefined>(undefined);
  const { resource, within } = found;
  const { id } = resource;
  const clusterId = live.cluster.id;
  const isDevice = resource.kind === 'primitive' && resource.class === 'stonith';
  const inside = primitivesIn(resource).map((one) => one.id);
  const runsOn = (live.view.authority?.reading.resources ?? [])
    .filter((one) => inside.includes(one.id.replace(/:\d+$/, '')))
    .flatMap((one) => one.nodes);
  const isMovable =
    within.length === 0 && (resource.kind === 'primitive' || resource.kind === 'group') && !isDevice;
  const targets = live.view.nodes
    .map((each) => each.node.name)
    .filter((name) => {
      const crm = live.view.crm(name);
      return !runsOn.includes(name) && crm?.online && !crm.standby && !crm.unclean && !crm.maintenance;
    });
  const edits: Proposal[] = resourceChoices(source.cib, found).map(({ key, params, edit }) => ({
    id: `${key} ${params.node ?? ''}`,
    label: t(`do_${key}`, { node: params.node ?? '', group: params.group ?? '' }),
    intent: { kind: 'edit-configuration', edit },
  }));
  const cleanUp: Proposal = {
    id: 'clean-up',
    label: t('do_clean-up'),
    intent: { kind: 'clean-up', resource: id },
  };
  const isLone = resource.kind === 'primitive' && within.length === 0 && !isDevice;
  const isInMaintenance = /^(?:true|on|yes|1)$/i.test(resource.meta.maintenance ?? '');
  const maintenanceEnd: ConfigurationRequest = { kind: 'maintenance', of: 'resource', id, isOn: false };
  const ending: Proposal = {
    id: 'maintenance-off',
    label: t('endMaintenance'),
    intent: { kind: 'edit-configuration', edit: maintenanceEnd },
  };
  return (
    <div className="flex flex-wrap items-start gap-2">
      <LinkButton href={`/clusters/${clusterId}/resources/${encodeURIComponent(id)}/edit`}>
        {t('editEllipsis')}
      </LinkButton>
      {isMovable && runsOn.length > 0 ? (
        <ProposeMove clusterId={clusterId} resource={id} nodes={targets} propose={propose} />
      ) : null}
      {isDevice || isInMaintenance ? null : (
        <Button onClick={() => setDialog('maintenance')}>{t('beginMaintenance')}</Button>
      )}
      {isLone ? <Button onClick={() => setDialog('group')}>{t('intoGroup')}</Button> : null}
      {resource.kind === 'group' ? (
        <Button onClick={() => setDialog('group')}>{t('reorderGroup')}</Button>
      ) : null}
      <ProposeAny
        clusterId={clusterId}
        propose={propose}
        label={t('actionsOf', { id })}
        proposals={[...(isInMaintenance ? [ending] : []), cleanUp, ...edits]}
      >
        {t('moreActions')}
      </ProposeAny>
      {dialog === 'maintenance' ? (
        <MaintenanceDialog
          clusterId={clusterId}
          of="resource"
          id={id}
          propose={propose}
          onClose={() => setDialog(undefined)}
        />
      ) : null}
      {dialog === 'group' ? (
        <GroupDialog
          clusterId={clusterId}
          cib={source.cib}
          resource={resource}
          propose={propose}
          onClose={() => setDialog(undefined)}
        />
      ) : null}
    </div>
  );
}
