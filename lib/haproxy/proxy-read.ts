/** Reads a section of haproxy.cfg as a description, the reverse of `proxyWords`: what no form knows lands in `extra`. */
import { optional } from '@/lib/base/optional';
import { ok, type Result } from '@/lib/base/result';
import type { ConfigChangeProblem } from './config-change';
import type { ConfigSectionRange, HaproxyConfigFile } from './config-file';
import { findSection } from './config-place';
import { splitBindAddress, takesValue } from './config-view';
import {
  type BindDescription,
  type CheckDescription,
  type ProxyDescription,
  type ProxyKind,
  type ServerDescription,
  TIMEOUT_NAMES,
  type TimeoutName,
} from './proxy-description';
import { isPort } from './proxy-values';

type Words = readonly string[];

export function describeProxy(
  file: HaproxyConfigFile,
  place: { readonly kind: ProxyKind; readonly name: string },
): Result<ProxyDescription, ConfigChangeProblem> {
  const section = findSection(file, place);
  return section.ok ? ok({ ...place, ...readProxyBody(sectionWords(file, section.value)) }) : section;
}

/** Every line with words of a section's body. */
export const sectionWords = (file: HaproxyConfigFile, section: ConfigSectionRange): readonly Words[] =>
  file.lines
    .slice(section.start + 1, section.end)
    .map((line) => line.words.map((word) => word.value))
    .filter((words) => words.length > 0);

function readProxyBody(lines: readonly Words[]): Omit<ProxyDescription, 'kind' | 'name'> {
  const binds: BindDescription[] = [];
  const servers: ServerDescription[] = [];
  const timeouts: Partial<Record<TimeoutName, string>> = {};
  const extra: Words[] = [];
  const single: { mode?: 'http' | 'tcp'; defaultBackend?: string; balance?: Words } = {};
  const isCheck = checkReader(lines);
  for (const words of lines) {
    const [keyword, first, second] = words;
    const bind = keyword === 'bind' ? readBind(words) : undefined;
    const server = keyword === 'server' ? readServer(words) : undefined;
    const timeout = TIMEOUT_NAMES.find((name) => keyword === 'timeout' && name === first);
    if (bind) binds.push(bind);
    else if (server) servers.push(server);
    else if (timeout && second !== undefined && words.length === 3) timeouts[timeout] = second;
    else if (keyword === 'mode' && (first === 'http' || first === 'tcp')) single.mode = first;
    else if (keyword === 'default_backend' && first !== undefined && words.length === 2)
      single.defaultBackend = first;
    else if (keyword === 'balance' && words.length > 1) single.balance = words.slice(1);
    else if (!isCheck.lines.has(words)) extra.push(words);
  }
  return {
    ...single,
    ...(binds.length > 0 ? { binds } : {}),
    ...optional('check', isCheck.check),
    ...(Object.keys(timeouts).length > 0 ? { timeouts } : {}),
    ...(servers.length > 0 ? { servers } : {}),
    ...(extra.length > 0 ? { extra } : {}),
  };
}

/** The check of a body and the lines that make it; no check where a form could not show all of it. */
function checkReader(lines: readonly Words[]): {
  check?: CheckDescription;
  lines: ReadonlySet<Words>;
} {
  const own = lines.filter(isCheckLine);
  const check = readCheck(own);
  return check ? { check, lines: new Set(own) } : { lines: new Set() };
}

const CHECK_OPTIONS =
  /^(httpchk|tcp-check|mysql-check|pgsql-check|redis-check|ldap-check|smtpchk|ssl-hello-chk|spop-check|external-check)$/;

export const isCheckLine = (words: Words): boolean =>
  words[0] === 'http-check' ||
  words[0] === 'tcp-check' ||
  ((words[0] === 'option' || words[0] === 'no') && words.some((word) => CHECK_OPTIONS.test(word)));

/** @returns undefined for checks of several steps or kinds Haven has no form for */
export function readCheck(lines: readonly Words[]): CheckDescription | undefined {
  const [option, ...others] = lines.filter(([keyword]) => keyword === 'option');
  const rest = lines.filter(([keyword]) => keyword !== 'option');
  const name = option?.[1];
  if (!option || name === undefined || others.length > 0) return undefined;
  if (name === 'httpchk') return readHttpCheck(option, rest);
  if (rest.length > 0) return undefined;
  const [, , userWord, user] = option;
  const isPlain = option.length === 2;
  const hasUser = option.length === 4 && userWord === 'user' && user !== undefined;
  if (name === 'tcp-check' && isPlain) return { kind: 'tcp' };
  if (name === 'mysql-check' && (isPlain || hasUser)) return { kind: 'mysql', ...optional('user', user) };
  if (name === 'pgsql-check' && hasUser) return { kind: 'pgsql', user };
  if (name === 'redis-check' && isPlain) return { kind: 'redis' };
  if (name === 'ldap-check' && isPlain) return { kind: 'ldap' };
  return name === 'ssl-hello-chk' && isPlain ? { kind: 'tls-hello' } : undefined;
}

