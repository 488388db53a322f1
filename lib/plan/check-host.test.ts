import { describe, expect, it } from 'vitest';
import { known } from '@/lib/base/observation';
import type { HaproxyReading } from '@/lib/haproxy/types';
import { seenOnHost } from './check-host';
import type { HostCheck } from './types';

const unread = { state: 'unknown', reason: 'timed-out', since: 0 } as const;
const counts = { currentSessions: 0, totalSessions: 0 };
const haproxy = (status: string, ...servers: readonly string[]) =>
  known<HaproxyReading>(
    {
      frontends: [],
      backends: [
        {
          name: 'notes',
          status,
          activeServers: 1,
          backupServers: 0,
          queue: 0,
          ...counts,
          servers: servers.map((line) => {
            const [name = '', ...rest] = line.split(' ');
            return { name, status: rest.join(' '), backup: false, weight: 1, ...counts };
          }),
        },
      ],
    },
    0,
  );
const up = (...servers: readonly string[]): HostCheck => ({
  kind: 'backend-up',
  node: 'node1',
  backend: 'notes',
  servers,
});
const verdict = (check: HostCheck, more: Partial<Parameters<typeof seenOnHost>[1]>) =>
  seenOnHost(check, { haproxy: unread, pacemaker: unread, ...more }).verdict;

describe('a backend that is up', () => {
  it('has every server that is asked for, or any', () => {
    const one = haproxy('UP', 'node1 UP', 'node2 DOWN');
    expect(verdict(up(), { haproxy: one })).toBe('pass');
    expect(verdict(up('node1', 'node2'), { haproxy: one })).toBe('fail');
    expect(verdict(up('node1'), { haproxy: one })).toBe('pass');
  });

  it('is none where nobody checked, where it is missing, or where HAProxy is silent', () => {
    expect(verdict(up(), { haproxy: haproxy('UP', 'node1 no check') })).toBe('fail');
    expect(verdict(up(), { haproxy: haproxy('DOWN', 'node1 UP 1/2') })).toBe('fail');
    expect(verdict({ ...up(), backend: 'x' } as HostCheck, { haproxy: haproxy('UP', 'node1 UP') })).toBe(
      'fail',
    );
    expect(verdict(up(), {})).toBe('unknown');
  });
});

describe('a kernel setting', () => {
  const check = (value: string, key = 'net.ipv4.ip_nonlocal_bind'): HostCheck => ({
    kind: 'kernel-setting',
    node: 'node1',
    key,
    value,
  });
  it('is what the kernel says, and unknown where it was not asked', () => {
    const nonlocalBind = known({ inet: true }, 0);
    expect(verdict(check('1'), { nonlocalBind })).toBe('pass');
    expect(verdict(check('0'), { nonlocalBind })).toBe('fail');
    expect(verdict(check('1', 'vm.swappiness'), { nonlocalBind })).toBe('unknown');
    expect(verdict(check('1'), {})).toBe('unknown');
  });
});

describe('where Apache2 listens', () => {
  const check = (address: string, isOn: boolean): HostCheck => ({
    kind: 'listens',
    node: 'node1',
    address,
    port: 80,
    isOn,
  });
  const listening = (...places: readonly string[]) => ({
    listeners: known(
      places.map((line) => {
        const [address = '', process = 'apache2'] = line.split(' ');
        return { address, port: 80, process };
      }),
      0,
    ),
  });
  it('is its own sockets, on that address and no wider one', () => {
    expect(verdict(check('10.0.0.1', true), listening('10.0.0.1'))).toBe('pass');
    expect(verdict(check('10.0.0.1', true), listening('10.0.0.2'))).toBe('fail');
    expect(verdict(check('10.0.0.1', true), listening('*'))).toBe('fail');
    expect(verdict(check('10.0.0.1', true), listening('10.0.0.1 haproxy'))).toBe('fail');
    expect(verdict(check('*', true), listening('*'))).toBe('pass');
    expect(verdict(check('*', true), listening('0.0.0.0'))).toBe('pass');
  });
  it('is gone when no socket of its own is left there, and unknown where nobody could say', () => {
    expect(verdict(check('10.0.0.1', false), listening('10.0.0.2', '10.0.0.1 haproxy'))).toBe('pass');
    expect(verdict(check('10.0.0.1', false), listening('10.0.0.1'))).toBe('fail');
    expect(verdict(check('10.0.0.1', false), {})).toBe('unknown');
  });
});

describe('a unit', () => {
  const units = known(
    {
      units: [
        {
          id: 'notes.service',
          loadState: 'loaded',
          activeState: 'active',
          subState: 'running',
          unitFileState: 'disabled',
        },
      ],
    },
    0,
  );
  const check = (field: 'at-boot' | 'active', unit = 'notes.service'): HostCheck => ({
    kind: 'unit',
    node: 'node1',
    unit,
    field,
    values: ['active', 'enabled'],
  });
  it('is started at boot, or runs: two things', () => {
    expect(verdict(check('active'), { units })).toBe('pass');
    expect(verdict(check('at-boot'), { units })).toBe('fail');
    expect(verdict(check('active', 'other.service'), { units })).toBe('unknown');
  });
});
