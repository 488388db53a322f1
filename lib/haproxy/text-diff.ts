/** A unified diff of two texts by lines: the shortest one (Myers), bounded so that foreign texts cannot take for ever. */

export interface DiffLine {
  readonly sign: ' ' | '+' | '-';
  readonly text: string;
  /** 1-based line before and after. */
  readonly before?: number;
  readonly after?: number;
}

/** Edits searched for; beyond it the middle is shown as replaced, which is longer and still true. */
const MAX_EDITS = 1500;

/** Every line of both texts, in order. Lines that differ in their line break alone differ. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [a, b] = [splitLines(before), splitLines(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const signs = [
    ...Array.from({ length: head }, () => ' ' as const),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...Array.from({ length: tail }, () => ' ' as const),
  ];
  let [x, y] = [0, 0];
  return signs.map((sign): DiffLine => {
    if (sign === '-') return { sign, text: a[x] ?? '', before: ++x };
    if (sign === '+') return { sign, text: b[y] ?? '', after: ++y };
    return { sign, text: a[x] ?? '', before: ++x, after: ++y };
  });
}

const splitLines = (text: string): readonly string[] => {
  const lines = text.split('\n');
  return lines.at(-1) === ''
    ? lines.slice(0, -1)
    : [...lines.slice(0, -1), `${lines.at(-1)}\\ no line break at the end`];
};

type Sign = DiffLine['sign'];

/** Myers' greedy search, forward, with the furthest reach of every diagonal kept per step. */
function middle(a: readonly string[], b: readonly string[]): readonly Sign[] {
  const limit = Math.min(a.length + b.length, MAX_EDITS);
  const trace: Map<number, number>[] = [];
  const reach = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= limit; edits += 1) {
    trace.push(new Map(reach));
    for (let k = -edits; k <= edits; k += 2) {
      const isDown = k === -edits || (k !== edits && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
      let x = isDown ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      reach.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkBack(trace, a.length, b.length);
    }
  }
  return [...a.map(() => '-' as const), ...b.map(() => '+' as const)];
}

function walkBack(trace: readonly Map<number, number>[], endX: number, endY: number): readonly Sign[] {
  const signs: Sign[] = [];
  let [x, y] = [endX, endY];
  for (let edits = trace.length - 1; edits > 0; edits -= 1) {
    const reach = trace[edits] ?? new Map<number, number>();
    const k = x - y;
    const isDown = k === -edits || (k !== edits && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
    const previous = isDown ? k + 1 : k - 1;
    const fromX = reach.get(previous) ?? 0;
    const fromY = fromX - previous;
    while (x > fromX && y > fromY) {
      signs.push(' ');
      x -= 1;
      y -= 1;
    }
    signs.push(isDown ? '+' : '-');
    [x, y] = [fromX, fromY];
  }
  for (; x > 0; x -= 1) signs.push(' ');
  return signs.reverse();
}

/** The changed lines with some around them, and `@@` lines as `diff -u` writes them. No text for equal texts. */
export function unifiedDiff(before: string, after: string, context = 3): readonly string[] {
  const lines = diffLines(before, after);
  const shown = new Set<number>();
  for (const [index, { sign }] of lines.entries()) {
    if (sign === ' ') continue;
    for (let near = index - context; near <= index + context; near += 1) shown.add(near);
  }
  const hunks: DiffLine[][] = [];
  for (const [index, line] of lines.entries()) {
    if (!shown.has(index)) continue;
    if (!shown.has(index - 1) || hunks.length === 0) hunks.push([]);
    hunks.at(-1)?.push(line);
  }
  return hunks.flatMap((hunk) => [hunkHeader(hunk, lines), ...hunk.map(({ sign, text }) => sign + text)]);
}

function hunkHeader(hunk: readonly DiffLine[], all: readonly DiffLine[]): string {
  const side = (key: 'before' | 'after'): string => {
    const numbers = hunk.map((line) => line[key]).filter((line) => line !== undefined);
    // An empty side is placed behind the last line it has above.
    const above = all
      .slice(0, all.indexOf(hunk[0] ?? { sign: ' ', text: '' }))
      .findLast((line) => line[key] !== undefined);
    return `${numbers[0] ?? above?.[key] ?? 0}${numbers.length === 1 ? '' : `,${numbers.length}`}`;
  };
  return `@@ -${side('before')} +${side('after')} @@`;
}
