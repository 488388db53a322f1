import { describe, expect, it } from 'vitest';
import { attr, parseXml, walk } from '@/lib/base/xml';
import type { BuiltChange } from './change-refusal';
import { HAFS, must, RICH } from './changes.testing';
import { compareCibs, describeChanges } from './cib-differences';
import { editOptions } from './option-edits';
import { editResource } from './resource-edits';
import { cloneResource, deleteResource, moveOutOfGroup } from './resource-structure';

describe('what a change is said to be', () => {
  const said = (xml: string, built: BuiltChange) =>
    must(describeChanges(xml, must(built))).map(
      ({ change, object, attributes }) =>
        `${change} ${object.kind} ${object.owner ? `${object.owner.name}/` : ''}${object.name}: ${attributes
          .map(({ name, before = '–', after = '–' }) => `${name} ${before} → ${after}`)
          .join(', ')}`,
    );

  it('is in terms of resources, parameters and constraints', () => {
    expect(
      said(
        HAFS,
        editResource(HAFS, 'vip_1g', { params: { nic: 'eno2', iflabel: 'v' }, meta: { priority: '1' } }),
      ),
    ).toEqual([
      'changed parameter vip_1g/nic: value eno1 → eno2',
      'added parameter vip_1g/iflabel: value – → v',
      'added meta vip_1g/priority: value – → 1',
    ]);
    expect(
      said(
        HAFS,
        editResource(HAFS, 'glance', {
          operations: { change: [{ name: 'monitor', set: { timeout: '40s' } }] },
        }),
      ),
    ).toEqual(['changed operation glance/monitor 30s: timeout – → 40s']);
    expect(said(HAFS, editOptions(HAFS, 'cluster', { 'no-quorum-policy': 'freeze' }))).toEqual([
      'changed property no-quorum-policy: value stop → freeze',
    ]);
    expect(said(HAFS, moveOutOfGroup(HAFS, 'glance'))).toEqual(['moved primitive glance: ']);
    expect(said(RICH, cloneResource(RICH, 'ruled', { isPromotable: false }))).toEqual([
      'removed set-member set-col-0/ruled: ',
      'added clone ruled-clone: ',
      'moved primitive ruled-clone/ruled: ',
      'added set-member set-col-0/ruled-clone: ',
    ]);
  });

  it('does not depend on ids of pairs, order of attributes, comments or white space', () => {
    const other = HAFS.replace('id="vip_1g-instance_attributes-nic"', 'id="whatever"').replace(
      '<nodes>',
      '<!-- x -->\n<nodes>',
    );
    expect(must(compareCibs(HAFS, other))).toEqual([]);
  });

  it('never shows a secret, and says that it changed', () => {
    const secret = (value: string) =>
      HAFS.replace('name="password_script" value="/etc/ha/p1"', `name="passwd" value="${value}"`);
    const differences = must(compareCibs(secret('hunter2'), secret('hunter3')));
    expect(differences).toMatchObject([
      { change: 'changed', attributes: [{ name: 'value', isSecret: true }] },
    ]);
    const gone = must(compareCibs(secret('hunter2'), HAFS));
    const deleted = must(
      describeChanges(secret('hunter2'), must(deleteResource(secret('hunter2'), 'fence_n1'))),
    );
    expect(JSON.stringify([differences, gone, deleted])).not.toContain('hunter');
  });

  it('covers every element of a CIB: whatever is taken out is missed', () => {
    const root = must(parseXml(RICH)).root;
    const skipped = ['cib', 'configuration', 'status', 'operations', 'rule', 'expression'];
    for (const element of walk(root)) {
      if (element.tagName === 'status') break;
      const id = attr(element, 'id');
      if (
        id === undefined ||
        skipped.includes(element.tagName) ||
        /_attributes|property_set/.test(element.tagName)
      )
        continue;
      const copy = must(parseXml(RICH));
      const same = [...walk(copy.root)].find(
        (one) => attr(one, 'id') === id && one.tagName === element.tagName,
      );
      same?.parentNode?.removeChild(same);
      expect(must(compareCibs(RICH, `${copy.document}`)).length, id).toBeGreaterThan(0);
    }
  });
});
