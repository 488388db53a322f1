'use client';

import { clsx } from 'clsx';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { type Finding, severityRank } from '@/lib/base/finding';
import type { FindingTool } from '@/lib/base/finding-key';
import { formatClock } from '@/lib/base/format';
import { sourceOf } from '@/lib/protection/finding-source';
import { EvidenceButton } from './evidence-button';
import { StatusMark } from './status-mark';
import { MARKS } from './status-words';
import type { LiveClusterView } from './use-cluster-view';
import { useFindingWords } from './use-finding-words';

export interface ToolFinding {
  readonly tool: FindingTool;
  readonly finding: Finding;
}

interface Props {
  readonly items: readonly ToolFinding[];
  /** The cluster they are about: its clock for "since", its readings for the evidence. */
  readonly live: LiveClusterView;
  /** False when a source is not current: then "no problems" must not be said. */
  readonly complete: boolean;
  /** Shown before "show more". */
  readonly limit?: number;
}

/** Trouble first, each with its cause and the next safe step. Healthy and merely informative findings stay out. */
export function FindingList({ items, live, complete, limit = 6 }: Props) {
  const t = useTranslations('ui');
  const [all, setAll] = useState(false);
  const sorted = sayOnce(items)
    .filter(({ finding }) => finding.severity !== 'ok')
    .toSorted((a, b) => severityRank(b.finding.severity) - severityRank(a.finding.severity));
  const shown = all ? sorted : sorted.slice(0, limit);
  if (sorted.length === 0) {
    return (
      <StatusMark state={complete ? 'ok' : 'unknown'}>
        {t(complete ? 'findingsNone' : 'findingsUnknown')}
      </StatusMark>
    );
  }
  return (
    <div>
      <ul aria-label={t('findings')} className="flex flex-col gap-2.5">
        {shown.map((item) => (
          <FindingItem key={keyOf(item)} item={item} live={live} />
        ))}
      </ul>
      {sorted.length > limit ? (
        <Button look="quiet" size="sm" className="mt-2" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('less') : t('more', { count: sorted.length - limit })}
        </Button>
      ) : null}
    </div>
  );
}

/** Nodes that say the same of the same thing are one line. */
function sayOnce(items: readonly ToolFinding[]): readonly ToolFinding[] {
  return [...new Map(items.map((item) => [wordsOf(item), item])).values()];
}

const wordsOf = ({ tool, finding }: ToolFinding): string =>
  JSON.stringify([tool, finding.key, finding.object.kind, finding.object.id, finding.params]);

function keyOf({ tool, finding }: ToolFinding): string {
  const { key, object } = finding;
  return [tool, key, object.kind, object.id, object.node ?? '', ...Object.values(finding.params)].join('/');
}

function FindingItem({ item, live }: { readonly item: ToolFinding; readonly live: LiveClusterView }) {
  const { tool, finding } = item;
  const { now } = live.clock;
  const t = useTranslations('ui');
  const locale = useLocale();
  const { text, next } = useFindingWords()(tool, finding.key, finding.params);
  const source = sourceOf(live.view, tool, finding);
  const look = MARKS[finding.severity];
  const loud = finding.severity === 'critical' || finding.severity === 'warning';
  return (
    <li
      className={clsx(
        'grid grid-cols-[1.1rem_1fr] items-baseline gap-x-2 border-l-2 py-0.5 pl-3',
        loud ? look.edge : 'border-line',
      )}
    >
      <StatusMark state={finding.severity} shapeOnly className="leading-6" />
      <div className="min-w-0">
        <div className="flex items-start gap-2">
          <p className={clsx('leading-6', finding.severity === 'critical' && 'font-semibold text-critical')}>
            {text}
            {finding.since ? (
              <span className="ml-2 text-[0.8667rem] font-normal whitespace-nowrap text-ink-3">
                {t('sinceTime', { clock: formatClock(finding.since, now, locale) })}
              </span>
            ) : null}
          </p>
          {source ? <EvidenceButton clusterId={live.cluster.id} {...source} title={text} size="sm" /> : null}
        </div>
        {next ? (
          <p className="mt-0.5 text-[0.9333rem] text-ink-2">
            <span className="mr-1.5 text-ink-3">{t('nextStep')}</span>
            {next}
          </p>
        ) : null}
      </div>
    </li>
  );
}
