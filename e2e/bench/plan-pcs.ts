/** What an administrator with pcs would do for the same answers: edit a copy, have it verified, simulate it and each loss. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSimulation } from '@/lib/pacemaker/simulation';
import { type ClusterSize, nodeName } from './large-cib';
import type { Stops } from './stops';
import { runTool } from './tools';

interface Wish {
  readonly id: string;
  readonly agent: string;
  /** Group that it lives and starts with. */
  readonly with: string;
}

type Argv = readonly [string, ...string[]];

export class PcsSession {
  private constructor(
    private readonly live: string,
    private readonly copy: string,
    private readonly after: string,
    private readonly wish: Wish,
    private readonly stops: Stops,
  ) {}

  static async open(folder: string, cibXml: string, wish: Wish, stops: Stops): Promise<PcsSession> {
    const [live, copy, after] = ['live', 'copy', 'after'].map((name) => join(folder, `${name}.xml`));
    if (!live || !copy || !after) throw new RangeError('no files');
    await writeFile(live, cibXml);
    return new PcsSession(live, copy, after, wish, stops);
  }

  static words(nodes: number): string {
    return `pcs cluster cib, pcs -f resource create, constraint colocation, constraint order, crm_verify, crm_simulate --simulate, and ${nodes} × crm_simulate --simulate --node-fail`;
  }

  /** @returns milliseconds */
  async whatIf({ nodes }: ClusterSize): Promise<number> {
    const startedAt = performance.now();
    for (const argv of this.edits()) await runTool(argv, this.stops);
    await runTool(['crm_verify', '--xml-file', this.copy], this.stops);
    const change = await runTool([...simulate(this.copy), `--save-output=${this.after}`], this.stops);
    const losses: string[] = [];
    for (let index = 0; index < nodes; index += 1)
      losses.push(await runTool([...simulate(this.after), `--node-fail=${nodeName(index)}`], this.stops));
    const ms = performance.now() - startedAt;
    this.check(change, losses);
    return ms;
  }

  private edits(): readonly Argv[] {
    const { id, agent, with: group } = this.wish;
    const onCopy = (...words: readonly string[]): Argv => ['pcs', '-f', this.copy, ...words];
    return [
      ['pcs', '-f', this.live, 'cluster', 'cib', this.copy],
      onCopy(
        'resource',
        'create',
        id,
        `ocf:heartbeat:${agent}`,
        ...'op monitor interval=10s timeout=20s'.split(' '),
      ),
      onCopy('constraint', 'colocation', 'add', id, 'with', group, 'INFINITY'),
      onCopy('constraint', 'order', 'start', group, 'then', 'start', id),
    ];
  }

  /** A baseline that failed quickly would flatter nobody but us. */
  private check(change: string, losses: readonly string[]): void {
    const [first, ...more] = [change, ...losses].map((text) => {
      const parsed = parseSimulation(text);
      if (!parsed.ok) throw new Error(`crm_simulate: ${parsed.error.what}`);
      return parsed.value;
    });
    const runs = first?.after.some(({ id, active }) => id === this.wish.id && active);
    if (!runs || more.some(({ fencing }) => fencing.length === 0))
      throw new Error('the baseline did not do what it is compared for');
  }
}

const simulate = (file: string): Argv => [
  'crm_simulate',
  `--xml-file=${file}`,
  '--simulate',
  '--output-as=xml',
];
