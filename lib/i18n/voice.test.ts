import { describe, expect, it } from 'vitest';
import { parametersOf } from '@/lib/base/finding-words.testing';
import { AREAS } from './messages';

/** Every Korean text as `area.key text`, so that a failure names what to mend. */
const korean = Object.entries(AREAS).flatMap(([area, { ko }]) =>
  Object.entries<string>(ko).map(([key, text]) => `${area}.${key} ${text}`),
);

describe('Korean', () => {
  it('never guesses a particle: words are arranged so that none hangs on an inserted name', () => {
    const guessed = /\((은|는|이|가|을|를|으|와|과|이나)\)/;
    const hanging = /\}(은|는|이|가|을|를|와|과|로|으로|나|라|라고)(?=[\s,.…]|$)/;
    expect(korean.filter((text) => guessed.test(text) || hanging.test(text))).toEqual([]);
  });

  it('ends every sentence politely', () => {
    const others = /[가-힣](?<!니다|세요|까요)\.(?=\s|$)|십시오/;
    expect(korean.filter((text) => others.test(text))).toEqual([]);
  });
});

describe('the next safe step', () => {
  const { en, ko } = AREAS.findings;
  const steps = Object.keys(en).filter((key) => key.endsWith('-next'));

  it('knows what its finding knows', () => {
    const unknown = steps
      // Protection's findings carry more than their sentence tells.
      .filter((key) => !key.startsWith('protection-'))
      .flatMap((key) => {
        const own = parametersOf(en[key.slice(0, -'-next'.length)] ?? '');
        return parametersOf(en[key] ?? '').flatMap((name) => (own.includes(name) ? [] : `${key} ${name}`));
      });
    expect(unknown).toEqual([]);
  });

  it('has the same parameters in both languages', () => {
    const differing = steps.filter(
      (key) => parametersOf(en[key] ?? '').join() !== parametersOf(ko[key] ?? '').join(),
    );
    expect(differing).toEqual([]);
  });
});
