import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COROSYNC_CONF, HAPROXY_CFG, PORTS_CONF } from '@/lib/host/config-files';
import { fileObject, ON_HAFS } from '@/lib/live/baseline';
import { handCommands, returnIntent } from './drift-return';

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
  it('a file of Apache is its text, on the node itself or on the one that has HAFS', () => {
    const texts = {
      baseline: { sha256: 'b', text: 'Listen 192.168.10.100:80\n' },
      seen: { sha256: 's', text: 'Listen 80\n' },
    };
    const file = { path: PORTS_CONF, baseSha256: 's', text: texts.baseline.text, sha256: 'b' };
    const own = returnIntent({ object: fileObject('node1', PORTS_CONF), node: 'node1', ...texts });
    expect(own).toEqual({
      kind: 'plan',
      intent: { kind: 'edit-file', tool: 'apache', files: [{ node: 'node1', ...file }] },
    });
    const shared = returnIntent({ object: fileObject(ON_HAFS, PORTS_CONF), node: 'node2', ...texts });
    expect(shared).toMatchObject({ intent: { files: [{ node: 'node2', path: PORTS_CONF }] } });
    const came = fileObject(ON_HAFS, '/etc/apache2/sites-enabled/new.conf');
    expect(drifted(came, null, 'b')).toEqual({ kind: 'by-hand', why: 'file-itself' });
    expect(handCommands(PORTS_CONF)).toEqual([
      `sudoedit ${PORTS_CONF}`,
      'apache2ctl configtest',
      'systemctl reload apache2',
    ]);
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
