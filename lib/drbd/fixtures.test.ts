import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '@/lib/base/finding-words.testing';
import type { ParseError } from '@/lib/base/probe';
import type { Result } from '@/lib/base/result';
import { parseDumpXml } from './dump-xml';
import { parseEvents2Now } from './events2-model';
import { drbdHealth } from './health';
import { drbdMessages } from './messages';
import { parseProcDrbd } from './proc-drbd';
import { parseDrbdadmVersion } from './version';

interface Case {
  readonly about: string;
  readonly command: string;
  readonly output: string;
  readonly expect: {
    readonly value?: object;
    readonly error?: string;
    /** `severity key object-id`, complete. */
    readonly findings?: readonly string[];
  };
}

const folder = new URL('./fixtures/', import.meta.url);
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Case] as const);

function parserOf(command: string): (text: string) => Result<object, ParseError> {
  if (command.startsWith('drbdsetup events2')) return parseEvents2Now;
  if (command === 'cat /proc/drbd') return parseProcDrbd;
  if (command === 'drbdadm dump-xml') return parseDumpXml;
  if (command === 'drbdadm --version') return parseDrbdadmVersion;
  throw new Error(`no parser for ${command}`);
}

describe.each(cases)('%s', (_name, { about, command, output, expect: wanted }) => {
  const parsed = parserOf(command)(output);

  it(`reads: ${about}`, () => {
    if (wanted.error !== undefined) {
      expect(parsed.ok ? '' : parsed.error.what).toContain(wanted.error);
      return;
    }
    if (!parsed.ok) throw new Error(`${parsed.error.what}: ${parsed.error.near}`);
    expect(parsed.value).toMatchObject(wanted.value ?? {});
  });

  if (wanted.findings) {
    it('says what is wrong, in both languages, and nothing else', () => {
      const resources = parseEvents2Now(output);
      if (!resources.ok) throw new Error(resources.error.what);
      const findings = drbdHealth({ version: { generation: '8.4' }, resources: resources.value }, 'node1');
      const said = findings.map(({ severity, key, object }) => `${severity} ${key} ${object.id}`);
      expect(said).toEqual(wanted.findings);
      for (const finding of findings) {
        expect(wordsOf(drbdMessages, 'en', finding)).not.toMatch(/[{}]/);
        expect(wordsOf(drbdMessages, 'ko', finding)).not.toMatch(/[{}]/);
      }
    });
  }

  if (command.startsWith('drbdsetup') || command === 'drbdadm dump-xml') {
    it('refuses every truncation', () => {
      const text = output.trimEnd();
      const step = Math.max(1, Math.floor(text.length / 300));
      for (let length = 0; length < text.length; length += step) {
        expect(parserOf(command)(text.slice(0, length)).ok, `cut at ${length}`).toBe(false);
      }
    });
  }

  if (command === 'cat /proc/drbd') {
    it('never turns a truncation into another state', () => {
      if (!parsed.ok) throw new Error(parsed.error.what);
      const whole = (parsed.value as { devices: readonly { minor: number }[] }).devices;
      for (let length = 0; length < output.length; length += 1) {
        const cut = parseProcDrbd(output.slice(0, length));
        if (!cut.ok) continue;
        // A cut between two entries looks like a shorter file; events2 says which resources there are.
        for (const device of cut.value.devices) {
          const { progress: _, ...state } = device;
          expect(whole.find((other) => other.minor === device.minor)).toMatchObject(state);
        }
      }
    });
  }

  it('keeps no secret', () => {
    expect(JSON.stringify(parsed)).not.toMatch(/secret/i);
  });
});
