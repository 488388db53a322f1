import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ParseError } from '@/lib/base/probe';
import type { Result } from '@/lib/base/result';
import { parseAgentMetadata } from './agent-metadata';
import { parseNameList } from './agent-probes';
import { parseCib } from './cib';
import { parseCrmMon } from './crm-mon';
import { checkCib, checkPacemaker, type PacemakerFinding } from './health';
import { parsePacemakerFeatures } from './probes';
import { parseSimulation, parseSimulationBefore, stoppedBy } from './simulation';

interface Case {
  readonly about: string;
  readonly recordedFrom: string;
  readonly command: string;
  readonly output: string;
  readonly expect: {
    readonly value?: object;
    readonly error?: string;
    readonly nodes?: Readonly<Record<string, object>>;
    /** `severity key object-id`, complete. */
    readonly findings?: readonly string[];
    /** Primitives that the simulated event stops. */
    readonly lost?: readonly string[];
  };
}

const folder = new URL('./fixtures/', import.meta.url);
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Case] as const);

function parserOf(command: string): (text: string) => Result<object, ParseError> {
  if (command.startsWith('crm_mon')) return (text) => parseCrmMon(text);
  if (command.startsWith('crm_simulate')) return parseSimulation;
  if (command.startsWith('cibadmin')) return parseCib;
  if (command.startsWith('pacemakerd')) return parsePacemakerFeatures;
  if (/--list-(?:agents|standards|ocf|installed)/.test(command)) return parseNameList;
  if (/metadata/.test(command)) return parseAgentMetadata;
  throw new Error(`no parser for ${command}`);
}

function findingsOf(command: string, output: string, nodes: Readonly<Record<string, object>>): string[] {
  const say = (findings: readonly PacemakerFinding[]) =>
    findings.map(({ severity, key, object }) => `${severity} ${key} ${object.id}`);
  if (command.startsWith('cibadmin')) {
    const cib = parseCib(output);
    return cib.ok ? say(checkCib(cib.value)) : [cib.error.what];
  }
  const reading = parseCrmMon(output);
  if (!reading.ok) return [reading.error.what];
  for (const [name, node] of Object.entries(nodes)) {
    expect(reading.value.nodes.find((candidate) => candidate.name === name)).toMatchObject(node);
  }
  return say(checkPacemaker(reading.value));
}

describe.each(cases)('%s', (_name, { about, command, output, expect: wanted }) => {
  const parsed = parserOf(command)(output);

  it(`reads: ${about}`, () => {
    if (wanted.error !== undefined) {
      expect(parsed.ok ? '' : parsed.error.what).toContain(wanted.error);
      return;
    }
    if (!parsed.ok) throw new Error(parsed.error.what);
    expect(parsed.value).toMatchObject(wanted.value ?? {});
  });

  if (wanted.findings)
    it('says what is wrong, and nothing else', () => {
      expect(findingsOf(command, output, wanted.nodes ?? {})).toEqual(wanted.findings);
    });

  if (wanted.lost)
    it('knows what would stop', () => {
      const before = parseSimulationBefore(output);
      const after = parseSimulation(output);
      if (!before.ok || !after.ok) throw new Error('unreadable');
      expect(stoppedBy(before.value.resources, after.value.after)).toEqual(wanted.lost);
    });

  if (wanted.error === undefined && !command.startsWith('pacemakerd'))
    it('refuses every truncation', () => {
      const text = output.trimEnd();
      const step = Math.max(1, Math.floor(text.length / 150));
      for (let length = 0; length < text.length; length += step) {
        expect(parserOf(command)(text.slice(0, length)).ok, `cut at ${length}`).toBe(false);
      }
      for (let cut = 1; cut < 40; cut += 1) expect(parserOf(command)(text.slice(0, -cut)).ok).toBe(false);
    });
});
