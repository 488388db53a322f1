import { describe, expect, it } from 'vitest';
import type { CibChange } from './cib-patch';
import { mergedPatches } from './patch-merge';

const create = (parent: string, xml: string): CibChange => ({ op: 'create', parent, xml, position: 0 });
const RESOURCES = '/cib/configuration/resources';

describe('edits made one after the other', () => {
  it('are one patch where none goes into what another makes', () => {
    const parts = [
      [create(RESOURCES, '<primitive id="a" class="systemd" type="a"/>')],
      [],
      [create('/cib/configuration/constraints', '<rsc_location id="l" rsc="a" node="n" score="1"/>')],
    ];
    expect(mergedPatches(parts)).toEqual([parts.flat()]);
  });

  it('are two where one goes into what another makes: Pacemaker would not find the place', () => {
    const parts = [
      [create(RESOURCES, '<group id="g"><primitive id="a" class="systemd" type="a"/></group>')],
      [create(`${RESOURCES}/group[@id='g']`, '<primitive id="b" class="systemd" type="b"/>')],
    ];
    expect(mergedPatches(parts)).toEqual(parts);
  });
});
