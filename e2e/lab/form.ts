/**
 * Makes a cluster of freshly booted nodes: DRBD volume and HAFS, membership, and then the whole
 * configuration in one change. Runs before the first snapshot only; a formation that was interrupted is
 * repeated on fresh disks, so no step needs to guess what an earlier run left.
 */
import { cibConfiguration, wholeCib } from './cib.ts';
import { waitHealthy } from './health.ts';
import type { LabInstance } from './instance.ts';
import type { LabInfo } from './lab-info.ts';
import { redact } from './record-table.ts';
import { LabError } from './run.ts';
import { type NodeSpec, replicaCount } from './settings.ts';
import type { LabShells } from './ssh.ts';
import { waitFor } from './wait.ts';

type Say = (line: string) => void;

export interface Formation {
  readonly shells: LabShells;
  readonly info: LabInfo;
  readonly nodes: readonly NodeSpec[];
  readonly instance: LabInstance;
}

/** Runs a command that must succeed; the error carries the node's last words. */
async function must(
  shells: LabShells,
  node: string,
  argv: readonly string[],
  timeoutMs: number,
  input?: string,
): Promise<string> {
  const outcome = await shells.exec(node, argv, { timeoutMs, input });
  if (outcome.kind === 'exited' && outcome.exitCode === 0) return outcome.stdout;
  const why =
    outcome.kind === 'exited'
      ? `exit ${outcome.exitCode}: ${(outcome.stderr || outcome.stdout).trim().split('\n').slice(-6).join('\n')}`
      : outcome.kind === 'timed-out'
        ? `no end after ${timeoutMs / 1000} s`
        : outcome.reason;
  throw new LabError(`${node}: ${argv.slice(0, 3).join(' ')} failed (${redact(why, [])})`);
}

export async function waitBooted({ shells, info }: Formation, say: Say): Promise<void> {
  const booted = async (node: string): Promise<true | string> => {
    const outcome = await shells.exec(node, ['test', '-b', '/dev/nvme0n1'], { timeoutMs: 30_000 });
    if (outcome.kind !== 'exited')
      return outcome.kind === 'unreachable' ? `SSH: ${outcome.reason}` : 'SSH is slow';
    return outcome.exitCode === 0 || 'its drive is not there yet';
  };
  await Promise.all(
    info.nodes.map(({ name }) =>
      waitFor(`${name} to boot`, () => booted(name), { timeoutMs: 420_000, everyMs: 1500, say }),
    ),
  );
}

export async function makeHafs({ shells, nodes }: Formation, say: Say): Promise<void> {
  const replicas = nodes.slice(0, replicaCount).map(({ name }) => name);
  const script = '/usr/local/lib/haven-lab/make-hafs';
  const first = replicas[0] ?? '';
  say('creating the volume and its DRBD metadata');
  await Promise.all(replicas.map((node) => must(shells, node, [script, 'disk'], 240_000)));
  say('connecting, making the file system, filling it');
  await must(shells, first, [script, 'content'], 240_000);
  const settled = async (): Promise<true | string> => {
    const text = await must(shells, first, ['cat', '/proc/drbd'], 60_000);
    return /cs:Connected .*ds:UpToDate\/UpToDate/.test(text) || 'the copies differ';
  };
  await waitFor('both copies to be UpToDate', settled, { timeoutMs: 180_000, say });
  await Promise.all(replicas.map((node) => must(shells, node, [script, 'release'], 120_000)));
}

export async function waitMembership({ shells, nodes }: Formation, say: Say): Promise<void> {
  const first = nodes[0]?.name ?? '';
  const members = async (): Promise<true | string> => {
    const outcome = await shells.exec(first, ['crm_mon', '--output-as=xml', '-1'], { timeoutMs: 60_000 });
    if (outcome.kind !== 'exited' || outcome.exitCode !== 0) return 'Pacemaker does not answer yet';
    if (!/<current_dc present="true"/.test(outcome.stdout)) return 'no coordinator elected yet';
    const missing = nodes.filter(
      ({ name }) => !new RegExp(`<node name="${name}"[^>]*online="true"`).test(outcome.stdout),
    );
    return missing.length === 0 || `${missing.map(({ name }) => name).join(', ')} not online yet`;
  };
  await waitFor('all nodes to be members', members, { timeoutMs: 300_000, everyMs: 1500, say });
}

/** The one change. It is checked by the cluster's own validator before it is loaded. */
export async function loadConfiguration({ shells, nodes, instance }: Formation, say: Say): Promise<void> {
  const first = nodes[0]?.name ?? '';
  const present = await must(shells, first, ['cibadmin', '-Q', '--scope', 'crm_config'], 90_000);
  const configuration = cibConfiguration({
    nodes,
    powerPorts: instance.powerPorts,
    ownProperties: ownProperties(present),
  });
  say('checking the configuration with crm_verify');
  const verdict = await shells.exec(first, ['crm_verify', '-V', '-p'], {
    timeoutMs: 90_000,
    input: wholeCib(configuration),
  });
  if (verdict.kind !== 'exited') throw new LabError(`${first}: crm_verify did not answer`);
  // Without a status section every node counts as unseen; those warnings are not about the configuration.
  const errors = verdict.stderr.split('\n').filter((line) => /\berror:/i.test(line));
  if (errors.length > 0)
    throw new LabError(`The configuration is not valid: ${errors.slice(0, 5).join('; ')}`);
  say('loading it in one change');
  await must(
    shells,
    first,
    ['cibadmin', '--replace', '--scope', 'configuration', '--xml-pipe'],
    90_000,
    configuration,
  );
}

/** What Pacemaker itself wrote (its version, its stack): a replacement must not wipe it out. */
export function ownProperties(crmConfig: string): Record<string, string> {
  const names = ['dc-version', 'cluster-infrastructure', 'have-watchdog'];
  const entries = names.flatMap((name): [string, string][] => {
    const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(crmConfig)?.[1];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}

export async function waitStarted({ shells, info }: Formation, say: Say): Promise<void> {
  await waitHealthy(shells, info, { timeoutMs: 900_000, say });
}
