import type { CrmFailCount, CrmFailure, CrmResource, PacemakerReading } from '@/lib/pacemaker/types';
import type { Anatomy } from './anatomy';
import { makeCell, trouble } from './cell';
import { type Phrase, say } from './phrases';
import type { NodeSource, Seen } from './sources';
import type { CellStatus, TopologyCell, Trouble } from './types';

/**
 * The Pacemaker row: what the cluster manager runs on each node, one cell per outermost resource, and what it runs
 * nowhere. VIPs hang on their rails instead; file systems and DRBD appear here too, because the cluster's wish and the
 * kernel's fact are two things.
 */
export function resourceCells(
  source: NodeSource,
  view: Seen<PacemakerReading> | undefined,
  anatomy: Anatomy,
): readonly TopologyCell[] {
  const stopped = pacemakerAbsentCell(source);
  const reading = view?.value;
  if (!view || !reading)
    return stopped
      ? [stopped]
      : [
          makeCell({
            layer: 'resources',
            source,
            name: 'Pacemaker',
            status: 'idle',
            words: say('pacemakerSilent'),
            from: [source.pacemaker],
          }),
        ];
  const node = source.node.name;
  const here = reading.resources.filter(
    (resource) => resource.nodes.includes(node) && (resource.active || resource.failed),
  );
  const cells = groupByTop(here, anatomy)
    .filter(([, members]) => !members.every((member) => anatomy.vipResourceIds.has(member.id)))
    .map(([top, members]) => resourceCell(source, view, anatomy, top, members));
  // What was on a node that is gone or not yet fenced is a guess, however current the one who guesses.
  const crm = reading.nodes.find((one) => one.name === node);
  const isGuess = crm !== undefined && (crm.unclean || !crm.online);
  const shown = new Set([...here.map((resource) => resource.id)]);
  const failedBefore = failuresOn(reading, node).filter(
    ([id]) => !shown.has(id) && !anatomy.vipResourceIds.has(id),
  );
  return [
    ...(stopped ? [stopped] : []),
    ...cells
      .map((cell) => (isGuess ? { ...cell, status: 'unknown' as const } : cell))
      .sort((a, b) => rankOf(a, anatomy) - rankOf(b, anatomy)),
    ...failedBefore.map(([id, failure]) => failedBeforeCell(source, view, id, failure)),
  ];
}

/** Fencing last; the rest in the order of the configuration. */
const rankOf = (cell: TopologyCell, anatomy: Anatomy): number =>
  (anatomy.fencingIds.has(cell.label) ? 10_000 : 0) + (anatomy.order.get(cell.label) ?? 5_000);

function pacemakerAbsentCell(source: NodeSource): TopologyCell | undefined {
  if (!source.pacemaker.absent) return undefined;
  const words = say('pacemakerStopped', { node: source.node.name });
  return makeCell({
    layer: 'resources',
    source,
    name: 'Pacemaker',
    status: 'critical',
    words,
    from: [source.pacemaker],
    findings: [trouble(words, say('stepCheckPacemaker', { node: source.node.name }))],
  });
}

export function groupByTop(
  resources: readonly CrmResource[],
  anatomy: Anatomy,
): readonly (readonly [string, readonly CrmResource[]])[] {
  const groups = new Map<string, CrmResource[]>();
  for (const resource of resources) {
    const top = anatomy.topOf.get(resource.id) ?? resource.id;
    const members = groups.get(top);
    if (members) members.push(resource);
    else groups.set(top, [resource]);
  }
  return [...groups];
}

function resourceCell(
  source: NodeSource,
  view: Seen<PacemakerReading>,
  anatomy: Anatomy,
  top: string,
  members: readonly CrmResource[],
): TopologyCell {
  const node = source.node.name;
  const findings = members.flatMap((member) => resourceFindings(member, view.value, node));
  const worst = [...members].sort((a, b) => severityOf(b) - severityOf(a))[0];
  const isGroup = members.some((member) => member.within.some((outer) => outer.kind === 'group'));
  const fence = worst !== undefined && anatomy.fencingIds.has(worst.id);
  return makeCell({
    layer: 'resources',
    source,
    name: top,
    label: isGroup ? top : (worst?.id ?? top),
    status: worst ? (statusOf(worst) === 'ok' && findings.length > 0 ? 'warning' : statusOf(worst)) : 'idle',
    words:
      fence && worst && statusOf(worst) === 'ok'
        ? say('fenceReady')
        : worst
          ? wordsOf(worst)
          : say('resNone'),
    note: isGroup ? say('resMembers', { count: members.length }) : undefined,
    findings,
    from: [view],
    resourceId: top,
    since: worst ? view.since[`resource:${worst.id}`]?.at : undefined,
  });
}

const severityOf = (resource: CrmResource): number =>
  ['idle', 'ready', 'ok', 'moving', 'warning', 'unknown', 'critical'].indexOf(statusOf(resource));

function statusOf(resource: CrmResource): CellStatus {
  if (resource.failed && !resource.failureIgnored) return 'critical';
  if (resource.blocked) return 'critical';
  if (resource.pending || /ing$/.test(resource.role)) return 'moving';
  if (resource.orphaned || !resource.managed || resource.maintenance) return 'warning';
  if (resource.role === 'Stopped') return 'idle';
  if (resource.role === 'Unpromoted') return 'ready';
  return resource.role === 'unknown' ? 'unknown' : 'ok';
}

