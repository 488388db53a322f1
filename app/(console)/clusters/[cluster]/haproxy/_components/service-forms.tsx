'use client';

import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { ConfigDrawer } from '@/components/haproxy/config-drawer';
import { FixedForm } from '@/components/haproxy/fixed-form';
import { ProxyForm } from '@/components/haproxy/proxy-form';
import { ServerForm } from '@/components/haproxy/server-form';
import { ShapeForm } from '@/components/haproxy/shape-form';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import type { ConfigEdit, ProxyPlace } from '@/lib/haproxy/config-edits';
import type { ProxyKind } from '@/lib/haproxy/proxy-description';

/** Which form is open. */
export type Wanted =
  | { readonly do: 'add'; readonly kind: ProxyKind }
  | { readonly do: 'edit' | 'remove' | 'shape' | 'add-server'; readonly place: ProxyPlace }
  | { readonly do: 'edit-server' | 'remove-server'; readonly place: ProxyPlace; readonly server: string };

interface Props {
  readonly live: LiveClusterView;
  readonly propose: ChangeActions['propose'];
  readonly wanted: Wanted;
  readonly onClose: () => void;
}

export function ServiceForms({ live, propose, wanted, onClose }: Props) {
  const title = useTitle(wanted);
  const fixed = useMemo(() => fixedEdit(wanted), [wanted]);
  return (
    <ConfigDrawer live={live} propose={propose} title={title} onClose={onClose}>
      {(form) => {
        if (fixed) return <FixedForm {...form} edit={fixed} />;
        switch (wanted.do) {
          case 'add':
            return <ProxyForm {...form} kind={wanted.kind} />;
          case 'edit':
            return <ProxyForm {...form} {...wanted.place} />;
          case 'shape':
            return <ShapeForm {...form} place={wanted.place} />;
          case 'edit-server':
            return <ServerForm {...form} place={wanted.place} server={wanted.server} />;
          default:
            return 'place' in wanted ? <ServerForm {...form} place={wanted.place} /> : null;
        }
      }}
    </ConfigDrawer>
  );
}

/** What needs no filling in. */
function fixedEdit(wanted: Wanted): ConfigEdit | undefined {
  if (wanted.do === 'remove') return { do: 'remove-proxy', place: wanted.place };
  if (wanted.do === 'remove-server')
    return { do: 'remove-server', place: wanted.place, server: wanted.server };
  return undefined;
}

function useTitle(wanted: Wanted): string {
  const t = useTranslations('haproxy');
  switch (wanted.do) {
    case 'add':
      return t('titleAdd', { kind: wanted.kind });
    case 'edit':
      return t('titleEdit', { ...wanted.place });
    case 'remove':
      return t('titleRemove', { ...wanted.place });
    case 'shape':
      return t('titleShape', { name: wanted.place.name });
    case 'add-server':
      return t('titleAddServer', { name: wanted.place.name });
    case 'edit-server':
      return t('titleEditServer', { name: wanted.place.name, server: wanted.server });
    case 'remove-server':
      return t('titleRemoveServer', { name: wanted.place.name, server: wanted.server });
  }
}
