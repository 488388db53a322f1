import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COROSYNC_CONF, HAPROXY_CFG } from '@/lib/host/config-files';
import { fileObject } from '@/lib/live/baseline';
import { returnIntent } from './drift-return';

const RES = readFileSync(new URL('../drbd/fixtures/drbd-84.res', import.meta.url), 'utf8');
const drifted = (object: string, baseline: string | null, seen: string | null) =>
  returnIntent({
    object,
    baseline: baseline === null ? { sha256: null } : { sha256: `b${baseline.length}`, text: baseline },
    seen: seen === null ? { sha256: null } : { sha256: `s${seen.length}`, text: seen },
  });

describe('planned back', () => {
  it('haproxy.cfg is the text of the baseline, bound to what was shown', () => {
    expect(drifted(fileObject('node1', HAPROXY_CFG), 'a\n', 'b\nc\n')).toEqual({
      kind: 'plan',
      intent: {
        kind: 'edit-file',
        tool: 'haproxy',
        files: [{ node: 'node1', path: HAPROXY_CFG, baseSha256: 's4', text: 'a\n', sha256: 'b2' }],
      },
    });
  });
  it('an option of a resource is set to what it was', () => {
    const object = fileObject('node1', '/etc/drbd.d/r0.res');
    expect(drifted(object, RES, RES.replace('400M', '40M'))).toEqual({
      kind: 'plan',
      intent: { kind: 'drbd-options', resource: 'r0', values: { 'disk.c-max-rate': '400M' } },
    });
  });
  it('anything more of a resource is a person’s to do', () => {
    const object = fileObject('node1', '/etc/drbd.d/r0.res');
    expect(drifted(object, RES, RES.replace('10.10.0.2', '10.10.0.9'))).toEqual({
      kind: 'by-hand',
      why: 'more-than-options',
    });
    expect(drifted(object, RES, `# by Kim\n${RES}`)).toMatchObject({ kind: 'by-hand' });
    expect(drifted(object, RES, RES.replace('400M', '40M').replace('10.10.0.2', '10.10.0.9'))).toMatchObject({
      kind: 'by-hand',
    });
  });
  it('corosync.conf has no planner, and a file that came or went neither', () => {
    expect(drifted(fileObject('node1', COROSYNC_CONF), 'a', 'b!')).toEqual({
      kind: 'by-hand',
      why: 'no-planner',
    });
    expect(drifted(fileObject('node1', HAPROXY_CFG), 'a', null)).toEqual({
      kind: 'by-hand',
      why: 'file-itself',
    });
    expect(drifted(fileObject('node1', '/etc/drbd.d/new.res'), null, 'b')).toEqual({
      kind: 'by-hand',
      why: 'file-itself',
    });
  });
});
