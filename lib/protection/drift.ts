/**
 * Whether a cluster's configuration still is what was adopted, applied or accepted. Compared by hash, from readings that
 * are there anyway; what a node that is silent has is unknown and never "as it was". Nothing is ever changed from here.
 */
import type { Finding } from '@/lib/base/finding';
import { optional } from '@/lib/base/optional';
import {
  type ConfigFilesReading,
  FIXED_FILES,
  isApacheConfig,
  isElsewhere,
  isOnHafs,
} from '@/lib/host/config-files';
import { type BaselineNote, CIB_OBJECT, fileObject, fileOfObject, ON_HAFS } from '@/lib/live/baseline';
import { type Leftover, leftoverConstraints } from '@/lib/pacemaker/cib-queries';
import type { CibReading } from '@/lib/pacemaker/types';
import type { DriftKey } from './drift-messages';
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

/** One file that is not the same on every node. */
export interface NodeDifference {
  readonly path: string;
  readonly nodes: readonly { readonly node: string; readonly sha256: string | null }[];
  /** A person has said that it is meant to be so. */
  readonly isAccepted: boolean;
  /** One of them is not as it was: that is the same news. */
  readonly isExplained: boolean;
}

export interface ClusterDrift {
  /** The CIB first, then files by path and node. */
  readonly items: readonly DriftItem[];
  readonly between: readonly NodeDifference[];
  /** Constraints that tools left, by what they are: those that go by themselves are no drift. */
  readonly leftovers: readonly Leftover[];
  /** The oldest of the readings that count, ms; undefined while one of them is missing. */
  readonly checkedAt?: number;
}

export function clusterDrift(view: ClusterView, now: number): ClusterDrift {
  const baselines = new Map((view.cluster.baselines ?? []).map((note) => [note.object, note]));
  const cib = cibItem(view, baselines.get(CIB_OBJECT), now);
  const items = [cib, ...fileItems(view, baselines, now)];
  const times = items.map(({ state, checkedAt }) => (state === 'unknown' ? undefined : checkedAt));
  const oldest = times.every((at) => at !== undefined) ? Math.min(...times) : undefined;
  return {
    items,
    between: differences(view, items),
    leftovers: leftoverConstraints(currentCib(view)?.reading ?? { constraints: [] }),
    ...optional('checkedAt', oldest),
  };
}

/** The copy of the node to go by; another's where that one cannot be read. */
export function currentCib(
  view: ClusterView,
): { readonly from: NodeView; readonly reading: CibReading } | undefined {
  const preferred = view.authority ? [view.authority.from, ...view.nodes] : view.nodes;
  for (const from of preferred) {
    const reading = from.read('cib').value;
    if (reading) return { from, reading };
  }
  return undefined;
}

function cibItem(view: ClusterView, baseline: BaselineNote | undefined, now: number): DriftItem {
  const current = currentCib(view);
  const seen = current?.reading.steadySha256;
  const read = current?.from.read('cib');
  return itemOf({
    object: CIB_OBJECT,
    baseline,
    seen,
    now,
    since: read?.since.configuration,
    checkedAt: read?.observedAt,
    from: current?.from.node.name,
  });
}

type Baselines = ReadonlyMap<string, BaselineNote>;

function fileItems(view: ClusterView, baselines: Baselines, now: number): readonly DriftItem[] {
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

function itemOf(from: {
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

/** Only among nodes that were read: a silent one has its own line. */
function differences(view: ClusterView, items: readonly DriftItem[]): readonly NodeDifference[] {
  const read = items.filter((item) => item.path !== undefined && item.seenSha256 !== undefined);
  const paths = [...new Set(read.map(({ path }) => path ?? ''))];
  // A resource of DRBD or a site may belong to some of the nodes only: one without the file is no difference there.
  return paths.flatMap((path) => {
    const own = read.filter((item) => item.path === path);
    const isOptional = path.startsWith('/etc/drbd.d/') || isApacheConfig(path);
    const nodes = view.nodes.flatMap(({ node: { name } }) => {
      const item = own.find(({ node }) => node === name);
      const sha256 = item?.seenSha256;
      return sha256 === undefined || (isOptional && sha256 === null) ? [] : [{ node: name, sha256 }];
    });
    if (new Set(nodes.map(({ sha256 }) => sha256)).size < 2) return [];
    const isAccepted = own.every(
      ({ state, baseline }) => state === 'same' && baseline?.origin === 'accepted',
    );
    const isExplained = own.some(({ state }) => state === 'differs' || state === 'settling');
    return [{ path, nodes, isAccepted, isExplained }];
  });
}

/** What is worth saying of it anywhere: as findings, with their next step. */
export function driftFindings(drift: ClusterDrift): readonly Finding<DriftKey>[] {
  const found: Finding<DriftKey>[] = [];
  for (const { object, state, node, path, since } of drift.items) {
    if (state !== 'differs') continue;
    found.push({
      severity: 'warning',
      key: path === undefined ? 'configuration-differs' : 'file-differs',
      params: path === undefined ? {} : { path, node: node ?? '' },
      object: {
        kind: path === undefined ? 'configuration' : 'config-file',
        id: object,
        ...optional('node', node),
      },
      ...optional('since', since),
    });
  }
  for (const { path, nodes, isAccepted, isExplained } of drift.between) {
    if (isAccepted || isExplained) continue;
    found.push({
      severity: 'warning',
      key: 'nodes-differ',
      params: { path, nodes: nodes.map(({ node }) => node).join(', ') },
      object: { kind: 'config-file', id: path },
    });
  }
  return found;
}
