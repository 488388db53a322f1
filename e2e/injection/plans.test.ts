/**
 * Injection through plans (R9): every field a page may fill, and every name a node may give itself, filled with what is
 * meant to become a command, an option, an element, a line or a statement. It is refused, or it arrives as one value.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { Tally, wantedAttempts } from '@/e2e/safety/tally';
import { bareDesign } from '@/lib/plan/testing/bare-world';
import { intent as asked } from '@/lib/usecases/intent-schema';
import { fieldsOf, textsIn } from './fields';
import { hostileCases } from './hostile-nodes';
import { type Judged, judge } from './judged';
import { asUtf8, misreadBy, misreadByExpat, SHELLS } from './judges';
import { PAYLOADS, PLAIN } from './payloads';
import { shapeOfXml } from './shape';
import { groundOf, type Tried, tryAsked, tryDesign } from './try-plan';
import { wordsOf, worldFor } from './worlds';

const tally = new Tally('R9');
afterAll(() => tally.report());

/** Cases to try of each kind; every n-th of all where there are more, another n-th each time the number changes. */
const WANTED = wantedAttempts(4_000);
const sample = <T>(all: readonly T[], wanted: number): readonly T[] => {
  const step = Math.max(1, all.length / wanted);
  return Array.from({ length: Math.min(all.length, wanted) }, (_, n) => all[Math.floor(n * step)] as T);
};

/** Collects what is judged together, and what passed at all. */
class Court {
  readonly passed = new Set<string>();
  readonly #commands: (readonly string[])[] = [];
  readonly #documents: string[] = [];

  take(name: string, fill: (text: string) => Tried, text: string, isFree = false): void {
    const tried = fill(text);
    if (tried.kind !== 'planned') {
      tally.add(name, tried.kind === 'thrown' ? `threw ${tried.message}` : undefined);
      return;
    }
    this.passed.add(name);
    const { sinks, problems, commands, documents }: Judged = judge(tried, harmless(fill, text), text, isFree);
    tally.addMany(
      sinks,
      problems.map((problem) => `${name} ${JSON.stringify(text).slice(0, 80)}: ${problem}`),
    );
    this.#commands.push(...commands);
    this.#documents.push(...documents);
  }

  close(): void {
    for (const shell of SHELLS) tally.addMany(this.#commands.length, misreadBy(shell, this.#commands));
    // A lone surrogate is no UTF-8: it can neither be sent nor come from a node.
    const documents = this.#documents.filter((document) => document === asUtf8(document));
    tally.addMany(documents.length, misreadByExpat(documents, documents.map(shapeOfXml)));
  }
}

/** The same with a harmless word; where only paths are taken, with a harmless path. */
function harmless(
  fill: (text: string) => Tried,
  text: string,
): { readonly word: string; readonly tried: Tried } {
  const tried = fill(PLAIN);
  const isPath = tried.kind !== 'planned' && text.startsWith('/');
  return isPath ? { word: `/${PLAIN}`, tried: fill(`/${PLAIN}`) } : { word: PLAIN, tried };
}

describe('what people fill in', () => {
  const fields = fieldsOf(asked);

  it('is refused or arrives as one value', () => {
    const court = new Court();
    const cases = fields.flatMap((field, at) =>
      PAYLOADS.map((_, n) => ({ field, text: PAYLOADS[(n + at) % PAYLOADS.length] ?? '' })),
    );
    for (const { field, text } of sample(cases, WANTED)) {
      const world = worldFor(field.kinds);
      const words = wordsOf(world);
      const fill = (with_: string): Tried => tryAsked(asked, groundOf(world), field.fill(with_, words));
      court.take(field.name, fill, text, field.name === 'edit-file.files[].text');
    }
    court.close();
    // A suite in which nothing ever gets through would prove nothing.
    expect([...court.passed].some((name) => name.endsWith('params.*'))).toBe(true);
    expect([...court.passed].some((name) => name.startsWith('edit-haproxy'))).toBe(true);
    expect(fields.length).toBeGreaterThan(200);
    expect(summary(tally.failures)).toEqual([]);
  });
});

describe('what people fill in for a new cluster', () => {
  it('is refused or arrives as one value', () => {
    const court = new Court();
    const places = bareDesign.places.map(({ node }) => ({ node, on: '/dev/nvme0n1' }));
    const fields = textsIn({ ...bareDesign, places });
    const cases = fields.flatMap((field) => PAYLOADS.map((text) => ({ field, text })));
    // A plan of forty steps each time.
    for (const { field, text } of sample(cases, WANTED / 10)) {
      const fill = (with_: string): Tried => tryDesign(field.fill(with_));
      // The form takes blanks off both ends: what is left is what was said.
      const rest = text.trim();
      const isTrimmed = rest !== text && JSON.stringify(fill(text)) === JSON.stringify(fill(rest));
      const said = isTrimmed ? rest : text;
      court.take(`new-cluster.${field.name}`, fill, said, field.name === 'haproxyText');
    }
    court.close();
    expect([...court.passed]).toContain('new-cluster.fences.0.options.lanplus');
    expect(fields.length).toBeGreaterThan(20);
    expect(summary(tally.failures)).toEqual([]);
  });
});

describe('what a node says', () => {
  it('is refused or arrives as one value', () => {
    const court = new Court();
    for (const one of sample(hostileCases(), WANTED / 2))
      court.take(one.name, one.run, one.text, one.run(PLAIN).kind !== 'planned');
    court.close();
    expect(summary(tally.failures)).toEqual([]);
  });
});

it('the shells that judge are there', () => expect(SHELLS.length).toBeGreaterThan(0));

/** The first of each kind, and how many there are. */
function summary(failures: readonly string[]): readonly string[] {
  const kinds = new Map<string, number>();
  for (const failure of failures) {
    const kind = failure.replace(/ ".*?(?:"|$): /, ' … ').slice(0, 160);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return [...kinds].map(([kind, count]) => `${count}× ${kind}`);
}
