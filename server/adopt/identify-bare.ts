/** Whether a machine can become a node of a new cluster, and what it has for that. Read-only. */
import { command } from '@/lib/base/command';
import { known } from '@/lib/base/observation';
import { err, ok, type Result } from '@/lib/base/result';
import type { AdoptionNode } from '@/lib/inventory/adoption';
import type { BareMachine } from '@/lib/inventory/build-cluster';
import { readBareMachine } from '../jobs/read-bare';
import type { NodeConnection } from '../ssh/node-connection';
import { readNode, valueIn } from './read-node';
import type { NodeProblem } from './sign-in';

export interface BareIdentity {
  readonly name: string;
  readonly machine: BareMachine;
  readonly findings: NonNullable<AdoptionNode['findings']>;
}

/** Every step of a plan goes through the first; the others look. */
const NEEDED_TOOLS = ['systemd-run', 'systemctl', 'install', 'cat', 'find', 'wipefs', 'lsblk'] as const;

export async function identifyBare(
  connection: NodeConnection,
  expectedName: string | undefined,
): Promise<Result<BareIdentity, NodeProblem>> {
  const refused = await refusedTools(connection);
  if (refused.length > 0) return err({ kind: 'no-sudo', detail: refused.join(', ') });
  const view = await readNode(connection, ['host', 'network']);
  const host = valueIn(view, 'host');
  const network = valueIn(view, 'network');
  if (!host || !network) {
    const reading = host ? view.network : view.host;
    const detail = reading?.state === 'unknown' ? (reading.detail ?? reading.reason) : '';
    return err({ kind: 'unparsable', detail });
  }
  if (!/^debian\b/i.test(host.os)) return err({ kind: 'not-debian', detail: host.os });
  if (expectedName !== undefined && host.hostname !== expectedName)
    return err({ kind: 'wrong-node', detail: host.hostname });
  const read = await readBareMachine(
    (one) => connection.run(one),
    known(withoutCounters(network), Date.now()),
    Date.now,
  );
  if (read.state !== 'known') return err({ kind: 'unparsable', detail: read.detail ?? read.reason });
  const machine = read.value;
  if (machine.remains.length > 0) return err({ kind: 'not-bare', detail: machine.remains.join(', ') });
  const findings = [
    { label: 'os', value: host.os },
    { label: 'kernel', value: host.kernel },
    ...(machine.drbdModule ? [{ label: 'drbd-module', value: machine.drbdModule }] : []),
    { label: 'memory', value: `${Math.round(host.memoryTotalKiB / 1024)} MiB` },
    ...machine.network.interfaces
      .filter(({ name }) => name !== 'lo')
      .map((nic) => ({
        label: 'nic',
        value: [nic.name, ...nic.addresses.map(({ address }) => address)].join(' '),
      })),
    ...machine.disks.map(({ path, model, holds }) => ({
      label: 'disk',
      value: [path, model, holds.length > 0 ? `(${holds.join(', ')})` : ''].filter(Boolean).join(' '),
    })),
  ];
  return ok({ name: host.hostname, machine, findings });
}

/** Kept with the adoption: what always moves is no part of what a machine is. */
const withoutCounters = ({ interfaces, ...rest }: BareMachine['network']): BareMachine['network'] => ({
  ...rest,
  interfaces: interfaces.map(({ counters: _, ...nic }) => nic),
});

async function refusedTools(connection: NodeConnection): Promise<readonly string[]> {
  if (connection.target.login === 'root') return [];
  const refused: string[] = [];
  for (const tool of NEEDED_TOOLS) {
    const outcome = await connection.run(command(['sudo', '-n', '-l', tool], { timeoutMs: 20_000 }));
    if (outcome.kind !== 'exited' || outcome.exitCode !== 0) refused.push(tool);
  }
  return refused;
}
