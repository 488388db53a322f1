/** For tests: CIBs with everything a builder may meet, and what must hold for whatever a builder makes of them. */
import { expect } from 'vitest';
import type { Result } from '@/lib/base/result';
import { parseXml } from '@/lib/base/xml';
import { canonicalText } from './canonical';
import type { BuiltChange, ChangeRefusal } from './change-refusal';
import { parseCib } from './cib';
import { compareCibs } from './cib-differences';
import { applyCibChanges, type CibChange, inverse, renderCibPatch } from './cib-patch';
import hafs from './fixtures/cib-hafs.json';
import live from './fixtures/cib-live.json';
import lab from './fixtures/lab-cib-healthy.json';

export const HAFS = hafs.output;
export const LIVE = live.output;
export const LAB = lab.output;

/** Tags, sets, levels, templates, shared and ruled sets beside the usual. */
export const RICH = HAFS.replace(
  '</resources>',
  `<template id="tpl" class="ocf" provider="pacemaker" type="Dummy"><meta_attributes id="tpl-m"><nvpair id="tpl-m-p" name="priority" value="3"/></meta_attributes></template>
   <primitive id="from-tpl" template="tpl"/>
   <primitive id="shares" class="ocf" provider="pacemaker" type="Dummy"><instance_attributes id-ref="vip_1g-instance_attributes"/></primitive>
   <primitive id="ruled" class="ocf" provider="pacemaker" type="Dummy"><!-- by day --><instance_attributes id="ruled-day" score="5"><rule id="ruled-day-r" score="0"><expression id="ruled-day-e" attribute="#uname" operation="eq" value="node1"/></rule><nvpair id="ruled-day-fake" name="fake" value="day"/></instance_attributes><instance_attributes id="ruled-ia"><nvpair id="ruled-ia-fake2" name="fake2" value="x"/></instance_attributes><operations id="ruled-ops"><op id="ruled-mon" name="monitor" interval="10"/></operations></primitive>
   <primitive id="twice" class="ocf" provider="pacemaker" type="Dummy"><meta_attributes id="twice-a"><nvpair id="twice-a-p" name="priority" value="1"/></meta_attributes><meta_attributes id="twice-b"><nvpair id="twice-b-p" name="priority" value="2"/></meta_attributes></primitive>
   <group id="g_two"><primitive id="two_a" class="ocf" provider="pacemaker" type="Dummy"/><!-- between --><primitive id="two_b" class="ocf" provider="pacemaker" type="Dummy"/><primitive id="two_c" class="ocf" provider="pacemaker" type="Dummy"/><meta_attributes id="g_two-m"><nvpair id="g_two-m-p" name="priority" value="1"/></meta_attributes></group>
   <group id="g_one"><primitive id="one" class="ocf" provider="pacemaker" type="Dummy"/></group>
   </resources>`,
).replace(
  '</constraints>',
  `<rsc_colocation id="set-col" score="INFINITY"><resource_set id="set-col-0" sequential="false"><resource_ref id="two_a"/><resource_ref id="ruled"/></resource_set><resource_set id="set-col-1"><resource_ref id="from-tpl"/></resource_set></rsc_colocation>
     <rsc_order id="set-ord" kind="Optional"><resource_set id="set-ord-0"><resource_ref id="twice"/><resource_ref id="one"/></resource_set></rsc_order>
     <rsc_location id="on-tag" rsc="addresses" node="node1" score="10"/></constraints>
     <fencing-topology><fencing-level id="fl1" target="node1" index="1" devices="fence_n1,fence_n2"/><fencing-level id="fl2" target="node1" index="2" devices="fence_n1"/></fencing-topology>
     <tags><tag id="addresses"><obj_ref id="vip_1g"/><obj_ref id="vip_10g"/></tag><tag id="lonely"><obj_ref id="one"/></tag></tags>`,
);

export const BASES: readonly (readonly [string, string])[] = [
  ['hafs', HAFS],
  ['live', LIVE],
  ['lab', LAB],
  ['rich', RICH],
];

export function must<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

export function refusal(built: BuiltChange): ChangeRefusal | 'built' {
  return built.ok ? 'built' : built.error;
}

export const canonical = (xml: string): string => canonicalText(must(parseXml(xml)).root);
export const apply = (xml: string, changes: readonly CibChange[]): string =>
  must(applyCibChanges(xml, changes));

/** An element that became empty is written `<a></a>` or `<a/>`; an empty set is as good as none only to a person. */
export function roundTrip(xml: string, built: BuiltChange): string {
  const changes = must(built);
  const edited = apply(xml, changes);
  must(parseCib(edited));
  if (changes.length > 0) {
    expect(canonical(edited)).not.toBe(canonical(xml));
    must(renderCibPatch(changes, { adminEpoch: 0, epoch: 1, numUpdates: 0 }));
    expect(must(compareCibs(xml, edited)).length).toBeGreaterThan(0);
  }
  const back = apply(edited, must(inverse(changes, xml)));
  expect(canonical(back)).toBe(canonical(xml));
  expect(must(compareCibs(xml, back))).toEqual([]);
  return edited;
}
