import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inconsistentMessages, wordsOf } from '@/lib/base/finding-words.testing';
import { mutatedText } from '@/lib/base/mutated-text.testing';
import fc from '@/lib/base/property.testing';
import { networkHealth, vipHealth } from './health';
import { parseDefaultRoute, parseIpBatch } from './ip-json';
import { networkMessages } from './messages';
import { combineNetwork, parseSpeeds } from './probes';
import { proposeNetworkRoles } from './roles';
import type { NetworkAddress, NetworkInterface, NetworkReading } from './types';
import { checkVip, type VipIntent, vipHolders } from './vips';

interface Case {
  readonly about: string;
  readonly output: string;
  readonly expect: { readonly value?: object; readonly entries?: readonly (readonly [string, number])[] };
}
const recorded = (name: string): Case =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8'));

function labNode(name: string): NetworkReading {
  const ip = parseIpBatch(recorded(`ip-${name}`).output);
  const speeds = parseSpeeds(recorded('speed').output);
  if (!ip.ok || !speeds.ok) throw new Error('unreadable recording');
  return combineNetwork(ip.value, speeds.value);
}
const lab = [
  { node: 'node1', reading: labNode('node1') },
  { node: 'node2', reading: labNode('node2') },
];

describe.each(['node1', 'node2'])('recorded on %s', (node) => {
  const { about, output, expect: wanted } = recorded(`ip-${node}`);

  it(`reads: ${about}`, () => {
    const parsed = parseIpBatch(output);
    expect(parsed.ok && parsed.value).toMatchObject(wanted.value ?? {});
  });

  it('refuses every truncation', () => {
    for (let length = 0; length < output.trimEnd().length; length += 3)
      expect(parseIpBatch(output.slice(0, length)).ok).toBe(false);
  });
});

describe('ip', () => {
  it.each([
    ['no interface at all', '[]\n[]\n'],
    ['one answer', '[{"ifname":"lo","operstate":"UP","flags":[],"addr_info":[]}]\n'],
    ['three answers', '[]\n[]\n[]\n'],
    ['an interface without state', '[{"ifname":"lo","flags":[],"addr_info":[]}]\n[]\n'],
    [
      'an address that is none',
      '[{"ifname":"lo","operstate":"UP","flags":[],"addr_info":[{"family":"inet","local":"10.0.0.300","prefixlen":8}]}]\n[]\n',
    ],
    [
      'an impossible prefix',
      '[{"ifname":"lo","operstate":"UP","flags":[],"addr_info":[{"family":"inet","local":"10.0.0.3","prefixlen":33}]}]\n[]\n',
    ],
    ['words', 'Object "addr" is unknown, try "ip help".\n'],
  ])('is refused with %s', (_what, text) => {
    expect(parseIpBatch(text).ok).toBe(false);
  });

  it('takes the default route with the lowest metric', () => {
    const routes =
      '[{"dst":"default","gateway":"10.0.0.1","dev":"a","metric":100},{"dst":"default","gateway":"10.0.1.1","dev":"b"}]';
    expect(parseDefaultRoute(routes)).toEqual({
      ok: true,
      value: { defaultGateway: '10.0.1.1', defaultInterface: 'b' },
    });
    expect(parseDefaultRoute('[]')).toEqual({ ok: true, value: {} });
  });

  it('never throws, whatever the damage', () => {
    const samples = ['ip-node1', 'ip-node2', 'speed'].map((name) => recorded(name).output);
    fc.assert(
      fc.property(mutatedText(samples), (text) => {
        expect(typeof parseIpBatch(text).ok).toBe('boolean');
        expect(typeof parseSpeeds(text).ok).toBe('boolean');
      }),
    );
  });
});

describe('speeds', () => {
  it('are read by NIC', () => {
    const parsed = parseSpeeds(recorded('speed').output);
    expect(parsed.ok && [...parsed.value]).toEqual(recorded('speed').expect.entries);
  });

  it('stay unknown where the driver does not say', () => {
    const parsed = parseSpeeds('/sys/class/net/eth0/speed:-1\n/sys/class/net/eth1/speed:4294967295\n');
    expect(parsed.ok && parsed.value.size).toBe(0);
  });
});

