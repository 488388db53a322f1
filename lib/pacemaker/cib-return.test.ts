import { describe, expect, it } from 'vitest';
import { apply, BASES, HAFS, must } from './changes.testing';
import { parseCib } from './cib';
import { compareCibs } from './cib-differences';
import type { CibChange } from './cib-patch';
import { changesBetween } from './cib-return';
import { cibAround, steadyConfiguration } from './cib-steady';

const steady = (xml: string): string => must(steadyConfiguration(must(parseCib(xml)).configurationText));
const said = (from: string, to: string): string[] =>
  must(compareCibs(from, to)).map(({ change, object }) => `${change} ${object.kind} ${object.name}`);

/** As administrators do at the command line; each is planned back on the CIB as it then is. */
const OUTSIDE: readonly (readonly [string, (xml: string) => string])[] = [
  [
    'crm_attribute',
    (xml) => xml.replace('name="stonith-enabled" value="true"', 'name="stonith-enabled" value="false"'),
  ],
  [
    'a ban',
    (xml) =>
      xml.replace(
        '</constraints>',
        '<rsc_location id="cli-ban-vip_1g-on-node1" rsc="vip_1g" role="Started" node="node1" score="-INFINITY"/></constraints>',
      ),
  ],
  ['a constraint removed', (xml) => xml.replace(/<rsc_order [^>]*\/>/, '')],
  [
    'an option added',
    (xml) =>
      xml.replace(
        '</cluster_property_set>',
        '<nvpair id="x-1" name="stop-all-resources" value="true"/></cluster_property_set>',
      ),
  ],
  [
    'a resource added',
    (xml) =>
      xml.replace(
        '</resources>',
        '<primitive id="extra" class="ocf" provider="pacemaker" type="Dummy"/></resources>',
      ),
  ],
];

describe.each(BASES)('planned back, %s', (_name, base) => {
  it.each(OUTSIDE)('%s', (_about, edit) => {
    const changed = edit(base);
    const back = changesBetween(steady(changed), steady(base));
    if (changed === base) return expect(back).toEqual({ ok: true, value: [] });
    // On the whole live CIB, secrets and comments in it, not on the redacted text it was made from.
    const returned = apply(changed, must(back));
    expect(steady(returned)).toBe(steady(base));
    expect(said(changed, returned).length).toBeGreaterThan(0);
    return undefined;
  });
});

it('gives no edits for the same meaning', () => {
  for (const [, base] of BASES) expect(must(changesBetween(steady(base), steady(base)))).toEqual([]);
});

it('brings an order in a group back', () => {
  const grouped = (order: readonly string[]) =>
    HAFS.replace(
      '</resources>',
      `<group id="g9">${order.map((id) => `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy"/>`).join('')}</group></resources>`,
    );
  const [base, changed] = [grouped(['p1', 'p2', 'p3']), grouped(['p3', 'p1', 'p2'])];
  const back = must(changesBetween(steady(changed), steady(base)));
  expect(steady(apply(changed, back))).toBe(steady(base));
});

it('does not put back what held a password', () => {
  const base = HAFS.replace(
    '</resources>',
    '<primitive id="fence_x" class="stonith" type="fence_ipmilan"><instance_attributes id="fx"><nvpair id="fx-p" name="password" value="geheim"/></instance_attributes></primitive></resources>',
  );
  expect(changesBetween(steady(HAFS), steady(base))).toEqual({
    ok: false,
    error: { reason: 'held-secret', object: 'fence_x' },
  });
  // Taking such a thing away needs no secret.
  const away = must(changesBetween(steady(base), steady(HAFS)));
  expect(away).toEqual<CibChange[]>([
    { op: 'delete', path: "/cib/configuration/resources/primitive[@id='fence_x']" },
  ]);
  expect(JSON.stringify(away)).not.toContain('geheim');
});

describe('what the cluster writes by itself', () => {
  const withOption = (name: string, value: string) =>
    HAFS.replace(
      '</cluster_property_set>',
      `<nvpair id="own-${name}" name="${name}" value="${value}"/></cluster_property_set>`,
    );
  it('does not count', () => {
    expect(steady(withOption('last-lrm-refresh', '1700000000'))).toBe(steady(HAFS));
    expect(
      steady(
        HAFS.replace(
          '</constraints>',
          '<rsc_location id="drbd-fence-by-handler-hafs-drbd_hafs-clone" rsc="drbd_hafs-clone"><rule id="r" role="Master" score="-INFINITY"><expression id="e" attribute="#uname" operation="ne" value="node1"/></rule></rsc_location></constraints>',
        ),
      ),
    ).toBe(steady(HAFS));
    expect(steady(HAFS.replace(/ epoch="\d+"/, ' epoch="999"').replace(/update-client="[^"]*"/, ''))).toBe(
      steady(HAFS),
    );
  });
  it('is not what people set, nor what a ban leaves', () => {
    expect(steady(withOption('cluster-recheck-interval', '5min'))).not.toBe(steady(HAFS));
    expect(
      steady(
        HAFS.replace(
          '</constraints>',
          '<rsc_location id="cli-ban-a-on-b" rsc="vip_1g" node="node1" score="-INFINITY"/></constraints>',
        ),
      ),
    ).not.toBe(steady(HAFS));
  });
  it('stays readable as a CIB', () =>
    expect(compareCibs(cibAround(steady(HAFS)), cibAround(steady(HAFS)))).toEqual({ ok: true, value: [] }));
});