function readHttpCheck(option: Words, rest: readonly Words[]): CheckDescription | undefined {
  const request: { method?: string; path?: string; host?: string } = {};
  let expect: Extract<CheckDescription, { kind: 'http' }>['expect'];
  const [, , first, second] = option;
  if (option.length > 4) return undefined;
  // HAProxy's own default for a path without method.
  if (first !== undefined && second === undefined) Object.assign(request, { method: 'OPTIONS', path: first });
  else if (first !== undefined && second !== undefined) {
    request.method = first;
    request.path = second;
  }
  for (const words of rest) {
    const send = words[1] === 'send' ? readSend(words) : undefined;
    const match = (['status', 'rstatus', 'string', 'rstring'] as const).find((word) => word === words[2]);
    if (send && option.length === 2 && request.host === undefined) Object.assign(request, send);
    else if (words[1] === 'expect' && match && words[3] !== undefined && words.length === 4 && !expect)
      expect = { match, value: words[3] };
    else return undefined;
  }
  return { kind: 'http', ...request, ...optional('expect', expect) };
}

/** `http-check send meth M uri U ver HTTP/1.1 hdr Host H`, in this order as Haven and most people write it. */
function readSend(words: Words): { method: string; path: string; host: string } | undefined {
  const [, , meth, method, uri, path, ver, version, hdr, header, host] = words;
  const fits = meth === 'meth' && uri === 'uri' && ver === 'ver' && version === 'HTTP/1.1' && hdr === 'hdr';
  if (!fits || header?.toLowerCase() !== 'host' || words.length !== 11) return undefined;
  return method === undefined || path === undefined || host === undefined
    ? undefined
    : { method, path, host };
}

const NUMBERS = ['fall', 'rise', 'weight'] as const;

export function readServer(words: Words): ServerDescription | undefined {
  const [, name, target, ...parameters] = words;
  if (name === undefined || target === undefined) return undefined;
  const place = splitServerAddress(target);
  const read: { -readonly [K in keyof ServerDescription]?: ServerDescription[K] } = {};
  const extra: string[] = [];
  for (let index = 0; index < parameters.length; index += 1) {
    const word = parameters[index] ?? '';
    const value = takesValue(word) ? parameters[index + 1] : undefined;
    const number = NUMBERS.find((key) => key === word);
    if (word === 'check' || word === 'backup' || word === 'ssl') read[word] = true;
    else if (number && value !== undefined && /^\d{1,5}$/.test(value)) read[number] = Number(value);
    else if (word === 'inter' && value !== undefined) read.inter = value;
    else if (word === 'verify' && (value === 'none' || value === 'required')) read.verify = value;
    else extra.push(word, ...(value === undefined ? [] : [value]));
    if (value !== undefined) index += 1;
  }
  return { name, ...place, ...read, ...(extra.length > 0 ? { extra } : {}) };
}

/** `10.0.0.1:80`; with anything but a plain port (`+1000`, none, a variable) the whole word is the address. */
export function splitServerAddress(target: string): { readonly address: string; readonly port?: number } {
  const split = splitBindAddress(target);
  const port = Number(split.port);
  if (split.port !== undefined && /^\d+$/.test(split.port) && isPort(port) && split.address !== '*')
    return { address: split.address, port };
  const isBracketed = /^\[.*\]$/.test(target);
  return { address: isBracketed ? target.slice(1, -1) : target };
}

/** @returns undefined for several addresses, ranges and sockets, which stay lines of their own */
export function readBind(words: Words): BindDescription | undefined {
  const [, target = '', ...parameters] = words;
  const { address, port } = splitBindAddress(target);
  if (target.includes(',') || port === undefined || !/^\d+$/.test(port) || !isPort(Number(port)))
    return undefined;
  if (/^(ipv4|ipv6|tcp|udp|quic)\w*@/.test(target)) return undefined;
  const [ssl, crt, certificate] = parameters;
  const isTls = ssl === 'ssl' && crt === 'crt' && certificate !== undefined;
  const rest = isTls ? parameters.slice(3) : parameters;
  const extra = rest.filter((word, index) => word !== 'transparent' || takesValue(rest[index - 1] ?? ''));
  return {
    address,
    port: Number(port),
    ...(isTls ? { certificate } : {}),
    ...(extra.length < rest.length ? { transparent: true } : {}),
    ...(extra.length > 0 ? { extra } : {}),
  };
}
