'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useChannel, useLiveClient, useViewerClock } from '@/components/live/live-provider';
import { MaintenanceBanner } from '@/components/status/maintenance-banner';
import { isHavenSilent, type ViewerClock } from '@/lib/live/freshness';
import type { LiveState } from '@/lib/live/protocol';
import { createProtectionCache } from '@/lib/protection/protection-cache';
import { viewCluster } from '@/lib/protection/view';
import { createTopologyBuilder, type TopologyBuilder } from '@/lib/topology/build';
import { clusterAt, daylightAt, SHIFT_PX, shiftAt } from '@/lib/topology/wall-scene';
import { useWatchdog } from './use-watchdog';
import { WallMessage } from './wall-message';
import { WallPicture, type WallScene } from './wall-picture';

/**
 * The live wall. Made to run for weeks: it holds one state, one builder per cluster that exists, and two timers; it
 * connects again for ever, and the live client reloads it after an upgrade.
 */
export function WallView({ showAddresses }: { readonly showAddresses: boolean }) {
  const t = useTranslations('wall');
  const client = useLiveClient();
  const clock = useViewerClock();
  const channel = useChannel();
  const size = useWindowSize();
  const scenes = useScenes(client.state(), clock);
  useWatchdog(client);
  useTheme(clock);
  if (channel === 'refused')
    return <WallMessage title={t('refusedTitle')} lines={[t('refusedText'), t('refusedNext')]} />;
  if (!clock || size.width === 0) return null;
  const isSilent = isHavenSilent(clock);
  if (!isSilent && scenes.length === 0 && channel === 'live')
    return <WallMessage title={t('noClusters')} lines={[t('noClustersHint')]} />;
  const currentId = clusterAt(
    scenes.map(({ cluster, protection }) => ({
      id: cluster.id,
      isTroubled: protection.level !== 'protected',
    })),
    clock.now,
  );
  const shift = shiftAt(clock.now);
  // The picture is a little larger than the display, so that no edge shows while it shifts.
  const bleed = 2 * SHIFT_PX;
  return (
    <div className="wall-frame" data-daylight={daylightAt(new Date(clock.now).getHours())}>
      <div style={{ transform: `translate(${shift.x - SHIFT_PX}px, ${shift.y - SHIFT_PX}px)` }}>
        <WallMaintenance scenes={scenes} currentId={currentId} state={client.state()} clock={clock} />
        <WallPicture
          scenes={scenes}
          currentId={currentId}
          events={client.state().events}
          clock={clock}
          isSilent={isSilent}
          showAddresses={showAddresses}
          width={size.width + bleed}
          height={size.height + bleed}
        />
      </div>
    </div>
  );
}

/** Over the picture, where it cannot be missed from across the room. */
function WallMaintenance({
  scenes,
  currentId,
  state,
  clock,
}: {
  readonly scenes: readonly WallScene[];
  readonly currentId: string | undefined;
  readonly state: LiveState;
  readonly clock: ViewerClock;
}) {
  const cluster = scenes.find((scene) => scene.cluster.id === currentId)?.cluster;
  if (!cluster) return null;
  const { authority } = viewCluster(cluster, state, clock);
  return (
    <div className="absolute top-3 left-1/2 z-10 -translate-x-1/2 text-[1.4rem]">
      <MaintenanceBanner cluster={cluster} reading={authority?.reading} now={clock.now} hasLinks={false} />
    </div>
  );
}

function useScenes(state: LiveState, clock: ViewerClock | null): readonly WallScene[] {
  const builders = useRef(new Map<string, TopologyBuilder>());
  const judge = useMemo(() => createProtectionCache(), []);
  if (!clock) return [];
  // What is still being built has no picture, and nothing of it is missing.
  const clusters = Object.values(state.clusters)
    .filter(({ building }) => !building)
    .sort((a, b) => a.name.localeCompare(b.name));
  // A cluster that was forgotten takes its memory with it.
  for (const id of builders.current.keys()) if (!state.clusters[id]) builders.current.delete(id);
  return clusters.map((cluster) => {
    let builder = builders.current.get(cluster.id);
    if (!builder) {
      builder = createTopologyBuilder();
      builders.current.set(cluster.id, builder);
    }
    return { cluster, model: builder.build(cluster, state, clock), protection: judge(cluster, state, clock) };
  });
}

function useWindowSize(): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const read = () => setSize({ width: window.innerWidth, height: window.innerHeight });
    read();
    window.addEventListener('resize', read);
    return () => window.removeEventListener('resize', read);
  }, []);
  return size;
}

/** Light by day, dark in the evening: where the display hangs, its clock knows. */
function useTheme(clock: ViewerClock | null): void {
  const daylight = clock ? daylightAt(new Date(clock.now).getHours()) : undefined;
  useEffect(() => {
    if (!daylight) return;
    const root = document.documentElement;
    root.dataset['choice'] = 'wall';
    root.dataset['theme'] = daylight === 'day' ? 'light' : 'dark';
  }, [daylight]);
}
