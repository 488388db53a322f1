/**
 * What an edit of the configuration may not take away unseen: fencing, quorum, what keeps data and services in their
 * order. Each compares the configuration as it is with the one the change leaves: what was wrong before and stays
 * wrong is told by other guards, and does not forbid a change that has nothing to do with it.
 */
import {
  fenceDevices,
  isFencingEnabled,
  leftoverConstraints,
  vipResources,
} from '@/lib/pacemaker/cib-queries';
import { findOption } from '@/lib/pacemaker/cluster-options';
import { optionRisks } from '@/lib/pacemaker/option-edits';
import type { CibReading } from '@/lib/pacemaker/types';
import { INFINITY_SCORE, parseScore } from '@/lib/pacemaker/values';
import { lostNeeds } from './configuration-needs';
import { copiesOf, copyName, unreadDrbdNodes } from './copies';
import { type Evaluation, fail, type Guard, type GuardContext, judge, pass, unknown } from './guard';
import { highScores } from './promotion-scores';
import type { Intent } from './types';

type EditContext = GuardContext<Extract<Intent, { kind: 'edit-configuration' }>>;

/** What `of` finds after the change and did not find before it. */
function added({ world, change }: GuardContext, of: (cib: CibReading) => readonly string[]): Evaluation {
  if (!change.after) return unknown(['cib']);
  const before = of(world.cib);
  return judge(of(change.after).filter((one) => !before.includes(one)));
}

const weakened = (cib: CibReading, risk: 'fencing' | 'quorum'): string[] =>
  (
    [
      ['cluster', cib.properties],
      ['resource-defaults', cib.resourceDefaults],
      ['operation-defaults', cib.operationDefaults],
    ] as const
  ).flatMap(([scope, values]) =>
    optionRisks(scope, values)
      .filter((warning) => warning.risk === risk && warning.weakens && findOption(scope, warning.name))
      .map(({ name }) => `${name} = ${values[name] ?? ''}`),
  );

/** Invariant 4: every node has a device, and one that kills a single node is kept off it. */
function fencingGaps(cib: CibReading): readonly string[] {
  if (!isFencingEnabled(cib)) return [];
  const devices = fenceDevices(cib);
  const uncovered = cib.nodes
    .filter((node) => node.type === undefined || node.type === 'member')
    .map((node) => node.name)
    .filter((node) => !devices.some(({ targets }) => targets.length === 0 || targets.includes(node)));
  const onVictim = devices.flatMap(({ id, targets: [only, ...more] }) =>
    only === undefined || more.length > 0 || isKeptOff(cib, id, only) ? [] : [`${id} @ ${only}`],
  );
  return [...uncovered, ...onVictim];
}

const isKeptOff = (cib: CibReading, resource: string, node: string): boolean =>
  cib.constraints.some(
    ({ kind, attributes }) =>
      kind === 'location' &&
      attributes.rsc === resource &&
      attributes.node === node &&
      (parseScore(attributes.score) ?? 0) <= -INFINITY_SCORE,
  );

/** Invariant 21: on the last node of two, one of them would have to stop. */
function exclusiveVips(cib: CibReading): readonly string[] {
  if (cib.nodes.length > 2) return [];
  const vips = vipResources(cib).map((vip) => vip.id);
  return cib.constraints.flatMap(({ kind, attributes: own }) => {
    const [one = '', other = ''] = [own.rsc, own['with-rsc']];
    const isNever = kind === 'colocation' && (parseScore(own.score) ?? 0) <= -INFINITY_SCORE;
    return isNever && vips.includes(one) && vips.includes(other) ? [`${one} + ${other}`] : [];
  });
}

/** Invariant 28: it is there because a copy is old, and DRBD takes it away itself. */
function drbdFenceKept({ world, change }: GuardContext): Evaluation {
  if (!change.after) return unknown(['cib']);
  const after = new Set(change.after.constraints.map(({ id }) => id));
  const gone = leftoverConstraints(world.cib)
    .filter(({ kind, constraint }) => kind === 'drbd-fence' && !after.has(constraint.id))
    .map(({ constraint }) => constraint.id);
  if (gone.length === 0) return pass;
  const old = copiesOf(world).filter((copy) => copy.disk !== 'UpToDate');
  return judge(
    old.flatMap((copy) => gone.map((id) => `${id} (${copy.node} ${copyName(copy)} ${copy.disk})`)),
    unreadDrbdNodes(world),
  );
}

