/**
 * Writes down what the real tools print, in several states of the cluster, as fixtures for parsers: one
 * folder per state and node, one JSON file per command. Only reads, except that `recordAll` brings the
 * cluster into each state first and puts it back afterwards.
 */
import { join } from 'node:path';
import { readInstance } from './instance.ts';
import { cut, heal, healthy, power, requireLabInfo, restore, sshExec, waitFor } from './lab.ts';
import { labPaths } from './paths.ts';
import { type RecordRow, recordRows, redact, streamRows } from './record-table.ts';
import { LabError, writeAtomic } from './run.ts';

type Say = (line: string) => void;

const rowTimeoutMs = 90_000;

/** Records the present state under this name. A node that does not answer is left out, and said so. */
export async function recordState(
  out: string,
  state: string,
  say: Say,
  nodes?: readonly string[],
): Promise<void> {
  const rows = [
    ...recordRows.filter((row) => row.isVolatile),
    ...recordRows.filter((row) => !row.isVolatile),
  ];
  const names = nodes ?? requireLabInfo().nodes.map(({ name }) => name);
  await Promise.all(names.map((node) => recordRowsOn(node, rows, join(out, state, node), say)));
  say(`recorded ${state}`);
}

async function recordRowsOn(node: string, rows: readonly RecordRow[], dir: string, say: Say): Promise<void> {
  const versions = await packageVersions(node);
  if (!versions) {
    say(`${node} does not answer: nothing recorded from it`);
    return;
  }
  for (const row of rows) await recordRow(node, row, dir, versions);
}

interface Versions {
  readonly os: string;
  readonly of: (tool: string) => string;
}

async function packageVersions(node: string): Promise<Versions | undefined> {
  const script = '. /etc/os-release; echo "$PRETTY_NAME"; uname -r; dpkg-query -W';
  const outcome = await sshExec(node, ['sh', '-c', script], { timeoutMs: 60_000 });
  if (outcome.kind !== 'exited') return undefined;
  const [os = '', kernel = '', ...lines] = outcome.stdout.split('\n');
  const versions = new Map(lines.map((line) => line.split('\t') as [string, string]));
  return { os, of: (tool) => (tool === 'linux' ? kernel : (versions.get(tool) ?? 'unknown')) };
}

async function recordRow(node: string, row: RecordRow, dir: string, versions: Versions): Promise<void> {
  const recordedAt = new Date().toISOString();
  const outcome = await sshExec(node, row.command, { timeoutMs: rowTimeoutMs, input: row.input });
  if (outcome.kind === 'unreachable')
    throw new LabError(`${node} was lost while recording ${row.id}: ${outcome.reason}`);
  const instance = readInstance(labPaths());
  const secrets = instance ? [instance.drbdSecret, instance.fencePassword] : [];
  const content = {
    about: row.about,
    recordedFrom: { tool: row.tool, version: versions.of(row.tool), os: versions.os },
    node,
    recordedAt,
    command: row.command,
    ...(row.input === undefined ? {} : { input: row.input }),
    exitCode: outcome.kind === 'exited' ? outcome.exitCode : null,
    stdout: redact(outcome.stdout, secrets),
    stderr: redact(outcome.stderr, secrets),
  };
  writeAtomic(join(dir, `${row.id}.json`), `${JSON.stringify(content, null, 2)}\n`);
}

/** Streams run beside what happens; `during` ends when the state is reached, the streams a little later. */
async function recordStreams(
  node: string,
  dir: string,
  seconds: number,
  during: () => Promise<void>,
): Promise<void> {
  const versions = await packageVersions(node);
  if (!versions) throw new LabError(`${node} does not answer`);
  const streams = streamRows(seconds).map((row) => recordRow(node, row, dir, versions));
  await Promise.all([during(), ...streams]);
}

async function must(node: string, argv: readonly string[]): Promise<string> {
  const outcome = await sshExec(node, argv, { timeoutMs: 90_000 });
  if (outcome.kind === 'exited' && outcome.exitCode === 0) return outcome.stdout;
  throw new LabError(`${node}: ${argv.join(' ')} failed`);
}

