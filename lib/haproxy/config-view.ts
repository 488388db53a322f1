/** Typed reading of single `bind` and `server` lines of haproxy.cfg, from words without the keyword. */
import type { HaproxyConfigReading } from './types';

type Section = HaproxyConfigReading['sections'][number];
type Bind = Section['binds'][number];
type Server = Section['servers'][number];

/** What `default-server` lines say for the servers after them. */
export interface DefaultServer {
  readonly check: boolean;
}

/** Server and bind parameters followed by a value, so that `cookie check` is not read as a check (manual 5.1, 5.2). */
const PARAMETERS_WITH_VALUE: ReadonlySet<string> = new Set([
  'addr',
  'agent-addr',
  'agent-inter',
  'agent-port',
  'agent-send',
  'alpn',
  'ca-file',
  'check-alpn',
  'check-proto',
  'check-sni',
  'ciphers',
  'ciphersuites',
  'cookie',
  'crl-file',
  'crt',
  'curves',
  'downinter',
  'error-limit',
  'fall',
  'fastinter',
  'guid',
  'hash-key',
  'id',
  'init-addr',
  'inter',
  'interface',
  'log-bufsize',
  'log-proto',
  'max-reuse',
  'maxconn',
  'maxqueue',
  'minconn',
  'name',
  'namespace',
  'npn',
  'observe',
  'on-error',
  'on-marked-down',
  'on-marked-up',
  'pool-low-conn',
  'pool-max-conn',
  'pool-purge-delay',
  'port',
  'process',
  'proto',
  'redir',
  'resolve-net',
  'resolve-opts',
  'resolve-prefer',
  'resolvers',
  'rise',
  'set-proxy-v2-tlv-fmt',
  'shard',
  'slowstart',
  'sni',
  'socks4',
  'source',
  'ssl-max-ver',
  'ssl-min-ver',
  'tcp-ut',
  'track',
  'usesrc',
  'verify',
  'verifyhost',
  'weight',
  'ws',
  'mode',
  'user',
  'uid',
  'group',
  'gid',
  'level',
  'thread',
  'backlog',
  'mss',
]);

export const takesValue = (parameter: string): boolean => PARAMETERS_WITH_VALUE.has(parameter);

/** The parameters that stand alone, such as `check`, `backup`, `ssl`. */
function flagsOf(words: readonly string[]): ReadonlySet<string> {
  const flags = new Set<string>();
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (takesValue(word)) index += 1;
    else flags.add(word);
  }
  return flags;
}

const checkOf = (flags: ReadonlySet<string>, inherited: boolean): boolean =>
  flags.has('no-check') ? false : flags.has('check') || inherited;

export const readDefaultServer = (words: readonly string[], before: DefaultServer): DefaultServer => ({
  check: checkOf(flagsOf(words), before.check),
});

export function serverOf(words: readonly string[], defaults: DefaultServer): Server | undefined {
  const [name, address, ...parameters] = words;
  if (name === undefined || address === undefined) return undefined;
  const flags = flagsOf(parameters);
  return { name, address, backup: flags.has('backup'), check: checkOf(flags, defaults.check) };
}

/** One entry per address of the comma-separated list. */
export function bindsOf(words: readonly string[]): readonly Bind[] {
  const [addresses, ...parameters] = words;
  if (addresses === undefined) return [];
  const ssl = flagsOf(parameters).has('ssl');
  return addresses.split(',').map((entry) => ({ ...splitBindAddress(entry), ssl }));
}

/**
 * Splits `10.0.0.1:80`, `:80`, `*:80-90`, `[::1]:443`, `::1:443`, `ipv4@10.0.0.1:80`. The port follows the last colon,
 * also in bare IPv6 (manual 11, address formats). Paths (`/run/x.sock`, `unix@…`, `abns@…`, `fd@…`) have no port.
 */
export function splitBindAddress(text: string): { readonly address: string; readonly port?: string } {
  const bare = text.replace(/^(ipv4|ipv6|tcp|tcp4|tcp6|udp|udp4|udp6|quic4|quic6)@/, '');
  if (bare.startsWith('/') || /^[a-z]+@/.test(bare)) return { address: text };
  const colon = bare.lastIndexOf(':');
  if (colon === -1) return { address: bare };
  const address = bare.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  return { address: address === '' ? '*' : address, port: bare.slice(colon + 1) };
}
