'use client';

import { useLocale, useTranslations } from 'use-intl';
import { TextField } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select';
import { formatBytes } from '@/lib/base/format';
import { isDeviceRoom, roomsOf } from '@/lib/host/candidate-disks';
import type { Defaults, Machine } from './design-form';

const GIB = 1024 ** 3;

/** Only what is proven blank, or has room of its own, is offered; what is not is named. */
export function StorageFields({
  machines,
  defaults,
}: {
  readonly machines: readonly Machine[];
  readonly defaults: Defaults;
}) {
  const t = useTranslations('adopt');
  const locale = useLocale();
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      {machines.map(({ name, read }) => {
        const held = read.disks.filter(({ holds }) => holds.length > 0).map(({ path }) => path);
        return (
          <SelectField
            key={name}
            label={t('copyOn', { node: name })}
            hint={held.length > 0 ? t('notBlank', { disks: held.join(', ') }) : undefined}
            name={`place ${name}`}
            defaultValue={defaults.places.find(({ node }) => node === name)?.on ?? ''}
          >
            <option value="">{t('noCopy')}</option>
            {roomsOf(read).map(({ on, freeBytes }) => (
              <option key={on} value={on}>
                {isDeviceRoom({ on })
                  ? t('placeDisk', { path: on, size: formatBytes(freeBytes, locale) })
                  : t('placeGroup', { name: on, size: formatBytes(freeBytes, locale) })}
              </option>
            ))}
          </SelectField>
        );
      })}
      <TextField
        label={t('size')}
        name="sizeGiB"
        type="number"
        min={0.02}
        step="any"
        defaultValue={Number((defaults.sizeBytes / GIB).toFixed(2))}
        required
      />
      <TextField
        label={t('mountPoint')}
        name="mountPoint"
        defaultValue={defaults.mountPoint}
        required
        spellCheck={false}
      />
      <SelectField label={t('filesystem')} name="filesystem" defaultValue={defaults.filesystem}>
        <option>ext4</option>
        <option>xfs</option>
      </SelectField>
      <SelectField label={t('firstSync')} name="firstSync" defaultValue={defaults.firstSync}>
        {(['full', 'both-read-as-zeros'] as const).map((choice) => (
          <option key={choice} value={choice}>
            {t(`firstSync-${choice}`)}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
