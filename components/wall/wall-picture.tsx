'use client';

import './wall.css';
import { useMemo } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { tellOnce } from '@/components/status/event-list';
import { useFindingWords } from '@/components/status/use-finding-words';
import { TopologyDrawing } from '@/components/topology/drawing';
import { createFitter } from '@/components/topology/fit-layout';
import { Sign } from '@/components/topology/sign';
import { TopologyTile } from '@/components/topology/tile';
import { formatAgo, formatClock } from '@/lib/base/format';
import type { ViewerClock } from '@/lib/live/freshness';
import type { DirectoryCluster, LiveEvent } from '@/lib/live/protocol';
import type { ClusterProtection, ProtectionLevel } from '@/lib/protection/types';
import { textWidth } from '@/lib/topology/text-width';
import type { CellStatus, TopologyModel } from '@/lib/topology/types';
import { withoutAddresses } from '@/lib/topology/wall-scene';
import { Beat } from './beat';

export interface WallScene {
  readonly cluster: DirectoryCluster;
  readonly model: TopologyModel;
  readonly protection: ClusterProtection;
}

interface Props {
  readonly scenes: readonly WallScene[];
  /** The cluster that is drawn large. */
  readonly currentId: string | undefined;
  readonly events: readonly LiveEvent[];
  readonly clock: ViewerClock;
  /** Nothing heard for longer than the picture may be trusted. */
  readonly isSilent: boolean;
  readonly showAddresses: boolean;
  readonly width: number;
  readonly height: number;
}

/** What a passer-by sees: one sentence, the picture, the last changes, and whether it is live. Everything in one frame. */
export function WallPicture(props: Props) {
  const { scenes, currentId, clock, isSilent, width, height } = props;
  const current = scenes.find((scene) => scene.cluster.id === currentId) ?? scenes[0];
  return (
    <div
      className="wall"
      data-silent={isSilent ? '' : undefined}
      style={{ width, height, fontSize: width / 80 }}
    >
      <Sentence scenes={scenes} current={current} clock={clock} isSilent={isSilent} width={width} />
      <main className="wall-main">{current ? <Main {...props} current={current} /> : null}</main>
      <Foot {...props} />
      <LastWords />
    </div>
  );
}

/**
 * The font comes in pieces, fetched when a sign is first drawn. When Haven is silent there is nothing to fetch from: the
 * words of silence are drawn now, unseen, so that they can be read then.
 */
function LastWords() {
  const wall = useTranslations('wall');
  const topology = useTranslations('topology');
  const words = [
    wall('silentSince', { clock: '0123456789:' }),
    wall('silentHint'),
    wall('stopped'),
    wall('refusedTitle'),
    wall('refusedText'),
    wall('refusedNext'),
    topology('linkHavenSilent'),
    topology('flowUnknown'),
    topology('asOf', { clock: '0' }),
    topology('silentFor', { age: '0' }),
  ];
  return (
    <p className="wall-last-words" aria-hidden="true">
      {words.join(' ')}
    </p>
  );
}

// --- the sentence -----------------------------------------------------------------------------------------------

const SIGNS: Readonly<Record<ProtectionLevel, CellStatus>> = {
  protected: 'ok',
  degraded: 'warning',
  exposed: 'critical',
  down: 'critical',
  unknown: 'unknown',
};
const RANK: Readonly<Record<ProtectionLevel, number>> = {
  protected: 0,
  degraded: 1,
  unknown: 2,
  exposed: 3,
  down: 4,
};

/** Addresses as the wall says them: by the VIP's name. */
export function vipLabels(
  clusters: readonly DirectoryCluster[],
  models: readonly TopologyModel[],
): ReadonlyMap<string, string> {
  const names = new Map(
    models.flatMap((model) =>
      model.rails.flatMap((rail) => rail.beads.map((bead) => [bead.id, bead.label] as const)),
    ),
  );
  return new Map(
    clusters.flatMap((cluster) =>
      cluster.vips.map((vip) => [vip.address, names.get(vip.id) ?? vip.resourceId] as const),
    ),
  );
}