/** Modes in which nothing is recovered, by name, as this change would switch them on. */
function handsOff({ intent: { edit } }: EditContext): readonly string[] {
  if (edit.kind === 'maintenance' && edit.isOn) return [edit.of === 'cluster' ? 'maintenance-mode' : edit.id];
  if (edit.kind === 'manage-resource' && !edit.isOn) return [edit.id];
  if (edit.kind !== 'options') return [];
  return optionRisks(edit.scope, edit.values)
    .filter(({ risk, weakens }) => risk === 'unattended' && weakens)
    .map(({ name }) => name);
}

/** Longer is no maintenance any more, it is the way the cluster is run. */
export const LONGEST_MAINTENANCE_MS = 30 * 86_400_000;

/** Invariant 27: whoever switches the watch off says when it is meant to be on again. */
function maintenanceEnds({ intent: { edit }, world }: EditContext): Evaluation {
  if (edit.kind === 'options' && edit.scope === 'cluster' && 'maintenance-mode' in edit.values)
    return edit.values['maintenance-mode'] === null ? pass : fail(['maintenance-mode']);
  if (edit.kind !== 'maintenance' || !edit.isOn) return pass;
  const left = (edit.until ?? 0) - world.now;
  return left > 0 && left <= LONGEST_MAINTENANCE_MS ? pass : fail([edit.id || 'maintenance-mode']);
}

/** What the cluster does at once when it looks after things again. */
function leavingQuiet({ intent: { edit }, change }: EditContext): Evaluation {
  const isLeaving = (edit.kind === 'maintenance' || edit.kind === 'manage-resource') && 'isOn' in edit;
  const isEnd = isLeaving && (edit.kind === 'maintenance' ? !edit.isOn : edit.isOn);
  if (!isEnd) return pass;
  if (!change.simulation.known) return unknown(['crm_simulate']);
  const acts = change.simulation.reading.actions.filter(({ action }) => action !== 'monitor');
  return judge([
    ...new Set(acts.map(({ action, resource, node }) => `${action} ${resource ?? node ?? ''}`.trim())),
  ]);
}

const EDITS = ['edit-configuration'] as const;

export const CONFIGURATION_GUARDS = [
  {
    id: 'fencing-stays-on',
    invariant: 3,
    level: 'confirm',
    needsChange: true,
    appliesTo: EDITS,
    evaluate: (context) => added(context, (cib) => weakened(cib, 'fencing')),
  },
  {
    id: 'fenced-by-others',
    invariant: 4,
    level: 'deny',
    needsChange: true,
    appliesTo: EDITS,
    evaluate: (context) => added(context, fencingGaps),
  },
  {
    id: 'quorum-respected',
    invariant: 10,
    level: 'confirm',
    needsChange: true,
    appliesTo: EDITS,
    evaluate: (context) => added(context, (cib) => weakened(cib, 'quorum')),
  },
  {
    id: 'vips-not-exclusive',
    invariant: 21,
    level: 'deny',
    needsChange: true,
    appliesTo: EDITS,
    evaluate: (context) => added(context, exclusiveVips),
  },
  {
    id: 'hafs-users-follow',
    invariant: 22,
    level: 'deny',
    needsChange: true,
    appliesTo: EDITS,
    evaluate: ({ world, change }) =>
      change.after ? judge(lostNeeds(world, change.after).hafs) : unknown(['cib']),
  },
  {
    // To part with one may be the very wish: a person says so.
    id: 'chain-whole',
    invariant: 23,
    level: 'confirm',
    needsChange: true,
    appliesTo: EDITS,
    evaluate: ({ world, change }) =>
      change.after ? judge(lostNeeds(world, change.after).vips) : unknown(['cib']),
  },
  { id: 'maintenance-ends', invariant: 27, level: 'deny', appliesTo: EDITS, evaluate: maintenanceEnds },
  {
    id: 'watch-kept',
    invariant: 27,
    level: 'confirm',
    appliesTo: EDITS,
    evaluate: (context: EditContext) => judge(handsOff(context)),
  },
  {
    id: 'leaving-quiet',
    invariant: 27,
    level: 'confirm',
    needsChange: true,
    appliesTo: EDITS,
    evaluate: leavingQuiet,
  },
  {
    id: 'drbd-fence-kept',
    invariant: 28,
    level: 'deny',
    needsChange: true,
    appliesTo: EDITS,
    evaluate: drbdFenceKept,
  },
  {
    id: 'scores-below-data',
    invariant: 38,
    level: 'deny',
    needsChange: true,
    appliesTo: EDITS,
    evaluate: (context) => added(context, highScores),
  },
] as const satisfies readonly Guard[];
