/**
 * What an agent says about itself: OCF metadata (`crm_resource --show-metadata`, `stonith_admin --metadata`), the
 * form that resource agents 1.0 and 1.1, fence agents and Pacemaker's systemd adapter share. Real agents are loose
 * with it: languages are missing, booleans are 1, true or yes, types have several spellings, texts come in CDATA.
 * What is not understood is kept as text; only what is no metadata at all is refused.
 */
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { attr, child, children, define, parseXml, type XmlElement } from '@/lib/base/xml';
import { optional } from './cluster-status';
import { parseCrmBoolean } from './values';

/** Language → text; `en` where the agent names none. */
export type AgentWords = Readonly<Record<string, string>>;
export type ParameterType = 'boolean' | 'integer' | 'string' | 'time' | 'select';

export interface AgentParameter {
  readonly name: string;
  readonly type: ParameterType;
  /** What a `select` may be. */
  readonly options: readonly string[];
  readonly default?: string;
  readonly isRequired: boolean;
  /** No two resources of this agent may have the same value. */
  readonly isUnique: boolean;
  /** Parameters that are unique together. */
  readonly uniqueGroup?: string;
  /** Can change without a restart. */
  readonly isReloadable: boolean;
  readonly isDeprecated: boolean;
  /** The old name that this parameter took the place of. */
  readonly obsoletes?: string;
  readonly shortDesc: AgentWords;
  readonly longDesc: AgentWords;
}

export interface AgentAction {
  readonly name: string;
  /** As written: `20s`, `20`, `1min`. */
  readonly timeout?: string;
  readonly interval?: string;
  /** `Promoted` or `Unpromoted`, whichever way the agent spells it. */
  readonly role?: string;
  /** Level of a check (`OCF_CHECK_LEVEL`), 0 the plain one. */
  readonly depth: number;
}

export interface AgentMetadata {
  readonly name: string;
  readonly version?: string;
  readonly shortDesc: AgentWords;
  readonly longDesc: AgentWords;
  readonly parameters: readonly AgentParameter[];
  readonly actions: readonly AgentAction[];
}

