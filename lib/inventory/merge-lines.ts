/**
 * What a job did to a file, done to another text of that file: so that the baseline takes over the job's own change and
 * nothing that somebody else changed there before.
 */
import { diffLines } from '@/lib/haproxy/text-diff';

interface Hunk {
  /** 0-based lines of `before` that go: from, up to but without. */
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/**
 * @param other the text to change likewise
 * @returns undefined where a changed place, or a line beside it, is another in `other`: nobody can say what was meant
 */
export function changeLikewise(before: string, after: string, other: string): string | undefined {
  if (other === before) return after;
  const placeOf = placesIn(before, other);
  const lines = splitLines(other);
  const beforeLines = splitLines(before);
  let shift = 0;
  for (const { from, to, lines: put } of hunksOf(before, after)) {
    // The neighbours must be there, side by side with what goes.
    const first = from === 0 ? -1 : placeOf.get(from - 1);
    const last = to === beforeLines.length ? splitLines(other).length : placeOf.get(to);
    if (first === undefined || last === undefined || last - first !== to - from + 1) return undefined;
    for (let line = from; line < to; line += 1)
      if (placeOf.get(line) !== first + 1 + line - from) return undefined;
    lines.splice(first + 1 + shift, to - from, ...put);
    shift += put.length - (to - from);
  }
  return lines.join('');
}

const splitLines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

function hunksOf(before: string, after: string): readonly Hunk[] {
  const afterLines = splitLines(after);
  const hunks: { from: number; to: number; lines: string[] }[] = [];
  let at = 0;
  let isOpen = false;
  for (const { sign, after: line } of diffLines(before, after)) {
    if (sign === ' ') {
      at += 1;
      isOpen = false;
      continue;
    }
    if (!isOpen) hunks.push({ from: at, to: at, lines: [] });
    isOpen = true;
    const hunk = hunks.at(-1);
    if (!hunk) continue;
    if (sign === '-') {
      at += 1;
      hunk.to = at;
    } else hunk.lines.push(afterLines[(line ?? 1) - 1] ?? '');
  }
  return hunks;
}

/** Lines of `before` that stand in `other` too → where. */
function placesIn(before: string, other: string): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  for (const line of diffLines(before, other)) {
    if (line.sign === ' ' && line.before !== undefined && line.after !== undefined)
      places.set(line.before - 1, line.after - 1);
  }
  return places;
}