function wordsOf(resource: CrmResource): Phrase {
  if (resource.failed) return say('resFailed');
  if (resource.blocked) return say('resBlocked');
  if (resource.pending || resource.role === 'Starting' || resource.role === 'Promoting')
    return say('resStarting');
  if (resource.role === 'Stopping' || resource.role === 'Demoting') return say('resStopping');
  if (resource.orphaned) return say('resOrphaned');
  if (!resource.managed || resource.maintenance) return say('resUnmanaged');
  if (resource.role === 'Promoted') return say('resPromoted');
  if (resource.role === 'Unpromoted') return say('resUnpromoted');
  return say(resource.role === 'Stopped' ? 'resStopped' : 'resRunning');
}

function resourceFindings(
  resource: CrmResource,
  reading: PacemakerReading | undefined,
  node: string,
): readonly Trouble[] {
  const list: Trouble[] = [];
  const step = say('stepCleanUp', { resource: resource.id });
  const failure = reading?.failures.find(
    (one) => one.node === node && baseId(one.resource ?? '') === resource.id,
  );
  if (resource.failed)
    list.push(trouble(say('resFailedBefore', failureParams(resource.id, node, failure, undefined)), step));
  else if (resource.blocked) list.push(trouble(say('resBlocked'), step));
  else if (failure)
    list.push(
      trouble(
        say(
          'resFailedBefore',
          failureParams(
            resource.id,
            node,
            failure,
            reading?.failCounts.find((one) => one.node === node && one.resource === resource.id),
          ),
        ),
        step,
      ),
    );
  // A primitive on two nodes at once is the worst thing Pacemaker can report.
  if (resource.within.every((outer) => outer.kind === 'group') && resource.nodes.length > 1)
    list.unshift(
      trouble(
        say('resTwice', { resource: resource.id, nodes: resource.nodes.join(', ') }),
        say('stepStopDuplicate'),
      ),
    );
  if (resource.orphaned) list.push(trouble(say('resOrphaned'), step));
  return list;
}

/** `fs:0` and `fs` are the same resource. */
const baseId = (id: string): string => id.replace(/:\d+$/, '');

function failureParams(
  resource: string,
  node: string,
  failure: CrmFailure | undefined,
  count: CrmFailCount | undefined,
): Record<string, string | number> {
  const tries = count?.count ?? 0;
  return {
    resource,
    node,
    reason: failure?.exitReason || failure?.exitStatus || failure?.task || '',
    count: tries,
    infinite: tries >= 1_000_000 ? 'yes' : 'no',
  };
}

/** Failures remembered against this node: what failed there does not come back there until it is cleaned up. */
function failuresOn(
  reading: PacemakerReading,
  node: string,
): readonly (readonly [string, Record<string, string | number>])[] {
  const found = new Map<string, Record<string, string | number>>();
  for (const count of reading.failCounts) {
    if (count.node !== node || count.count <= 0) continue;
    const failure = reading.failures.find(
      (one) => one.node === node && baseId(one.resource ?? '') === baseId(count.resource),
    );
    found.set(baseId(count.resource), failureParams(baseId(count.resource), node, failure, count));
  }
  return [...found];
}

function failedBeforeCell(
  source: NodeSource,
  view: Seen<PacemakerReading>,
  id: string,
  params: Record<string, string | number>,
): TopologyCell {
  return makeCell({
    layer: 'resources',
    source,
    name: id,
    status: 'warning',
    words: say('resFailedHere'),
    findings: [trouble(say('resFailedBefore', params), say('stepCleanUp', { resource: id }))],
    from: [view],
    resourceId: id,
  });
}

/** What the cluster should run and runs nowhere, one cell per outermost resource. VIPs say it on their rail. */
export function nowhereCells(
  view: Seen<PacemakerReading> | undefined,
  sources: readonly NodeSource[],
  anatomy: Anatomy,
): readonly TopologyCell[] {
  const reading = view?.value;
  const anchor = sources.find((source) => source.node.name === view?.source) ?? sources[0];
  if (!view || !reading || !anchor) return [];
  const placed = (resource: CrmResource): boolean => resource.active && resource.nodes.length > 0;
  return groupByTop(reading.resources, anatomy)
    .filter(([, members]) => members.every((member) => !placed(member)))
    .filter(([, members]) => !members.every((member) => anatomy.vipResourceIds.has(member.id)))
    .map(([top, members]) => nowhereCell(anchor, view, top, members));
}

function nowhereCell(
  anchor: NodeSource,
  view: Seen<PacemakerReading>,
  top: string,
  members: readonly CrmResource[],
): TopologyCell {
  const onPurpose = members.every((member) => member.targetRole === 'Stopped');
  const reason = view.value?.failures.find((failure) =>
    members.some((member) => baseId(failure.resource ?? '') === member.id),
  );
  const cause = reason
    ? say('resFailedBefore', failureParams(top, reason.node, reason, undefined))
    : say('serviceNowhere', { name: top });
  const made = makeCell({
    layer: 'resources',
    source: anchor,
    name: top,
    status: onPurpose ? 'idle' : 'critical',
    words: say(onPurpose ? 'resStoppedOnPurpose' : 'resStopped'),
    findings: onPurpose
      ? []
      : [trouble(cause, say(reason ? 'stepCleanUp' : 'stepStartResource', { resource: top }))],
    from: [view],
    resourceId: top,
  });
  return { ...made, id: `nowhere:resources:${top}`, nodeId: 'nowhere', node: '' };
}
