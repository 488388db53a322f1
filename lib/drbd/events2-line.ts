/**
 * One line of `drbdsetup events2`, for the 8.4 and the 9.x tool (reference 1.7.3, 1.7.4). Grammar only: what a line
 * does to the state is `events2-model.ts`. Refused: `--diff` and `--color` output, which Haven never asks for.
 */
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { isStateWord } from './state-words';

export type Events2Verb = 'exists' | 'create' | 'change' | 'destroy' | 'rename' | 'call' | 'response';
export type Events2Object = 'resource' | 'device' | 'connection' | 'peer-device' | 'path' | 'helper';

export type Events2Line =
  /** `exists -`: the dump is complete. */
  | { readonly kind: 'dump-end' }
  /** `- skipped N`: the kernel dropped N messages, so the folded state is unreliable. */
  | { readonly kind: 'skipped'; readonly count: number }
  /** An object type of a newer tool; nothing of ours depends on it. */
  | { readonly kind: 'other' }
  | {
      readonly kind: 'event';
      readonly verb: Events2Verb;
      readonly object: Events2Object;
      /** From `--timestamps`, milliseconds since the epoch on the node's clock. */
      readonly at?: number;
      readonly fields: ReadonlyMap<string, string>;
    };

const VERBS: ReadonlySet<string> = new Set([
  'exists',
  'create',
  'change',
  'destroy',
  'rename',
  'call',
  'response',
]);

/** Keys that identify an object; a line without them was cut or is not from events2. */
const IDENTITY: Readonly<Record<Events2Object, readonly string[]>> = {
  resource: ['name'],
  device: ['name', 'volume'],
  connection: ['name', 'peer-node-id'],
  'peer-device': ['name', 'peer-node-id', 'volume'],
  path: ['name', 'peer-node-id', 'local', 'peer'],
  helper: ['name', 'helper'],
};

/** Objects come into being with these; `change` prints only what changed (reference 1.7.3 rule 1). */
const STATE_AT_BIRTH: Readonly<Partial<Record<Events2Object, readonly string[]>>> = {
  resource: ['role', 'suspended'],
  device: ['minor', 'disk'],
  connection: ['connection', 'role'],
  'peer-device': ['replication', 'peer-disk', 'resync-suspended'],
};

const STATE_KEYS: ReadonlySet<string> = new Set(['role', 'disk', 'connection', 'replication', 'peer-disk']);
const COUNT_KEYS: ReadonlySet<string> = new Set([
  'peer-node-id',
  'volume',
  'minor',
  'size',
  'read',
  'written',
  'received',
  'sent',
  'out-of-sync',
  'pending',
  'unacked',
]);
const YES_NO_KEYS: ReadonlySet<string> = new Set([
  'client',
  'peer-client',
  'quorum',
  'congested',
  'established',
]);
const LIST_KEYS: ReadonlySet<string> = new Set(['suspended', 'resync-suspended']);

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d$/;

/**
 * Parses one line without its line break.
 * @returns the line, or a ParseError for truncated, coloured, `--diff` or foreign text
 */
export function parseEvents2Line(text: string): Result<Events2Line, ParseError> {
  const words = text.trimEnd().split(' ');
  const at = TIMESTAMP.test(words[0] ?? '') ? Date.parse(words.shift() ?? '') : undefined;
  if (at !== undefined && !Number.isFinite(at)) return parseError('impossible timestamp', text);
  const [verb, object, ...pairs] = words;
  if (verb === '-' && object === 'skipped') {
    const count = pairs.length === 1 ? Number(pairs[0]) : Number.NaN;
    return Number.isInteger(count) ? ok({ kind: 'skipped', count }) : parseError('bad skipped line', text);
  }
  if (verb === undefined || !VERBS.has(verb) || object === undefined)
    return parseError('not an events2 line', text);
  if (verb === 'exists' && object === '-' && pairs.length === 0) return ok({ kind: 'dump-end' });
  const fields = parseFields(pairs);
  if (!fields) return parseError('a word is not key:value', text);
  if (!isObject(object)) {
    return /^[a-z][a-z-]*$/.test(object) && fields.has('name')
      ? ok({ kind: 'other' })
      : parseError('not an events2 object', text);
  }
  const fault = faultOf(verb as Events2Verb, object, fields);
  if (fault) return parseError(fault, text);
  return ok({
    kind: 'event',
    verb: verb as Events2Verb,
    object,
    fields,
    ...(at === undefined ? {} : { at }),
  });
}

const isObject = (word: string): word is Events2Object => Object.hasOwn(IDENTITY, word);

/** Splits every word at its first colon only: values hold colons (`local:ipv4:10.0.0.1:7789`). */
function parseFields(pairs: readonly string[]): Map<string, string> | undefined {
  const fields = new Map<string, string>();
  for (const pair of pairs) {
    if (pair === '') continue;
    const colon = pair.indexOf(':');
    const key = pair.slice(0, colon);
    // A second value for one key means two lines ran into each other.
    if (colon < 1 || !/^[a-z][a-z0-9_-]*$/.test(key) || fields.has(key)) return undefined;
    fields.set(key, pair.slice(colon + 1));
  }
  return fields;
}

function faultOf(
  verb: Events2Verb,
  object: Events2Object,
  fields: ReadonlyMap<string, string>,
): string | undefined {
  for (const key of IDENTITY[object]) {
    if (!fields.get(key)) return `${key} is missing`;
  }
  if (verb === 'rename' && !fields.get('new_name')) return 'new_name is missing';
  if ((verb === 'call' || verb === 'response') !== (object === 'helper')) return 'verb and object do not fit';
  if (verb === 'exists' || verb === 'create') {
    const absent = STATE_AT_BIRTH[object]?.find((key) => !fields.has(key));
    if (absent) return `${absent} is missing`;
  }
  for (const [key, value] of fields) {
    const fault = valueFault(key, value);
    if (fault) return fault;
  }
  return undefined;
}

function valueFault(key: string, value: string): string | undefined {
  if (STATE_KEYS.has(key) && !isStateWord(value)) return `${key} is not a state word`;
  if (COUNT_KEYS.has(key) && !/^\d{1,20}$/.test(value)) return `${key} is not a number`;
  if (YES_NO_KEYS.has(key) && value !== 'yes' && value !== 'no') return `${key} is not yes or no`;
  if (LIST_KEYS.has(key) && !/^[a-z]+(-[a-z]+)*(,[a-z]+(-[a-z]+)*)*$/.test(value))
    return `${key} is not a list of reasons`;
  if (key === 'done' && !(/^\d{1,3}(\.\d+)?$/.test(value) && Number(value) <= 100))
    return 'done is not a percentage';
  return undefined;
}
