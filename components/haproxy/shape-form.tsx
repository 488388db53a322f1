'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { SelectField } from '@/components/ui/select';
import { parseHaproxyConfig } from '@/lib/haproxy/config-file';
import type { SectionPlace } from '@/lib/haproxy/config-place';
import { describeService } from '@/lib/haproxy/service-shape';
import type { ConfigFormProps } from './config-drawer';

const KINDS = ['active-active', 'active-standby'] as const;
const LABELS = { 'active-active': 'shapeActive', 'active-standby': 'shapeStandby' } as const;

/** Everyone serves, or one does and the others wait. */
export function ShapeForm({ text, place, onEdits }: ConfigFormProps & { readonly place: SectionPlace }) {
  const t = useTranslations('haproxy');
  const read = describeService(parseHaproxyConfig(text), place);
  const service = read.ok ? read.value : undefined;
  const names = [...(service?.active ?? []), ...(service?.standby ?? [])];
  const [kind, setKind] = useState<(typeof KINDS)[number]>(
    service?.kind === 'active-standby' ? 'active-standby' : 'active-active',
  );
  const [primary, setPrimary] = useState(service?.active[0] ?? names[0] ?? '');
  const choose = (nextKind: (typeof KINDS)[number], nextPrimary: string): void => {
    setKind(nextKind);
    setPrimary(nextPrimary);
    const shape =
      nextKind === 'active-active' ? { kind: nextKind } : { kind: nextKind, primary: nextPrimary };
    onEdits([{ do: 'shape-service', place, shape }]);
  };
  return (
    <div className="flex flex-col gap-3">
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">{t('colShape')}</legend>
        {KINDS.map((one) => (
          <label key={one} className="flex items-center gap-2.5">
            <input
              type="radio"
              name="shape"
              checked={kind === one}
              onChange={() => choose(one, primary)}
              className="size-4.5 accent-accent"
            />
            {t(LABELS[one])}
          </label>
        ))}
      </fieldset>
      {kind === 'active-standby' ? (
        <SelectField
          label={t('primary')}
          value={primary}
          onChange={(event) => choose(kind, event.target.value)}
          className="max-w-xs"
        >
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
      ) : null}
    </div>
  );
}
