'use client';

import { useTranslations } from 'use-intl';
import { ScrollRegion } from '@/components/ui/scroll-region';
import type { AttributeDifference, CibDifference } from '@/lib/pacemaker/cib-differences';

/** What somebody changed in the cluster's configuration, in terms of resources, parameters and constraints. */
export function CibDifferences({ differences }: { readonly differences: readonly CibDifference[] }) {
  const t = useTranslations('drift');
  return (
    <ScrollRegion label={t('cib')}>
      <table className="w-full border-collapse text-[0.9333rem]">
        <caption className="sr-only">{t('cib')}</caption>
        <thead>
          <tr className="text-left text-[0.8rem] text-ink-3">
            {(['colObject', 'colChange', 'colBefore', 'colAfter'] as const).map((key) => (
              <th key={key} scope="col" className="py-1 pr-4 font-medium">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {differences.map((one) => (
            <Row key={`${one.change} ${keyOf(one)}`} difference={one} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

const keyOf = ({ object }: CibDifference): string =>
  `${object.kind} ${object.owner?.name ?? ''} ${object.name}`;

function Row({ difference }: { readonly difference: CibDifference }) {
  const t = useTranslations('drift');
  const { change, object, attributes, from, to } = difference;
  const placeOf = (place: typeof from) => (place ? `${place.owner ?? ''} ${place.index + 1}`.trim() : '');
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="py-1.5 pr-4 text-left font-medium">
        <span className="mono">
          {object.owner ? t('ofOwner', { name: object.name, owner: object.owner.name }) : object.name}
        </span>
        <span className="ml-2 text-[0.8rem] font-normal text-ink-3">{object.tag}</span>
        {object.name.startsWith('cli-') ? (
          <span className="block text-[0.8667rem] font-normal text-warning">{t('leftover')}</span>
        ) : null}
      </th>
      <td className="py-1.5 pr-4 whitespace-nowrap">{t(`change-${change}`)}</td>
      <td className="py-1.5 pr-4">
        {change === 'moved' ? placeOf(from) : <Values attributes={attributes} side="before" />}
      </td>
      <td className="py-1.5">
        {change === 'moved' ? placeOf(to) : <Values attributes={attributes} side="after" />}
      </td>
    </tr>
  );
}

function Values({
  attributes,
  side,
}: {
  readonly attributes: readonly AttributeDifference[];
  readonly side: 'before' | 'after';
}) {
  const there = attributes.filter((one) => one[side] !== undefined);
  if (there.length === 0) return <span className="text-ink-3">–</span>;
  return (
    <ul>
      {there.map((one) => (
        <li key={one.name} className="mono break-all">
          {one.name === 'value' ? one[side] : `${one.name}=${one[side]}`}
        </li>
      ))}
    </ul>
  );
}
