'use client';

import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLiveClient } from '@/components/live/live-provider';
import type { ViewerClock } from '@/lib/live/freshness';
import type { DirectoryCluster } from '@/lib/live/protocol';
import { createTopologyBuilder } from '@/lib/topology/build';
import { layoutTopology, naturalUnit } from '@/lib/topology/layout';
import { createLayouter } from '@/lib/topology/layouter';
import type { TopologyModel } from '@/lib/topology/types';
import { DetailDrawer } from './detail-drawer';
import { TopologyDrawing } from './drawing';
import { FuturesView } from './futures-view';
import { TextEquivalent } from './text-equivalent';

/** What a person picked in the picture, for actions on it. */
export interface Picked {
  readonly id: string;
  readonly nodeId?: string;
  readonly nodeName?: string;
  readonly resourceId?: string;
}

interface Props {
  readonly cluster: DirectoryCluster;
  readonly clock: ViewerClock;
  /** Changes that may be proposed for what was picked; nothing for those who may not. */
  readonly actions?: (picked: Picked) => ReactNode;
}

/**
 * The live picture with everything that goes with it: previews of a node's loss, details with their evidence, and the
 * same as a list. Drawn in the browser only: places are set by script, which the content security policy demands, and
 * nothing may look current before the channel has spoken.
 */
export function TopologyView({ cluster, clock, actions }: Props) {
  const t = useTranslations('topology');
  const model = useModel(cluster, clock);
  const [frame, width] = useWidth();
  const [lit, setLit] = useState<string | undefined>();
  const [preview, setPreview] = useState<string | undefined>();
  const [open, setOpen] = useState<string | undefined>();
  const [layOut] = useState(() => createLayouter(layoutTopology));
  const layout = width > 0 ? layOut(model, { width }) : undefined;
  const onOpen = useCallback((id: string) => setOpen(id), []);
  const unit = naturalUnit(width, model.columns.length);
  return (
    <div>
      <div ref={frame} className="overflow-x-auto overflow-y-hidden pt-1 pb-2">
        {layout ? (
          <TopologyDrawing
            model={model}
            layout={layout}
            now={clock.now}
            lit={lit}
            preview={preview}
            onLit={setLit}
            onOpen={onOpen}
          />
        ) : (
          <div className="h-[40rem]" />
        )}
      </div>
      <FuturesView
        futures={model.futures}
        active={preview}
        now={clock.now}
        unit={unit}
        onPreview={setPreview}
      />
      <p className="mt-4 text-[0.8667rem] text-ink-3">{t('keysHint')}</p>
      <TextEquivalent model={model} now={clock.now} />
      <DetailDrawer
        model={model}
        cluster={cluster}
        id={open}
        now={clock.now}
        onClose={() => setOpen(undefined)}
        actions={actions}
      />
    </div>
  );
}

/** One builder per cluster: unchanged parts of the picture stay the same objects from tick to tick. */
export function useModel(cluster: DirectoryCluster, clock: ViewerClock): TopologyModel {
  const client = useLiveClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another cluster gets a builder with an empty memory
  const builder = useMemo(() => createTopologyBuilder(), [cluster.id]);
  return builder.build(cluster, client.state(), clock);
}

function useWidth() {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [frame, width] as const;
}
