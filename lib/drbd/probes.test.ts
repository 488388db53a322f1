import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mutatedText } from '@/lib/base/mutated-text.testing';
import fc from '@/lib/base/property.testing';
import { alarmOfEvents2Line, alarmOfKernelLine } from './alarms';
import { parseDumpXml } from './dump-xml';
import { parseEvents2Now } from './events2-model';
import { drbdHealth } from './health';
import { combineDrbd } from './probes';
import { parseProcDrbd } from './proc-drbd';
import type { DrbdResource } from './types';
import { generationOf, parseDrbdadmVersion } from './version';

const fixtures = new URL('./fixtures/', import.meta.url);
const output = (name: string): string =>
  JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), 'utf8')).output;

function must<T>(result: { ok: true; value: T } | { ok: false; error: { what: string } }): T {
  if (!result.ok) throw new Error(result.error.what);
  return result.value;
}

describe('a DRBD reading', () => {
  const events2 = must(parseEvents2Now(output('events2-now-84-healthy-node1')));
  const proc = must(parseProcDrbd(output('proc-84-healthy')));

  it('says which generation runs', () => {
    expect(must(combineDrbd(events2, proc, { utils: '9.22.0' })).version).toEqual({
      generation: '8.4',
      kernel: '8.4.11',
      utils: '9.22.0',
    });
    expect(generationOf('9.2.11')).toBe('9');
    expect(generationOf('8.3.13')).toBe('unknown');
    expect(generationOf(undefined)).toBe('none');
  });

  it('is a fact when no module is loaded', () => {
    expect(combineDrbd(undefined, undefined)).toEqual({
      ok: true,
      value: { version: { generation: 'none' }, resources: [] },
    });
  });

  it('is refused when a module is loaded and its state cannot be read', () => {
    expect(combineDrbd(undefined, proc).ok).toBe(false);
  });

  it('does not guess the generation of a module that only events2 shows', () => {
    expect(must(combineDrbd(events2, undefined)).version.generation).toBe('unknown');
  });

  it('takes the progress of 8.4 from /proc/drbd, by minor', () => {
    const resync = 'change peer-device';
    const text = output('events2-now-84-healthy-node1').replace(
      'replication:Established peer-disk:UpToDate',
      'replication:SyncTarget peer-disk:UpToDate',
    );
    expect(text).not.toContain(resync);
    const reading = must(
      combineDrbd(must(parseEvents2Now(text)), must(parseProcDrbd(output('proc-84-resync')))),
    );
    expect(reading.resources[0]?.connections[0]?.peerDevices[0]?.progress).toEqual({
      percent: 25.1,
      etaSeconds: 30,
      rateKiBps: 102_400,
      stalled: false,
    });
  });

  it('drops the progress of a resync that events2 no longer shows', () => {
    const reading = must(combineDrbd(events2, must(parseProcDrbd(output('proc-84-resync')))));
    expect(reading.resources[0]?.connections[0]?.peerDevices[0]?.progress).toBeUndefined();
  });

  it('shows an 8.4 resource that stands alone, of which events2 prints no connection', () => {
    const text = output('events2-now-84-healthy-node1')
      .split('\n')
      .filter((line) => !/exists (connection|peer-device)/.test(line))
      .join('\n');
    const alone = output('proc-84-healthy').replace(
      'cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate C',
      'cs:StandAlone ro:Primary/Unknown ds:UpToDate/DUnknown  ',
    );
    const reading = must(combineDrbd(must(parseEvents2Now(text)), must(parseProcDrbd(alone))));
    expect(reading.resources[0]?.connections).toMatchObject([
      { connection: 'StandAlone', peerDevices: [{ peerDisk: 'DUnknown' }] },
    ]);
    expect(drbdHealth(reading, 'node1').map((finding) => finding.key)).toContain(
      'drbd.connection-standalone',
    );
  });
});

describe('/proc/drbd', () => {
  const header = 'version: 8.4.11 (api:1/proto:86-101)\nsrcversion: F73C670A7EC572DB9CF3E5B \n';
  it.each([
    ['nothing', ''],
    ['another file', 'MemTotal: 5 kB\n'],
    [
      'an entry without counters',
      `${header} 0: cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate C r-----\n`,
    ],
    [
      'a state that is no word',
      `${header} 0: cs:Conn1ected ro:Primary/Secondary ds:UpToDate/UpToDate C r-----\n`,
    ],
    ['a foreign line', `${header}hello\n`],
    ['a configured entry without roles', `${header} 0: cs:Connected\n`],
  ])('with %s is refused', (_what, text) => {
    expect(parseProcDrbd(text).ok).toBe(false);
  });
});

