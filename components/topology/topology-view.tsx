'use client';

import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { usePlanWords } from '@/components/changes/use-plan-words';
import { useLiveClient } from '@/components/live/live-provider';
import { forecastOf } from '@/components/preview/forecast-of';
import { intentWords, PreviewPanel } from '@/components/preview/preview-panel';
import { type Preview, usePreview } from '@/components/preview/preview-provider';
import type { ViewerClock } from '@/lib/live/freshness';
import type { DirectoryCluster } from '@/lib/live/protocol';
import { answerOf } from '@/lib/plan/answer';
import type { AskedIntent } from '@/lib/plan/types';
import { createTopologyBuilder } from '@/lib/topology/build';
import { layoutTopology, naturalUnit } from '@/lib/topology/layout';
import { createLayouter } from '@/lib/topology/layouter';
import type { TopologyModel } from '@/lib/topology/types';
import { DetailDrawer } from './detail-drawer';
import { type DrawingProps, TopologyDrawing } from './drawing';
import { FuturesView } from './futures-view';
import { detailOf } from './picked';
import { TextEquivalent } from './text-equivalent';

/** What a person picked in the picture, for actions on it. */
export interface Picked {
  readonly id: string;
  readonly nodeId?: string | undefined;
  readonly nodeName?: string | undefined;
  readonly resourceId?: string | undefined;
}

interface Props {
  readonly cluster: DirectoryCluster;
  readonly clock: ViewerClock;
  /** Changes that may be proposed for what was picked; nothing for those who may not. */
  readonly actions?: (picked: Picked) => ReactNode;
  /** Puts a menu of the same changes around the picture, opened by a right click or the menu key. */
  readonly menu?: (picture: ReactNode, pickedOf: (id: string) => Picked | undefined) => ReactNode;
}

/**
 * The live picture with everything that goes with it: previews of a node's loss, details with their evidence, and the
 * same as a list. Drawn in the browser only: places are set by script, which the content security policy demands, and
 * nothing may look current before the channel has spoken.
 */
export function TopologyView({ cluster, clock, actions, menu }: Props) {
  const t = useTranslations('topology');
  const model = useModel(cluster, clock);
  const [frame, width] = useWidth();
  const [lit, setLit] = useState<string | undefined>();
  const [lost, setLost] = useState<string | undefined>();
  const preview = usePreview();
  const forecast = useForecast(preview, cluster);
  const [open, setOpen] = useState<string | undefined>();
  const [layOut] = useState(() => createLayouter(layoutTopology));
  const layout = width > 0 ? layOut(model, { width }) : undefined;
  const onOpen = useCallback((id: string) => setOpen(id), []);
  const unit = naturalUnit(width, model.columns.length);
  const pickedOf = useCallback((id: string) => pickedIn(model, id), [model]);
  const picture = layout ? (
    <TopologyDrawing
      model={model}
      layout={layout}
      now={clock.now}
      lit={lit}
      preview={lost}
      forecast={forecast}
      onLit={setLit}
      onOpen={onOpen}
    />
  ) : (
    <div className="h-[40rem]" />
  );
  return (
    <div>
      {/* Room for the frame of a preview, so that nothing moves when it comes. */}
      <div className="-mx-5 -mt-8 overflow-x-auto overflow-y-hidden px-5 pt-9 pb-4">
        <div ref={frame}>{menu ? menu(picture, pickedOf) : picture}</div>
      </div>
      {preview ? (
        <PreviewPanel preview={preview} now={clock.now} className="mt-3" />
      ) : (
        <FuturesView futures={model.futures} active={lost} now={clock.now} unit={unit} onPreview={setLost} />
      )}
      <p className="mt-4 text-[0.8667rem] text-ink-3">{t(menu ? 'keysHintMenu' : 'keysHint')}</p>
      <TextEquivalent model={model} now={clock.now} />
      <DetailDrawer
        model={model}
        cluster={cluster}
        id={open}
        now={clock.now}
        onClose={() => setOpen(undefined)}
        actions={actions}
        forecast={forecast}
      />
    </div>
  );
}

/** What the picture needs of the preview: nothing while it is being asked for, a frame without ghosts where it is silent. */
function useForecast(preview: Preview | undefined, cluster: DirectoryCluster): DrawingProps['forecast'] {
  const words = usePlanWords();
  const plan = preview?.state === 'shown' ? preview.plan : undefined;
  return useMemo(() => {
    if (!plan) return undefined;
    const answer = plan.nothingToDo ? undefined : answerOf(plan.guards);
    const title = [
      intentWords(plan.intent as AskedIntent, words),
      answer && answer !== 'refused' && words.dynamic('answer', answer),
    ];
    return { input: forecastOf(plan), cluster, title: title.filter(Boolean).join(' · '), answer };
  }, [plan, cluster, words]);
}

function pickedIn(model: TopologyModel, id: string): Picked | undefined {
  const detail = detailOf(model, id);
  return detail && { id, nodeId: detail.nodeId, nodeName: detail.nodeName, resourceId: detail.resourceId };
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
