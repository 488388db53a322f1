/** Starts and kills workers in threads (mortal-thread.ts), on fake nodes that outlive them. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Command } from '@/lib/base/command';
import type { ReadingName } from '@/lib/live/readings';
import { bundleFile } from '@/scripts/bundle';
import type { Timings } from '../engine';
import type { FaultCluster } from './fault-cluster';
import type { FromThread, MortalData } from './mortal-thread';

const ROOT = join(import.meta.dirname, '../../..');

/** The thread's program, built once; inside node_modules, so that it finds the packages. */
export async function buildMortal(): Promise<{ readonly file: string; remove(): Promise<void> }> {
  const file = join(ROOT, `node_modules/.cache/haven-mortal-${process.pid}.mjs`);
  await bundleFile('server/jobs/testing/mortal-thread.ts', file);
  return { file, remove: () => rm(file, { force: true }).then(() => rm(`${file}.map`, { force: true })) };
}

export interface MortalOptions {
  readonly file: string;
  readonly clusters: readonly FaultCluster[];
  readonly timings: Timings;
  readonly stops?: MortalData['stops'];
}

export class Mortal {
  /** Clusters whose job stands still at its checkpoint. */
  readonly stopped = new Set<string>();
  private isDead = false;

  private constructor(
    private readonly worker: Worker,
    private readonly clusters: ReadonlyMap<string, FaultCluster>,
  ) {}

  /** Loaded and waiting for `go`: what a start costs is not part of what is tried. */
  static async load({ file, clusters, timings, stops = {} }: MortalOptions): Promise<Mortal> {
    const [first] = clusters;
    if (!first) throw new Error('no clusters');
    const directories = Object.fromEntries(
      clusters.map((one) => [one.clusterId, one.directory(one.clusterId)]),
    );
    const workerData = { directories, state: first.state(), timings, stops };
    const worker = new Worker(file, { workerData, env: { ...process.env } });
    const mortal = new Mortal(worker, new Map(clusters.map((one) => [one.clusterId, one])));
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.on('message', (message: FromThread) =>
        message.kind === 'ready' ? resolve() : mortal.hear(message),
      );
    });
    return mortal;
  }

  go(): void {
    this.worker.postMessage('go');
  }

  async kill(): Promise<void> {
    this.isDead = true;
    await this.worker.terminate();
  }

  private hear(message: Exclude<FromThread, { kind: 'ready' }>): void {
    if (message.kind === 'stopped') {
      this.stopped.add(message.clusterId);
      return;
    }
    const { id, method, args } = message;
    const [clusterId, node, what] = args as [string, string, Command & ReadingName];
    const cluster = this.clusters.get(clusterId);
    if (!cluster) throw new Error('not one of these clusters');
    const answer: Promise<unknown> =
      method === 'run' ? cluster.run(clusterId, node, what) : cluster.read(clusterId, node, what);
    void answer.then((value) => {
      if (!this.isDead) this.worker.postMessage({ id, value });
    });
  }
}
