import { describe, expect, it } from 'vitest';
import fc from '@/lib/base/property.testing';
import { parseCib } from './cib';
import { parseCrmMon } from './crm-mon';
import cib from './fixtures/cib-hafs.json';
import unclean from './fixtures/crm-mon-unclean.json';
import simulation from './fixtures/crm-simulate-node-fail.json';
import { checkPacemaker } from './health';
import { redactCibText } from './redact';
import { parseSimulation } from './simulation';

/** Replaces single characters at random places; what comes out may or may not be XML. */
const damage = (text: string) =>
  fc
    .array(
      fc.tuple(
        fc.nat(text.length - 1),
        fc.constantFrom('<', '>', '"', '/', ' ', 'x', '0', '&', '=', '\0', 'é'),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((edits) => edits.reduce((now, [at, char]) => now.slice(0, at) + char + now.slice(at + 1), text));

/** Removes a stretch, as a lost packet or a mended line would. */
const withGap = (text: string) =>
  fc
    .tuple(fc.nat(text.length), fc.integer({ min: 1, max: 4000 }))
    .map(([at, length]) => text.slice(0, at) + text.slice(at + length));

const RUNS = { numRuns: 80 };

describe('damaged input', () => {
  it('never makes the parsers throw', () => {
    for (const [text, parse] of [
      [unclean.output, parseCrmMon],
      [cib.output, parseCib],
      [simulation.output, parseSimulation],
    ] as const) {
      fc.assert(
        fc.property(fc.oneof(damage(text), withGap(text)), (broken) => void parse(broken)),
        RUNS,
      );
    }
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        (text) => void [parseCrmMon(text), parseCib(text), redactCibText(text)],
      ),
      RUNS,
    );
  });

  it('never makes a cluster with a lost node look healthy', () => {
    fc.assert(
      fc.property(withGap(unclean.output), (broken) => {
        const read = parseCrmMon(broken);
        if (!read.ok) return;
        // A gap may only be read when it left whole elements: then the lost node is there or the gap took it whole.
        const isThere = broken.includes('name="node2" id="2" online="false"');
        if (isThere)
          expect(
            checkPacemaker(read.value).some(({ key }) => key === 'node-unclean' || key === 'node-offline'),
          ).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('refuses an answer in which a node lost the first letter of its element', () => {
    const broken = unclean.output.replace(
      '<node name="node2" id="2" online',
      '<ode name="node2" id="2" online',
    );
    expect(broken).not.toBe(unclean.output);
    expect(parseCrmMon(broken)).toMatchObject({ ok: false });
  });

  it('refuses hostile shapes in bounded time', () => {
    const started = performance.now();
    for (const text of [
      `<cib admin_epoch="0" epoch="1" num_updates="0">${'<configuration>'.repeat(100_000)}`,
      `<pacemaker-result>${'<resources><group id="g">'.repeat(1000)}`,
      `<cib ${'a="b" '.repeat(50_000)}`,
      '<'.repeat(200_000),
      '<!--'.repeat(100_000),
      '<?'.repeat(100_000),
      `<cib>${'<![CDATA['.repeat(100_000)}`,
      `<!DOCTYPE x [${'<!ENTITY a "aaaaaaaaaa">'.repeat(1000)}]><cib/>`,
      'x'.repeat(40_000_000),
    ]) {
      expect(parseCib(text).ok).toBe(false);
      expect(parseCrmMon(text).ok).toBe(false);
    }
    // Generous for a busy machine; what matters is that none of these grows without bound.
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it('reads a cluster of a thousand resources', () => {
    const resource = (index: number) =>
      `<primitive id="r${index}" class="ocf" provider="heartbeat" type="IPaddr2"><instance_attributes id="i${index}"><nvpair id="n${index}" name="ip" value="10.0.0.1"/></instance_attributes></primitive>`;
    const many = Array.from({ length: 1000 }, (_, index) => resource(index)).join('');
    const text = cib.output.replace('<resources>', `<resources>${many}`);
    const read = parseCib(text);
    expect(read.ok && read.value.resources.length).toBeGreaterThan(1000);
  });
});
