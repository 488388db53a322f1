import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Command, Outcome } from '@/lib/base/command';
import { emptyLiveState } from '@/lib/live/reduce';
import { AgentReader } from './agents';

const FIXTURES = join(import.meta.dirname, '../../lib/pacemaker/fixtures');
const recorded = (name: string): string =>
  (JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8')) as { output: string }).output;

const exited = (stdout: string, exitCode = 0): Outcome => ({
  kind: 'exited',
  exitCode,
  stdout,
  stderr: '',
  durationMs: 1,
  truncated: false,
});

function rig(answer: (argv: string) => Outcome) {
  const asked: string[] = [];
  let now = 1_000;
  const state = emptyLiveState('test');
  const reader = new AgentReader(
    () => ({
      directory: (id) =>
        id === 'c1'
          ? {
              id,
              name: 'c1',
              practice: true,
              nodes: [{ id: 'n1', name: 'node1' }],
              networks: [],
              vips: [],
              services: [],
            }
          : undefined,
      state: () => state,
      run: async (_cluster: string, _node: string, { argv }: Command) => {
        asked.push(argv.join(' '));
        return answer(argv.join(' '));
      },
    }),
    () => now,
  );
  return { reader, asked, later: (ms: number) => (now += ms) };
}

const place = { clusterId: 'c1', node: 'node1' };

describe('agents of a node', () => {
  it('are described by the node itself, and asked again only after a while', async () => {
    const { reader, asked, later } = rig(() => exited(recorded('agent-ipaddr2')));
    const agent = { ...place, agent: 'ocf:heartbeat:IPaddr2' };
    expect(await reader.describe(agent)).toMatchObject({ metadata: { name: 'IPaddr2' } });
    await reader.describe(agent);
    expect(asked).toHaveLength(1);
    later(60 * 60_000);
    await reader.describe(agent);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['ocf:heartbeat:../../bin/sh', 'not-found'],
    ['--help', 'not-found'],
    ['ocf:heartbeat:IPaddr2; reboot', 'not-found'],
  ])('with the name %s are never asked for', async (agent, error) => {
    const { reader, asked } = rig(() => exited(''));
    expect(await reader.describe({ ...place, agent })).toEqual({ error });
    expect(asked).toEqual([]);
  });

  it('of a node that is not in the inventory are never asked for', async () => {
    const { reader, asked } = rig(() => exited(''));
    expect(await reader.list({ clusterId: 'c1', node: 'node9' })).toEqual({ error: 'not-found' });
    expect(asked).toEqual([]);
  });

  it('are listed by standard and provider, and what did not answer is named', async () => {
    const { reader } = rig((argv) => {
      if (argv.includes('--list-ocf-providers')) return exited(recorded('agent-providers'));
      if (argv.includes('--list-agents systemd'))
        return { kind: 'timed-out', timeoutMs: 30_000, stdout: '', stderr: '' } as Outcome;
      if (argv.includes('stonith_admin')) return exited(recorded('fence-agents-installed'));
      return exited(recorded('agent-list-pacemaker'));
    });
    const answer = await reader.list(place);
    expect(answer).toMatchObject({ unread: ['systemd'] });
    const specs = 'groups' in answer ? answer.groups.map(({ spec }) => spec) : [];
    expect(specs).toContain('ocf:pacemaker');
    expect(specs).toContain('stonith');
  });

  it('that are missing on the node, or fail, are told apart and asked again', async () => {
    let code = 105;
    const { reader, asked } = rig(() => exited('', code));
    const agent = { ...place, agent: 'ocf:heartbeat:nothing' };
    expect(await reader.describe(agent)).toEqual({ error: 'absent' });
    code = 1;
    expect(await reader.describe(agent)).not.toEqual({ error: 'absent' });
    expect(asked).toHaveLength(2);
  });
});
