'use client';

import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLiveClient, useReading, useViewerClock } from '@/components/live/live-provider';
import { Button } from '@/components/ui/button';
import { Copyable } from '@/components/ui/copyable';
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is what asks again
  useEffect(() => {
    let wanted = true;
    setEvidence(null);
    client.raw(itemKey(clusterId, node.id, reading)).then((answer) => {
      if (wanted) setEvidence(answer);
    });
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
  if (evidence === null) return <Skeleton lines={6} />;
  if ('error' in evidence) {
    return (
      <ErrorState
        title={t(ERRORS[evidence.error] ?? 'evidenceFailed', { error: evidence.error })}
        actions={
          <Button size="sm" onClick={onRetry}>
            {t('retry')}
          </Button>
        }
      />
    );
  }
  return evidence.runs.map((run) => (
    <section key={`${run.command} ${run.at}`} className="mb-6">
      <h3 className="mb-1 text-[0.8667rem] font-medium text-ink-3">{t('commandLabel')}</h3>
      <Copyable text={run.command} wrap />
      <p className="mt-1 mb-2 text-[0.8667rem] text-ink-3">
        <RelativeTime at={run.at} /> · {run.outcome}
      </p>
      <Output text={run.stdout} label={t('output')} empty={t('noOutput')} />
      {run.stderr ? <Output text={run.stderr} label={t('errors')} empty="" /> : null}
    </section>
  ));
}

function Output({
  text,
  label,
  empty,
}: {
  readonly text: string;
  readonly label: string;
  readonly empty: string;
}) {
  if (!text) return <p className="text-[0.8667rem] text-ink-3">{empty}</p>;
  return (
    <ScrollRegion
      label={label}
      className="max-h-96 overflow-auto rounded-md border border-line bg-sunken p-3"
    >
      <pre className="text-[0.8rem] leading-relaxed whitespace-pre">{text}</pre>
    </ScrollRegion>
  );
}
