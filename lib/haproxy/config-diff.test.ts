import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareConfigs } from './config-diff';
import { applyConfigEdits, type ConfigEdit } from './config-edits';

const lab = readFileSync(new URL('./fixtures/openstack-lab.cfg', import.meta.url), 'utf8');
const nova = { kind: 'backend', name: 'nova_api' } as const;
function edited(...edits: readonly ConfigEdit[]) {
  const changed = applyConfigEdits(lab, edits);
  if (!changed.ok) throw new Error(changed.error.reason);
  return compareConfigs(lab, changed.value);
}

describe('a comparison', () => {
  it('names what came, went and changed', () => {
    const found = edited(
      { do: 'register-node', place: nova, node: { name: 'node3', address: '10.10.0.3' } },
      { do: 'change-server', place: nova, server: 'node1', change: { weight: 5, address: '10.10.0.9' } },
      { do: 'set-directive', place: { kind: 'defaults' }, key: ['timeout', 'client'], values: ['2m'] },
      { do: 'add-directive', place: nova, words: ['acl', 'x', 'path', '/a'] },
      { do: 'add-proxy', proxy: { kind: 'backend', name: 'new' } },
    );
    expect(found.differences).toEqual([
      {
        kind: 'directive-changed',
        place: { kind: 'defaults' },
        change: { name: 'timeout client', before: '1m', after: '2m' },
      },
      {
        kind: 'server-changed',
        place: nova,
        name: 'node1',
        changes: [
          { name: 'address', before: '10.10.0.1:8774', after: '10.10.0.9:8774' },
          { name: 'weight', after: '5' },
        ],
      },
      { kind: 'server-added', place: nova, name: 'node3', words: ['10.10.0.3:8774', 'check'] },
      { kind: 'lines-changed', place: nova, removed: [], added: [['acl', 'x', 'path', '/a']] },
      { kind: 'section-added', place: { kind: 'backend', name: 'new' }, lines: 0 },
    ]);
    expect(found.text.filter((line) => /^[+-]/.test(line)).length).toBe(8);
  });
  it('knows a rename', () => {
    expect(edited({ do: 'rename-proxy', place: nova, to: 'compute' }).differences).toEqual([
      { kind: 'section-renamed', place: nova, to: 'compute' },
      {
        kind: 'directive-changed',
        place: { kind: 'frontend', name: 'nova_api_fe' },
        change: { name: 'default_backend', before: 'nova_api', after: 'compute' },
      },
    ]);
  });
  it('says nothing of comments but shows them', () => {
    const found = compareConfigs(
      lab,
      lab.replace('\nlisten keystone', '\n# people log in here\nlisten keystone'),
    );
    expect(found.differences).toEqual([]);
    expect(found.text).toContain('+# people log in here');
  });
});
