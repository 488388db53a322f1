/**
 * The configuration files that are watched for changes, by hash: a few bytes per file, and the text is only fetched when
 * a hash is new. Folders are listed because a resource or a site that somebody adds by hand is a new file.
 *
 * Apache2's files may lie on HAFS and be reached by links: then they are the cluster's and not the node's, and on a node
 * where HAFS is not mounted the links lead to nothing, which says nothing about the files.
 */
import { command } from '@/lib/base/command';
import { parseError } from '@/lib/base/parse-error';
import type { Probe } from '@/lib/base/probe';
import { ok } from '@/lib/base/result';

export const HAPROXY_CFG = '/etc/haproxy/haproxy.cfg';
export const COROSYNC_CONF = '/etc/corosync/corosync.conf';
const DRBD_FOLDER = '/etc/drbd.d';
export const PORTS_CONF = '/etc/apache2/ports.conf';
const SITES_FOLDER = '/etc/apache2/sites-enabled';
/** These are watched whether they are there or not: that one goes is a change too. */
export const FIXED_FILES = [COROSYNC_CONF, HAPROXY_CFG] as const;

/** Which addresses Apache2 listens on, and what it serves there. */
export const isApacheConfig = (path: string): boolean =>
  path === PORTS_CONF || path.startsWith(`${SITES_FOLDER}/`);

export interface ConfigFile {
  readonly path: string;
  readonly sha256: string;
}

/** Where Apache2's files lie. Either list may name the folder of the sites, which then stands for all in it. */
export interface ApachePlaces {
  /** On another file system than /etc: on HAFS, which is mounted here. */
  readonly onHafs?: readonly string[];
  /** Links that lead to nothing here and now. */
  readonly elsewhere?: readonly string[];
}
export interface ConfigFilesReading extends ApachePlaces {
  /** By path. A file that is not listed is not there, unless it is elsewhere. */
  readonly files: readonly ConfigFile[];
}

const names = (list: readonly string[] | undefined, path: string): boolean =>
  list?.some((one) => one === path || (one === SITES_FOLDER && path.startsWith(`${SITES_FOLDER}/`))) ?? false;

export const isOnHafs = ({ onHafs }: ApachePlaces, path: string): boolean => names(onHafs, path);
export const isElsewhere = ({ elsewhere }: ApachePlaces, path: string): boolean => names(elsewhere, path);

const PLAIN = /^\/etc\/(?:drbd\.d|apache2\/sites-enabled)\/[A-Za-z0-9_+-][A-Za-z0-9_.+-]*$/;
/** More would be no configuration that people keep. */
const MOST_FILES = 200;
/** On every node: which file system /etc is on. Its text is never read. */
const OF_ETC = '/etc/passwd';

export interface ListedFiles extends ApachePlaces {
  /** Beside the fixed ones, sorted. */
  readonly paths: readonly string[];
  /** Folders that are there and may not be listed. */
  readonly closed: readonly string[];
}

/** Exits 1 when one of the places is not there; what was found is told all the same. Links are followed. */
export const listedFilesProbe: Probe<ListedFiles> = {
  id: 'config.listed-files',
  command: command([
    'find',
    ...['-L', OF_ETC, DRBD_FOLDER, PORTS_CONF, SITES_FOLDER, '-maxdepth', '1'],
    ...['-type', 'd', '(', '-not', '-readable', '-o', '-not', '-executable', ')'],
    ...['-printf', 'x %D %p\\n'],
    // What is still a link although links are followed leads to nothing.
    ...['-o', '(', '-type', 'd', '-o', '-type', 'f', '-o', '-type', 'l', ')', '-printf', '%y %D %p\\n'],
  ]),
  okExitCodes: [0, 1],
  parse: (stdout) => {
    const found: { readonly kind: string; readonly device: string; readonly path: string }[] = [];
    for (const [index, line] of stdout.split('\n').entries()) {
      if (line === '') continue;
      const [, kind, device, path] = /^([fdlx]) (\d+) (\/.+)$/.exec(line) ?? [];
      if (!kind || !device || !path) return parseError('no line of find', line, index + 1);
      if (path !== OF_ETC && !isWatched(kind, path)) continue;
      if (path.startsWith(`${DRBD_FOLDER}/`) || path.startsWith(`${SITES_FOLDER}/`))
        if (!PLAIN.test(path)) return parseError('a file name that is not watched', path, index + 1);
      found.push({ kind, device, path });
    }
    const home = found.find(({ path }) => path === OF_ETC)?.device;
    if (home === undefined) return parseError('nothing was listed');
    const own = found.filter(({ path }) => path !== OF_ETC);
    const paths = own.flatMap(({ kind, path }) => (kind === 'f' ? [path] : []));
    if (paths.length > MOST_FILES) return parseError('too many files');
    const apache = own.filter(({ path }) => path === SITES_FOLDER || isApacheConfig(path));
    const where = (isSo: (one: (typeof own)[number]) => boolean) =>
      apache
        .filter(isSo)
        .map(({ path }) => path)
        .toSorted();
    const onHafs = where(({ kind, device }) => kind !== 'l' && device !== home);
    const elsewhere = where(({ kind }) => kind === 'l');
    return ok({
      paths: paths.toSorted(),
      closed: own.flatMap(({ kind, path }) => (kind === 'x' ? [path] : [])),
      ...(onHafs.length > 0 ? { onHafs } : {}),
      ...(elsewhere.length > 0 ? { elsewhere } : {}),
    });
  },
};

function isWatched(kind: string, path: string): boolean {
  if (path === PORTS_CONF) return kind === 'f' || kind === 'l';
  if (path === DRBD_FOLDER || path === SITES_FOLDER) return true;
  if (path.startsWith(`${DRBD_FOLDER}/`)) return kind === 'f' && /\.(?:res|conf)$/.test(path);
  // Apache is told `*.conf`, which is no hidden file.
  return (kind === 'f' || kind === 'l') && /\/[^/.][^/]*\.conf$/.test(path);
}

/** Whether something is at a path at all. */
export const existsProbe = (path: string): Probe<true> => ({
  id: `config.exists:${path}`,
  command: command(['test', '-e', path]),
  absentExitCodes: [1],
  parse: () => ok(true),
});

/** Root, because resource files hold a secret. Exits 1 when one of the files is not there; the others are told. */
export const hashesProbe = (paths: readonly string[]): Probe<readonly ConfigFile[]> => ({
  id: 'config.hashes',
  command: command(['sha256sum', '--', ...paths], { asRoot: true }),
  okExitCodes: [0, 1],
  parse: (stdout) => {
    const files: ConfigFile[] = [];
    for (const line of stdout.split('\n')) {
      if (line === '') continue;
      const match = /^([0-9a-f]{64}) [ *](\/.+)$/.exec(line);
      if (!match?.[1] || !match[2] || !paths.includes(match[2]))
        return parseError('no line of sha256sum', line);
      files.push({ path: match[2], sha256: match[1] });
    }
    return ok(files);
  },
});
