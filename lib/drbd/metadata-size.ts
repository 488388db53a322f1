/**
 * How much of a backing device DRBD's metadata takes, to the byte, so that both nodes get devices of one size and a
 * person is told what is left. Checked against `drbdmeta create-md` 9.22 for v08 and v09 and against a live 8.4.11 pair.
 *
 * Layout of internal metadata: [data … | bitmap | activity log 32 KiB | superblock 4 KiB], its end rounded down to 4 KiB.
 * One bit stands for 4 KiB; per peer the bits are rounded up to 64; the bitmap of all peers is rounded up to 4 KiB.
 */
const BLOCK = 4096;
const SUPERBLOCK_BYTES = BLOCK;
/** One stripe of 32 KiB, which `create-md` writes unless told otherwise. */
const ACTIVITY_LOG_BYTES = 8 * BLOCK;

const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;
const roundDown = (value: number, step: number): number => Math.floor(value / step) * step;

/** 8.4 has one peer; 9.x reserves a bitmap for each of `--max-peers` (1 to 31). */
function bitmapBytes(backingBytes: number, peers: number): number {
  if (!Number.isInteger(peers) || peers < 1 || peers > 31) throw new RangeError('peers must be 1 to 31');
  const bits = roundUp(Math.ceil(backingBytes / BLOCK), 64);
  return roundUp((bits / 8) * peers, BLOCK);
}

/**
 * Bytes that internal metadata takes at the end of a device of this size.
 * @param peers bitmaps reserved: 1 on 8.4, `--max-peers` on 9.x
 */
export function internalMetadataBytes(backingBytes: number, peers: number): number {
  const end = roundDown(backingBytes, BLOCK);
  return SUPERBLOCK_BYTES + ACTIVITY_LOG_BYTES + bitmapBytes(backingBytes, peers) + (backingBytes - end);
}

/** What is left for the DRBD device; 0 when the device is too small for its metadata. */
export const usableBytes = (backingBytes: number, peers: number): number =>
  Math.max(0, backingBytes - internalMetadataBytes(backingBytes, peers));

/** The smallest backing device, in whole 4 KiB, that leaves `wantedBytes` for the DRBD device. */
export function backingBytesFor(wantedBytes: number, peers: number): number {
  const wanted = roundUp(wantedBytes, BLOCK);
  // The bitmap grows with the device it describes: start at its lower bound and close the small gap.
  let backing = wanted + internalMetadataBytes(wanted, peers);
  while (usableBytes(backing, peers) < wanted)
    backing += roundUp(wanted - usableBytes(backing, peers), BLOCK);
  return backing;
}

/** Bytes an external metadata device needs for a data device of this size (no activity of the data device itself). */
export const externalMetadataBytes = (dataBytes: number, peers: number): number =>
  SUPERBLOCK_BYTES + ACTIVITY_LOG_BYTES + bitmapBytes(dataBytes, peers);
