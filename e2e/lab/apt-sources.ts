/**
 * Where the node image's packages come from: the sources this machine already uses, so that a mirror or a
 * proxy set up here is used for the image too. Pure, except for `readHostApt`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { run } from './run.ts';

/** One-line style apt entries for the given release, from the text of a sources file in either style. */
export function sourcesForSuite(text: string, isDeb822: boolean, suite: string): string[] {
  return isDeb822 ? fromDeb822(text, suite) : fromOneLine(text, suite);
}

function isOfSuite(candidate: string, suite: string): boolean {
  return candidate === suite || candidate.startsWith(`${suite}-`);
}

function fromDeb822(text: string, suite: string): string[] {
  const entries: string[] = [];
  for (const stanza of text.split(/\n\s*\n/)) {
    const fields = stanzaFields(stanza);
    const get = (name: string): string[] => (fields.get(name) ?? '').split(/\s+/).filter(Boolean);
    if (!get('types').includes('deb') || fields.get('enabled') === 'no') continue;
    const signedBy = fields.get('signed-by');
    // An inline key cannot be said in one line; Debian's own archive key is the default anyway.
    const options = signedBy?.startsWith('/') ? ` [signed-by=${signedBy}]` : '';
    for (const uri of get('uris')) {
      for (const name of get('suites').filter((candidate) => isOfSuite(candidate, suite))) {
        if (get('components').includes('main')) entries.push(`deb${options} ${uri} ${name} main`);
      }
    }
  }
  return entries;
}

function stanzaFields(stanza: string): Map<string, string> {
  const fields = new Map<string, string>();
  let last = '';
  for (const line of stanza.split('\n')) {
    if (line.startsWith('#')) continue;
    const match = /^([A-Za-z-]+):\s*(.*)$/.exec(line);
    if (match?.[1] !== undefined) {
      last = match[1].toLowerCase();
      fields.set(last, match[2]?.trim() ?? '');
    } else if (last && /^\s/.test(line)) {
      fields.set(last, `${fields.get(last) ?? ''} ${line.trim()}`.trim());
    }
  }
  return fields;
}

function fromOneLine(text: string, suite: string): string[] {
  const entries: string[] = [];
  for (const line of text.split('\n')) {
    const match = /^deb\s+(\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+(.*)$/.exec(line.trim());
    if (!match) continue;
    const [, options = '', uri = '', name = '', components = ''] = match;
    if (isOfSuite(name, suite) && components.split(/\s+/).includes('main')) {
      entries.push(`deb ${options}${uri} ${name} main`);
    }
  }
  return entries;
}

export interface HostApt {
  /** Empty when this machine names no source for the release: mmdebstrap's own default is used then. */
  readonly sources: readonly string[];
  /** apt options worth carrying over, in `Key "value";` form: proxies, certificates, retries. */
  readonly options: readonly string[];
}

export async function readHostApt(suite: string): Promise<HostApt> {
  const sources = new Set<string>();
  const read = (path: string): void => {
    const text = tryRead(path);
    for (const entry of sourcesForSuite(text, path.endsWith('.sources'), suite)) sources.add(entry);
  };
  read('/etc/apt/sources.list');
  for (const name of tryList('/etc/apt/sources.list.d')) {
    if (/\.(list|sources)$/.test(name)) read(`/etc/apt/sources.list.d/${name}`);
  }
  const dump = await run(['apt-config', 'dump'], { timeoutMs: 30_000 });
  const options = dump.stdout
    .split('\n')
    .filter((line) => /^Acquire::(http|https|Retries|ftp)\b.* "[^"]+";$/i.test(line.trim()));
  return { sources: [...sources], options };
}

function tryRead(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function tryList(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}