describe('proposed roles', () => {
  const evidence = {
    nodes: lab,
    drbdAddresses: ['10.10.0.1', '10.10.0.2'],
    vipAddresses: ['192.168.10.100', '10.10.0.100'],
    sshAddresses: ['127.0.0.1'],
    corosyncAddresses: ['10.10.0.1', '192.168.10.11'],
  };

  it('are right for the practice cluster, with reasons in words', () => {
    const proposed = proposeNetworkRoles(evidence);
    expect(
      proposed.map(({ cidr, role, confidence, interfaces, speedMbps }) => ({
        cidr,
        role,
        confidence,
        interfaces,
        speedMbps,
      })),
    ).toEqual([
      {
        cidr: '10.0.2.0/24',
        role: 'management',
        confidence: 'medium',
        interfaces: { node1: 'mgmt0', node2: 'mgmt0' },
        speedMbps: 1000,
      },
      {
        cidr: '192.168.10.0/24',
        role: '1g',
        confidence: 'high',
        interfaces: { node1: 'eno1', node2: 'eno1' },
        speedMbps: 1000,
      },
      {
        cidr: '10.10.0.0/24',
        role: '10g',
        confidence: 'high',
        interfaces: { node1: 'ens2f0', node2: 'ens2f0' },
        speedMbps: 10_000,
      },
    ]);
    const tenGigabit = proposed.find((network) => network.role === '10g');
    expect(tenGigabit?.reasons.map((reason) => reason.key)).toEqual([
      'network.role.drbd',
      'network.role.vip',
      'network.role.corosync',
      'network.role.speed-10g',
    ]);
    for (const reason of proposed.flatMap((network) => network.reasons)) {
      expect(wordsOf(networkMessages, 'en', reason)).not.toMatch(/[{}]/);
      expect(wordsOf(networkMessages, 'ko', reason)).not.toMatch(/[{}]/);
    }
  });

  it('are the same without speeds, but less sure where only speed told', () => {
    const slow = lab.map(({ node, reading }) => ({
      node,
      reading: { ...reading, interfaces: reading.interfaces.map(({ speedMbps: _, ...nic }) => nic) },
    }));
    const roles = proposeNetworkRoles({ ...evidence, nodes: slow });
    expect(roles.map((network) => network.role)).toEqual(['management', '1g', '10g']);
    expect(roles.every((network) => network.speedMbps === undefined)).toBe(true);
  });

  it('name a network that only Haven uses management', () => {
    const roles = proposeNetworkRoles({ ...evidence, sshAddresses: ['10.0.2.11'] });
    expect(roles.find((network) => network.role === 'management')).toMatchObject({
      cidr: '10.0.2.0/24',
      confidence: 'high',
    });
  });

  it('give no role twice and leave a network without evidence alone', () => {
    const roles = proposeNetworkRoles({
      nodes: lab,
      drbdAddresses: [],
      vipAddresses: [],
      sshAddresses: [],
    }).map((network) => network.role);
    const given = roles.filter((role) => role !== 'other');
    expect(new Set(given).size).toBe(given.length);
  });

  it('leave out what one node has alone, VIPs, loopback and containers', () => {
    const reading = network([
      nic('lo', [address('127.0.0.1', 8, { scope: 'host' })], { kind: 'loopback' }),
      nic('docker0', [address('172.17.0.1', 16)], { kind: 'bridge' }),
      nic('eth0', [
        address('10.0.0.1', 24),
        address('10.9.0.1', 32),
        address('fe80::1', 64, { scope: 'link' }),
      ]),
    ]);
    const other = network([nic('eth0', [address('10.0.0.2', 24)]), nic('eth9', [address('10.77.0.2', 24)])]);
    const found = proposeNetworkRoles({
      nodes: [
        { node: 'a', reading },
        { node: 'b', reading: other },
      ],
      drbdAddresses: [],
      vipAddresses: [],
      sshAddresses: [],
    });
    expect(found.map((proposal) => proposal.cidr)).toEqual(['10.0.0.0/24']);
  });
});

const address = (text: string, prefixLength: number, more: Partial<NetworkAddress> = {}): NetworkAddress => ({
  address: text,
  prefixLength,
  family: text.includes(':') ? 'inet6' : 'inet',
  secondary: false,
  scope: 'global',
  ...more,
});
const nic = (
  name: string,
  addresses: readonly NetworkAddress[],
  more: Partial<NetworkInterface> = {},
): NetworkInterface => ({
  name,
  operState: 'UP',
  carrier: true,
  addresses,
  ...more,
});
const network = (
  interfaces: readonly NetworkInterface[],
  more: Partial<NetworkReading> = {},
): NetworkReading => ({ interfaces, ...more });