/** Waits until the command's output on the node matches. */
async function waitOutput(node: string, argv: readonly string[], pattern: RegExp, say: Say): Promise<void> {
  const check = async (): Promise<true | string> => pattern.test(await must(node, argv)) || 'not yet';
  await waitFor(`${argv.join(' ')} on ${node} to show ${pattern.source}`, check, {
    timeoutMs: 240_000,
    everyMs: 1000,
    say,
  });
}

const crmMon = ['crm_mon', '--output-as=xml', '-1'] as const;
const procDrbd = ['cat', '/proc/drbd'] as const;

/** All states, one after the other, each from the healthy cluster; about 15 minutes under emulation. */
export async function recordAll(out: string, say: Say): Promise<void> {
  await recordState(out, 'healthy', say);
  await recordStandby(out, say);
  await recordBackendDown(out, say);
  await recordReplicationCut(out, say);
  await recordPowerLoss(out, say);
  await restore('formed', say);
}

async function recordStandby(out: string, say: Say): Promise<void> {
  await must('node1', ['crm_standby', '-N', 'node2', '-v', 'on']);
  await waitOutput('node1', procDrbd, /ds:UpToDate\/(Outdated|DUnknown)/, say);
  await recordState(out, 'standby-node2', say);
  await must('node1', ['crm_standby', '-N', 'node2', '-D']);
  await healthy({ timeoutMs: 240_000, say });
}

async function recordBackendDown(out: string, say: Say): Promise<void> {
  await must('node1', ['crm_resource', '--ban', '-r', 'compute_api-clone', '-N', 'node2']);
  const showStat = ['sh', '-c', 'echo show stat | socat stdio unix-connect:/run/haproxy/admin.sock'];
  await waitOutput('node1', showStat, /compute_api,node2,.*DOWN/, say);
  await recordState(out, 'backend-down', say);
  await must('node1', ['crm_resource', '--clear', '-r', 'compute_api-clone']);
  await healthy({ timeoutMs: 240_000, say });
}

async function recordReplicationCut(out: string, say: Say): Promise<void> {
  await recordStreams('node1', join(out, 'replication-cut', 'streams-node1'), 60, async () => {
    await cut('replication');
    await waitOutput('node1', procDrbd, /cs:WFConnection/, say);
    await must('node1', [
      'sh',
      '-c',
      'dd if=/dev/urandom of=/srv/hafs/images/recorded.bin bs=1M count=24 conv=fsync 2>/dev/null',
    ]);
  });
  await recordState(out, 'replication-cut', say);
  await heal('replication');
  await healthy({ timeoutMs: 300_000, say });
}

async function recordPowerLoss(out: string, say: Say): Promise<void> {
  await recordStreams('node2', join(out, 'node1-powered-off', 'streams-node2'), 100, async () => {
    await power('node1', 'off');
    await waitOutput(
      'node2',
      crmMon,
      /<resource id="vip_1g"[^>]*role="Started"[^>]*>\s*<node name="node2"/,
      say,
    );
  });
  await recordState(out, 'node1-powered-off', say, ['node2']);
  await must('node2', [
    'sh',
    '-c',
    'dd if=/dev/urandom of=/srv/hafs/images/recorded.bin bs=1M count=60 conv=fsync 2>/dev/null',
  ]);
  await recordStreams('node2', join(out, 'resyncing', 'streams-node2'), 150, async () => {
    await power('node1', 'on');
    await waitOutput('node2', procDrbd, /cs:SyncSource/, say);
    const rows = recordRows.filter((row) => row.isVolatile);
    say('recording resyncing');
    await Promise.all(
      ['node1', 'node2'].map((node) => recordRowsOn(node, rows, join(out, 'resyncing', node), say)),
    );
  });
  await healthy({ timeoutMs: 300_000, say });
}
