import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isInCidr } from '@/lib/base/address';
import { parseIpBatch } from './ip-json';
import { combineNetwork } from './probes';
import type { NetworkReading } from './types';
import { vipPlacement } from './vip-placement';
import { parseListeners, parseNonlocalBind, readVipFree, vipFreeCommand } from './vip-probes';

const speeds = new Map([
  ['mgmt0', 1000],
  ['ens2f0', 10_000],
  ['eno1', 1000],
]);
function reading(name: string, known: ReadonlyMap<string, number> | undefined = speeds): NetworkReading {
  const parsed = parseIpBatch(
    JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')).output,
  );
  if (!parsed.ok) throw new Error(parsed.error.what);
  return combineNetwork(parsed.value, known);
}
const nodes = [
  { node: 'node1', reading: reading('ip-node1') },
  { node: 'node2', reading: reading('ip-node2') },
];
const subnet = (nic: string): { cidr: string; free: string } => {
  const own = nodes[0]?.reading.interfaces
    .find(({ name }) => name === nic)
    ?.addresses.find(({ secondary, family }) => !secondary && family === 'inet');
  if (!own) throw new Error(`no ${nic}`);
  const network = own.address.split('.').slice(0, 3).join('.');
  return { cidr: `${network}.0/24`, free: `${network}.222` };
};
const [fast, slow] = [subnet('ens2f0'), subnet('eno1')];
const networks = [
  { cidr: fast.cidr, role: '10g' as const },
  { cidr: slow.cidr, role: '1g' as const },
];

describe('a VIP', () => {
  it('fits where the NIC of its own network carries it, and the NIC is named per node', () => {
    const found = vipPlacement({ address: fast.free, role: '10g' }, nodes, networks);
    expect(found.verdict).toBe('fits');
    expect(found.nodes[0]).toEqual({
      node: 'node1',
      verdict: 'fits',
      reason: 'fits',
      nic: 'ens2f0',
      nicRole: '10g',
      speedMbps: 10_000,
    });
  });
  it('of the 1G network never comes onto the 10G NIC, by address or by nic', () => {
    expect(vipPlacement({ address: fast.free, role: '1g' }, nodes, networks).nodes[0]).toMatchObject({
      verdict: 'refused',
      reason: 'role-mismatch',
      expected: slow.cidr,
    });
    expect(
      vipPlacement({ address: slow.free, role: '1g', nic: 'ens2f0' }, nodes, networks).nodes[0],
    ).toMatchObject({ verdict: 'refused', reason: 'wrong-nic', nic: 'ens2f0', expected: 'eno1' });
    expect(vipPlacement({ address: fast.free, role: '1g' }, nodes, []).nodes[0]).toMatchObject({
      verdict: 'refused',
      reason: 'nic-too-fast',
    });
  });
  it('of the 10G network never comes onto the 1G NIC', () => {
    expect(vipPlacement({ address: slow.free, role: '10g' }, nodes, []).nodes[0]).toMatchObject({
      verdict: 'refused',
      reason: 'nic-too-slow',
    });
  });
  it('is not judged without a reading, nor without a node', () => {
    expect(
      vipPlacement(
        { address: fast.free, role: '10g' },
        [{ node: 'node1', reading: reading('ip-node1') }, { node: 'node3' }],
        networks,
      ).verdict,
    ).toBe('unknown');
    expect(vipPlacement({ address: fast.free }, [], networks).verdict).toBe('unknown');
    expect(vipPlacement({ address: slow.free, role: '1g' }, nodes, []).verdict).toBe('unknown');
    expect(vipPlacement({ address: 'x', role: '1g' }, nodes, networks).verdict).toBe('refused');
  });
  it('on virtual NICs goes by the confirmed role of the network', () => {
    const silent = [{ node: 'node1', reading: reading('ip-node1', new Map()) }];
    expect(vipPlacement({ address: fast.free, role: '10g' }, silent, networks).nodes[0]).toMatchObject({
      verdict: 'fits',
      reason: 'speed-unknown',
    });
  });
});

