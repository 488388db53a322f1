/**
 * Carries out that clusters are forgotten: the key of every node first, at once on all of them, then the inventory, in
 * one transaction with its audit entry. The row is the queue: after a restart it goes on with the nodes that are
 * not told yet. A node that cannot be reached does not hold the rest up; it is told, with the line that removes the key.
 */
import { appendAudit } from '@/lib/data/audit';
import type { Tx } from '@/lib/data/client';
import { deleteCluster, loadNodeAccess, type NodeAccess } from '@/lib/data/clusters';
import { changeForgetting, type ForgettingRow, loadOpenForgettings } from '@/lib/data/forgettings';
import { notify } from '@/lib/data/notify';
import { deleteSamples } from '@/lib/data/observations';
import { findUser } from '@/lib/data/users';
import { type ForgottenNode, isKeyLeft, removalLine } from '@/lib/inventory/forgetting';
import type { Running } from '@/server/access';
import { listen } from '@/server/notify/listen';
import { type Taken, takeKey } from './take-key';

export interface ForgetWorkerOptions {
  /** For a person who reads logs; never holds secrets. */
  readonly log: (message: string) => void;
}

/** A notice may be lost while Postgres restarts; nobody waits for this with a hand on the mouse for longer. */
const LOOK_EVERY_MS = 10_000;

export async function startForgetWorker(options: ForgetWorkerOptions): Promise<Running> {
  const worker = new ForgetWorker(options);
  await worker.start();
  return worker;
}

class ForgetWorker implements Running {
  readonly #runs = new Map<string, Promise<void>>();
  #listener: Running | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(private readonly options: ForgetWorkerOptions) {}

  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
    this.#listener = await listen(
      { forget: () => this.#look() },
      { onError: (message) => this.options.log(`notices of forgetting: ${message}`) },
    );
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#listener?.stop();
    await Promise.all(this.#runs.values());
  }

  async #look(): Promise<void> {
    try {
      for (const row of await loadOpenForgettings()) this.#drive(row);
    } catch (error) {
      this.options.log(`clusters to forget cannot be looked at: ${messageOf(error)}`);
    }
  }

  #drive(row: ForgettingRow): void {
    if (this.#isStopped || this.#runs.has(row.id)) return;
    const done = forget(row, () => this.#isStopped)
      .catch((error: unknown) =>
        this.options.log(`${row.clusterName} is not forgotten yet: ${messageOf(error)}`),
      )
      .finally(() => this.#runs.delete(row.id));
    this.#runs.set(row.id, done);
  }
}

async function forget(row: ForgettingRow, isStopped: () => boolean): Promise<void> {
  const access = new Map((await loadNodeAccess(row.clusterId)).map((node) => [node.id, node]));
  const waiting = row.nodes.filter((node) => node.outcome === undefined);
  await Promise.all(waiting.map((node) => tell(row.id, node, access.get(node.id))));
  if (!isStopped()) await end(row.id);
}

async function tell(id: string, node: ForgottenNode, access: NodeAccess | undefined): Promise<void> {
  const taken: Taken = access ? await takeKey(access) : { outcome: 'key-lost' };
  // Another instance may have been quicker: its answer stands, this one came to a node without the key.
  const isMeant = (each: ForgottenNode): boolean => each.id === node.id && each.outcome === undefined;
  await changeForgetting(id, async ({ nodes }) => ({
    nodes: nodes.map((each) => (isMeant(each) ? { ...each, ...taken } : each)),
  }));
}

/** Of two instances that got this far, one finds the row ended. */
async function end(id: string): Promise<void> {
  const ended = await changeForgetting(id, async (row, tx) => {
    await deleteCluster(tx, row.clusterId);
    await notify('cluster', row.clusterId, tx);
    await writeOutcome(row, tx);
    return { isEnded: true };
  });
  // Points of charts are many and nobody's any more: outside, so that nothing waits for them.
  if (ended) await deleteSamples(ended.clusterId);
}

async function writeOutcome(row: ForgettingRow, tx: Tx): Promise<void> {
  const actor = await findUser(row.startedById, tx);
  await appendAudit(tx, {
    actor: actor ? { id: actor.id, name: actor.name } : null,
    action: 'cluster.forget',
    objectKind: 'cluster',
    objectId: row.clusterId,
    objectName: row.clusterName,
    phase: 'outcome',
    detail: { nodes: row.nodes.map(detailOf) },
  });
}

function detailOf({ name, host, port, login, outcome, detail, publicKey }: ForgottenNode) {
  const isLeft = outcome !== undefined && isKeyLeft(outcome) && publicKey !== undefined;
  return {
    name,
    host,
    port,
    login,
    key: outcome,
    detail,
    ...(isLeft ? { remove: removalLine(publicKey) } : {}),
  };
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n').at(-1) ?? '') : String(error);
