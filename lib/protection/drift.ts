/**
 * Whether a cluster's configuration still is what was adopted, applied or accepted. Compared by hash, from readings that
 * are there anyway; what a node that is silent has is unknown and never "as it was". Nothing is ever changed from here.
 */
import type { Finding } from '@/lib/base/finding';
import { optional } from '@/lib/base/optional';
import { isApacheConfig } from '@/lib/host/config-files';
import { type BaselineNote, CIB_OBJECT } from '@/lib/live/baseline';
import { type Leftover, leftoverConstraints } from '@/lib/pacemaker/cib-queries';
import type { CibReading } from '@/lib/pacemaker/types';
import { type DriftItem, fileItems, itemOf } from './drift-items';
import type { DriftKey } from './drift-messages';
import type { ClusterView, NodeView } from './view';

export type { DriftItem, DriftState } from './drift-items';

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
