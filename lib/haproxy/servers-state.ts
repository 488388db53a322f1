/**
 * `show servers state`: the administrative state of every server as a bit mask, which `show stat` only hints at. Used
 * before and after drain and maintenance, and for the state file that survives reloads.
 */
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';

export interface HaproxyServerState {
  readonly backend: string;
  readonly server: string;
  readonly address: string;
  readonly port?: number;
  /** `srv_op_state`: 0 stopped, 1 starting, 2 running, 3 stopping. */
  readonly operational: 'stopped' | 'starting' | 'running' | 'stopping';
  readonly isForcedMaintenance: boolean;
  readonly isForcedDrain: boolean;
  /** `srv_admin_state` as printed; bits in reference 3.5. */
  readonly adminState: number;
  readonly weight: number;
}

const OPERATIONAL = ['stopped', 'starting', 'running', 'stopping'] as const;
const FORCED_MAINTENANCE = 0x01;
const FORCED_DRAIN = 0x08;
const REQUIRED = ['be_name', 'srv_name', 'srv_addr', 'srv_op_state', 'srv_admin_state', 'srv_uweight'];

/** Parses the version line `1`, the `# be_id …` header and the rows up to the blank line. */
export function parseServersState(text: string): Result<readonly HaproxyServerState[], ParseError> {
  if (!text.endsWith('\n\n')) return parseError('servers state does not end with a blank line: it was cut');
  const [version, header = '', ...rows] = text.trimEnd().split('\n');
  if (version !== '1') return parseError('servers state is not version 1', version, 1);
  const names = header.startsWith('# ') ? header.slice(2).trim().split(' ') : [];
  const missing = REQUIRED.find((name) => !names.includes(name));
  if (missing) return parseError(`servers state has no ${missing}`, header, 2);
  const states: HaproxyServerState[] = [];
  for (const [index, line] of rows.entries()) {
    const state = readRow(names, line);
    if (!state) return parseError('not a row of servers state', line, index + 3);
    states.push(state);
  }
  return ok(states);
}

function readRow(names: readonly string[], line: string): HaproxyServerState | undefined {
  const values = line.trimEnd().split(' ');
  if (values.length !== names.length) return undefined;
  const value = (name: string): string => values[names.indexOf(name)] ?? '';
  const operational = OPERATIONAL[Number(value('srv_op_state'))];
  const adminState = Number(value('srv_admin_state'));
  const weight = Number(value('srv_uweight'));
  if (!operational || !Number.isInteger(adminState) || !Number.isInteger(weight) || value('be_name') === '')
    return undefined;
  const port = Number(value('srv_port'));
  return {
    backend: value('be_name'),
    server: value('srv_name'),
    address: value('srv_addr'),
    ...(Number.isInteger(port) && port > 0 ? { port } : {}),
    operational,
    isForcedMaintenance: (adminState & FORCED_MAINTENANCE) !== 0,
    isForcedDrain: (adminState & FORCED_DRAIN) !== 0,
    adminState,
    weight,
  };
}
