import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inconsistentMessages, wordsOf } from '@/lib/base/finding-words.testing';
import { mutatedText } from '@/lib/base/mutated-text.testing';
import fc from '@/lib/base/property.testing';
import { haproxyHealth } from './health';
import { haproxyMessages } from './messages';
import { combineHaproxy, haproxyRuntimeProbe, parseHaproxyRuntime } from './probes';
import { parseServersState } from './servers-state';
import { parseShowStat } from './show-stat';
import type { HaproxyServer } from './types';

interface Case {
  readonly about: string;
  readonly command: string;
  readonly output: string;
  readonly expect: {
    readonly value: object;
    readonly singleActive?: readonly string[];
    /** `severity key object-id`, complete. */
    readonly findings?: readonly string[];
  };
}

const folder = new URL('./fixtures/', import.meta.url);
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Case] as const);
const runtimes = cases.filter(([name]) => name.startsWith('runtime')).map(([, { output }]) => output);

const parse = (command: string, text: string) =>
  command.includes('servers state') ? parseServersState(text) : parseHaproxyRuntime(text);

function runtimeOf(text: string) {
  const runtime = parseHaproxyRuntime(text);
  if (!runtime.ok) throw new Error(`${runtime.error.what}: ${runtime.error.near}`);
  return runtime.value;
}

describe.each(cases)('%s', (_name, { about, command, output, expect: wanted }) => {
  it(`reads: ${about}`, () => {
    const parsed = parse(command, output);
    if (!parsed.ok) throw new Error(parsed.error.what);
    expect(parsed.value).toMatchObject(wanted.value);
  });

  it('refuses every truncation', () => {
    const text = output.replace(/\n+$/, '\n');
    for (let length = 0; length <= text.length; length += length < 2000 ? 7 : 1) {
      expect(parse(command, text.slice(0, length)).ok, `cut at ${length}`).toBe(false);
    }
  });

  if (wanted.findings) {
    it('says what is wrong, in both languages, and nothing else', () => {
      const reading = combineHaproxy(runtimeOf(output));
      const findings = haproxyHealth(reading, 'node1', {
        singleActiveBackends: new Set(wanted.singleActive),
        observedAt: 1_000_000_000,
      });
      expect(findings.map(({ severity, key, object }) => `${severity} ${key} ${object.id}`)).toEqual(
        wanted.findings,
      );
      for (const finding of findings) {
        expect(wordsOf(haproxyMessages, 'en', finding)).not.toMatch(/[{}]/);
        expect(wordsOf(haproxyMessages, 'ko', finding)).not.toMatch(/[{}]/);
      }
    });
  }
});

describe('show stat', () => {
  const header = '# pxname,svname,scur,stot,status,weight,act,bck,type,check_status,last_chk,';
  const server = (name: string, status = 'UP') => `app,${name},0,0,${status},1,1,0,2,L7OK,,`;
  const backend = 'app,BACKEND,0,0,UP,2,2,0,1,,,';
  const dump = (...rows: string[]) => `${[header, ...rows].join('\n')}\n\n`;

  it('is read by header name, in whatever order', () => {
    const parsed = parseShowStat(dump(server('a'), server('b', 'DOWN 1/2'), backend));
    if (!parsed.ok) throw new Error(parsed.error.what);
    expect(parsed.value.backends[0]?.servers.map(({ name, status }) => [name, status])).toEqual([
      ['a', 'UP'],
      ['b', 'DOWN 1/2'],
    ]);
  });

  it('reads quoted fields', () => {
    const parsed = parseShowStat(
      dump('app,a,0,0,DOWN,1,1,0,2,L7STS,"said ""no"", twice",', server('b'), backend),
    );
    if (!parsed.ok) throw new Error(parsed.error.what);
    expect(parsed.value.backends[0]?.servers[0]?.lastCheck).toBe('said "no", twice');
  });

  it('takes the star of a running check off', () => {
    const parsed = parseShowStat(dump(server('a').replace('L7OK', '* L7OK'), server('b'), backend));
    expect(parsed.ok && parsed.value.backends[0]?.servers[0]?.checkStatus).toBe('L7OK');
  });

  it.each([
    ['a row with a field too few', dump(server('a').replace(',L7OK', ''), server('b'), backend)],
    ['a row with a field too many', dump(`${server('a')}x,`, server('b'), backend)],
    ['servers whose backend row is missing', dump(server('a'))],
    ['servers of another backend before the backend row', dump(server('a').replace('app', 'other'), backend)],
    ['fewer servers than the backend row counts', dump(server('a'), backend)],
    ['a backend twice', dump(server('a'), server('b'), backend, backend)],
    ['a row without status', dump(server('a', ''), server('b'), backend)],
    ['a number that is none', dump(server('a').replace(',0,0,', ',x,0,'), server('b'), backend)],
    ['an unknown row type', dump(server('a').replace(',2,L7OK', ',7,L7OK'), server('b'), backend)],
    ['a blank line inside', `${header}\n${server('a')}\n\n${backend}\n\n`],
    ['quotes that do not close', dump(server('a').replace(',,', ',"oops,'), server('b'), backend)],
    ['no header', `${server('a')}\n${backend}\n\n`],
    ['a header without status', dump(server('a'), server('b'), backend).replace('status,', '')],
    ['no blank line at the end', dump(server('a'), server('b'), backend).slice(0, -1)],
    ['an answer of HAProxy that is no dump', 'Permission denied\n\n'],
  ])('is refused with %s', (_what, text) => {
    expect(parseShowStat(text).ok).toBe(false);
  });
});

