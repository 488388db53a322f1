/** One thing each that is compared: its baseline, what is there, and what may be said of both. Files, by whose they are. */
import { optional } from '@/lib/base/optional';
import {
  type ConfigFilesReading,
  FIXED_FILES,
  isApacheConfig,
  isElsewhere,
  isOnHafs,
} from '@/lib/host/config-files';
import { type BaselineNote, fileObject, fileOfObject, ON_HAFS } from '@/lib/live/baseline';
import type { ClusterView, NodeView } from './view';

/** Haven's own change is in the cluster a moment before it is on record: shorter would show it as somebody else's. */
const SETTLE_MS = 4_000;

export type DriftState =
  | 'same'
  | 'differs'
  /** It changed this very moment. */
  | 'settling'
  /** Nobody can say: its node is silent, or could not be read. */
  | 'unknown'
  /** Nothing to compare with yet. */
  | 'no-baseline';

export interface DriftItem {
  /** As in `BaselineNote`. */
  readonly object: string;
  /** Absent for the CIB. */
  readonly node?: string;
  readonly path?: string;
  /** One file for all nodes, on HAFS: `node` is the one that has it now, or had it last. */
  readonly isOnHafs?: true;
  readonly state: DriftState;
  readonly baseline?: BaselineNote;
  /** What is there; null: no such file. Undefined: unknown. */
  readonly seenSha256?: string | null;
  /** When it last changed, as Haven saw it. */
  readonly since?: number;
  /** When it was last read. */
  readonly checkedAt?: number;
  /** Node whose reading says so: the CIB is every node's. */
  readonly from?: string;
}

type Baselines = ReadonlyMap<string, BaselineNote>;

export function fileItems(view: ClusterView, baselines: Baselines, now: number): readonly DriftItem[] {
  return [...view.nodes.flatMap((node) => ownItems(node, baselines, now)), ...hafsItems(view, baselines, now)]
    .filter(isWorthALine)
    .toSorted((a, b) => `${a.path}\n${a.node}`.localeCompare(`${b.path}\n${b.node}`, 'en'));
}

/** What is neither there nor ever was is not; nor is a silent node that never had Apache2. */
const isWorthALine = ({ baseline, seenSha256, path }: DriftItem): boolean =>
  !(
    baseline?.sha256 === null &&
    (seenSha256 === null || (seenSha256 === undefined && isApacheConfig(path ?? '')))
  );

const pathsKept = (baselines: Baselines, place: string): readonly string[] =>
  [...baselines.keys()].flatMap((object) => {
    const file = fileOfObject(object);
    return file?.node === place ? [file.path] : [];
  });

const hashIn = (reading: ConfigFilesReading, path: string): string | undefined =>
  reading.files.find((file) => file.path === path)?.sha256;

/** A file that came later was not there before: that is what it is held against, once its like are on record. */
function baselineOf(baselines: Baselines, object: string, path: string, kept: readonly string[]) {
  const isBegun = kept.some((one) => isApacheConfig(one) === isApacheConfig(path));
  return baselines.get(object) ?? (isBegun ? notThere(object) : undefined);
}

/** The files that are the node's. What lies on HAFS is not, and of a link that leads to nothing nothing is said. */
function ownItems(node: NodeView, baselines: Baselines, now: number): readonly DriftItem[] {
  const { name } = node.node;
  const read = node.read('configFiles');
  const kept = pathsKept(baselines, name);
  const places = read.last ?? {};
  return [...new Set([...FIXED_FILES, ...kept, ...(read.last?.files.map(({ path }) => path) ?? [])])]
    .filter((path) => !isOnHafs(places, path) && !isElsewhere(places, path))
    .map((path) => {
      const object = fileObject(name, path);
      return {
        ...itemOf({
          object,
          baseline: baselineOf(baselines, object, path, kept),
          seen: read.value ? (hashIn(read.value, path) ?? null) : undefined,
          now,
          since: read.since[`config:${path}`],
          checkedAt: read.observedAt,
          from: name,
        }),
        node: name,
        path,
      };
    });
}

/**
 * Apache2's files on HAFS, as the node has them on which it is mounted: one file each, whoever has it, so that a failover
 * changes nothing. While no node that answers has them, nobody can say; that they are gone says only who has HAFS.
 */
function hafsItems(view: ClusterView, baselines: Baselines, now: number): readonly DriftItem[] {
  const newestWith = (readingOf: (node: NodeView) => ConfigFilesReading | undefined) =>
    view.nodes
      .filter((node) => (readingOf(node)?.onHafs?.length ?? 0) > 0)
      .toSorted((a, b) => observed(b) - observed(a))[0];
  const holder = newestWith((node) => node.read('configFiles').value);
  const last = holder ?? newestWith((node) => node.read('configFiles').last);
  const read = last?.read('configFiles');
  const places = read?.last;
  const kept = pathsKept(baselines, ON_HAFS);
  const there = places ? places.files.flatMap(({ path }) => (isOnHafs(places, path) ? [path] : [])) : [];
  return [...new Set([...kept, ...there])].map((path): DriftItem => {
    const object = fileObject(ON_HAFS, path);
    const isSaid = holder !== undefined && places !== undefined && !isElsewhere(places, path);
    return {
      ...itemOf({
        object,
        baseline: baselineOf(baselines, object, path, kept),
        seen: isSaid ? (isOnHafs(places, path) ? (hashIn(places, path) ?? null) : null) : undefined,
        now,
        since: read?.since[`config:${path}`],
        checkedAt: read?.observedAt,
        from: last?.node.name,
      }),
      ...optional('node', last?.node.name ?? view.nodes[0]?.node.name),
      path,
      isOnHafs: true,
    };
  });
}

const observed = (node: NodeView): number => node.read('configFiles').observedAt ?? 0;

const notThere = (object: string): BaselineNote => ({ object, sha256: null, origin: 'found', at: 0 });

export function itemOf(from: {
  readonly object: string;
  readonly baseline: BaselineNote | undefined;
  readonly seen: string | null | undefined;
  readonly now: number;
  readonly since: { readonly at: number; readonly how: 'changed' | 'first-seen' } | undefined;
  readonly checkedAt: number | undefined;
  readonly from: string | undefined;
}): DriftItem {
  const { object, baseline, seen, now, since, checkedAt } = from;
  // "First seen" is when Haven began to look, and says nothing about when it was changed.
  const changedAt = since?.how === 'changed' ? since.at : undefined;
  return {
    object,
    state: stateOf(baseline, seen, changedAt, now),
    ...optional('baseline', baseline),
    ...optional('seenSha256', seen),
    ...optional('since', changedAt),
    ...optional('checkedAt', checkedAt),
    ...optional('from', from.from),
  };
}

function stateOf(
  baseline: BaselineNote | undefined,
  seen: string | null | undefined,
  changedAt: number | undefined,
  now: number,
): DriftState {
  if (seen === undefined) return 'unknown';
  if (!baseline) return 'no-baseline';
  if (baseline.sha256 === seen) return 'same';
  return changedAt !== undefined && now - changedAt < SETTLE_MS ? 'settling' : 'differs';
}
