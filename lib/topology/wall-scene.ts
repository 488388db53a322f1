/** What a wall shows when: which cluster, how bright, and how far moved against burn-in. Pure: time is a parameter. */

export interface WallCluster {
  readonly id: string;
  /** Needs attention: anything that is not protected. */
  readonly isTroubled: boolean;
}

/** Long enough to read the picture from five metres, short enough to wait for one's own cluster. */
export const CYCLE_MS = 18_000;

/**
 * The cluster to draw now. Troubled ones keep the wall to themselves, in turns; a wall on which everything is well shows
 * one after the other. Same time, same cluster, on every display.
 */
export function clusterAt(clusters: readonly WallCluster[], now: number): string | undefined {
  const troubled = clusters.filter((cluster) => cluster.isTroubled);
  const turns = troubled.length > 0 ? troubled : clusters;
  return turns[Math.floor(now / CYCLE_MS) % Math.max(1, turns.length)]?.id;
}

export type Daylight = 'day' | 'evening' | 'night';
/** @param hour - 0 to 23, where the display hangs. */
export function daylightAt(hour: number): Daylight {
  if (hour >= 22 || hour < 6) return 'night';
  return hour >= 19 || hour < 8 ? 'evening' : 'day';
}

/** Pixels; far enough that no edge stays on one pixel for a day, too little to be seen as movement. */
export const SHIFT_PX = 6;
/** The whole wall moves by at most one pixel a minute, around a small square. */
export function shiftAt(now: number): { readonly x: number; readonly y: number } {
  const side = 2 * SHIFT_PX;
  const step = Math.floor(now / 60_000) % (4 * side);
  const along = step % side;
  if (step < side) return { x: along - SHIFT_PX, y: -SHIFT_PX };
  if (step < 2 * side) return { x: SHIFT_PX, y: along - SHIFT_PX };
  if (step < 3 * side) return { x: SHIFT_PX - along, y: SHIFT_PX };
  return { x: -SHIFT_PX, y: SHIFT_PX - along };
}

/** Stand-ins of hidden addresses, as the gateway writes them, and real ones: neither is for visitors. */
const ADDRESS = /\baddress-[0-9a-f]{6}\b|\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
/** Says VIPs by their names in place of their addresses. */
export function withoutAddresses(text: string, labels: ReadonlyMap<string, string>): string {
  // "VIP 10.10.0.100" becomes "VIP-10G", not "VIP VIP-10G".
  return text.replace(ADDRESS, (address) => labels.get(address) ?? '•').replace(/\bVIP (?=VIP-)/g, '');
}