describe('a VIP', () => {
  const eno1 = nic('eno1', [address('192.168.1.11', 24)], { speedMbps: 1000 });
  const ens2f0 = nic('ens2f0', [address('10.10.0.1', 24)], { speedMbps: 10_000 });
  const node = { node: 'n', reading: network([eno1, ens2f0], { defaultGateway: '192.168.1.1' }) };
  const held = (name: string, entry: NetworkAddress) => ({
    node: 'n',
    reading: network(
      [eno1, ens2f0].map((card) =>
        card.name === name ? { ...card, addresses: [...card.addresses, entry] } : card,
      ),
    ),
  });
  const problems = (vip: VipIntent, at = node) => checkVip(vip, [at]).map((fault) => fault.problem);

  it.each<[string, VipIntent, readonly string[]]>([
    ['fits', { address: '192.168.1.100', cidr: '192.168.1.0/24', nic: 'eno1', role: '1g' }, []],
    ['is no address', { address: '192.168.1.256' }, ['not-an-address']],
    ['is outside of its network', { address: '10.0.0.5', cidr: '192.168.1.0/24' }, ['outside-network']],
    ['has no subnet on the node', { address: '172.16.0.5' }, ['no-subnet-on-node']],
    [
      'asks for the other NIC, which IPaddr2 would accept',
      { address: '192.168.1.100', nic: 'ens2f0' },
      ['wrong-nic'],
    ],
    ['asks for a NIC that is not there', { address: '192.168.1.100', nic: 'eth7' }, ['nic-missing']],
    ['is meant for 10G on a 1G NIC', { address: '192.168.1.100', role: '10g' }, ['nic-too-slow']],
    ['is the gateway', { address: '192.168.1.1' }, ['is-gateway']],
    ['is the broadcast address', { address: '192.168.1.255' }, ['is-network-or-broadcast']],
    ['is the network address', { address: '192.168.1.0' }, ['is-network-or-broadcast']],
    ['is the node itself', { address: '192.168.1.11' }, ['is-node-address']],
  ])('that %s', (_what, vip, wanted) => {
    expect(problems(vip)).toEqual(wanted);
  });

  it('is right with the mask of its subnet and with /32', () => {
    const vip = { address: '192.168.1.100', cidr: '192.168.1.0/24' };
    expect(problems(vip, held('eno1', address('192.168.1.100', 24, { secondary: true })))).toEqual([]);
    expect(problems(vip, held('eno1', address('192.168.1.100', 32)))).toEqual([]);
  });

  it('is found on the wrong network while it runs there', () => {
    const at = held('ens2f0', address('192.168.1.100', 24));
    expect(checkVip({ address: '192.168.1.100' }, [at])).toEqual([
      { problem: 'wrong-nic', node: 'n', nic: 'ens2f0', expected: 'eno1' },
    ]);
    expect(vipHealth({ address: '192.168.1.100' }, [at])).toMatchObject([
      { severity: 'critical', key: 'network.vip-wrong-nic' },
    ]);
  });

  it('cannot work on a NIC without link', () => {
    const down = { node: 'n', reading: network([{ ...eno1, carrier: false, operState: 'DOWN' }, ens2f0]) };
    expect(problems({ address: '192.168.1.100' }, down)).toEqual(['nic-down']);
  });

  it('has one holder in the practice cluster', () => {
    expect(vipHolders(lab, '10.10.0.100')).toEqual([{ node: 'node1', nic: 'ens2f0', prefixLength: 24 }]);
    expect(vipHealth({ address: '10.10.0.100', cidr: '10.10.0.0/24', role: '10g' }, lab)).toMatchObject([
      { severity: 'ok', key: 'network.vip-ok' },
    ]);
  });

  it('on two nodes at once is the loudest alarm, on none too, and unknown while a node is unread', () => {
    const vip = { address: '10.10.0.100' };
    const [first] = lab;
    if (!first) throw new Error('no recording');
    const both = [first, { node: 'node9', reading: first.reading }];
    expect(vipHealth(vip, both)).toContainEqual(
      expect.objectContaining({ severity: 'critical', key: 'network.vip-duplicate' }),
    );
    expect(vipHealth(vip, lab.slice(1))).toMatchObject([
      { severity: 'critical', key: 'network.vip-missing' },
    ]);
    expect(vipHealth(vip, lab.slice(1), ['node1'])).toMatchObject([
      { severity: 'unknown', key: 'network.vip-unknown' },
    ]);
  });
});

describe('links', () => {
  const counters = { rxBytes: 0, txBytes: 0, rxErrors: 1, txErrors: 0, rxDropped: 0, txDropped: 0 };
  const used = new Set(['eth0']);
  const keys = (now: NetworkReading, before?: NetworkReading) =>
    networkHealth(now, 'n', used, before).map((finding) => finding.key);

  it('alarm only where the cluster uses them', () => {
    expect(keys(network([nic('eth0', [], { carrier: false }), nic('eth1', [], { carrier: false })]))).toEqual(
      ['network.nic-down'],
    );
    expect(keys(network([]))).toEqual(['network.nic-down']);
  });

  it('tell new errors from old and from a reset counter', () => {
    const now = network([nic('eth0', [], { counters: { ...counters, rxErrors: 5 } })]);
    expect(keys(now)).toEqual([]);
    expect(keys(now, network([nic('eth0', [], { counters })]))).toEqual(['network.nic-errors']);
    expect(keys(now, network([nic('eth0', [], { counters: { ...counters, rxErrors: 50 } })]))).toEqual([]);
  });
});

describe('the words', () => {
  it('exist in both languages with the same parameters', () => {
    expect(inconsistentMessages(networkMessages)).toEqual([]);
  });
});
