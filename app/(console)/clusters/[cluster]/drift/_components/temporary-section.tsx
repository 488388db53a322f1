'use client';

import { useTranslations } from 'use-intl';
import { StatusMark } from '@/components/status/status-mark';
import { Section } from '@/components/ui/section';
import type { Leftover } from '@/lib/pacemaker/cib-queries';

/** Constraints that tools put in only for the time being: named, and not counted. */
export function TemporarySection({ leftovers }: { readonly leftovers: readonly Leftover[] }) {
  const t = useTranslations('drift');
  const temporary = leftovers.filter(({ kind }) => kind === 'drbd-fence' || kind === 'haven-move');
  if (temporary.length === 0) return null;
  return (
    <Section title={t('temporary')} note={t('temporaryNote')}>
      <ul className="flex flex-col gap-2">
        {temporary.map(({ kind, constraint }) => (
          <li key={constraint.id}>
            <StatusMark state="info">
              {t(kind === 'drbd-fence' ? 'leftover-drbd-fence' : 'leftover-haven-move')}
            </StatusMark>
            <span className="mono ml-6 block text-[0.8667rem] break-all text-ink-3">{constraint.id}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
