import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { command, quoteArgv } from './command';
import fc from './property.testing';

describe('quoteArgv', () => {
  it('makes every word literal for a real shell, whatever it contains', () => {
    const word = fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
        const printed = execFileSync('/bin/sh', ['-c', quoteArgv(['printf', '%s\\0', ...words])], {
          encoding: 'buffer',
        });
        expect(printed.toString('utf8')).toBe(
          words.map((text) => `${Buffer.from(text, 'utf8').toString('utf8')}\0`).join(''),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('leaves plain words readable', () => {
    expect(quoteArgv(['crm_mon', '--output-as=xml', '-1'])).toBe('crm_mon --output-as=xml -1');
    expect(quoteArgv(['echo', "it's; $(reboot)", ''])).toBe("echo 'it'\\''s; $(reboot)' ''");
  });
});

describe('command', () => {
  it('refuses an argument no program can receive', () => {
    expect(() => command(['cat', 'a\0b'])).toThrow(RangeError);
  });
  it('always has a deadline and a bound on output', () => {
    const built = command(['true']);
    expect(built.timeoutMs).toBeGreaterThan(0);
    expect(built.maxOutputBytes).toBeGreaterThan(0);
  });
});
