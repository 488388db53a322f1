/**
 * The configuration files that are watched for changes, by hash: a few bytes per file, and the text is only fetched when
 * a hash is new. `/etc/drbd.d` is listed because a resource that somebody adds by hand is a new file.
 */
import { command } from '@/lib/base/command';
import { parseError } from '@/lib/base/parse-error';
import type { Probe } from '@/lib/base/probe';
import { ok } from '@/lib/base/result';

export const HAPROXY_CFG = '/etc/haproxy/haproxy.cfg';
export const COROSYNC_CONF = '/etc/corosync/corosync.conf';
const DRBD_FOLDER = '/etc/drbd.d';
/** These are watched whether they are there or not: that one goes is a change too. */
export const FIXED_FILES = [COROSYNC_CONF, HAPROXY_CFG] as const;

export interface ConfigFile {
  readonly path: string;
  readonly sha256: string;
}
export interface ConfigFilesReading {
  /** By path. A file that is not listed is not there. */
  readonly files: readonly ConfigFile[];
}

const PLAIN = /^\/etc\/drbd\.d\/[A-Za-z0-9_+-][A-Za-z0-9_.+-]*$/;
/** More would be no configuration that people keep. */
const MOST_FILES = 200;

/** Exits 1 when the folder is not there, or may not be listed: `folderProbe` tells which. */
export const drbdFilesProbe: Probe<readonly string[]> = {
  id: 'config.drbd-files',
  command: command([
    'find',
    DRBD_FOLDER,
    '-maxdepth',
    '1',
    '-xtype',
    'f',
    '(',
    '-name',
    '*.res',
    '-o',
    '-name',
    '*.conf',
    ')',
  ]),
  absentExitCodes: [1],
  parse: (stdout) => {
    const paths = stdout.split('\n').filter((line) => line !== '');
    const odd = paths.find((path) => !PLAIN.test(path));
    if (odd !== undefined) return parseError('a file name that is not watched', odd);
    return paths.length > MOST_FILES ? parseError('too many files') : ok(paths.toSorted());
  },
};

/** Whether something is at a path at all. */
export const existsProbe = (path: string): Probe<true> => ({
  id: `config.exists:${path}`,
  command: command(['test', '-e', path]),
  absentExitCodes: [1],
  parse: () => ok(true),
});
export const drbdFolderProbe: Probe<true> = existsProbe(DRBD_FOLDER);

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
