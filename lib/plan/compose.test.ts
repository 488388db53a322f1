import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SingleRequest } from '@/lib/pacemaker/configuration-edit';
import { draftPlan } from './build';
import { evaluateGuards } from './guards';
import type { Draft } from './planner';
import type { ScenarioFile } from './testing/scenario';
import { readWorld } from './testing/world';
import type { Intent } from './types';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const folder = join(import.meta.dirname, 'scenarios/protect-active-active');
const file = JSON.parse(readFileSync(join(folder, 'input.json'), 'utf8')) as ScenarioFile;
const cibXml = readFileSync(join(folder, file.cib), 'utf8');
const world = readWorld(file, cibXml, sha256);

const edit = (request: SingleRequest): Intent => ({ kind: 'edit-configuration', edit: request });
const dummy = (id: string): SingleRequest => ({
  kind: 'create-resource',
  resource: {
    id,
    agent: { class: 'ocf', provider: 'pacemaker', type: 'Dummy' },
    params: {},
    place: { kind: 'alone' },
  },
});
const together: SingleRequest = {
  kind: 'add-constraint',
  wish: { kind: 'colocation', resource: 'one', with: 'two', score: 'INFINITY' },
};
const combined = (...parts: Intent[]): Intent => ({ kind: 'combined', of: 'all', parts });
const drafted = (intent: Intent): Draft => draftPlan({ intent, world, cibXml, sha256 });
const kinds = (draft: Draft) => draft.kind === 'steps' && draft.steps.map((step) => step.action.kind);

describe('several changes as one plan', () => {
  it('are one patch, one wait and one undo in the opposite order', () => {
    const draft = drafted(combined(edit(dummy('one')), edit(dummy('two')), edit(together)));
    if (draft.kind !== 'steps') throw new Error(draft.kind);
    expect(kinds(draft)).toEqual(['cib-patch', 'wait-settled']);
    const [patch] = draft.steps;
    expect(patch?.action.kind === 'cib-patch' && patch.action.changes).toHaveLength(3);
    expect(draft.reverse).toMatchObject({
      kind: 'combined',
      parts: [{ edit: { of: 'one' } }, { edit: { of: 'two' } }, { edit: { of: 'one' } }],
    });
  });

  it('are two patches where the second goes into what the first makes', () => {
    const group = edit({ kind: 'create-group', id: 'g_new', members: ['vip_1g'] });
    const join = edit({ kind: 'join-group', id: 'vip_10g', group: 'g_new', place: 'last' });
    expect(kinds(drafted(combined(group, join)))).toEqual([
      'cib-patch',
      'wait-settled',
      'cib-patch',
      'wait-settled',
    ]);
  });

  it('are refused when one of them is, and leave out what is so already', () => {
    expect(drafted(combined(edit(dummy('one')), edit(dummy('vip_1g'))))).toMatchObject({ kind: 'refused' });
    const off: Intent = {
      kind: 'unit-at-boot',
      unit: 'share-api.service',
      nodes: ['node1'],
      isOn: true,
      isNow: false,
    };
    expect(drafted(combined(off))).toEqual({ kind: 'nothing-to-do', reason: 'already-so' });
    expect(kinds(drafted(combined(off, edit(dummy('one')))))).toEqual(['cib-patch', 'wait-settled']);
  });

  it('are checked before any of them begins, and bring back only what their own part began', () => {
    const draft = drafted(
      combined(edit(dummy('one')), {
        kind: 'edit-haproxy',
        nodes: ['node1', 'node2'],
        edits: [
          {
            do: 'edit-proxy',
            place: { kind: 'backend', name: 'nova' },
            change: { balance: ['leastconn'] },
          },
        ],
      }),
    );
    if (draft.kind !== 'steps') throw new Error(draft.kind);
    const [first, second] = draft.steps;
    for (const step of [first, second])
      expect(step?.action).toMatchObject({ kind: 'write-file', isReadOnly: true });
    const back = draft.steps.filter((step) => step.recovers !== undefined);
    expect(back.map((step) => step.part)).toEqual([1, 1, 1, 1]);
    expect(draft.steps.slice(-4)).toEqual(back);
  });

  it('are guarded part by part, and told as one', () => {
    const vip = (id: string, ip: string): SingleRequest => ({
      kind: 'create-resource',
      resource: {
        id,
        agent: { class: 'ocf', provider: 'heartbeat', type: 'IPaddr2' },
        params: { ip, nic: 'ens2f0', cidr_netmask: '24' },
        place: { kind: 'alone' },
      },
    });
    const intent = combined(edit(vip('a', '192.168.1.7')), edit(vip('b', '192.168.1.8')));
    const [guard] = evaluateGuards({ intent, world }).filter(({ id }) => id === 'vip-network');
    expect(guard).toMatchObject({ verdict: 'fail', objects: ['192.168.1.7', '192.168.1.8'] });
  });
});
