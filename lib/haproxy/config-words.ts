/** Refusals, problems and differences of haproxy.cfg as sentences in data; the words are in lib/plan/messages-haproxy. */
import type { Sentence } from '@/lib/base/sentence';
import { joinHostPort } from './address';
import type { ConfigProblem } from './check-types';
import type { ConfigChangeProblem } from './config-change';
import type { AttributeChange, ConfigDifference } from './config-diff';
import type { ConfigEdit } from './config-edits';
import type { SectionPlace } from './config-place';
import type { RuntimeDrift } from './runtime-drift';

/** Why an edit cannot be made, as the reason and what it is about: `nova (12, 14)`. */
export function describeRefusal({ reason, what, lines = [] }: ConfigChangeProblem): {
  readonly id: string;
  readonly objects: string;
} {
  const at = lines.length > 0 ? `(${lines.join(', ')})` : '';
  return { id: `haproxy-${reason}`, objects: [what, at].filter(Boolean).join(' ') || '–' };
}

/** @param node named where the files of several nodes are judged together */
export function describeProblem(problem: ConfigProblem, node?: string): Sentence {
  const { id, line, otherLine, section, what } = problem;
  const named = problem.node ?? node;
  return {
    id: `config-${id}`,
    params: {
      at:
        [named, line === undefined ? undefined : `haproxy.cfg:${line}`].filter(Boolean).join(' ') ||
        'haproxy.cfg',
      other: otherLine ?? 0,
      section: section ?? '–',
      node: named ?? '–',
      what: what ?? '–',
    },
  };
}

const placeName = ({ kind, name }: SectionPlace): string => [kind, name].filter(Boolean).join(' ');

const NONE = '–';
/** A word without value is there or it is not. */
const written = (value: string | undefined): string =>
  value === undefined ? NONE : value === '' ? '✓' : value;

const changeText = ({ name, before, after }: AttributeChange): string =>
  `${name}: ${written(before)} → ${written(after)}`;

const linesText = (lines: readonly (readonly string[])[]): string =>
  lines.map((words) => words.join(' ')).join('; ') || NONE;

export function describeDifference(difference: ConfigDifference): Sentence {
  const place = placeName(difference.place);
  const id = `difference-${difference.kind}`;
  switch (difference.kind) {
    case 'section-added':
    case 'section-removed':
      return { id, params: { place, count: difference.lines } };
    case 'section-renamed':
      return { id, params: { place, to: difference.to } };
    case 'server-added':
    case 'server-removed':
    case 'bind-added':
    case 'bind-removed':
      return { id, params: { place, name: difference.name, words: difference.words.join(' ') } };
    case 'server-changed':
    case 'bind-changed': {
      const shape = shapeChange(difference.changes);
      if (difference.kind === 'server-changed' && shape)
        return { id: `difference-server-${shape}`, params: { place, name: difference.name } };
      const changes = difference.changes.map(changeText).join(', ');
      return { id, params: { place, name: difference.name, changes } };
    }
    case 'directive-changed': {
      const { name, before, after } = difference.change;
      return { id, params: { place, name, before: written(before), after: written(after) } };
    }
    case 'lines-changed':
      return {
        id,
        params: { place, removed: linesText(difference.removed), added: linesText(difference.added) },
      };
  }
}

/** The one word that makes a server active or standby, in or out of service. */
function shapeChange(
  changes: readonly AttributeChange[],
): 'to-standby' | 'to-active' | 'disabled' | 'enabled' | undefined {
  const [only, ...others] = changes;
  if (!only || others.length > 0) return undefined;
  if (only.name === 'backup') return only.after === undefined ? 'to-active' : 'to-standby';
  if (only.name === 'disabled') return only.after === undefined ? 'enabled' : 'disabled';
  return undefined;
}

export function describeDrift(drift: RuntimeDrift, node: string): Sentence {
  const { kind, backend, server, file = NONE, running = NONE } = drift;
  return { id: `runtime-${kind}`, params: { node, place: `${backend}/${server}`, file, running } };
}

/** An edit in signs and HAProxy's own words, for titles in every language. */
export function editLabel(edit: ConfigEdit): string {
  switch (edit.do) {
    case 'add-proxy':
      return `+ ${placeName(edit.proxy)}`;
    case 'edit-proxy':
      return `~ ${placeName(edit.place)}`;
    case 'remove-proxy':
      return `− ${placeName(edit.place)}`;
    case 'rename-proxy':
      return `${placeName(edit.place)} → ${edit.to}`;
    case 'add-bind':
    case 'remove-bind': {
      const sign = edit.do === 'add-bind' ? '+' : '−';
      return `${sign} ${placeName(edit.place)} bind ${joinHostPort(edit.bind.address, edit.bind.port)}`;
    }
    case 'add-server':
      return `+ ${serverName(edit.place, edit.server.name)}`;
    case 'register-node':
      return `+ ${serverName(edit.place, edit.node.name)}`;
    case 'change-server':
      return `~ ${serverName(edit.place, edit.server)}`;
    case 'rename-server':
      return `${serverName(edit.place, edit.server)} → ${edit.to}`;
    case 'remove-server':
      return `− ${serverName(edit.place, edit.server)}`;
    case 'retire-node':
      return `${edit.way === 'remove' ? '−' : 'disabled:'} ${serverName(edit.place, edit.server)}`;
    case 'restore-node':
      return `enabled: ${serverName(edit.place, edit.server)}`;
    case 'set-directive':
      return `~ ${placeName(edit.place)} ${edit.key.join(' ')}`;
    case 'add-directive':
      return `+ ${placeName(edit.place)} ${edit.words.slice(0, 2).join(' ')}`;
    case 'remove-directive':
      return `− ${placeName(edit.place)} ${edit.words.slice(0, 2).join(' ')}`;
    case 'shape-service':
      return `${edit.place.name ?? edit.place.kind}: ${edit.shape.kind}${edit.shape.kind === 'active-standby' ? ` (${edit.shape.primary})` : ''}`;
  }
}

const serverName = (place: SectionPlace, server: string): string => `${place.name ?? place.kind}/${server}`;
