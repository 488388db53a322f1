'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { TextAreaField, TextField } from '@/components/ui/field';
import { firstHaproxyText } from '@/lib/inventory/build-design';
import type { Defaults } from './design-form';

/** The first haproxy.cfg follows the addresses until somebody edits it. */
export function VipFields({ defaults }: { readonly defaults: Defaults }) {
  const t = useTranslations('adopt');
  const [vips, setVips] = useState({ vip10g: defaults.vip10g, vip1g: defaults.vip1g });
  const [edited, setEdited] = useState(
    defaults.haproxyText === firstHaproxyText(defaults.vip10g, defaults.vip1g)
      ? undefined
      : defaults.haproxyText,
  );
  return (
    <div className="flex flex-col gap-4">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {(['vip10g', 'vip1g'] as const).map((name) => (
          <TextField
            key={name}
            label={t(name)}
            name={name}
            value={vips[name]}
            onChange={(event) => setVips({ ...vips, [name]: event.target.value })}
            autoComplete="off"
            spellCheck={false}
            required
          />
        ))}
      </div>
      <TextAreaField
        label={t('haproxyText')}
        hint={t('haproxyHint')}
        name="haproxyText"
        className="[&_textarea]:font-mono"
        rows={12}
        spellCheck={false}
        required
        value={edited ?? firstHaproxyText(vips.vip10g, vips.vip1g)}
        onChange={(event) => setEdited(event.target.value)}
      />
    </div>
  );
}
