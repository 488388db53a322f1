'use client';

import { useTranslations } from 'use-intl';
import { KeyValues } from '@/components/ui/key-values';
import type { AdoptionNode } from '@/lib/inventory/adoption';

/** Labels that the control plane writes (server/adopt); another one is shown as "other". */
const LABELS = [
  'os',
  'kernel',
  'pacemaker',
  'corosync',
  'drbd-module',
  'drbd-generation',
  'haproxy',
  'apache2',
  'memory',
  'cpus',
  'disk',
  'nic',
  'unknown',
  'sudo-missing',
] as const;

/** What was read on a node, in short lines. What could not be read stands out. */
export function Findings({ findings }: { readonly findings: NonNullable<AdoptionNode['findings']> }) {
  const t = useTranslations('adopt');
  const items = findings.map(({ label, value }, index) => {
    const known = LABELS.find((each) => each === label);
    const isProblem = label === 'unknown' || label === 'sudo-missing';
    return {
      key: `${label}${index}`,
      label: known ? t(`finding-${known}`) : t('findingOther'),
      value: <span className={isProblem ? 'text-warning' : ''}>{value}</span>,
    };
  });
  return items.length > 0 ? <KeyValues items={items} className="mt-3" /> : null;
}
