'use client';

import { useReading, useViewerClock } from '@/components/live/live-provider';
import type { DirectoryNode } from '@/lib/live/protocol';
import type { ReadingName } from '@/lib/live/readings';
import { EvidenceButton } from './evidence-button';
import { FreshnessNote } from './freshness-note';

interface Props {
  readonly clusterId: string;
  readonly node: DirectoryNode;
  readonly reading: ReadingName;
  /** What the reading is about, for the evidence. */
  readonly title: string;
  readonly size?: 'sm' | 'md';
}

/** For a heading: the age of the reading below it and its evidence. What is wrong with it, its boundary says. */
export function ReadingActions({ clusterId, node, reading, title, size = 'md' }: Props) {
  const { freshness } = useReading(clusterId, node.id, reading);
  const clock = useViewerClock();
  return (
    <>
      {clock && freshness.state === 'current' ? (
        <FreshnessNote freshness={freshness} node={node.name} now={clock.now} />
      ) : null}
      <EvidenceButton clusterId={clusterId} node={node} reading={reading} title={title} size={size} />
    </>
  );
}
