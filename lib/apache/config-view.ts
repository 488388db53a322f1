/** What a file says of addresses: `Listen`, `<VirtualHost>`, and what else is pulled in. */
import type { ApacheLine, ApacheWord } from './config-file';
import type { ApacheHost, ApacheListen, ApacheView } from './types';

/** Sections whose content counts only under a condition that the text does not answer. */
const CONDITIONS = [
  'ifmodule',
  'ifdefine',
  'ifversion',
  'iffile',
  'ifdirective',
  'ifsection',
  'if',
  'elseif',
  'else',
];
/** What stands in a macro is a pattern and no configuration. */
const MACRO = 'macro';

/** One address in the text, and where. */
export interface PlaceWord {
  readonly directive: 'listen' | 'virtualhost';
  readonly line: ApacheLine;
  readonly word: ApacheWord;
  /** Undefined: the text does not tell which address it is. */
  readonly place: WrittenPlace | undefined;
}

export interface WrittenPlace {
  /** An IP without brackets, `*`, or a name. */
  readonly address: string;
  readonly port?: number;
  /** Of the address within the word, brackets included: an empty range at 0 where `Listen` names a port alone. */
  readonly start: number;
  readonly end: number;
}

const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const IPV6 = /^[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*$/;
const isIpText = (text: string): boolean => IPV4.test(text) || IPV6.test(text);

const asPort = (text: string): number | undefined => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
};

/** `80`, `*:80`, `192.0.2.1:80`, `[2001:db8::1]:80` (httpd 2.4, mpm_common `Listen`); a name is not resolved. */
export function listenPlace(word: string): (WrittenPlace & { readonly port: number }) | undefined {
  const alone = asPort(word);
  if (alone !== undefined) return { address: '*', port: alone, start: 0, end: 0 };
  const colon = word.lastIndexOf(':');
  const port = asPort(word.slice(colon + 1));
  const address = colon > 0 ? plainAddress(word.slice(0, colon)) : undefined;
  return port === undefined || address === undefined || isName(address)
    ? undefined
    : { address, port, start: 0, end: colon };
}

/** The same with an optional port, `*` for any port, `_default_` and names (httpd 2.4, core `<VirtualHost>`). */
export function hostPlace(word: string): WrittenPlace | undefined {
  const whole = plainAddress(word);
  if (whole !== undefined) return { address: whole, start: 0, end: word.length };
  const colon = word.lastIndexOf(':');
  const text = word.slice(colon + 1);
  const port = asPort(text);
  const address = colon > 0 ? plainAddress(word.slice(0, colon)) : undefined;
  if (address === undefined || (port === undefined && text !== '*')) return undefined;
  return { address, ...(port === undefined ? {} : { port }), start: 0, end: colon };
}

const isName = (address: string): boolean => address !== '*' && !isIpText(address);

/** `::` and `0.0.0.0` are every address, as `*` is. */
const NO_ADDRESS = /^(?:0{0,4}:){2,7}0{0,4}$/;

function plainAddress(text: string): string | undefined {
  if (text === '*' || text === '0.0.0.0' || text.toLowerCase() === '_default_') return '*';
  const bracketed = /^\[([^\]]*)\]$/.exec(text)?.[1];
  if (bracketed !== undefined) {
    if (NO_ADDRESS.test(bracketed)) return '*';
    return IPV6.test(bracketed) ? bracketed : undefined;
  }
  return IPV4.test(text) || /^[A-Za-z][A-Za-z0-9.-]*$/.test(text) ? text : undefined;
}

/** Every word of the file that is an address something listens on or answers for. */
export function placeWords(lines: readonly ApacheLine[]): readonly PlaceWord[] {
  return lines.flatMap((line): readonly PlaceWord[] => {
    const isListen = line.kind === 'directive' && line.name === 'listen';
    const isHost = line.kind === 'open' && line.name === 'virtualhost';
    if (!isListen && !isHost) return [];
    const words = isListen ? line.words.slice(0, 1) : line.words;
    return words.map((word) => {
      const isOpen = word.isFolded || word.value.includes('$') || line.within.includes(MACRO);
      const place = isOpen ? undefined : isListen ? listenPlace(word.value) : hostPlace(word.value);
      return { directive: isListen ? 'listen' : 'virtualhost', line, word, place };
    });
  });
}

export function apacheView(lines: readonly ApacheLine[]): ApacheView {
  const words = placeWords(lines);
  const listens: ApacheListen[] = [];
  const hosts = new Map<number, ApacheHost>();
  const unclear = new Map<number, string>();
  for (const { directive, line, word, place } of words) {
    const isNamed = place !== undefined && isName(place.address);
    if (!place || isNamed) unclear.set(line.number, word.value);
    if (directive === 'virtualhost') {
      const before = hosts.get(line.number) ?? { line: line.number, places: [] };
      const own = place
        ? [{ address: place.address, ...(place.port === undefined ? {} : { port: place.port }) }]
        : [];
      hosts.set(line.number, { ...before, places: [...before.places, ...own] });
    } else if (place?.port !== undefined) {
      const protocol = line.words[1]?.value;
      listens.push({
        line: line.number,
        address: place.address,
        port: place.port,
        ...(protocol === undefined ? {} : { protocol }),
        isConditional: line.within.some((section) => CONDITIONS.includes(section)),
      });
    }
  }
  return {
    listens,
    hosts: [...hosts.values()].map((host) => withName(host, lines)),
    includes: lines.flatMap(({ kind, name, words: own }) =>
      kind === 'directive' && (name === 'include' || name === 'includeoptional') ? (own[0]?.value ?? []) : [],
    ),
    unclear: [...unclear].map(([line, text]) => ({ line, text })),
  };
}

/** Its `ServerName`: the first one after it begins and before it ends. */
function withName(host: ApacheHost, lines: readonly ApacheLine[]): ApacheHost {
  const from = lines.findIndex(({ number }) => number === host.line);
  for (const line of lines.slice(from + 1)) {
    if (line.kind === 'close' && line.name === 'virtualhost') break;
    const name = line.kind === 'directive' && line.name === 'servername' ? line.words[0]?.value : undefined;
    if (name !== undefined) return { ...host, name };
  }
  return host;
}
