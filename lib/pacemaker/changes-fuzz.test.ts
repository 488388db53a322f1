import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import fc from '@/lib/base/property.testing';
import { banResource } from './ban';
import type { BuiltChange } from './change-refusal';
import { apply, HAFS, must, RICH, refusal, roundTrip } from './changes.testing';
import { parseCib } from './cib';
import { compareCibs } from './cib-differences';
import { listPrimitives } from './cib-queries';
import { addConstraint, removeConstraint } from './constraint-edits';
import { setClusterMaintenance, setNodeMaintenance, setResourceManaged } from './maintenance';
import { editOptions } from './option-edits';
import { createPrimitive, editResource } from './resource-edits';
import { cloneResource, deleteResource, moveOutOfGroup, uncloneResource } from './resource-structure';
import { isXmlValue } from './values';

const RUNS = { numRuns: 25 };
/** Without its status, which no builder reads or writes. */
const SMALL = HAFS.replace(/<status>[\s\S]*<\/status>/, '');
const agent = { class: 'ocf', provider: 'pacemaker', type: 'Dummy' } as const;

/** What breaks XML, paths, shells and templates when it is taken for more than data. */
const hostile = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '"',
    "'",
    '<',
    '>',
    '&',
    '&amp;',
    '&#10;',
    ']]>',
    '<!--',
    '-->',
    '"/><x a="',
    "'] | //*[@id='",
    'a\nb\tc\rd',
    '$(reboot)',
    '`id`',
    '$&',
    '\\',
    '%s%n',
    '값 🦊 é',
    '\u00a0\u3000\ufeff',
    'x'.repeat(10_000),
    '<'.repeat(10_000),
  ),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('"', "'", '<', '>', '&', ';', '\n', '\r', '\t', '$', '{', 'é', 'a'),
    maxLength: 40,
  }),
);
const unwritable = fc
  .tuple(
    hostile,
    fc.constantFrom(
      '\0',
      '\u0001',
      '\u001f',
      '\ud800',
      '\udc00',
      '\uffff',
      '\u2028',
      '\u2029',
      '\ufffd',
      '\u0085',
      '{{num_updates}}',
    ),
    hostile,
  )
  .map((parts) => parts.join(''));

const paramsOf = (xml: string, id: string) =>
  listPrimitives(must(parseCib(xml))).find(({ primitive }) => primitive.id === id)?.primitive;