describe('alarms', () => {
  it('hear the split-brain handler in events2', () => {
    const line =
      '2026-11-22T12:20:31.285547+00:00 call helper name:hafs peer-node-id:0 conn-name:peer volume:0 minor:3 helper:';
    expect(alarmOfEvents2Line(`${line}split-brain`)).toEqual({
      kind: 'split-brain',
      resource: 'hafs',
      minor: 3,
      at: Date.UTC(2026, 10, 22, 12, 20, 31, 285),
    });
    expect(alarmOfEvents2Line(`${line}initial-split-brain`)?.kind).toBe('split-brain-found');
    expect(alarmOfEvents2Line(`${line}before-resync-source`)).toBeUndefined();
    expect(alarmOfEvents2Line(`${line}constructor`)).toBeUndefined();
    expect(
      alarmOfEvents2Line(`${line}split-brain`.replace('call', 'response').concat(' status:0')),
    ).toBeUndefined();
    expect(alarmOfEvents2Line('rubbish')).toBeUndefined();
  });

  it.each([
    [
      'block drbd0: Split-Brain detected but unresolved, dropping connection!',
      { kind: 'split-brain', minor: 0 },
    ],
    [
      'block drbd0: helper command: /sbin/drbdadm initial-split-brain minor-0',
      { kind: 'split-brain-found', minor: 0 },
    ],
    [
      '[  12.5] block drbd12: helper command: /sbin/drbdadm split-brain minor-12',
      { kind: 'split-brain', minor: 12 },
    ],
    [
      'drbd hafs/0 drbd0 node2: Split-Brain detected but unresolved, dropping connection!',
      { kind: 'split-brain', resource: 'hafs', minor: 0 },
    ],
    [
      'block drbd0: Split-Brain detected, 1 primaries, automatically solved. Sync from this node',
      { kind: 'split-brain-solved', minor: 0 },
    ],
    ['drbd hafs: Unrelated data, aborting!', { kind: 'unrelated-data', resource: 'hafs' }],
    ['block drbd0: Online verify found 12 4k block out of sync!', { kind: 'out-of-sync-found', minor: 0 }],
  ])('hear in the kernel log: %s', (line, alarm) => {
    expect(alarmOfKernelLine(line)).toEqual(alarm);
  });

  it.each([
    'drbd hafs: conn( Connected -> Disconnecting )',
    'evil: Split-Brain detected but unresolved, dropping connection!',
    'block drbd0: helper command: /sbin/drbdadm before-resync-target minor-0',
  ])('do not hear: %s', (line) => {
    expect(alarmOfKernelLine(line)).toBeUndefined();
  });
});

describe('a dump with a line missing', () => {
  it('is never read as healthy', () => {
    const lines = output('events2-now-84-healthy-node1').split('\n');
    for (const missing of lines.keys()) {
      const parsed = parseEvents2Now(lines.filter((_, index) => index !== missing).join('\n'));
      if (!parsed.ok || lines[missing] === '') continue;
      const findings = drbdHealth({ version: { generation: '8.4' }, resources: parsed.value }, 'node1');
      expect(
        findings.some((finding) => finding.severity === 'ok'),
        lines[missing],
      ).toBe(false);
    }
  });
});

describe('any damage to recorded output', () => {
  const parsers = {
    'events2-now': parseEvents2Now,
    proc: parseProcDrbd,
    'dump-xml': parseDumpXml,
    'drbdadm-version': parseDrbdadmVersion,
  };
  const recorded = readdirSync(fixtures)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace('.json', ''));

  it.each(Object.entries(parsers))('makes the parser of %s neither throw nor hang', (prefix, parse) => {
    const samples = recorded.filter((name) => name.startsWith(prefix)).map(output);
    fc.assert(
      fc.property(mutatedText(samples), (text) => typeof parse(text).ok === 'boolean'),
      { numRuns: 400 },
    );
  });

  it('is never read as a healthier dump', () => {
    const unwell = output('events2-now-84-cut-primary');
    const isHealthy = (resources: readonly DrbdResource[]) =>
      resources.some((resource) =>
        resource.connections.some((connection) => connection.connection === 'Connected'),
      );
    fc.assert(
      fc.property(mutatedText([unwell]), (text) => {
        const parsed = parseEvents2Now(text);
        // Damage may hit a word, but cannot invent a Connected one.
        expect(parsed.ok && isHealthy(parsed.value)).toBe(false);
      }),
      { numRuns: 400 },
    );
  });
});