/** Agents name a document type by a file that nobody has; nothing of it is needed, and `parseXml` refuses them all. */
const DOCTYPE =
  /^(\s*(?:<\?xml[^>]*\?>)?\s*(?:<!--[\s\S]{0,5000}?-->\s*)*)<!DOCTYPE\s+[\w-]+(?:\s+(?:SYSTEM|PUBLIC))?(?:\s+(?:"[^"<>]*"|'[^'<>]*'))*\s*>/;

/** @param text the tool's standard output */
export function parseAgentMetadata(text: string): Result<AgentMetadata, ParseError> {
  // Some agents print before their metadata; a document begins with its declaration or root.
  const start = text.search(/<\?xml|<!DOCTYPE|<resource-agent/);
  const parsed = parseXml((start > 0 ? text.slice(start) : text).replace(DOCTYPE, '$1').trim(), [
    'resource-agent',
  ]);
  if (!parsed.ok) return parsed;
  const { root } = parsed.value;
  const name = attr(root, 'name')?.trim();
  if (!name) return parseError('an agent without name');
  return ok({
    name,
    ...optional('version', attr(root, 'version') ?? textBelow(root, 'version')),
    shortDesc: words(root, 'shortdesc', attr(root, 'shortdesc')),
    longDesc: words(root, 'longdesc'),
    parameters: parseParameters(child(root, 'parameters')),
    actions: parseActions(child(root, 'actions')),
  });
}

function parseParameters(section: XmlElement | undefined): AgentParameter[] {
  const found = new Map<string, AgentParameter>();
  for (const element of section ? children(section, 'parameter') : []) {
    const name = attr(element, 'name')?.trim();
    // A name that is written twice is described by the first.
    if (!name || found.has(name)) continue;
    const content = child(element, 'content');
    const options = content
      ? children(content, 'option').map((option) => attr(option, 'value') ?? text(option))
      : [];
    const uniqueGroup = attr(element, 'unique-group');
    found.set(name, {
      name,
      type: typeOf(content && attr(content, 'type'), options),
      options,
      // An empty default says "none": agents print their unset variables.
      ...optional('default', (content && attr(content, 'default')) || undefined),
      isRequired: flag(element, 'required'),
      isUnique: flag(element, 'unique') || uniqueGroup !== undefined,
      ...optional('uniqueGroup', uniqueGroup),
      isReloadable: flag(element, 'reloadable'),
      isDeprecated: flag(element, 'deprecated') || child(element, 'deprecated') !== undefined,
      ...optional('obsoletes', attr(element, 'obsoletes')),
      shortDesc: words(element, 'shortdesc'),
      longDesc: words(element, 'longdesc'),
    });
  }
  return [...found.values()];
}

const flag = (element: XmlElement, name: string): boolean =>
  parseCrmBoolean(attr(element, name)?.trim()) === true;

const TYPES: Readonly<Record<string, ParameterType>> = {
  boolean: 'boolean',
  bool: 'boolean',
  integer: 'integer',
  int: 'integer',
  nonnegative_integer: 'integer',
  port: 'integer',
  time: 'time',
  timeout: 'time',
  duration: 'time',
  // Fence agents of 4.x: a number of seconds.
  second: 'time',
  select: 'select',
  enum: 'select',
};

function typeOf(written: string | undefined, options: readonly string[]): ParameterType {
  const key = (written ?? '').trim().toLowerCase();
  const type = Object.hasOwn(TYPES, key) ? (TYPES[key] ?? 'string') : 'string';
  if (type === 'select') return options.length > 0 ? 'select' : 'string';
  return type;
}

const ROLES: Readonly<Record<string, string>> = {
  master: 'Promoted',
  promoted: 'Promoted',
  slave: 'Unpromoted',
  unpromoted: 'Unpromoted',
};

function parseActions(section: XmlElement | undefined): AgentAction[] {
  return (section ? children(section, 'action') : []).flatMap((element) => {
    const name = attr(element, 'name')?.trim();
    if (!name) return [];
    const depth = Number(attr(element, 'depth') ?? 0);
    const role = attr(element, 'role')?.trim();
    return [
      {
        name,
        ...optional('timeout', attr(element, 'timeout')?.trim() || undefined),
        ...optional('interval', attr(element, 'interval')?.trim() || undefined),
        ...optional('role', role === undefined ? undefined : ROLES[role.toLowerCase()]),
        depth: Number.isSafeInteger(depth) ? depth : 0,
      },
    ];
  });
}

/** Texts by language. CDATA counts as text; runs of white space inside a short one are layout. */
function words(parent: XmlElement, tag: string, fallback?: string): AgentWords {
  const found: Record<string, string> = {};
  for (const element of children(parent, tag)) {
    const language = attr(element, 'lang') ?? attr(element, 'xml:lang') ?? 'en';
    const content = text(element);
    if (content !== '' && !Object.hasOwn(found, language)) {
      define(found, language, tag === 'shortdesc' ? content.replace(/\s+/g, ' ') : content);
    }
  }
  if (fallback && Object.keys(found).length === 0) define(found, 'en', fallback);
  return found;
}

const text = (element: XmlElement): string => (element.textContent ?? '').trim();

function textBelow(parent: XmlElement, tag: string): string | undefined {
  const element = child(parent, tag);
  return (element && text(element)) || undefined;
}

/** A text in the wanted language, else in English, else in any. */
export const wordsIn = (texts: AgentWords, language: string): string | undefined =>
  texts[language] ??
  Object.entries(texts).find(([key]) => key.split(/[-_]/)[0] === language)?.[1] ??
  texts.en ??
  Object.values(texts)[0];
