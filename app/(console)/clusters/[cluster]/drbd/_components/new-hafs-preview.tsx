'use client';

import { useTranslations } from 'use-intl';
import type { Draft } from './new-hafs-defaults';

/** The layout in one look before there is a plan: volume, device, mount point, and what Pacemaker gets. */
export function NewHafsPreview({ draft }: { readonly draft: Draft }) {
  const t = useTranslations('hafs');
  const name = draft.name || '…';
  return (
    <section aria-label={t('preview')} className="rounded-md bg-sunken px-3 py-2 text-[0.9rem]">
      <h3 className="mb-1 font-medium">{t('preview')}</h3>
      <ul>
        {draft.places.map(({ node, group, disk }) => (
          <li key={node}>
            {t('previewLine', {
              node,
              group: disk === undefined ? group : `${disk} → ${group}`,
              name,
              device: `/dev/drbd${draft.minor}`,
              mountPoint: draft.mountPoint,
            })}
          </li>
        ))}
        <li>{t('previewPacemaker', { clone: `drbd_${name}-clone`, filesystem: `fs_${name}` })}</li>
      </ul>
    </section>
  );
}
