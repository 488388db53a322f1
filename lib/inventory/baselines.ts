/**
 * What Haven holds a cluster against: for each thing the text that was found when it was adopted, that a job of Haven
 * made it, or that a person accepted. What a job changes is taken over here and nothing else: what somebody else changed
 * before stays drift.
 */
import {
  type ConfigFilesReading,
  FIXED_FILES,
  isApacheConfig,
  isElsewhere,
  isOnHafs,
  PORTS_CONF,
} from '@/lib/host/config-files';
import { type BaselineNote, CIB_OBJECT, fileObject, fileOfObject, ON_HAFS } from '@/lib/live/baseline';
import { parseCib } from '@/lib/pacemaker/cib';
import { applyCibChanges, type CibChange } from '@/lib/pacemaker/cib-patch';
import { cibAround, steadyConfiguration } from '@/lib/pacemaker/cib-steady';
import { changeLikewise } from './merge-lines';

/** What one step of a job did to something that has a baseline. */
export type BaselineEffect =
  | { readonly kind: 'cib'; readonly changes: readonly CibChange[] }
  | {
      readonly kind: 'file';
      readonly node: string;
      readonly path: string;
      /** SHA-256 of the file before and after; null: it was not there, or is gone. */
      readonly before: string | null;
      readonly after: string | null;
      /** Text after, secrets taken out. */
      readonly text: string;
    };

/** The node's own, and the cluster's where the file is one on HAFS: a step does not say where a link leads. */
export const objectsOfEffect = (effect: BaselineEffect): readonly [string, ...string[]] =>
  effect.kind === 'cib'
    ? [CIB_OBJECT]
    : [
        fileObject(effect.node, effect.path),
        ...(isApacheConfig(effect.path) ? [fileObject(ON_HAFS, effect.path)] : []),
      ];

/**
 * What a node's reading is the first of, and so becomes what is held against: of its own files, of its Apache2, and of the
 * Apache2 on HAFS, each as a whole. A file that joins them later is none of it: it was not there before. That there is
 * no Apache2 is a baseline too; while its files are elsewhere nobody can say.
 */
export function firstBaselines(
  node: string,
  reading: ConfigFilesReading,
  notes: readonly Pick<BaselineNote, 'object'>[],
): readonly { readonly object: string; readonly sha256: string | null }[] {
  const kept = notes.flatMap(({ object }) => fileOfObject(object) ?? []);
  const begun = (place: string, isApache: boolean) =>
    kept.some((file) => file.node === place && isApacheConfig(file.path) === isApache);
  const found = (place: string, paths: readonly string[]) =>
    [...new Set(paths)].map((path) => ({
      object: fileObject(place, path),
      sha256: reading.files.find((file) => file.path === path)?.sha256 ?? null,
    }));
  const all = reading.files.map(({ path }) => path);
  const own = all.filter((path) => !isOnHafs(reading, path));
  const isElseThere = isOnHafs(reading, PORTS_CONF) || isElsewhere(reading, PORTS_CONF);
  const apache = [...(isElseThere ? [] : [PORTS_CONF]), ...own.filter(isApacheConfig)];
  const others = [...FIXED_FILES, ...own.filter((path) => !isApacheConfig(path))];
  return [
    ...(begun(node, false) ? [] : found(node, others)),
    ...(begun(node, true) ? [] : found(node, apache)),
    ...(begun(ON_HAFS, true)
      ? []
      : found(
          ON_HAFS,
          all.filter((path) => isOnHafs(reading, path)),
        )),
  ];
}

export interface BaselineText {
  /** Null: there is no such file. */
  readonly sha256: string | null;
  readonly text: string;
}

/**
 * The baseline after a step.
 * @param before text of the file that the step replaced, where it was kept
 * @returns undefined when the baseline stays: the step changed a place that was drift already
 */
export function baselineAfter(
  baseline: BaselineText,
  effect: BaselineEffect,
  before: string | undefined,
  sha256: (text: string) => string,
): BaselineText | undefined {
  if (effect.kind === 'cib') return configurationAfter(baseline, effect.changes, sha256);
  if (baseline.sha256 === effect.after) return undefined;
  if (baseline.sha256 === effect.before || effect.after === null)
    return { sha256: effect.after, text: effect.text };
  // Without the text that was replaced nobody can tell what of the new one is the job's.
  if (before === undefined || baseline.sha256 === null) return undefined;
  const merged = changeLikewise(before, effect.text, baseline.text);
  return merged === undefined || merged === baseline.text
    ? undefined
    : { sha256: merged === effect.text ? effect.after : sha256(merged), text: merged };
}

/** Edit by edit: one that meets an outside change is left out, the others count. */
function configurationAfter(
  baseline: BaselineText,
  changes: readonly CibChange[],
  sha256: (text: string) => string,
): BaselineText | undefined {
  let xml = cibAround(baseline.text);
  for (const change of changes) {
    const applied = applyCibChanges(xml, [change]);
    if (applied.ok) xml = applied.value;
  }
  const cib = parseCib(xml);
  const steady = cib.ok ? steadyConfiguration(cib.value.configurationText) : cib;
  if (!steady.ok || steady.value === baseline.text) return undefined;
  return { sha256: sha256(steady.value), text: steady.value };
}
