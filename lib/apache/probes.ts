/**
 * Read-only commands of Apache2: which files there are, where links lead, and what they say. Debian's layout: ports and
 * sites below /etc/apache2. On a node without HAFS the links lead to nothing, which is a fact and no failure.
 */
import { command } from '@/lib/base/command';
import { parseError } from '@/lib/base/parse-error';
import type { Probe } from '@/lib/base/probe';
import { ok } from '@/lib/base/result';
import { parseApacheConfig } from './config-file';
import { apacheView } from './config-view';
import type { ApacheFile, ApacheReading, ApacheSocket } from './types';

const PORTS_FILE = '/etc/apache2/ports.conf';
export const SITES_FOLDER = '/etc/apache2/sites-enabled';
/** Only these are read, and only these are changed. */
const OWN_FILE = /^\/etc\/apache2\/(?:ports\.conf|sites-enabled\/[A-Za-z0-9_+-][A-Za-z0-9_.+-]*\.conf)$/;
export const isApacheFile = (path: string): boolean => path.length <= 200 && OWN_FILE.test(path);

/** More would be no configuration that people keep by hand. */
const MOST_FILES = 50;

export interface FoundFile {
  readonly path: string;
  /** A link that leads to nothing, here and now. */
  readonly isDangling: boolean;
}

/**
 * The files that Apache is told to read, and links among them that lead to nothing. Exits 1 where one of the two places
 * is not there at all; what was found is told all the same.
 */
export const apacheFilesProbe: Probe<readonly FoundFile[]> = {
  id: 'apache.files',
  command: command([
    'find',
    '-L',
    PORTS_FILE,
    SITES_FOLDER,
    '-maxdepth',
    '1',
    '(',
    '-type',
    'f',
    '-o',
    '-type',
    'l',
    ')',
    '-printf',
    '%y %p\\n',
  ]),
  okExitCodes: [0, 1],
  parse: (stdout) => {
    const found: FoundFile[] = [];
    for (const [index, line] of stdout.split('\n').entries()) {
      if (line === '') continue;
      const match = /^([fl]) (\/.+)$/.exec(line);
      const path = match?.[2];
      if (path === undefined) return parseError('no line of find', line, index + 1);
      // Apache itself is told `*.conf`, which is no hidden file; the folder is listed where it is a link that leads to nothing.
      if (path !== SITES_FOLDER && !/\/[^/.][^/]*\.conf$/.test(path)) continue;
      if (path !== SITES_FOLDER && !isApacheFile(path))
        return parseError('a file name that is not read', path, index + 1);
      found.push({ path, isDangling: match?.[1] === 'l' });
    }
    if (found.length > MOST_FILES) return parseError('too many files');
    return ok(found.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
  },
};

/** Where each path leads, links followed, whether there is something or not. */
export const realPathsProbe = (paths: readonly string[]): Probe<readonly string[]> => ({
  id: 'apache.real-paths',
  command: command(['realpath', '-m', '--', ...paths]),
  parse: (stdout) => {
    const lines = stdout.split('\n').slice(0, -1);
    const isWhole = lines.length === paths.length && lines.every((line) => line.startsWith('/'));
    return isWhole ? ok(lines) : parseError('not one path for each', stdout);
  },
});

/** One file's text. Root, because what lies on HAFS may be closed to others. Exits 1 when it has gone meanwhile. */
export const apacheFileProbe = (path: string): Probe<string> => {
  if (!isApacheFile(path)) throw new RangeError('not a file of Apache');
  return {
    id: `apache.file:${path}`,
    command: command(['cat', '--', path], { asRoot: true }),
    absentExitCodes: [1],
    parse: (text) => (text.includes('\0') ? parseError('the file holds a NUL byte') : ok(text)),
  };
};

export interface ReadApacheFile {
  readonly path: string;
  readonly realPath: string;
  readonly content?: { readonly sha256: string; readonly text: string };
}

/** Whether a socket's process, as `ss` names it, is Apache's. */
export const isApacheProcess = (process: string | undefined): boolean => process === 'apache2';

/** @param listeners every TCP socket that listens; undefined when nobody could say */
export function combineApache(
  files: readonly ReadApacheFile[],
  listeners: readonly (ApacheSocket & { readonly process?: string })[] | undefined,
): ApacheReading {
  const own = listeners?.filter(({ process }) => isApacheProcess(process));
  return {
    files: files.map(
      ({ path, realPath, content }): ApacheFile => ({
        path,
        realPath,
        ...(content
          ? { content: { sha256: content.sha256, view: apacheView(parseApacheConfig(content.text)) } }
          : {}),
      }),
    ),
    ...(own ? { sockets: own.map(({ address, port }) => ({ address, port })) } : {}),
  };
}
