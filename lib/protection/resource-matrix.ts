import type { CrmBan, CrmFailure, CrmResource, PacemakerReading } from '@/lib/pacemaker/types';

/** The resources of one Pacemaker view as rows by node, nested as configured. Arranges, judges nothing. */

export interface MatrixCell {
  readonly instance: CrmResource;
  readonly failCount: number;
}

export interface MatrixRow {
  /** Unique within the matrix. */
  readonly key: string;
  /** The id that constraints and moves use: a clone's or group's own, else the primitive's. */
  readonly id: string;
  readonly kind: 'clone' | 'group' | 'bundle' | 'primitive';
  readonly depth: number;
  readonly promotable: boolean;
  /** `ocf:heartbeat:IPaddr2`; a clone of one primitive is one row and shows that primitive's. */
  readonly agent?: string;
  /** The primitive inside, where a row stands for a clone and its only child. */
  readonly child?: string;
  /** Instances by node; empty for a row that only holds others. */
  readonly cells: ReadonlyMap<string, readonly MatrixCell[]>;
  /** For a row that only holds others: how many of them run, by node, and how many there are. */
  readonly held?: { readonly total: number; readonly running: ReadonlyMap<string, number> };
  /** Instances that run on no node. */
  readonly stopped: readonly MatrixCell[];
  /** Bans by node. */
  readonly bans: ReadonlyMap<string, readonly CrmBan[]>;
  readonly failures: readonly CrmFailure[];
  /** Failed, blocked, unmanaged, stopped without being asked to, banned or failing. */
  readonly troubled: boolean;
}

export function resourceMatrix(reading: PacemakerReading): readonly MatrixRow[] {
  const rows: MatrixRow[] = [];
  const done = new Set<string>();
  for (const resource of reading.resources) {
    for (const [depth, around] of resource.within.entries()) {
      if (done.has(around.id)) continue;
      done.add(around.id);
      const inside = reading.resources.filter((each) => each.within.some((outer) => outer.id === around.id));
      const isSingle =
        around.kind === 'clone' &&
        inside.every((each) => each.id === resource.id && each.within.length === depth + 1);
      if (isSingle) done.add(pathOf(resource));
      rows.push(
        row(reading, {
          id: around.id,
          kind: around.kind,
          depth,
          promotable: around.multiState === true,
          instances: isSingle ? inside : [],
          ...(isSingle ? { child: resource.id } : { held: inside }),
        }),
      );
    }
    if (done.has(pathOf(resource))) continue;
    done.add(pathOf(resource));
    const instances = reading.resources.filter((each) => pathOf(each) === pathOf(resource));
    rows.push(
      row(reading, {
        id: resource.id,
        kind: 'primitive',
        depth: resource.within.length,
        promotable: false,
        instances,
      }),
    );
  }
  return rows;
}

const pathOf = (resource: CrmResource): string =>
  [...resource.within.map((around) => around.id), resource.id].join('/');

interface RowInput {
  readonly id: string;
  readonly kind: MatrixRow['kind'];
  readonly depth: number;
  readonly promotable: boolean;
  readonly instances: readonly CrmResource[];
  readonly child?: string;
  readonly held?: readonly CrmResource[];
}

function row(reading: PacemakerReading, input: RowInput): MatrixRow {
  const { id, kind, depth, promotable, instances, child, held } = input;
  const cells = new Map<string, MatrixCell[]>();
  const stopped: MatrixCell[] = [];
  for (const instance of instances) {
    if (instance.nodes.length === 0) stopped.push({ instance, failCount: 0 });
    for (const node of instance.nodes) {
      cells.set(node, [
        ...(cells.get(node) ?? []),
        { instance, failCount: failCountOf(reading, instance.id, node) },
      ]);
    }
  }
  const ids = new Set([id, ...(child ? [child] : [])]);
  const bans = new Map<string, CrmBan[]>();
  for (const ban of reading.bans.filter((each) => ids.has(each.resource))) {
    bans.set(ban.node, [...(bans.get(ban.node) ?? []), ban]);
  }
  const failures = reading.failures.filter(
    (failure) => failure.resource !== undefined && ids.has(failure.resource),
  );
  const agent = instances[0]?.agent;
  return {
    key: `${depth}/${id}`,
    id,
    kind,
    depth,
    promotable,
    ...(agent ? { agent } : {}),
    ...(child ? { child } : {}),
    ...(held ? { held: countHeld(held) } : {}),
    cells,
    stopped,
    bans,
    failures,
    troubled:
      bans.size > 0 || failures.length > 0 || instances.some(isTroubled) || isMissing(kind, cells, stopped),
  };
}

function countHeld(held: readonly CrmResource[]): NonNullable<MatrixRow['held']> {
  const running = new Map<string, number>();
  for (const node of held.filter((each) => each.active).flatMap((each) => each.nodes)) {
    running.set(node, (running.get(node) ?? 0) + 1);
  }
  return { total: new Set(held.map((each) => each.id)).size, running };
}

const isTroubled = (instance: CrmResource): boolean =>
  instance.failed ||
  instance.blocked ||
  instance.orphaned ||
  !instance.managed ||
  instance.role === 'unknown';

/** A primitive that runs nowhere without having been told to; a clone's stopped instance is often a node in standby. */
function isMissing(
  kind: MatrixRow['kind'],
  cells: MatrixRow['cells'],
  stopped: readonly MatrixCell[],
): boolean {
  const wanted = stopped.filter((cell) => cell.instance.targetRole !== 'Stopped');
  return wanted.length > 0 && (kind === 'primitive' || cells.size === 0);
}

export const failCountOf = (reading: PacemakerReading, resource: string, node: string): number =>
  reading.failCounts.find((each) => each.resource === resource && each.node === node)?.count ?? 0;

/** Rows that match the words, with the rows that hold them: a hit inside a group is useless without its group. */
export function filterMatrix(
  rows: readonly MatrixRow[],
  words: string,
  onlyTroubled: boolean,
): readonly MatrixRow[] {
  const wanted = words.trim().toLowerCase();
  const hit = (each: MatrixRow) =>
    (!onlyTroubled || each.troubled) &&
    (wanted === '' ||
      [each.id, each.child ?? '', each.agent ?? '', ...each.cells.keys()].some((text) =>
        text.toLowerCase().includes(wanted),
      ));
  const keep = new Set<string>();
  for (const [index, each] of rows.entries()) {
    if (!hit(each)) continue;
    keep.add(each.key);
    let depth = each.depth;
    for (let above = index - 1; above >= 0 && depth > 0; above -= 1) {
      const holder = rows[above];
      if (!holder || holder.depth >= depth) continue;
      keep.add(holder.key);
      depth = holder.depth;
    }
  }
  return rows.filter((each) => keep.has(each.key));
}
