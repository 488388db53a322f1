'use client';

import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useChannel, useLiveClient, useReading, useViewerClock } from '@/components/live/live-provider';
import { Button } from '@/components/ui/button';
import { Copyable, CopyButton } from '@/components/ui/copyable';
import { Drawer } from '@/components/ui/drawer';
import { ErrorState } from '@/components/ui/error-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { Skeleton } from '@/components/ui/skeleton';
import { type DirectoryNode, itemKey, type RawEvidence } from '@/lib/live/protocol';
import type { ReadingName } from '@/lib/live/readings';
import { FreshnessNote } from './freshness-note';

interface Props {
  readonly clusterId: string;
  readonly node: DirectoryNode;
  readonly reading: ReadingName;
  /** What the evidence is about, in words. */
  readonly title: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Where a value comes from: node, age, the exact command, and what it printed. Read afresh whenever it opens. */
export function EvidenceDrawer({ clusterId, node, reading, title, open, onOpenChange }: Props) {
  const t = useTranslations('ui');
  return (
    <Drawer
      open={open}
      onOpenChange={onOpenChange}
      title={t('evidenceOf', { what: title })}
      description={t('evidenceHint')}
      wide
    >
      {open ? <EvidenceBody clusterId={clusterId} node={node} reading={reading} /> : null}
    </Drawer>
  );
}

type Loaded = RawEvidence | { readonly error: string } | null;

export function EvidenceBody({ clusterId, node, reading }: Pick<Props, 'clusterId' | 'node' | 'reading'>) {
  const t = useTranslations('ui');
  const client = useLiveClient();
  const { freshness } = useReading(clusterId, node.id, reading);
  const clock = useViewerClock();
  const [evidence, setEvidence] = useState<Loaded>(null);
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  // What failed for want of a connection is asked again as soon as there is one.
  const isBack =
    useChannel() === 'live' && evidence !== null && 'error' in evidence && evidence.error === 'offline';
  useEffect(() => {
    if (isBack) retry();
  }, [isBack, retry]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is what asks again
  useEffect(() => {
    let wanted = true;
    setEvidence(null);
    const take = (answer: Loaded) => (wanted ? setEvidence(answer) : undefined);
    client.raw(itemKey(clusterId, node.id, reading)).then(take, () => take({ error: 'failed' }));
    return () => {
      wanted = false;
    };
  }, [client, clusterId, node.id, reading, attempt]);
  return (
    <>
      <dl className="mb-5 grid grid-cols-[max-content_1fr] gap-x-5 gap-y-1.5 text-[0.9333rem]">
        <dt className="text-ink-3">{t('source')}</dt>
        <dd>
          {node.name} · <code>{reading}</code>
        </dd>
        <dt className="text-ink-3">{t('observed')}</dt>
        <dd>{clock ? <FreshnessNote freshness={freshness} node={node.name} now={clock.now} /> : null}</dd>
      </dl>
      <Runs evidence={evidence} onRetry={retry} />
    </>
  );
}

const ERRORS: Readonly<Record<string, 'evidenceOffline' | 'evidenceTimedOut' | 'evidenceNotFound'>> = {
  offline: 'evidenceOffline',
  'timed-out': 'evidenceTimedOut',
  'not-found': 'evidenceNotFound',
};

function Runs({ evidence, onRetry }: { readonly evidence: Loaded; readonly onRetry: () => void }) {
  const t = useTranslations('ui');
  if (evidence === null) {
    return (
      <div role="status">
        <p className="mb-3 text-ink-3">{t('evidenceLoading')}</p>
        <Skeleton lines={6} />
      </div>
    );
  }
  // An answer without a run is no answer: a reading that has not been made yet.
  const error = 'error' in evidence ? evidence.error : evidence.runs.length === 0 ? 'not-found' : undefined;
  if (error !== undefined) {
    return (
      <ErrorState
        title={t(ERRORS[error] ?? 'evidenceFailed', { error })}
        actions={
          <Button size="sm" onClick={onRetry}>
            {t('retry')}
          </Button>
        }
      />
    );
  }
  return 'runs' in evidence
    ? evidence.runs.map((run) => <Run key={`${run.command} ${run.at}`} run={run} />)
    : null;
}

/** Only for the colour: the words stand there as they came. */
const ENDED_BADLY = /^(?:exit [1-9]|killed|timed out|unreachable|auth-failed|host-key-changed|no answer)/;

function Run({ run }: { readonly run: RawEvidence['runs'][number] }) {
  const t = useTranslations('ui');
  const isBad = ENDED_BADLY.test(run.outcome);
  return (
    <section className="mb-7">
      <h3 className="mb-1 text-[0.8667rem] font-medium text-ink-3">{t('commandLabel')}</h3>
      <Copyable text={run.command} wrap />
      <p className="mt-1 mb-3 text-[0.8667rem] text-ink-3">
        <RelativeTime at={run.at} /> ·{' '}
        <span className={isBad ? 'font-medium text-warning' : undefined}>{run.outcome}</span>
      </p>
      {run.stdout || !run.stderr ? <Output text={run.stdout} label={t('output')} /> : null}
      {run.stderr ? <Output text={run.stderr} label={t('errors')} /> : null}
    </section>
  );
}

function Output({ text, label }: { readonly text: string; readonly label: string }) {
  const t = useTranslations('ui');
  if (!text) return <p className="text-[0.8667rem] text-ink-3">{t('noOutput')}</p>;
  return (
    <div className="mb-3">
      <div className="flex items-center justify-between">
        <h4 className="text-[0.8667rem] font-medium text-ink-3">{label}</h4>
        <CopyButton text={text} what={label} />
      </div>
      <ScrollRegion
        label={label}
        className="max-h-[max(24rem,50vh)] overflow-auto rounded-md border border-line bg-sunken p-3"
      >
        <pre className="text-[0.8rem] leading-relaxed whitespace-pre">{text}</pre>
      </ScrollRegion>
    </div>
  );
}