describe('hostile values', () => {
  it('are data in every place a value can stand', () => {
    fc.assert(
      fc.property(hostile.filter(isXmlValue), (value) => {
        const edited = roundTrip(
          SMALL,
          editResource(SMALL, 'vip_1g', {
            params: { note: value, nic: value },
            meta: { note: value },
            description: value,
          }),
        );
        expect(paramsOf(edited, 'vip_1g')?.params).toMatchObject({
          note: value,
          nic: value,
          ip: '192.168.1.100',
        });
        expect(paramsOf(edited, 'vip_1g')?.meta).toMatchObject({ note: value });
        const made = roundTrip(
          SMALL,
          createPrimitive(SMALL, {
            id: 'n',
            agent,
            params: { note: value },
            description: value,
            place: { kind: 'alone' },
          }),
        );
        expect(paramsOf(made, 'n')?.params).toEqual({ note: value });
        const option = roundTrip(
          SMALL,
          editOptions(SMALL, 'cluster', { 'x-note': value }, { allowUnknown: true }),
        );
        expect(must(parseCib(option)).properties['x-note']).toBe(value);
        expect(must(parseCib(made)).resources).toHaveLength(must(parseCib(SMALL)).resources.length + 1);
      }),
      RUNS,
    );
  });

  it('are refused where XML, or a parser on the way, cannot hold them', () => {
    fc.assert(
      fc.property(unwritable, (value) => {
        for (const built of [
          editResource(SMALL, 'vip_1g', { params: { note: value } }),
          editResource(SMALL, 'vip_1g', { params: { nic: value } }),
          editResource(SMALL, 'vip_1g', { description: value }),
          createPrimitive(SMALL, { id: 'n', agent, params: { note: value }, place: { kind: 'alone' } }),
          editOptions(SMALL, 'cluster', { 'x-note': value }, { allowUnknown: true }),
        ]) {
          expect(refusal(built)).toMatchObject({ kind: 'invalid-value' });
        }
      }),
      RUNS,
    );
  });

  it('are never names', () => {
    fc.assert(
      fc.property(
        hostile.filter((text) => /[^A-Za-z0-9_.:#-]/.test(text) || text === ''),
        (name) => {
          expect(createPrimitive(SMALL, { id: name, agent, params: {}, place: { kind: 'alone' } }).ok).toBe(
            false,
          );
          expect(editResource(SMALL, 'vip_1g', { params: { [name]: 'x' } }).ok).toBe(false);
          expect(editResource(SMALL, name, { params: { a: 'x' } }).ok).toBe(false);
          expect(deleteResource(SMALL, name).ok).toBe(false);
          expect(cloneResource(SMALL, 'vip_1g', { cloneId: name, isPromotable: false }).ok).toBe(false);
          expect(banResource(SMALL, 'vip_1g', name).ok).toBe(false);
          expect(
            addConstraint(SMALL, { kind: 'location', resource: 'vip_1g', node: name, score: '1' }).ok,
          ).toBe(false);
          expect(
            addConstraint(SMALL, { kind: 'location', resource: 'vip_1g', node: 'node1', score: '1' }, name)
              .ok,
          ).toBe(false);
          const operations = [{ name, interval: '10s' }];
          expect(
            createPrimitive(SMALL, { id: 'n', agent, params: {}, operations, place: { kind: 'alone' } }).ok,
          ).toBe(false);
        },
      ),
      RUNS,
    );
  });
});

describe('damaged CIBs', () => {
  it('never make a builder throw', () => {
    const damage = fc
      .tuple(fc.nat(RICH.length - 1), fc.constantFrom('<', '>', '"', '/', ' ', 'x', '&', '='), fc.nat(400))
      .map(([at, char, gap]) => RICH.slice(0, at) + char + RICH.slice(at + gap));
    fc.assert(
      fc.property(damage, (xml) => {
        for (const build of buildersFor(RICH)) build(xml);
        compareCibs(RICH, xml);
      }),
      { numRuns: 20 },
    );
  });
});

/** Builders for whatever a CIB has: its first resources, nodes and constraints. */
function buildersFor(xml: string): ((xml: string) => BuiltChange)[] {
  const cib = must(parseCib(xml));
  const all = listPrimitives(cib);
  const node = cib.nodes[0]?.name ?? 'none';
  const some = [...all.slice(0, 2), ...all.slice(-2)].map(({ primitive }) => primitive.id);
  const tops = cib.resources.slice(0, 3).map(({ id }) => id);
  return [
    ...some.flatMap((id) => [
      (text: string) => editResource(text, id, { params: { 'x-note': '<&">' }, meta: { priority: '7' } }),
      (text: string) =>
        editResource(text, id, { operations: { add: [{ name: 'monitor', interval: '12345s' }] } }),
      (text: string) => deleteResource(text, id, { removeEmptied: true }),
      (text: string) => moveOutOfGroup(text, id),
      (text: string) => setResourceManaged(text, id, false),
    ]),
    ...tops.flatMap((id) => [
      (text: string) => deleteResource(text, id, { removeEmptied: true }),
      (text: string) => cloneResource(text, id, { isPromotable: false }),
      (text: string) => uncloneResource(text, id),
      (text: string) => banResource(text, id, node),
    ]),
    (text) => createPrimitive(text, { id: 'haven-new', agent, params: { a: 'b' }, place: { kind: 'alone' } }),
    (text) => editOptions(text, 'cluster', { 'stonith-timeout': '91s', 'no-quorum-policy': null }),
    (text) => editOptions(text, 'resource-defaults', { 'resource-stickiness': '301' }),
    (text) => editOptions(text, 'operation-defaults', { timeout: '78s' }),
    (text) => setClusterMaintenance(text, true),
    (text) => setNodeMaintenance(text, node, true),
    ...cib.constraints.slice(0, 3).map(
      ({ id }) =>
        (text: string) =>
          removeConstraint(text, id, { removeEmptied: true }),
    ),
  ];
}

const folder = join(import.meta.dirname, '../../../shared/corpus/cib');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];
if (files.length === 0) console.warn('SKIPPED: no corpus of CIBs beside the repository');

describe.skipIf(files.length === 0)('the public CIBs', () => {
  // Every other file with a part of the builders: all of them together take minutes on a busy machine.
  it.each(files.map((name, index) => [name, index] as const).filter(([, index]) => index % 2 === 0))(
    '%s: a builder is refused in words or taken back exactly',
    (name, index) => {
      const xml = readFileSync(join(folder, name), 'utf8');
      let done = 0;
      const chosen = buildersFor(xml).filter((_build, at) => (at + index) % 5 === 0);
      for (const build of chosen) {
        const built = build(xml);
        if (!built.ok) continue;
        const hasSecret = built.value.some(({ op }) => op === 'delete') && /name="passw/.test(xml);
        if (hasSecret) apply(xml, built.value);
        else roundTrip(xml, built);
        done += 1;
      }
      expect(done).toBeGreaterThan(0);
      expect(must(compareCibs(xml, xml))).toEqual([]);
    },
  );
});
