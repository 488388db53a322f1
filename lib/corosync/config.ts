/**
 * Reads corosync.conf for discovery: who is in the cluster and at which addresses (reference 2.3.1). One statement
 * per line, as corosync itself demands. Keeps every value it does not model; leaves out validation (`corosync -t`).
 */
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { toNodelist } from './probes';
import type { CorosyncReading } from './types';

export interface ConfigSection {
  readonly name: string;
  readonly values: readonly (readonly [key: string, value: string])[];
  readonly sections: readonly ConfigSection[];
}

export interface CorosyncConfig {
  readonly clusterName?: string;
  readonly transport?: string;
  readonly configVersion?: number;
  /** Token timeout in milliseconds, where it is set. */
  readonly tokenMs?: number;
  readonly twoNode: boolean;
  readonly expectedVotes?: number;
  /** Model of the quorum device (`net`), where there is one. */
  readonly deviceModel?: string;
  readonly nodelist: CorosyncReading['nodelist'];
  /** The whole file, for what is not modelled. */
  readonly root: ConfigSection;
}

const MAX_DEPTH = 20;

interface OpenSection {
  readonly name: string;
  readonly values: [string, string][];
  readonly sections: OpenSection[];
}

/** Parses the text of corosync.conf; an unclosed section or a line that is no statement is an error. */
export function parseCorosyncConf(text: string): Result<CorosyncConfig, ParseError> {
  const tree = parseTree(text);
  if (!tree.ok) return tree;
  const root = tree.value;
  const totem = sectionOf(root, 'totem');
  if (!totem) return parseError('no totem section');
  const quorum = sectionOf(root, 'quorum');
  const nodes = (sectionOf(root, 'nodelist')?.sections ?? []).filter(({ name }) => name === 'node');
  const nodelist = toNodelist(nodes.map((node) => new Map(node.values)));
  if (!nodelist) return parseError('a node without nodeid in the nodelist');
  const device = quorum && sectionOf(quorum, 'device');
  return ok({
    ...entry('clusterName', textOf(totem, 'cluster_name')),
    ...entry('transport', textOf(totem, 'transport')),
    ...entry('configVersion', numberOf(totem, 'config_version')),
    ...entry('tokenMs', numberOf(totem, 'token')),
    twoNode: textOf(quorum, 'two_node') === '1',
    ...entry('expectedVotes', numberOf(quorum, 'expected_votes')),
    ...entry('deviceModel', textOf(device, 'model')),
    nodelist,
    root,
  });
}

function parseTree(text: string): Result<ConfigSection, ParseError> {
  const open: [OpenSection, ...OpenSection[]] = [{ name: '', values: [], sections: [] }];
  const lines = text.split('\n');
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const current = open.at(-1) ?? open[0];
    const section = /^(\w+)\s*\{$/.exec(line);
    const statement = /^([\w.-]+)\s*:\s*(.*)$/.exec(line);
    if (section?.[1]) {
      if (open.length > MAX_DEPTH) return parseError('sections nested too deep', undefined, index + 1);
      const next: OpenSection = { name: section[1], values: [], sections: [] };
      current.sections.push(next);
      open.push(next);
    } else if (line === '}') {
      if (open.length === 1) return parseError('a closing brace too many', undefined, index + 1);
      open.pop();
    } else if (statement?.[1]) current.values.push([statement[1], statement[2]?.trim() ?? '']);
    else return parseError('neither a statement nor a section', undefined, index + 1);
  }
  return open.length === 1 ? ok(open[0]) : parseError(`section ${open.at(-1)?.name ?? ''} is not closed`);
}

const sectionOf = (parent: ConfigSection, name: string): ConfigSection | undefined =>
  parent.sections.find((section) => section.name === name);

/** The last statement of a name counts, as in corosync. */
const textOf = (section: ConfigSection | undefined, key: string): string | undefined =>
  section?.values.findLast(([name]) => name === key)?.[1];

function numberOf(section: ConfigSection | undefined, key: string): number | undefined {
  const text = textOf(section, key);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

const entry = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
