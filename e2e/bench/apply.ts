/**
 * P3: steps on many nodes, one after another on each, nodes side by side; every node is a port of one real sshd. Cold
 * begins without a connection, warm with those that Haven keeps anyway. Baseline: ansible-playbook with the same steps,
 * from its start to its end, without its kept connections and with them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '@/lib/base/command';
import { NodeConnection } from '@/server/ssh/node-connection';
import { Ansible } from './apply-ansible';
import { countSteps, makeSteps, STEPS, type Steps, stepArgv } from './apply-steps';
import { type Figure, figure } from './figure';
import { type Sshd, startSshd } from './sshd';
import type { Stops } from './stops';
import { requireTools } from './tools';

const NODES = 16;
const TARGETS_MS = { cold: 1_000, warm: 500 } as const;
const TARGET_RATIO = 40;
/** Each takes as long as all of ours together. */
const MOST_BASELINES = 3;
const STEP_TIMEOUT_MS = 30_000;

type Temperature = keyof typeof TARGETS_MS;
type Times = Record<Temperature, number[]>;

export async function measureApply(
  samples: number,
  stops: Stops,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  requireTools([
    { program: 'sshd', package: 'openssh-server' },
    { program: 'ssh', package: 'openssh-client' },
    { program: 'ansible-playbook', package: 'ansible-core' },
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'hb-'));
  stops.add(() => rm(folder, { recursive: true, force: true }));
  const sshd = await startSshd(folder, NODES, stops);
  const ansible = await Ansible.open(join(folder, 'a'), sshd, stops);
  const bench = new ApplyBench(folder, sshd);
  const [haven, theirs]: [Times, Times] = [
    { cold: [], warm: [] },
    { cold: [], warm: [] },
  ];
  // The first is not counted: it fills caches and is compiled on the way, which a control plane is long since.
  for (let sample = 0; sample <= samples; sample += 1) {
    const { cold, warm } = await bench.haven();
    say(`apply ${sample}/${samples}: Haven cold ${cold.toFixed(0)} ms, warm ${warm.toFixed(0)} ms`);
    if (sample === 0) continue;
    haven.cold.push(cold);
    haven.warm.push(warm);
    if (sample > MOST_BASELINES) continue;
    const other = await bench.ansible(ansible);
    say(`Ansible cold ${other.cold.toFixed(0)} ms, warm ${other.warm.toFixed(0)} ms`);
    theirs.cold.push(other.cold);
    theirs.warm.push(other.warm);
  }
  return [applyFigure('cold', haven, theirs), applyFigure('warm', haven, theirs)];
}

class ApplyBench {
  #runs = 0;

  constructor(
    private readonly folder: string,
    private readonly sshd: Sshd,
  ) {}

  async haven(): Promise<Record<Temperature, number>> {
    const connections: NodeConnection[] = [];
    try {
      const cold = await this.counted(async (steps) => {
        const startedAt = performance.now();
        await this.onEveryNode(steps, async (index) => {
          const connection = await this.connect(index);
          connections[index] = connection;
          return connection;
        });
        return performance.now() - startedAt;
      });
      const warm = await this.counted(async (steps) => {
        const startedAt = performance.now();
        await this.onEveryNode(steps, async (index) => connections[index] ?? fail(`node ${index} is gone`));
        return performance.now() - startedAt;
      });
      return { cold, warm };
    } finally {
      await Promise.all(connections.map((connection) => connection.stop()));
    }
  }

  async ansible(ansible: Ansible): Promise<Record<Temperature, number>> {
    await ansible.disconnect();
    const cold = await this.counted((steps) => ansible.run(steps));
    const warm = await this.counted((steps) => ansible.run(steps));
    return { cold, warm };
  }

  /** @throws Error unless every step then happened on every node exactly once */
  private async counted(work: (steps: Steps) => Promise<number>): Promise<number> {
    this.#runs += 1;
    const steps = await makeSteps(join(this.folder, `run-${this.#runs}`));
    const ms = await work(steps);
    await countSteps(
      steps,
      this.sshd.nodes.map(({ name }) => name),
    );
    return ms;
  }

  private async onEveryNode(steps: Steps, open: (index: number) => Promise<NodeConnection>): Promise<void> {
    await Promise.all(
      this.sshd.nodes.map(async ({ name }, index) => {
        const connection = await open(index);
        for (const file of steps.files) await runStep(connection, name, file);
      }),
    );
  }

  private connect(index: number): Promise<NodeConnection> {
    const node = this.sshd.nodes[index] ?? fail(`no node ${index}`);
    return new Promise((resolve, reject) => {
      const connection = new NodeConnection(this.sshd.target(node), {
        onStatus: ({ state, detail }) => {
          if (state === 'live') resolve(connection);
          else if (state !== 'connecting') reject(new Error(`${node.name}: ${state}, ${detail ?? ''}`));
        },
      });
      connection.start();
    });
  }
}

async function runStep(connection: NodeConnection, node: string, file: string): Promise<void> {
  const outcome = await connection.run(
    command(stepArgv(file), { stdin: `${node}\n`, timeoutMs: STEP_TIMEOUT_MS }),
  );
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0)
    throw new Error(`${node}: ${outcome.kind} of ${file}`);
}

function fail(message: string): never {
  throw new Error(message);
}

const WORDS: Readonly<Record<Temperature, string>> = {
  cold: 'from no connection, sign-in included; Ansible likewise',
  warm: 'over kept connections; Ansible over its own (ControlPersist)',
};

function applyFigure(temperature: Temperature, haven: Times, ansible: Times): Figure {
  const most = TARGETS_MS[temperature];
  return figure(
    `P3/${temperature}`,
    'ms',
    { name: `${STEPS} steps on ${NODES} nodes`, values: haven[temperature] },
    { name: 'ansible-playbook', values: ansible[temperature] },
    `≤ ${most} ms, ≥ ${TARGET_RATIO}×`,
    (_median, p95, ratio) => p95 <= most && (ratio ?? 0) >= TARGET_RATIO,
    `${WORDS[temperature]}; ${NODES} ports of one sshd on this machine, whose work for both is in the figures; every step counted; Ansible: forks ${NODES}, pipelining, no facts, the command module, from start to end of the program`,
  );
}
