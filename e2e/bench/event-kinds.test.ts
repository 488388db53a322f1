import { describe, expect, it } from 'vitest';
import { logTime, maintenanceKind, serverKind, spareServer, vipKind } from './event-kinds';

const node = {
  name: 'node2',
  host: '127.0.0.1',
  port: 1,
  user: 'root',
  privateKeyPath: '',
  hostKeySha256: '',
  macs: { mgmt: '', '1g': '', '10g': '' },
  addresses: { mgmt: '', '1g': '', '10g': '' },
} as const;

describe('what the baselines print', () => {
  it('knows maintenance of its own node in crm_mon, and nothing from other lines', () => {
    const { read } = maintenanceKind(node, 'id').baseline;
    expect(read('  * Node node2: maintenance')).toBe(true);
    expect(read('  * Online: [ node1 node2 ]')).toBe(false);
    expect(read('  * Node node1: maintenance')).toBeUndefined();
    expect(read('  * Online: [ node1 ]')).toBeUndefined();
  });

  it('misses the VIP only in a line that is about its NIC', () => {
    const { read } = vipKind({ address: '198.51.100.100', nic: 'ten0' }, 'id').baseline;
    expect(read('ten0@if2         UP             198.51.100.2/24 198.51.100.100/24 ')).toBe(false);
    expect(read('ten0@if2         UP             198.51.100.2/24 ')).toBe(true);
    expect(read('')).toBeUndefined();
  });

  it('reads the status of its own server from show stat', () => {
    const { read } = serverKind('/run/h.sock', { backend: 'api', server: 'node2' }, 'id').baseline;
    const row = (name: string, status: string): string => `api,${name}${','.repeat(16)}${status},1`;
    expect(read(row('node2', 'MAINT'))).toBe(true);
    expect(read(row('node2', 'UP'))).toBe(false);
    expect(read(row('node1', 'MAINT'))).toBeUndefined();
  });
});

describe('spareServer', () => {
  const row = (backend: string, name: string, status: string): string =>
    `${backend},${name}${','.repeat(16)}${status},1`;
  it('takes a server only where another one is up', () => {
    const stat = [
      row('standby', 'node1', 'UP'),
      row('standby', 'node2', 'DOWN'),
      row('api', 'FRONTEND', 'OPEN'),
      row('api', 'node1', 'UP'),
      row('api', 'node2', 'UP'),
      row('api', 'BACKEND', 'UP'),
    ].join('\n');
    expect(spareServer(stat)).toEqual({ backend: 'api', server: 'node1' });
    expect(spareServer(row('api', 'node1', 'UP'))).toBeUndefined();
  });
});

describe('logTime', () => {
  it('reads the milliseconds of pacemaker.log', () => {
    const line = 'Nov 22 17:07:44.847 node2 pacemaker-based [381] (cib_perform_op) info: +  /cib';
    expect(logTime(line, 2026)).toBe(Date.UTC(2026, 10, 22, 17, 7, 44, 847));
    expect(logTime('no date here', 2026)).toBeUndefined();
  });
});
