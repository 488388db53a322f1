'use client';

import { useTranslations } from 'use-intl';
import type { TopologyLayout } from '@/lib/topology/geometry';
import { threadPath } from '@/lib/topology/thread-path';
import type { Thread, TopologyModel } from '@/lib/topology/types';
import { useWords } from './use-words';

/** The lit thread of one service, through all its layers and rails. */
export function ThreadLine({
  thread,
  model,
  layout,
}: {
  readonly thread: Thread;
  readonly model: TopologyModel;
  readonly layout: TopologyLayout;
}) {
  const path = threadPath(thread, model, layout);
  return (
    <g className="tp-thread" data-state={thread.state} strokeWidth={3.5 * layout.unit}>
      {path.pieces.map((piece) => (
        <path key={piece.d} d={piece.d} data-broken={piece.broken ? '' : undefined} />
      ))}
    </g>
  );
}

/** Names the break where it is. */
export function ThreadBreak({
  thread,
  model,
  layout,
}: {
  readonly thread: Thread;
  readonly model: TopologyModel;
  readonly layout: TopologyLayout;
}) {
  const t = useTranslations('topology');
  const say = useWords();
  const { breakAt } = threadPath(thread, model, layout);
  if (!breakAt || !thread.broken) return null;
  const why = say(thread.broken.words);
  const bead = layout.beads.find((box) => box.id === thread.broken?.at);
  const { unit } = layout;
  // Beside a bead, on its rail; below everything else, where its column has room.
  const place = bead
    ? bead.x > layout.width / 2
      ? `translate(calc(${bead.x - 12 * unit}px - 100%), calc(${bead.anchor.y}px - 50%))`
      : `translate(${bead.x + bead.w + 12 * unit}px, calc(${bead.anchor.y}px - 50%))`
    : `translate(${Math.min(breakAt.x - 18 * unit, layout.width - 330 * unit)}px, ${breakAt.y + 18 * unit}px)`;
  return (
    <div className="tp-break" data-state={thread.state} style={{ transform: place, maxWidth: 330 * unit }}>
      {t(thread.state === 'broken' ? 'chainBroken' : 'chainUnseen', { name: thread.name, why })}
    </div>
  );
}
