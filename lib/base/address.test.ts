import { describe, expect, it } from 'vitest';
import {
  broadcastOf,
  formatSubnet,
  isSameAddress,
  parseIp,
  parseSubnet,
  subnetContains,
  subnetOf,
} from './address';
import fc from './property.testing';

const formatted = (text: string): string | undefined => {
  const ip = parseIp(text);
  return ip?.text;
};

describe('addresses', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['255.255.255.255', '255.255.255.255'],
    ['::', '::'],
    ['::1', '::1'],
    ['fe80::1', 'fe80::1'],
    ['FD00:0:0:1:0:0:0:1', 'fd00:0:0:1::1'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['1:0:2:0:3:0:4:0', '1:0:2:0:3:0:4:0'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['1::', '1::'],
  ])('%s is written %s', (text, canonical) => {
    expect(formatted(text)).toBe(canonical);
  });

  it.each([
    '',
    '10.0.0',
    '10.0.0.256',
    '010.0.0.1',
    '10.0.0.1.2',
    '10.0.0.1/24',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    'fe80::1%eth0',
    '12345::',
    '::1.2.3',
    'localhost',
    '1:2:3:4:5:6:7::8:9',
    ' 10.0.0.1',
    '-1.0.0.0',
  ])('%j is none', (text) => {
    expect(parseIp(text)).toBeUndefined();
  });

  it('survive being written and read', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(formatted(text)).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const canonical = formatted(text);
        expect(canonical).toBeDefined();
        expect(isSameAddress(text, canonical ?? '')).toBe(true);
        expect(formatted(canonical ?? '')).toBe(canonical);
      }),
    );
  });

  it('never make the parser throw', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789abcdef:./%') }),
        (text) => parseIp(text) === undefined || formatted(text) !== undefined,
      ),
    );
  });
});

const inSameSubnet = (a: string, b: string, prefixLength: number): boolean => {
  const subnet = subnetOf(a, prefixLength);
  return subnet !== undefined && subnetContains(subnet, b);
};

describe('subnets', () => {
  it('compare numbers, not text', () => {
    expect(inSameSubnet('10.1.0.1', '10.10.0.1', 16)).toBe(false);
    expect(inSameSubnet('10.10.0.1', '10.10.0.200', 24)).toBe(true);
    expect(inSameSubnet('fd00::1', 'fd00:0:0:0::2', 64)).toBe(true);
    expect(inSameSubnet('10.0.0.1', '::ffff:10.0.0.1', 8)).toBe(false);
  });

  it('have host bits cleared and refuse impossible lengths', () => {
    const subnet = parseSubnet('192.168.10.77/24');
    expect(subnet && formatSubnet(subnet)).toBe('192.168.10.0/24');
    expect([
      parseSubnet('10.0.0.0/33'),
      parseSubnet('10.0.0.0'),
      parseSubnet('10.0.0.0/'),
      parseSubnet('fd00::/129'),
      subnetOf('10.0.0.1', 1.5),
    ]).toEqual(Array.from({ length: 5 }, () => undefined));
  });

  it('know their broadcast address, where there is one', () => {
    const broadcast = (text: string) => {
      const subnet = parseSubnet(text);
      return subnet && broadcastOf(subnet);
    };
    expect(['10.0.0.0/24', '10.0.0.0/31', '10.0.0.1/32', 'fd00::/64'].map(broadcast)).toEqual([
      '10.0.0.255',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('contain exactly the addresses that share the prefix', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (a, b, length) => {
        const bits = (text: string) =>
          text
            .split('.')
            .map((part) => Number(part).toString(2).padStart(8, '0'))
            .join('')
            .slice(0, length);
        const subnet = subnetOf(a, length);
        expect(subnet && subnetContains(subnet, b)).toBe(bits(a) === bits(b));
        expect(subnet && subnetContains(subnet, a)).toBe(true);
      }),
    );
  });
});
