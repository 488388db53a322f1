'use client';

import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import type { ConfigEdit } from '@/lib/haproxy/config-edits';
import type { ConfigFormProps } from './config-drawer';

/** Nothing to fill in: what goes is shown, and becomes a plan. */
export function FixedForm({ edit, onEdits }: ConfigFormProps & { readonly edit: ConfigEdit }) {
  const t = useTranslations('haproxy');
  useEffect(() => onEdits([edit]), [edit, onEdits]);
  return <p className="text-ink-2">{t('removeText')}</p>;
}