describe('any damage to a recorded dump', () => {
  const serversOf = (text: string): ReadonlyMap<string, HaproxyServer> | undefined => {
    const parsed = parseHaproxyRuntime(text);
    if (!parsed.ok) return undefined;
    const entries = parsed.value.stat.backends.flatMap((backend) =>
      backend.servers.map((server) => [`${backend.name}/${server.name}`, server] as const),
    );
    return new Map(entries);
  };

  it('neither throws nor makes a server that is not UP look UP', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...runtimes).chain((whole) => fc.tuple(fc.constant(whole), mutatedText([whole]))),
        ([whole, damaged]) => {
          const [before, after] = [serversOf(whole), serversOf(damaged)];
          for (const [name, server] of after ?? []) {
            const original = before?.get(name);
            if (original && original.status !== 'UP') expect(server.status).not.toBe('UP');
          }
        },
      ),
      { numRuns: 600 },
    );
  });

  it('never throws on servers state', () => {
    const samples = cases.filter(([name]) => name.startsWith('servers')).map(([, { output }]) => output);
    fc.assert(fc.property(mutatedText(samples), (text) => typeof parseServersState(text).ok === 'boolean'));
  });
});

describe('HAProxy health', () => {
  const server = (name: string, status: string, more: Partial<HaproxyServer> = {}): HaproxyServer => ({
    name,
    status,
    backup: false,
    weight: 1,
    checkStatus: 'L7OK',
    currentSessions: 3,
    totalSessions: 0,
    ...more,
  });
  const said = (status: string, servers: readonly HaproxyServer[], mode = 'http') => {
    const backend = {
      name: 'app',
      status,
      mode,
      activeServers: 0,
      backupServers: 0,
      currentSessions: 0,
      totalSessions: 0,
      queue: 0,
      servers,
    };
    const findings = haproxyHealth({ frontends: [], backends: [backend] }, 'node1');
    for (const finding of findings) wordsOf(haproxyMessages, 'ko', finding);
    return findings.map(({ severity, key }) => `${severity} ${key.replace('haproxy.', '')}`);
  };

  it.each<[string, string, readonly HaproxyServer[], readonly string[]]>([
    ['all up', 'UP', [server('a', 'UP'), server('b', 'UP')], ['ok healthy']],
    [
      'one draining',
      'UP',
      [server('a', 'UP'), server('b', 'UP'), server('c', 'DRAIN')],
      ['ok healthy', 'info server-drain'],
    ],
    [
      'the last one in service',
      'UP',
      [server('a', 'UP'), server('b', 'MAINT (via x/y)')],
      ['warning last-server', 'info server-maint'],
    ],
    [
      'only a backup left',
      'UP',
      [server('a', 'DOWN'), server('b', 'UP', { backup: true })],
      ['warning backend-on-backup', 'warning server-down'],
    ],
    [
      'none left though it says UP',
      'UP',
      [server('a', 'DRAIN'), server('b', 'MAINT')],
      ['critical backend-down', 'info server-drain', 'info server-maint'],
    ],
    ['none by design', 'UP', [], []],
    [
      'without checks',
      'UP',
      [server('a', 'no check'), server('b', 'no check')],
      ['warning server-no-check', 'warning server-no-check'],
    ],
    [
      'checked by connection only',
      'UP',
      [server('a', 'UP', { checkStatus: 'L4OK' }), server('b', 'UP')],
      ['ok healthy', 'info check-not-l7'],
    ],
    [
      'in a state of the future',
      'UP',
      [server('a', 'HALF'), server('b', 'UP'), server('c', 'UP')],
      ['unknown status-unknown'],
    ],
    [
      'itself in a state of the future',
      'SLOW',
      [server('a', 'UP'), server('b', 'UP')],
      ['unknown status-unknown'],
    ],
  ])('of a backend with %s', (_what, status, servers, wanted) => {
    expect(said(status, servers)).toEqual(wanted);
  });

  it('does not ask for layer 7 where there is none', () => {
    expect(said('UP', [server('a', 'UP', { checkStatus: 'L4OK' }), server('b', 'UP')], 'tcp')).toEqual([
      'ok healthy',
    ]);
  });

  it('says since when a server is down', () => {
    const down = server('a', 'DOWN', { lastChangeSeconds: 30 });
    const backend = {
      name: 'app',
      status: 'UP',
      activeServers: 1,
      backupServers: 0,
      currentSessions: 0,
      totalSessions: 0,
      queue: 0,
      servers: [down, server('b', 'UP'), server('c', 'UP')],
    };
    expect(
      haproxyHealth({ frontends: [], backends: [backend] }, 'n', { observedAt: 100_000 })[0]?.since,
    ).toBe(70_000);
  });

  it('alarms about a frontend that is stopped or unknown', () => {
    const frontend = {
      name: 'f',
      status: 'STOP',
      currentSessions: 0,
      totalSessions: 0,
      bytesIn: 0,
      bytesOut: 0,
    };
    const of = (status: string) =>
      haproxyHealth({ frontends: [{ ...frontend, status }], backends: [] }, 'n').map(
        (finding) => finding.severity,
      );
    expect([of('OPEN'), of('STOP'), of('FULL'), of('???')]).toEqual([
      [],
      ['critical'],
      ['critical'],
      ['unknown'],
    ]);
  });

  it('has words in both languages with the same parameters', () => {
    expect(inconsistentMessages(haproxyMessages)).toEqual([]);
  });
});

describe('the socket command', () => {
  it('takes plain paths only: socat has a language of its own', () => {
    for (const path of ['/run/x,fork', 'run/x', '/run/x y', '/a|b', "/a'b", '/run/x!!EXEC:sh']) {
      expect(() => haproxyRuntimeProbe(path), path).toThrow(RangeError);
    }
    expect(haproxyRuntimeProbe('/var/lib/haproxy/stats').command.argv.at(-1)).toBe(
      'UNIX-CONNECT:/var/lib/haproxy/stats',
    );
  });
});
