/** For tests: recorded outputs, damaged as connections, disks and hostile nodes damage them. */
import fc from './property.testing';

const JUNK = [
  '\0',
  '\uFFFD',
  '\u2028',
  '\r',
  '\n',
  '\n\n',
  '\t',
  ' ',
  ',',
  '"',
  "'",
  '{',
  '}',
  '<',
  '>',
  '&',
  '=',
  ':',
  '/',
  '-',
  '9'.repeat(400),
  'é',
];

/** Truncated, cut in the middle, duplicated, reordered, with junk or a huge line, or not the recording at all. */
export function mutatedText(samples: readonly string[]): fc.Arbitrary<string> {
  const sample = fc.constantFrom(...samples);
  const at = fc.double({ min: 0, max: 1, noNaN: true });
  const place = (text: string, share: number): number => Math.floor(share * text.length);
  return fc.oneof(
    fc.tuple(sample, at).map(([text, end]) => text.slice(0, place(text, end))),
    fc
      .tuple(sample, at, at)
      .map(
        ([text, a, b]) =>
          text.slice(0, place(text, Math.min(a, b))) + text.slice(place(text, Math.max(a, b))),
      ),
    fc
      .tuple(sample, at, fc.constantFrom(...JUNK))
      .map(
        ([text, share, junk]) => text.slice(0, place(text, share)) + junk + text.slice(place(text, share)),
      ),
    fc
      .tuple(sample, at, fc.constantFrom(...JUNK))
      .map(
        ([text, share, junk]) =>
          text.slice(0, place(text, share)) + junk + text.slice(place(text, share) + 1),
      ),
    fc.tuple(sample, fc.nat(), fc.nat()).map(([text, a, b]) => swapLines(text, a, b)),
    fc.tuple(sample, fc.nat()).map(([text, a]) => withoutLine(text, a)),
    fc.tuple(sample, sample).map(([a, b]) => a + b),
    fc
      .tuple(sample, at)
      .map(
        ([text, share]) =>
          text.slice(0, place(text, share)) + 'x'.repeat(200_000) + text.slice(place(text, share)),
      ),
    fc.string(),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => String.fromCharCode(...bytes)),
  );
}

function swapLines(text: string, a: number, b: number): string {
  const lines = text.split('\n');
  const [i, j] = [a % lines.length, b % lines.length];
  [lines[i], lines[j]] = [lines[j] ?? '', lines[i] ?? ''];
  return lines.join('\n');
}

function withoutLine(text: string, a: number): string {
  const lines = text.split('\n');
  lines.splice(a % lines.length, 1);
  return lines.join('\n');
}
