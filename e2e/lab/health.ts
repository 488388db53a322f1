/**
 * Is the practice cluster whole? One independent look at a node: everything online, both copies UpToDate,
 * every resource running as often as it should, no failure, no leftover ban. The reading is pure; `look`
 * fetches what it reads.
 */
import type { LabInfo } from './lab-info.ts';
import { replicaCount } from './settings.ts';
import type { LabShells } from './ssh.ts';
import { waitFor } from './wait.ts';

export interface HealthInput {
  /** `crm_mon --output-as=xml -1` */
  readonly crmMon: string;
  /** `/proc/drbd` */
  readonly procDrbd: string;
  readonly nodeNames: readonly string[];
}

/** Every reason why the cluster is not whole, in words; empty means healthy. */
export function complaints({ crmMon, procDrbd, nodeNames }: HealthInput): string[] {
  if (!crmMon.includes('<pacemaker-result')) return ['Pacemaker does not answer'];
  const found: string[] = [];
  const nodesSection = /<nodes>[\s\S]*?<\/nodes>/.exec(crmMon)?.[0] ?? '';
  for (const name of nodeNames) {
    const tag = new RegExp(`<node name="${name}"[^>]*>`).exec(nodesSection)?.[0] ?? '';
    if (!tag.includes('online="true"')) found.push(`${name} is not online`);
    for (const flag of ['standby', 'maintenance', 'pending', 'unclean', 'shutdown']) {
      if (tag.includes(` ${flag}="true"`)) found.push(`${name} is ${flag}`);
    }
  }
  if (!/with_quorum="true"/.test(crmMon)) found.push('no quorum');
  found.push(...resourceComplaints(crmMon, nodeNames));
  if (/<failure /.test(crmMon)) found.push('there are failed actions');
  if (/fail-count="/.test(crmMon)) found.push('there are fail counts');
  if (/<ban [^>]*id="(cli-|drbd-fence)/.test(crmMon)) found.push('there are leftover bans');
  if (/<fence_event [^>]*status="pending"/.test(crmMon)) found.push('a fencing is under way');
  found.push(...drbdComplaints(procDrbd));
  return found;
}

function resourceComplaints(crmMon: string, nodeNames: readonly string[]): string[] {
  const everywhere = nodeNames.length;
  const wanted: Readonly<Record<string, number>> = {
    ...Object.fromEntries(nodeNames.map((name) => [`fence_${name}`, 1])),
    drbd_hafs: replicaCount,
    fs_hafs: 1,
    imagestore: 1,
    apache: 1,
    vip_1g: 1,
    vip_10g: 1,
    haproxy: everywhere,
    compute_api: everywhere,
  };
  const tags = [...crmMon.matchAll(/<resource [^>]*>/g)].map(([tag]) => tag);
  const found: string[] = [];
  for (const [id, count] of Object.entries(wanted)) {
    const active = tags.filter(
      (tag) =>
        tag.includes(` id="${id}"`) &&
        tag.includes('active="true"') &&
        tag.includes('failed="false"') &&
        !tag.includes('pending='),
    );
    if (active.length !== count) found.push(`${id} runs ${active.length} of ${count} times`);
  }
  const promoted = tags.filter((tag) => tag.includes(' id="drbd_hafs"') && tag.includes('role="Promoted"'));
  if (promoted.length !== 1) found.push('DRBD is promoted nowhere');
  return found;
}

function drbdComplaints(procDrbd: string): string[] {
  const line = /^\s*0: (cs:.*)$/m.exec(procDrbd)?.[1] ?? '';
  if (line === '') return ['DRBD is not running'];
  const isWhole = line.startsWith('cs:Connected ') && line.includes('ds:UpToDate/UpToDate');
  return isWhole ? [] : [`DRBD is ${line.split(' ').slice(0, 3).join(' ')}`];
}

/** Bare machines are whole when they answer: nothing of a cluster is expected of them. */
async function lookAtBare(shells: LabShells, info: LabInfo): Promise<string[]> {
  const answers = await Promise.all(
    info.nodes.map(async ({ name }) => {
      const outcome = await shells.exec(name, ['test', '-b', '/dev/nvme0n1'], { timeoutMs: 60_000 });
      return outcome.kind === 'exited' && outcome.exitCode === 0 ? [] : [`${name} does not answer`];
    }),
  );
  return answers.flat();
}

/** Asks the first node. A node that cannot be asked is a complaint, never silence. */
export async function look(shells: LabShells, info: LabInfo): Promise<string[]> {
  if (info.kind === 'bare') return lookAtBare(shells, info);
  const first = info.nodes[0]?.name ?? '';
  const outcome = await shells.exec(first, ['sh', '-c', 'cat /proc/drbd; crm_mon --output-as=xml -1'], {
    timeoutMs: 60_000,
  });
  if (outcome.kind === 'unreachable') return [`${first} cannot be reached (${outcome.reason})`];
  if (outcome.kind === 'timed-out') return [`${first} did not answer within 60 s`];
  const start = outcome.stdout.search(/<(\?xml|pacemaker-result)/);
  const procDrbd = start >= 0 ? outcome.stdout.slice(0, start) : outcome.stdout;
  const crmMon = start >= 0 ? outcome.stdout.slice(start) : '';
  return complaints({ crmMon, procDrbd, nodeNames: info.nodes.map(({ name }) => name) });
}

export async function waitHealthy(
  shells: LabShells,
  info: LabInfo,
  options: { readonly timeoutMs: number; readonly say?: (line: string) => void },
): Promise<void> {
  const check = async (): Promise<true | string> => {
    const found = await look(shells, info);
    return (
      found.length === 0 ||
      found.slice(0, 4).join(', ') + (found.length > 4 ? ` and ${found.length - 4} more` : '')
    );
  };
  await waitFor('a healthy cluster', check, { ...options, everyMs: 2000 });
}