it('says whether an address lies in a network', () => {
  expect(isInCidr('10.10.0.0/24', '10.10.0.255')).toBe(true);
  expect(isInCidr('10.10.0.0/24', '10.10.1.0')).toBe(false);
  expect(isInCidr('fd00::/64', 'fd00::1')).toBe(true);
  expect(isInCidr('10.10.0.0', '10.10.0.1')).toBe(false);
});

describe('whether an address is free', () => {
  const exited = (exitCode: number, stdout: string) => ({
    kind: 'exited' as const,
    exitCode,
    stdout,
    stderr: '',
    truncated: false,
    durationMs: 1,
  });
  const head = 'ARPING 192.168.1.200 from 0.0.0.0 eno1\n';
  it('is believed when exit code and text of iputils agree', () => {
    expect(readVipFree(exited(0, `${head}Sent 2 probes (2 broadcast(s))\nReceived 0 response(s)\n`))).toEqual(
      { kind: 'free' },
    );
    expect(
      readVipFree(
        exited(
          1,
          `${head}Unicast reply from 192.168.1.200 [52:54:00:AA:BB:CC]  0.7ms\nSent 1 probes (1 broadcast(s))\nReceived 1 response(s)\n`,
        ),
      ),
    ).toEqual({ kind: 'taken', mac: '52:54:00:aa:bb:cc' });
  });
  it('is unknown for the other arping, silence and errors', () => {
    expect(readVipFree(exited(0, 'ARPING 192.168.1.200\n..\n'))).toEqual({
      kind: 'unknown',
      why: 'other-arping',
    });
    expect(readVipFree(exited(1, `${head}Received 0 response(s)\n`))).toEqual({
      kind: 'unknown',
      why: 'other-arping',
    });
    expect(readVipFree(exited(0, ''))).toEqual({ kind: 'unknown', why: 'other-arping' });
    expect(readVipFree(exited(2, ''))).toEqual({ kind: 'unknown', why: 'cannot-send' });
    expect(readVipFree(exited(127, ''))).toEqual({ kind: 'unknown', why: 'no-arping' });
  });
  it('is asked only for an IPv4 address on a plain interface', () => {
    expect(vipFreeCommand('192.168.1.200', 'eno1').argv).toEqual([
      'arping',
      '-D',
      '-c',
      '2',
      '-w',
      '3',
      '-I',
      'eno1',
      '192.168.1.200',
    ]);
    expect(() => vipFreeCommand('fd00::1', 'eno1')).toThrow(RangeError);
    expect(() => vipFreeCommand('192.168.1.200', '-x')).toThrow(RangeError);
  });
});

it('reads ip_nonlocal_bind, and refuses what is not it', () => {
  const line = (family: number, value: number) => `/proc/sys/net/ipv${family}/ip_nonlocal_bind:${value}\n`;
  expect(parseNonlocalBind(line(4, 1) + line(6, 0))).toEqual({
    ok: true,
    value: { inet: true, inet6: false },
  });
  expect(parseNonlocalBind(line(4, 0))).toEqual({ ok: true, value: { inet: false } });
  expect(parseNonlocalBind('').ok).toBe(false);
  expect(parseNonlocalBind(line(4, 7)).ok).toBe(false);
});

it('reads who listens, and refuses what is not ss', () => {
  const text =
    'LISTEN 0      4096    10.10.0.100:9696      0.0.0.0:*    users:(("haproxy",pid=9,fd=7))\nLISTEN 0 128 [::]:22 [::]:*\nLISTEN 0 128 *:80 *:* users:(("apache2",pid=1,fd=4),("apache2",pid=2,fd=4))\n';
  expect(parseListeners(text)).toEqual({
    ok: true,
    value: [
      { address: '10.10.0.100', port: 9696, process: 'haproxy' },
      { address: '::', port: 22 },
      { address: '*', port: 80, process: 'apache2' },
    ],
  });
  expect(parseListeners('garbage\n').ok).toBe(false);
});
