/**
 * Whether a cluster's configuration still is what was adopted, applied or accepted. Compared by hash, from readings that
 * are there anyway; what a node that is silent has is unknown and never "as it was". Nothing is ever changed from here.
 */
import type { Finding } from '@/lib/base/finding';
import { optional } from '@/lib/base/optional';
import { FIXED_FILES } from '@/lib/host/config-files';
import { type BaselineNote, CIB_OBJECT, fileObject, fileOfObject } from '@/lib/live/baseline';
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

function fileItems(
  view: ClusterView,
  baselines: ReadonlyMap<string, BaselineNote>,
  now: number,
): readonly DriftItem[] {
  const items = view.nodes.flatMap((node) => {
    const { name } = node.node;
    const read = node.read('configFiles');
    const kept = [...baselines.keys()].flatMap((object) => {
      const file = fileOfObject(object);
      return file?.node === name ? [file.path] : [];
    });
    const there = read.last?.files.map(({ path }) => path) ?? [];
    const hasBaselines = kept.length > 0;
    return [...new Set([...FIXED_FILES, ...kept, ...there])].map((path) => {
      const object = fileObject(name, path);
      const sha256 = read.value?.files.find((file) => file.path === path)?.sha256;
      // A file that came later was not there before: that is what it is held against.
      const baseline = baselines.get(object);
      return {
        ...itemOf({
          object,
          baseline: baseline ?? (hasBaselines ? notThere(object) : undefined),
          seen: read.value ? (sha256 ?? null) : undefined,
          now,
          since: read.since[`config:${path}`],
          checkedAt: read.observedAt,
          from: name,
        }),
        node: name,
        path,
      };
    });
  });
  // What is neither there nor ever was is not worth a line.
  return items
    .filter(({ baseline, seenSha256 }) => !(baseline?.sha256 === null && seenSha256 === null))
    .toSorted((a, b) => `${a.path}\n${a.node}`.localeCompare(`${b.path}\n${b.node}`, 'en'));
}

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
  // A resource of DRBD may belong to some of the nodes only: a node without the file is no difference there.
  return paths.flatMap((path) => {
    const own = read.filter((item) => item.path === path);
    const isOptional = path.startsWith('/etc/drbd.d/');
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
