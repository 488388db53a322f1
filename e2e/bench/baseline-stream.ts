/** A program on a node that keeps printing, and when it first said what was waited for. */
import type { Client } from 'ssh2';
import type { BenchNode } from './bench-cluster';
import type { EventKind } from './event-kinds';
import { hostNow, openChannel, openConnection } from './node-shell';
import type { Stops } from './stops';

export class BaselineStream {
  readonly #seen: { readonly isChanged: boolean; readonly at: number }[] = [];
  #rest = '';

  private constructor(
    private readonly read: EventKind['baseline']['read'],
    private readonly client: Client,
  ) {}

  static async start(node: BenchNode, kind: EventKind, stops: Stops): Promise<BaselineStream> {
    const { command, isTerminal, read } = kind.baseline;
    const client = await openConnection(node, stops);
    const stream = new BaselineStream(read, client);
    const channel = await openChannel(client, command, isTerminal);
    channel.setEncoding('utf8').on('data', (chunk: string) => stream.#take(chunk, hostNow()));
    channel.stderr.resume();
    return stream;
  }

  /** When it first said so after a moment, and what it said before does not count. */
  firstSince(isChanged: boolean, since: number): number | undefined {
    return this.#seen.find((entry) => entry.at >= since && entry.isChanged === isChanged)?.at;
  }

  /** Its program on the node ends with the connection. */
  stop(): void {
    this.client.end();
  }

  get hasSpoken(): boolean {
    return this.#seen.length > 0;
  }

  #take(chunk: string, at: number): void {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const isChanged = this.read(line.replace(/\r$/, ''));
      if (isChanged !== undefined) this.#seen.push({ isChanged, at });
    }
  }
}
