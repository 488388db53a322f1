/**
 * `show stat` of HAProxy's runtime socket: CSV read by header name, because every version adds columns (reference 3.5).
 * A dump cut anywhere is refused, so that no server can silently be missing from what is shown.
 */
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { splitCsvLine } from './csv-line';
import type { HaproxyBackend, HaproxyFrontend, HaproxyServer } from './types';

export interface HaproxyStat {
  readonly frontends: readonly HaproxyFrontend[];
  readonly backends: readonly HaproxyBackend[];
}

type Row = ReadonlyMap<string, string>;

/** Without these a row cannot be told apart or judged; everything else is optional. */
const REQUIRED_COLUMNS = ['pxname', 'svname', 'status', 'type', 'scur', 'stot'];

/** Column `type`. Source: HAProxy management guide 9.1. */
const TYPE_FRONTEND = '0';
const TYPE_BACKEND = '1';
const TYPE_SERVER = '2';
const TYPE_LISTENER = '3';

/**
 * Parses one whole dump, from the `# pxname,…` line to the blank line that ends it.
 * @returns ParseError unless every row has exactly the header's fields, every server's backend row follows it, and the
 *   dump ends with a blank line
 */
export function parseShowStat(text: string): Result<HaproxyStat, ParseError> {
  if (!text.endsWith('\n\n')) return parseError('show stat does not end with a blank line: it was cut');
  const lines = text.slice(0, -1).split('\n').slice(0, -1);
  const header = readHeader(lines[0] ?? '');
  if (!header.ok) return header;
  const rows: Row[] = [];
  for (const [index, line] of lines.slice(1).entries()) {
    // 2.6 ends with one blank line, some replies with two; nothing may follow.
    if (line === '' && lines.slice(index + 2).every((rest) => rest === '')) break;
    const row = readRow(header.value, line);
    if (typeof row === 'string') return parseError(row, line, index + 2);
    rows.push(row);
  }
  return group(rows);
}

function readHeader(line: string): Result<readonly string[], ParseError> {
  if (!line.startsWith('# pxname,svname,')) return parseError('no show stat header', line, 1);
  const names = splitCsvLine(line.slice(2));
  const missing = names ? REQUIRED_COLUMNS.find((name) => !names.includes(name)) : 'a readable header';
  if (!names || missing) return parseError(`show stat has no ${missing}`, line, 1);
  return ok(names);
}

const COUNT_COLUMNS = [
  'scur',
  'stot',
  'qcur',
  'bin',
  'bout',
  'rate',
  'weight',
  'act',
  'bck',
  'check_code',
  'check_duration',
  'lastchg',
  'downtime',
  'req_tot',
  'hrsp_5xx',
];

/** The row by column name, or what is wrong with it. */
function readRow(names: readonly string[], line: string): Row | string {
  const values = splitCsvLine(line);
  if (!values) return 'unbalanced quotes';
  if (values.length !== names.length) return `${values.length} fields where the header has ${names.length}`;
  const row = new Map(names.map((name, index) => [name, values[index] ?? '']));
  if (row.get('pxname') === '' || row.get('svname') === '') return 'a row without names';
  const broken = COUNT_COLUMNS.find((name) => !/^\d*$/.test(row.get(name) ?? ''));
  if (broken) return `${broken} is not a number`;
  const type = row.get('type') ?? '';
  if (![TYPE_FRONTEND, TYPE_BACKEND, TYPE_SERVER, TYPE_LISTENER].includes(type)) return 'unknown row type';
  if (!/^[A-Za-z]/.test(row.get('status') ?? '') || row.get('scur') === '' || row.get('stot') === '')
    return 'a row without state';
  return row;
}

