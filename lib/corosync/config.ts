/**
 * What corosync.conf says, for discovery and for comparing: who is in the cluster and at which addresses (reference
 * 2.3.1). Over the lines of `config-file.ts`, which keep everything that is not modelled here.
 */
import { optional } from '@/lib/base/optional';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import {
  type CorosyncFile,
  type CorosyncSection,
  parseCorosyncFile,
  sectionsOf,
  valueIn,
} from './config-file';
import { toNodelist } from './probes';
import type { CorosyncReading } from './types';

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
  readonly file: CorosyncFile;
}

/** Parses the text of corosync.conf; an unclosed section or a line that is no statement is an error. */
export function parseCorosyncConf(text: string): Result<CorosyncConfig, ParseError> {
  const file = parseCorosyncFile(text);
  if (!file.ok) return file;
  const { root } = file.value;
  const [totem] = sectionsOf(root, 'totem');
  if (!totem) return parseError('no totem section');
  const [quorum] = sectionsOf(root, 'quorum');
  const nodes = sectionsOf(sectionsOf(root, 'nodelist')[0], 'node');
  const nodelist = toNodelist(
    nodes.map((node) => new Map(node.statements.map(({ key, value }) => [key, value]))),
  );
  if (!nodelist) return parseError('a node without nodeid in the nodelist');
  return ok({
    ...optional('clusterName', valueIn(totem, 'cluster_name')),
    ...optional('transport', valueIn(totem, 'transport')),
    ...optional('configVersion', numberOf(totem, 'config_version')),
    ...optional('tokenMs', numberOf(totem, 'token')),
    twoNode: valueIn(quorum, 'two_node') === '1',
    ...optional('expectedVotes', numberOf(quorum, 'expected_votes')),
    ...optional('deviceModel', valueIn(sectionsOf(quorum, 'device')[0], 'model')),
    nodelist,
    file: file.value,
  });
}

function numberOf(section: CorosyncSection | undefined, key: string): number | undefined {
  const text = valueIn(section, key);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
