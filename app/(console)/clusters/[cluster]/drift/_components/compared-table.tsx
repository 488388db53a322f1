'use client';

import { useLocale, useTranslations } from 'use-intl';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { Section } from '@/components/ui/section';
import { formatAgo } from '@/lib/base/format';
import type { DriftItem } from '@/lib/protection/drift';
import { BaselineLine } from './baseline-line';

const MARK = {
  same: 'ok',
  differs: 'warning',
  settling: 'info',
  unknown: 'unknown',
  'no-baseline': 'unknown',
} as const;

function unknownWords({ node, isOnHafs }: DriftItem) {
  if (node === undefined) return 'state-unknownCib';
  return isOnHafs ? 'state-unknownHafs' : 'state-unknown';
}

function Where({ item: { node, isOnHafs, state } }: { readonly item: DriftItem }) {
  const t = useTranslations('drift');
  if (node === undefined) return t('everyNode');
  // Nobody can say which node has it.
  if (isOnHafs && state === 'unknown') return 'HAFS';
  return (
    <>
      <span className="mono">{node}</span>
      {isOnHafs ? ` ${t('onHafs')}` : null}
    </>
  );
}

/** Everything that is compared, with its source's age: what is not in here is not watched. */
export function ComparedTable({
  items,
  live,
}: {
  readonly items: readonly DriftItem[];
  readonly live: LiveClusterView;
}) {
  const t = useTranslations('drift');
  const locale = useLocale();
  return (
    <Section title={t('compared')}>
      <ScrollRegion label={t('compared')}>
        <table className="w-full border-collapse text-[0.9333rem]">
          <caption className="sr-only">{t('compared')}</caption>
          <thead>
            <tr className="text-left text-[0.8rem] text-ink-3">
              {(['colFile', 'colNode', 'colState', 'colChecked', 'colBaseline'] as const).map((key) => (
                <th key={key} scope="col" className="py-1 pr-4 font-medium">
                  {t(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.object} className="border-t border-line align-top">
                <th scope="row" className="py-1.5 pr-4 text-left font-medium">
                  {item.path === undefined ? (
                    t('cib')
                  ) : (
                    <span className="mono whitespace-nowrap">{item.path}</span>
                  )}
                </th>
                <td className="py-1.5 pr-4 whitespace-nowrap">
                  <Where item={item} />
                </td>
                <td className={`py-1.5 pr-4 ${item.state === 'unknown' ? '' : 'whitespace-nowrap'}`}>
                  <StatusMark state={MARK[item.state]}>
                    {item.state === 'unknown'
                      ? t(unknownWords(item), { node: item.node ?? '' })
                      : t(`state-${item.state}`)}
                  </StatusMark>
                </td>
                <td className="py-1.5 pr-4 whitespace-nowrap text-ink-3">
                  {item.checkedAt !== undefined && item.state !== 'unknown'
                    ? formatAgo(item.checkedAt, live.clock.now, locale)
                    : '–'}
                </td>
                <td className="py-1.5 text-ink-2">
                  <BaselineLine note={item.baseline} now={live.clock.now} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Section>
  );
}
