import type { AgentAnswer, AgentsAnswer } from '@/lib/live/protocol';
import { parseAgentMetadata } from '@/lib/pacemaker/agent-metadata';
import fenceIpmilan from '@/lib/pacemaker/fixtures/agent-fence-ipmilan.json';
import filesystem from '@/lib/pacemaker/fixtures/agent-filesystem.json';
import ipaddr2 from '@/lib/pacemaker/fixtures/agent-ipaddr2.json';

/** What a node would say of its agents, recorded from a real one. */
export const SAMPLE_AGENTS: AgentsAnswer = {
  groups: [
    {
      spec: 'ocf:heartbeat',
      names: ['apache', 'Dummy', 'exportfs', 'Filesystem', 'IPaddr2', 'nginx', 'pgsql'],
    },
    { spec: 'ocf:linbit', names: ['drbd'] },
    { spec: 'ocf:pacemaker', names: ['ClusterMon', 'Dummy', 'ping', 'Stateful'] },
    { spec: 'systemd', names: ['apache2', 'cron', 'glance-api', 'haproxy', 'keystone', 'ssh'] },
    { spec: 'stonith', names: ['fence_apc', 'fence_ipmilan', 'fence_virsh'] },
  ],
  unread: [],
};

const OUTPUTS: Readonly<Record<string, string>> = {
  'ocf:heartbeat:IPaddr2': ipaddr2.output,
  'ocf:heartbeat:Filesystem': filesystem.output,
  'stonith:fence_ipmilan': fenceIpmilan.output,
};

export function sampleAgent(agent: string): AgentAnswer {
  const parsed = parseAgentMetadata(OUTPUTS[agent] ?? '');
  return parsed.ok ? { metadata: parsed.value } : { error: 'absent' };
}
