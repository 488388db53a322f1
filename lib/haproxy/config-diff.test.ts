import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareConfigs } from './config-diff';
import { applyConfigEdits, type ConfigEdit } from './config-edits';
import { parseFileHash, parseServiceState, planRollout } from './rollout';

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

describe('a rollout', () => {
  const [old, now] = ['a'.repeat(64), 'b'.repeat(64)];
  const nodes = [
    { node: 'node1', sha256: old, holdsVip: true },
    { node: 'node2', sha256: old, holdsVip: false },
    { node: 'node3', sha256: old },
  ];
  const request = { nodes, text: 'x\n', sha256: now, job: 'job-1' };
  it('begins where nobody is served, checks everywhere before it reloads anywhere, and can return', () => {
    const plan = planRollout(request);
    if (!plan.ok) throw new Error(plan.error.reason);
    expect(plan.value.commit.map(({ node }) => node)).toEqual(['node2', 'node1', 'node3']);
    expect(plan.value.prepare[0]?.steps.map(({ kind }) => kind)).toEqual([
      'expect-hash',
      'write',
      'validate',
      'keep',
    ]);
    expect(plan.value.commit[0]?.steps.map(({ kind }) => kind)).toEqual([
      'expect-hash',
      'expect-hash',
      'install',
      'reload',
      'verify-worker',
      'expect-hash',
    ]);
    expect(plan.value.commit[0]?.undo[0]).toEqual({
      kind: 'expect-hash',
      path: '/etc/haproxy/haproxy.cfg.haven-job-1.before',
      sha256: old,
    });
  });
  it('saves drain and maintenance right before the reload, where the file loads them', () => {
    const plan = planRollout({ ...request, serverStateFile: '/var/lib/haproxy/server-state' });
    const kinds = plan.ok ? plan.value.commit[0]?.steps.map(({ kind }) => kind) : [];
    expect(kinds?.slice(2, 5)).toEqual(['install', 'save-server-states', 'reload']);
  });
  it('is refused where nodes differ, and skips those that have the file', () => {
    expect(planRollout({ ...request, nodes: [...nodes, { node: 'node4', sha256: 'c'.repeat(64) }] })).toEqual(
      { ok: false, error: { reason: 'nodes-differ', nodes: ['node4'] } },
    );
    expect(planRollout({ ...request, nodes: nodes.map((node) => ({ ...node, sha256: now })) })).toEqual({
      ok: false,
      error: { reason: 'nothing-to-do' },
    });
    expect(planRollout({ ...request, job: '../x' }).ok).toBe(false);
  });
  it('reads back hash and unit, and no garbage', () => {
    expect(parseFileHash(`${old}  /etc/haproxy/haproxy.cfg\n`)).toEqual({ ok: true, value: old });
    expect(parseFileHash(`${old.slice(1)}  x\n`).ok).toBe(false);
    expect(parseServiceState('MainPID=12\nActiveState=active\nReloadResult=success\n')).toEqual({
      ok: true,
      value: { mainPid: 12, isActive: true, reloadResult: 'success' },
    });
    expect(parseServiceState('').ok).toBe(false);
  });
});
