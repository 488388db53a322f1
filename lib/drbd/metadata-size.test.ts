import { describe, expect, it } from 'vitest';
import { backingBytesFor, externalMetadataBytes, internalMetadataBytes, usableBytes } from './metadata-size';

const TiB = 1024 ** 4;

describe('the data area that drbdmeta 9.22 leaves', () => {
  // Printed by `drbdmeta create-md`: the offset of the bitmap, which is the end of the data area.
  it.each([
    [402_653_184, 1, 402_604_032],
    [402_653_184, 2, 402_591_744],
    [402_653_184, 3, 402_579_456],
    [402_653_184, 7, 402_530_304],
    [16_777_216, 1, 16_736_256],
    [16_781_312, 1, 16_740_352],
    [16_777_728, 1, 16_736_256],
    [134_217_728, 1, 134_176_768],
    [134_221_824, 1, 134_176_768],
    [134_221_824, 7, 134_152_192],
    [TiB, 1, 1_099_478_036_480],
    [TiB, 7, 1_099_276_709_888],
    [TiB + 65_536, 3, 1_099_410_989_056],
    [107_374_186_496, 2, 107_367_591_936],
  ])('of %i bytes with %i peers is %i', (backing, peers, data) => {
    expect(usableBytes(backing, peers)).toBe(data);
  });

  it('is what a live 8.4.11 pair shows for a volume of 384 MiB', () => {
    expect(internalMetadataBytes(402_653_184, 1)).toBe(49_152);
  });

  it('is nothing on a device smaller than its metadata', () => {
    expect(usableBytes(32_768, 1)).toBe(0);
  });
});

it('the smallest backing device holds what was asked, and 4 KiB less would not', () => {
  for (const peers of [1, 2, 7]) {
    for (const wanted of [1, 4096, 64 * 1024 ** 2, 10 * 1024 ** 3 + 1, 3 * TiB, 7.5 * TiB]) {
      const backing = backingBytesFor(wanted, peers);
      expect(usableBytes(backing, peers)).toBeGreaterThanOrEqual(wanted);
      expect(usableBytes(backing - 4096, peers)).toBeLessThan(Math.ceil(wanted / 4096) * 4096);
    }
  }
});

it('external metadata of 1 TiB needs about 32 MiB per peer', () => {
  expect(externalMetadataBytes(TiB, 1)).toBe(33_554_432 + 36_864);
  expect(() => externalMetadataBytes(TiB, 0)).toThrow(RangeError);
});