/** HAProxy prints a proxy's servers directly before its BACKEND row; servers left over mean that rows are missing. */
function group(rows: readonly Row[]): Result<HaproxyStat, ParseError> {
  const frontends: HaproxyFrontend[] = [];
  const backends: HaproxyBackend[] = [];
  const names = { frontend: new Set<string>(), backend: new Set<string>() };
  let pending: Row[] = [];
  for (const row of rows) {
    const name = row.get('pxname') ?? '';
    // All pending servers are of one proxy, so the first speaks for them.
    const stray = pending[0]?.get('pxname');
    if (stray !== undefined && stray !== name) return parseError(`the backend row of ${stray} is missing`);
    const type = row.get('type');
    if (type === TYPE_SERVER) pending.push(row);
    else if (type === TYPE_BACKEND) {
      if (names.backend.has(name)) return parseError(`backend ${name} appears twice`);
      const backend = toBackend(row, pending);
      const backups = backend.servers.filter((server) => server.backup).length;
      // `act` and `bck` of the backend row count its servers that are UP: more than there are rows means lost rows.
      if (backend.activeServers > backend.servers.length - backups || backend.backupServers > backups) {
        return parseError(`servers of ${name} are missing`);
      }
      names.backend.add(name);
      backends.push(backend);
      pending = [];
    } else if (type === TYPE_FRONTEND) {
      if (names.frontend.has(name)) return parseError(`frontend ${name} appears twice`);
      names.frontend.add(name);
      frontends.push(toFrontend(row));
    }
  }
  if (pending.length > 0) return parseError(`the backend row of ${pending[0]?.get('pxname')} is missing`);
  return ok({ frontends, backends });
}

function toFrontend(row: Row): HaproxyFrontend {
  return {
    name: row.get('pxname') ?? '',
    status: row.get('status') ?? '',
    ...text(row, 'mode', 'mode'),
    currentSessions: count(row, 'scur') ?? 0,
    totalSessions: count(row, 'stot') ?? 0,
    ...number(row, 'rate', 'rate'),
    bytesIn: count(row, 'bin') ?? 0,
    bytesOut: count(row, 'bout') ?? 0,
  };
}

function toBackend(row: Row, servers: readonly Row[]): HaproxyBackend {
  return {
    name: row.get('pxname') ?? '',
    status: row.get('status') ?? '',
    ...text(row, 'mode', 'mode'),
    ...text(row, 'algorithm', 'algo'),
    activeServers: count(row, 'act') ?? 0,
    backupServers: count(row, 'bck') ?? 0,
    currentSessions: count(row, 'scur') ?? 0,
    totalSessions: count(row, 'stot') ?? 0,
    ...number(row, 'rate', 'rate'),
    queue: count(row, 'qcur') ?? 0,
    servers: servers.map(toServer),
  };
}

function toServer(row: Row): HaproxyServer {
  return {
    name: row.get('svname') ?? '',
    status: row.get('status') ?? '',
    // `act` and `bck` of a server row are flags: exactly one of them is 1.
    backup: row.get('bck') === '1' && row.get('act') !== '1',
    weight: count(row, 'weight') ?? 0,
    ...text(row, 'address', 'addr'),
    // `* L4CON` while the next check runs: the star says nothing about the result before it.
    ...text(row, 'checkStatus', 'check_status', (value) => value.replace(/^\* /, '')),
    ...number(row, 'checkCode', 'check_code'),
    ...number(row, 'checkDurationMs', 'check_duration'),
    ...text(row, 'lastCheck', 'last_chk'),
    ...number(row, 'lastChangeSeconds', 'lastchg'),
    ...number(row, 'downtimeSeconds', 'downtime'),
    currentSessions: count(row, 'scur') ?? 0,
    totalSessions: count(row, 'stot') ?? 0,
    ...number(row, 'requests', 'req_tot'),
    ...number(row, 'errors5xx', 'hrsp_5xx'),
  };
}

function count(row: Row, column: string): number | undefined {
  const value = row.get(column) ?? '';
  return value === '' ? undefined : Number(value);
}

function number<K extends string>(row: Row, key: K, column: string): Partial<Record<K, number>> {
  const value = count(row, column);
  return value === undefined ? {} : ({ [key]: value } as Record<K, number>);
}

function text<K extends string>(
  row: Row,
  key: K,
  column: string,
  change: (value: string) => string = (value) => value,
): Partial<Record<K, string>> {
  const value = change(row.get(column) ?? '');
  return value === '' ? {} : ({ [key]: value } as Record<K, string>);
}
