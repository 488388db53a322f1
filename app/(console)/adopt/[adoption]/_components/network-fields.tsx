'use client';

import { useLocale, useTranslations } from 'use-intl';
import { TextField } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select';
import { formatSpeed } from '@/lib/base/format';
import type { SharedNetwork } from '@/lib/inventory/build-design';
import type { Defaults } from './design-form';

/** Which network is which: Corosync's two links, and where the VIPs will be. */
export function NetworkFields({
  networks,
  defaults,
}: {
  readonly networks: readonly SharedNetwork[];
  readonly defaults: Defaults;
}) {
  const t = useTranslations('adopt');
  const locale = useLocale();
  const options = networks.map(({ cidr, interfaces, speedMbps }) => {
    const nics = [...new Set(Object.values(interfaces))].join(', ');
    const speed = speedMbps === undefined ? t('speedUnknown') : formatSpeed(speedMbps, locale);
    return (
      <option key={cidr} value={cidr}>
        {`${cidr} (${nics}, ${speed})`}
      </option>
    );
  });
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <SelectField label={t('tenG')} name="tenG" defaultValue={defaults.tenG} required>
        {options}
      </SelectField>
      <SelectField label={t('oneG')} name="oneG" defaultValue={defaults.oneG} required>
        {options}
      </SelectField>
      <TextField
        label={t('tokenMs')}
        hint={t('tokenHint')}
        name="tokenMs"
        type="number"
        min={1_000}
        max={60_000}
        defaultValue={defaults.tokenMs}
        required
      />
      <TextField
        label={t('timeServers')}
        hint={t('timeServersHint')}
        name="timeServers"
        defaultValue={defaults.timeServers.join(' ')}
        spellCheck={false}
      />
    </div>
  );
}
