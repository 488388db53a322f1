import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from '@/lib/base/property.testing';
import { saveServerStatesCommand, setServerStateCommand } from './commands';
import { parseHaproxyConfig } from './config-file';
import {
  drainVerdict,
  lostOnReload,
  reloadKeepsState,
  runtimeVersusFile,
  serverStateFile,
  statesFromStat,
} from './runtime-drift';
import { parseServersState } from './servers-state';
import { parseShowProc, reloadVerdict } from './show-proc';
import { diffLines, unifiedDiff } from './text-diff';

const fixture = (name: string): string =>
  readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
const lab = parseHaproxyConfig(fixture('openstack-lab.cfg'));
const recorded = parseServersState(JSON.parse(fixture('servers-state-26.json')).output);
if (!recorded.ok) throw new Error(recorded.error.what);
const states = recorded.value;

describe('a change over the socket', () => {
  const place = { backend: 'nova_api', server: 'node1' };
  it('is one command on the socket the probes use', () => {
    expect(setServerStateCommand(place, 'drain')).toMatchObject({
      asRoot: true,
      stdin: 'set server nova_api/node1 state drain\n',
    });
  });
  it('cannot carry a second command', () => {
    for (const server of ['a;show stat', 'a\nquit', 'a b', '', 'a/b'])
      expect(() => setServerStateCommand({ backend: 'b', server }, 'maint')).toThrow(RangeError);
  });
});

describe('saving what servers are told', () => {
  it('names the file and the socket as words of their own, never as part of the script', () => {
    const { argv, asRoot } = saveServerStatesCommand('/var/lib/haproxy/server-state');
    expect(asRoot).toBe(true);
    expect(argv.slice(-2)).toEqual(['/var/lib/haproxy/server-state', '/run/haproxy/admin.sock']);
    expect(argv[2]).not.toContain('/var/lib');
  });
  it('goes to plain paths only', () => {
    expect(() => saveServerStatesCommand('/etc/../x')).toThrow(RangeError);
    expect(() => saveServerStatesCommand('/var/x', '/run/a,fork')).toThrow(RangeError);
  });
});

describe('what runs', () => {
  const [first] = states;
  if (!first) throw new Error('the recording holds no server');
  const file = parseHaproxyConfig(
    `backend ${first.backend}\n server ${first.server} ${first.address}:${first.port ?? 1}\n`,
  );
  const ready = { ...first, isForcedMaintenance: false, isForcedDrain: false, adminState: 0, weight: 1 };
  it('agrees with its file', () => {
    expect(runtimeVersusFile(file, [ready])).toEqual([]);
  });
  it('differs in what the socket changed, and in nothing else', () => {
    const place = { backend: first.backend, server: first.server, line: 2 };
    expect(
      runtimeVersusFile(file, [{ ...ready, isForcedDrain: true, weight: 7, address: '192.0.2.1' }]),
    ).toEqual([
      { ...place, kind: 'address', file: first.address, running: '192.0.2.1' },
      { ...place, kind: 'weight', file: '1', running: '7' },
      { ...place, kind: 'admin-state', file: 'ready', running: 'drain' },
    ]);
    expect(runtimeVersusFile(file, [])).toEqual([{ ...place, kind: 'not-running' }]);
    expect(runtimeVersusFile(file, [ready, { ...ready, server: 'x' }])).toEqual([
      { backend: first.backend, server: 'x', kind: 'not-in-file' },
    ]);
  });
  it('is lost on reload where no state file is loaded', () => {
    expect(lostOnReload(file, [{ ...ready, isForcedMaintenance: true }])).toEqual([
      { backend: first.backend, server: first.server, state: 'maint' },
    ]);
    expect(reloadKeepsState(lab, 'nova_api')).toBe(true);
    expect(serverStateFile(lab)).toBe('/var/lib/haproxy/server-state');
    expect(serverStateFile(file)).toBeUndefined();
    expect(reloadKeepsState(file, first.backend)).toBe(false);
  });
});

it('refuses to call the last server that serves safe to drain', () => {
  const server = (name: string, status: string, backup = false) => ({
    name,
    status,
    backup,
    weight: 1,
    currentSessions: 0,
    totalSessions: 0,
  });
  const verdict = (...servers: ReturnType<typeof server>[]) =>
    drainVerdict(
      {
        backends: [
          {
            name: 'b',
            status: 'UP',
            activeServers: 1,
            backupServers: 0,
            currentSessions: 0,
            totalSessions: 0,
            queue: 0,
            servers,
          },
        ],
      },
      { backend: 'b', server: 'a' },
    ).kind;
  expect(verdict(server('a', 'UP'), server('c', 'UP'))).toBe('safe');
  expect(verdict(server('a', 'UP'), server('c', 'DOWN'))).toBe('last-server');
  expect(verdict(server('a', 'UP'), server('c', 'DRAIN'))).toBe('last-server');
  expect(verdict(server('a', 'UP'), server('c', 'UP', true))).toBe('only-backups');
  expect(verdict(server('c', 'UP'))).toBe('not-found');
});

