/**
 * How drift is planned back, where Haven can: the CIB by edits of what differs, haproxy.cfg and Apache2's files by their
 * texts, options of a DRBD resource by their values. What no planner can write is said, and stays a person's to do by hand.
 */

import { editResAll, type ResEdit } from '@/lib/drbd/res-edits';
import { parseResFile } from '@/lib/drbd/res-file';
import { resResources } from '@/lib/drbd/res-view';
import { COROSYNC_CONF, HAPROXY_CFG, isApacheConfig } from '@/lib/host/config-files';
import { CIB_OBJECT, fileOfObject, ON_HAFS } from '@/lib/live/baseline';
import { type CibDifference, compareCibs } from '@/lib/pacemaker/cib-differences';
import { changesBetween, type ReturnRefusal } from '@/lib/pacemaker/cib-return';
import { cibAround } from '@/lib/pacemaker/cib-steady';
import type { Intent } from './types';

export interface DriftedText {
  /** Null: no such file. */
  readonly sha256: string | null;
  /** Undefined where Haven could not keep it. */
  readonly text?: string;
}

export interface DriftedObject {
  readonly object: string;
  /** Where a file on HAFS was seen. Not needed to say whether it can be planned back. */
  readonly node?: string;
  readonly baseline: DriftedText;
  readonly seen: DriftedText;
}

/** Why a person has to do it: words are `hand-…`. */
export type ByHand =
  | ReturnRefusal['reason']
  /** A text is not known any more. */
  | 'text-missing'
  /** No plan of Haven writes this file. */
  | 'no-planner'
  /** More than options differ in a resource file. */
  | 'more-than-options'
  /** The file came or went: Haven neither makes nor removes it here. */
  | 'file-itself'
  | 'same';

export type ReturnPlan =
  | { readonly kind: 'plan'; readonly intent: Intent }
  | { readonly kind: 'by-hand'; readonly why: ByHand };

const byHand = (why: ByHand): ReturnPlan => ({ kind: 'by-hand', why });

export function returnIntent({ object, node, baseline, seen }: DriftedObject): ReturnPlan {
  if (baseline.sha256 === seen.sha256) return byHand('same');
  const file = fileOfObject(object);
  if (file && (baseline.sha256 === null || seen.sha256 === null)) return byHand('file-itself');
  if (baseline.text === undefined || seen.text === undefined) return byHand('text-missing');
  if (object === CIB_OBJECT) return configurationBack(seen.text, baseline.text);
  if (!file || seen.sha256 === null || baseline.sha256 === null) return byHand('no-planner');
  const tool = toolOf(file.path);
  if (tool) {
    const place = { ...file, node: file.node === ON_HAFS ? (node ?? ON_HAFS) : file.node };
    const edit = { ...place, baseSha256: seen.sha256, text: baseline.text, sha256: baseline.sha256 };
    return { kind: 'plan', intent: { kind: 'edit-file', tool, files: [edit] } };
  }
  return file.path.endsWith('.res') ? optionsBack(seen.text, baseline.text) : byHand('no-planner');
}

/** Whose own check and reload a text goes out with. */
function toolOf(path: string): 'haproxy' | 'apache' | undefined {
  if (path === HAPROXY_CFG) return 'haproxy';
  return isApacheConfig(path) ? 'apache' : undefined;
}

/** Names of at most this many objects label the plan. */
const NAMED = 3;

function configurationBack(from: string, to: string): ReturnPlan {
  const made = changesBetween(from, to);
  if (!made.ok) return byHand(made.error.reason);
  if (made.value.length === 0) return byHand('same');
  const differences = compareCibs(cibAround(from), cibAround(to));
  const names = differences.ok
    ? [...new Set(differences.value.map(({ object }) => object.owner?.name ?? object.name))]
    : [];
  const of = names.slice(0, NAMED).join(', ') || CIB_OBJECT;
  return {
    kind: 'plan',
    intent: { kind: 'edit-configuration', edit: { kind: 'changes', changes: made.value, of } },
  };
}

type Values = Readonly<Record<string, string | null>>;

/** Whether the options' own edits make exactly the one text of the other, in either generation's grammar. */
function leadsTo(from: string, to: string, resource: string, values: Values): boolean {
  const edits = Object.entries(values).map(([key, value]): ResEdit => {
    const [section = '', name = ''] = key.split('.', 2);
    const at = { scope: { kind: 'resource', name: resource }, section: section as 'net', name } as const;
    return value === null ? { kind: 'remove-option', ...at } : { kind: 'set-option', ...at, value };
  });
  return (['8.4', '9'] as const).some((generation) => {
    const edited = editResAll(from, edits, generation);
    return edited.ok && edited.value.text === to;
  });
}

/** One resource per file, whose options alone differ: then they are set to what they were, by the options' own planner. */
function optionsBack(from: string, to: string): ReturnPlan {
  const [is, was] = [parseResFile(from), parseResFile(to)];
  if (!is.ok || !was.ok) return byHand('unreadable');
  const [[now, ...moreNow], [then, ...moreThen]] = [resResources(is.value), resResources(was.value)];
  if (!now || !then || moreNow.length + moreThen.length > 0) return byHand('more-than-options');
  const names = [...new Set([...Object.keys(now.options), ...Object.keys(then.options)])].filter(
    (name) => now.options[name] !== then.options[name],
  );
  if (names.length === 0) return byHand('more-than-options');
  const values = Object.fromEntries(names.map((name) => [name, then.options[name] ?? null]));
  if (!leadsTo(from, to, then.name, values)) return byHand('more-than-options');
  return { kind: 'plan', intent: { kind: 'drbd-options', resource: then.name, values } };
}

/** Two texts of one thing, by hash. Null: no such file. */
export interface DriftPlace {
  readonly object: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a page shows of a difference. A text that is missing was never fetched: the node may have gone first. */
export interface DriftDetail {
  readonly before?: string;
  readonly after?: string;
  /** Of the CIB, object by object; the texts are the raw evidence. */
  readonly differences?: readonly CibDifference[];
  /** Absent where it can be planned back. */
  readonly byHand?: ByHand;
}

/** What a person types on the node to put a file right and have it in force: looked at first, taken into use last. */
export function handCommands(path: string): readonly string[] {
  const edit = `sudoedit ${path}`;
  if (path === COROSYNC_CONF) return [edit, 'corosync -t', 'corosync-cfgtool -R'];
  if (path === HAPROXY_CFG) return [edit, `haproxy -c -f ${path}`, 'systemctl reload haproxy'];
  if (isApacheConfig(path)) return [edit, 'apache2ctl configtest', 'systemctl reload apache2'];
  return [edit, 'drbdadm --dry-run adjust all', 'drbdadm adjust all'];
}