function Sentence({
  scenes,
  current,
  clock,
  isSilent,
  width,
}: {
  readonly scenes: readonly WallScene[];
  readonly current: WallScene | undefined;
  readonly clock: ViewerClock;
  readonly isSilent: boolean;
  readonly width: number;
}) {
  const t = useTranslations('wall');
  const locale = useLocale();
  const words = useFindingWords();
  const labels = useMemo(
    () =>
      vipLabels(
        scenes.map((scene) => scene.cluster),
        scenes.map((scene) => scene.model),
      ),
    [scenes],
  );
  const troubled = scenes.filter((scene) => scene.protection.level !== 'protected');
  const said = troubled.includes(current as WallScene)
    ? current
    : [...troubled].sort((a, b) => RANK[b.protection.level] - RANK[a.protection.level])[0];
  const level: ProtectionLevel = isSilent ? 'unknown' : (said?.protection.level ?? 'protected');
  const finding = said?.protection.sentence;
  const told = finding ? words('protection', finding.key, finding.params) : undefined;
  const own = told ? withoutAddresses(told.text, labels) : t('allProtected');
  const silent =
    clock.heardAt > 0
      ? t('silentSince', { clock: formatClock(clock.heardAt, clock.now, locale, { seconds: true }) })
      : t('connecting');
  const text = isSilent
    ? silent
    : said && scenes.length > 1
      ? t('clusterSays', { cluster: said.cluster.name, sentence: own })
      : own;
  const next = isSilent
    ? t(clock.heardAt > 0 ? 'silentHint' : 'connectingHint')
    : told?.next
      ? withoutAddresses(told.next, labels)
      : undefined;
  const others = troubled.length - 1;
  // As large as one line allows; two lines for what is longer.
  const size = Math.min(
    width * (level === 'protected' ? 0.046 : 0.054),
    Math.max(width * 0.031, (width * 0.86) / Math.max(1, textWidth(text, 1))),
  );
  return (
    <div className="wall-sentence" data-level={level} role="status">
      <p style={{ fontSize: size }}>
        <Sign status={SIGNS[level]} size={size * (level === 'protected' ? 1.25 : 0.86)} />
        <span>{text}</span>
      </p>
      {next || others > 0 ? (
        <p className="wall-next">
          {next ? <span>{level === 'unknown' ? next : `${t('next')} · ${next}`}</span> : null}
          {others > 0 && !isSilent ? (
            <span className="wall-others">{t('more', { count: others })}</span>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}

// --- the picture ------------------------------------------------------------------------------------------------

/** What only administrators read takes no room while it is well. */
const FOLDED = ['resources', 'nvme'] as const;

function Main({
  scenes,
  current,
  clock,
  showAddresses,
  width,
  height,
}: Props & { readonly current: WallScene }) {
  const side = scenes.length > 1 ? width * 0.2 : 0;
  const room = { w: width * (scenes.length > 1 ? 0.92 : 0.94) - side, h: height * 0.64 };
  const { model } = current;
  const shown = useMemo(() => (showAddresses ? model : withoutBeadAddresses(model)), [model, showAddresses]);
  const fit = useMemo(() => createFitter(room.h), [room.h]);
  const layout = fit(shown, { width: room.w, still: true, fold: FOLDED });
  return (
    <>
      {scenes.length > 1 ? (
        <Tiles scenes={scenes} currentId={current.cluster.id} width={side} height={room.h} />
      ) : null}
      <div className="wall-drawing">
        <TopologyDrawing key={model.clusterId} model={shown} layout={layout} now={clock.now} still />
      </div>
    </>
  );
}

const withoutBeadAddresses = (model: TopologyModel): TopologyModel => ({
  ...model,
  rails: model.rails.map((rail) => ({
    ...rail,
    beads: rail.beads.map((bead) => ({ ...bead, address: '' })),
  })),
});

function Tiles({
  scenes,
  currentId,
  width,
  height,
}: {
  readonly scenes: readonly WallScene[];
  readonly currentId: string;
  readonly width: number;
  readonly height: number;
}) {
  const ordered = [...scenes].sort((a, b) => RANK[b.protection.level] - RANK[a.protection.level]);
  const columns = scenes.length > 24 ? 3 : scenes.length > 10 ? 2 : 1;
  // With many clusters the tiles lose their picture before they lose their word.
  const picture = Math.min(width * 0.34, (height / Math.ceil(scenes.length / columns)) * 0.94 - width * 0.21);
  const withPicture = columns === 1 && picture > width * 0.12;
  return (
    <ul className="wall-tiles" style={{ width, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
      {ordered.map(({ cluster, model, protection }) => (
        <li
          key={cluster.id}
          data-current={cluster.id === currentId ? '' : undefined}
          data-level={protection.level}
        >
          <span className="wall-tilename">
            <Sign status={SIGNS[protection.level]} size={width / (columns * 11)} />
            {cluster.name}
          </span>
          {withPicture ? <TopologyTile model={model} width={width * 0.8} height={picture} /> : null}
        </li>
      ))}
    </ul>
  );
}

// --- the foot ---------------------------------------------------------------------------------------------------

function Foot({ scenes, events, clock, isSilent }: Props) {
  const t = useTranslations('wall');
  const locale = useLocale();
  return (
    <footer className="wall-foot">
      <Events scenes={scenes} events={events} clock={clock} />
      <div className="wall-clock">
        <Beat heardAt={clock.heardAt} isSilent={isSilent} />
        <span className="wall-live">{t(isSilent ? 'stopped' : 'live')}</span>
        <time>{formatClock(clock.now, clock.now, locale)}</time>
      </div>
    </footer>
  );
}

function Events({ scenes, events, clock }: Pick<Props, 'scenes' | 'events' | 'clock'>) {
  const t = useTranslations('wall');
  const ui = useTranslations('ui');
  const locale = useLocale();
  const clusters = useMemo(
    () => Object.fromEntries(scenes.map((scene) => [scene.cluster.id, scene.cluster])),
    [scenes],
  );
  const labels = useMemo(
    () =>
      vipLabels(
        scenes.map((scene) => scene.cluster),
        scenes.map((scene) => scene.model),
      ),
    [scenes],
  );
  const told = useMemo(() => tellOnce(events, clusters).slice(0, 3), [events, clusters]);
  if (told.length === 0) return <p className="wall-noevents">{t('noEvents')}</p>;
  return (
    <ol className="wall-events" aria-label={t('lastEvents')}>
      {told.map(({ event, words }) => (
        <li key={event.id}>
          <span className="wall-age">{formatAgo(event.at, clock.now, locale)}</span>
          <span>
            {scenes.length > 1 ? <span className="wall-of">{clusters[event.clusterId]?.name} </span> : null}
            {withoutAddresses(ui(words.key, words.params), labels)}
          </span>
        </li>
      ))}
    </ol>
  );
}