describe('a reload', () => {
  const proc = (master: string, ...workers: string[]) => {
    const parsed = parseShowProc(
      `#<PID>          <type>          <reloads>       <uptime>        <version>      \n${master}   2.6.12\n# workers\n${workers.map((line) => `${line}   2.6.12\n`).join('')}# programs\n\n`,
    );
    if (!parsed.ok) throw new Error(parsed.error.what);
    return parsed.value;
  };
  const OLD_MASTER = '8641            master          1               3d01h00m09s';
  const verdictOf = (...args: Parameters<typeof proc>) => reloadVerdict(proc(...args), 10);
  it('is believed when a worker that it started serves, and not when the old one does', () => {
    expect(verdictOf(OLD_MASTER, '8765            worker          0               0d00h00m04s')).toBe(
      'new-worker',
    );
    expect(verdictOf(OLD_MASTER, '8700            worker          0               0d00h10m04s')).toBe(
      'same-worker',
    );
    expect(
      verdictOf(
        '8641            master          2 [failed: 1]   3d01h00m09s',
        '8700            worker          1               0d00h00m04s',
      ),
    ).toBe('reload-failed');
    expect(
      verdictOf(
        '9000            master          0               0d00h00m04s',
        '9001            worker          0               0d00h00m04s',
      ),
    ).toBe('restarted');
    expect(verdictOf(OLD_MASTER)).toBe('no-worker');
  });
  it('is read from what the lab printed', () => {
    const read = proc(
      '8641            master          2 [failed: 1]   0d00h00m09s',
      '8765            worker          1               0d00h00m04s',
    );
    expect(read).toEqual({
      master: { pid: 8641, reloads: 2, uptimeSeconds: 9 },
      failedReloads: 1,
      workers: [{ pid: 8765, reloads: 1, uptimeSeconds: 4 }],
      oldWorkers: [],
    });
    expect(proc('1               master          0               2d03h04m05s').master.uptimeSeconds).toBe(
      183_845,
    );
  });
  it('is not judged by a cut answer', () => {
    expect(parseShowProc('#<PID> <type>\n8641 master 1').ok).toBe(false);
    expect(parseShowProc('').ok).toBe(false);
  });
});

describe('a diff of texts', () => {
  it('gives back both texts from its lines, whatever they are', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 14 })
      .map((lines) => lines.map((line) => `${line}\n`).join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after);
        const side = (sign: '+' | '-') =>
          lines
            .filter((line) => line.sign !== sign)
            .map((line) => `${line.text}\n`)
            .join('');
        expect(side('+')).toBe(before);
        expect(side('-')).toBe(after);
      }),
    );
  });
  it('is written as diff -u writes it', () => {
    expect(unifiedDiff('a\nb\nc\nd\ne\nf\n', 'a\nb\nX\nd\ne\nf\n', 1)).toEqual([
      '@@ -2,3 +2,3 @@',
      ' b',
      '-c',
      '+X',
      ' d',
    ]);
    expect(unifiedDiff('a\n', 'a\n')).toEqual([]);
    expect(unifiedDiff('', 'a\n')).toEqual(['@@ -0,0 +1 @@', '+a']);
    expect(unifiedDiff('a', 'a\n')[1]).toBe('-a\\ no line break at the end');
  });
});

describe('what runs, from the statistics', () => {
  const server = (name: string, status: string, weight = 1, address?: string) => ({
    name,
    status,
    weight,
    backup: false,
    currentSessions: 0,
    totalSessions: 0,
    ...(address === undefined ? {} : { address }),
  });
  const backend = (...servers: ReturnType<typeof server>[]) => ({
    backends: [
      {
        name: 'b',
        status: 'UP',
        activeServers: 1,
        backupServers: 0,
        currentSessions: 0,
        totalSessions: 0,
        queue: 0,
        servers,
      },
    ],
  });
  const file = parseHaproxyConfig(
    'backend b\n server a 10.0.0.1:80\n server c 10.0.0.2:80 weight 5\n server d 10.0.0.3:80 disabled\n',
  );
  const drift = (...servers: ReturnType<typeof server>[]) =>
    runtimeVersusFile(file, statesFromStat(file, backend(...servers))).map(
      ({ server: name, kind, running }) => `${name} ${kind} ${running ?? ''}`.trim(),
    );
  const same = [
    server('a', 'UP', 1, '10.0.0.1:80'),
    server('c', 'DOWN', 0),
    server('d', 'MAINT', 0),
  ] as const;
  it('agrees with the file where only traffic tells servers apart', () => {
    expect(drift(...same)).toEqual([]);
  });
  it('tells what was set by hand, another address and weight, and what does not run', () => {
    expect(drift(server('a', 'MAINT'), server('c', 'UP', 2), same[2])).toEqual([
      'a admin-state maint',
      'c weight 2',
    ]);
    expect(drift(server('a', 'UP', 1, '10.0.0.9:80'), server('d', 'UP'), server('x', 'UP'))).toEqual([
      'a address 10.0.0.9',
      'c not-running',
      'd admin-state ready',
      'x not-in-file',
    ]);
  });
});
