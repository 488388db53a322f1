/** Descriptions as lines of haproxy.cfg: every value is checked first, so that no form can write what it did not mean. */
import { ok, type Result } from '@/lib/base/result';
import { joinHostPort } from './address';
import { type ConfigChangeProblem, refuse } from './config-change';
import { checkWords } from './config-place';
import type {
  BindDescription,
  CheckDescription,
  ProxyDescription,
  ServerDescription,
} from './proxy-description';
import { durationMs, isHost, isPlainPath, isPort, isProxyName, isServerName } from './proxy-values';

export type Words = readonly string[];
type Checked<T> = Result<T, ConfigChangeProblem>;

/** Body of a section, in the order people write it: binds, mode, balance, checks, timeouts, the rest, servers. */
export function proxyWords(proxy: ProxyDescription): Checked<readonly Words[]> {
  if (!isProxyName(proxy.name)) return refuse('bad-name', proxy.name);
  const wrong = misplaced(proxy);
  if (wrong) return refuse('keyword-not-allowed', wrong);
  const parts: Checked<readonly Words[]>[] = [
    ...(proxy.binds ?? []).map((bind) => one(bindWords(bind))),
    one(optionalWords('mode', proxy.mode)),
    one(optionalWords('balance', proxy.balance)),
    proxy.check ? checkLines(proxy.check) : ok([]),
    ...Object.entries(proxy.timeouts ?? {}).map(([name, value]) => one(timeoutWords(name, value))),
    ...(proxy.extra ?? []).map((words) => one(checkWords(words))),
    one(optionalWords('default_backend', proxy.defaultBackend)),
    ...(proxy.servers ?? []).map((server) => one(serverWords(server))),
  ];
  const lines: Words[] = [];
  for (const part of parts) {
    if (!part.ok) return part;
    lines.push(...part.value);
  }
  return ok(lines);
}

/** A directive that HAProxy ignores or refuses in that kind of section. */
function misplaced({ kind, binds, defaultBackend, balance, check, servers, extra }: ProxyDescription) {
  if (kind === 'frontend') {
    if (servers?.length) return 'server';
    if (balance) return 'balance';
    if (check) return 'option';
  }
  if (kind === 'backend') {
    if (binds?.length) return 'bind';
    if (defaultBackend !== undefined) return 'default_backend';
  }
  return extra?.find(([keyword = '']) => /^(server|server-template|bind|[.#].*)$/.test(keyword))?.[0];
}

const one = (words: Checked<Words>): Checked<readonly Words[]> =>
  words.ok ? ok(words.value.length > 0 ? [words.value] : []) : words;

function optionalWords(keyword: string, value: string | readonly string[] | undefined): Checked<Words> {
  if (value === undefined) return ok([]);
  if (keyword === 'default_backend' && typeof value === 'string' && !isProxyName(value))
    return refuse('bad-name', value);
  return checkWords([keyword, ...(typeof value === 'string' ? [value] : value)]);
}

export function timeoutWords(name: string, value: string | undefined): Checked<Words> {
  if (value === undefined) return ok([]);
  if (durationMs(value) === undefined) return refuse('bad-value', value);
  return checkWords(['timeout', name, value]);
}

export function serverWords(server: ServerDescription): Checked<Words> {
  if (!isServerName(server.name)) return refuse('bad-name', server.name);
  if (!isHost(server.address)) return refuse('bad-address', server.address);
  if (server.port !== undefined && !isPort(server.port)) return refuse('bad-value', String(server.port));
  if (server.inter !== undefined && durationMs(server.inter) === undefined)
    return refuse('bad-value', server.inter);
  const bad = [
    [server.fall, 1, 65_535],
    [server.rise, 1, 65_535],
    [server.weight, 0, 256],
  ].find(
    ([value, low = 0, high = 0]) =>
      value !== undefined && !(Number.isInteger(value) && value >= low && value <= high),
  );
  if (bad) return refuse('bad-value', String(bad[0]));
  return checkWords([
    'server',
    server.name,
    joinHostPort(server.address, server.port),
    ...flag('check', server.check),
    ...valued('inter', server.inter),
    ...valued('fall', server.fall),
    ...valued('rise', server.rise),
    ...valued('weight', server.weight),
    ...flag('ssl', server.ssl),
    ...valued('verify', server.verify),
    ...flag('backup', server.backup),
    ...(server.extra ?? []),
  ]);
}

export function bindWords(bind: BindDescription): Checked<Words> {
  if (bind.address !== '*' && !isHost(bind.address)) return refuse('bad-address', bind.address);
  if (!isPort(bind.port)) return refuse('bad-value', String(bind.port));
  if (bind.certificate !== undefined && !isPlainPath(bind.certificate))
    return refuse('bad-value', bind.certificate);
  return checkWords([
    'bind',
    joinHostPort(bind.address, bind.port),
    ...(bind.certificate === undefined ? [] : ['ssl', 'crt', bind.certificate]),
    ...flag('transparent', bind.transparent),
    ...(bind.extra ?? []),
  ]);
}

const flag = (word: string, isOn: boolean | undefined): Words => (isOn ? [word] : []);
const valued = (word: string, value: string | number | undefined): Words =>
  value === undefined ? [] : [word, String(value)];

/** A health check is one `option` line and, for HTTP, up to two `http-check` lines (manual: option httpchk). */
export function checkLines(check: CheckDescription): Checked<readonly Words[]> {
  const problem = checkProblem(check);
  if (problem !== undefined) return refuse('bad-value', problem);
  const lines = linesOfCheck(check);
  for (const words of lines) {
    const checked = checkWords(words);
    if (!checked.ok) return checked;
  }
  return ok(lines);
}

function checkProblem(check: CheckDescription): string | undefined {
  if (check.kind === 'http') {
    if (check.method !== undefined && !/^[A-Z]{1,20}$/.test(check.method)) return check.method;
    if (check.path !== undefined && !/^(\*|\/[!-~]{0,500})$/.test(check.path)) return check.path;
    // Since 2.2 `send hdr` takes a log-format string: a percent sign would be read as one.
    if (check.host !== undefined && !/^[A-Za-z0-9_.:[\]-]{1,255}$/.test(check.host)) return check.host;
    return undefined;
  }
  const user = 'user' in check ? check.user : undefined;
  return user === undefined || /^[A-Za-z0-9_.@-]{1,64}$/.test(user) ? undefined : user;
}

function linesOfCheck(check: CheckDescription): readonly Words[] {
  switch (check.kind) {
    case 'tcp':
      return [['option', 'tcp-check']];
    case 'mysql':
      return [['option', 'mysql-check', ...(check.user === undefined ? [] : ['user', check.user])]];
    case 'pgsql':
      return [['option', 'pgsql-check', 'user', check.user]];
    case 'redis':
      return [['option', 'redis-check']];
    case 'ldap':
      return [['option', 'ldap-check']];
    case 'tls-hello':
      return [['option', 'ssl-hello-chk']];
    case 'http':
      return httpCheckLines(check);
  }
}

function httpCheckLines(check: Extract<CheckDescription, { kind: 'http' }>): readonly Words[] {
  const { method, path, host, expect } = check;
  const expects = expect ? [['http-check', 'expect', expect.match, expect.value]] : [];
  if (host === undefined) {
    const request = path === undefined ? [] : [method ?? 'GET', path];
    return [['option', 'httpchk', ...request], ...expects];
  }
  const send = ['http-check', 'send', 'meth', method ?? 'GET', 'uri', path ?? '/', 'ver', 'HTTP/1.1'];
  return [['option', 'httpchk'], [...send, 'hdr', 'Host', host], ...expects];
}
