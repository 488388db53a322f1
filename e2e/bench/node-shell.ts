/**
 * A warm root shell on a node, independent of the product's own SSH: a step costs the node no sign-in and no
 * channel, and every answer carries the node's clock at the end of the step.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client, type ClientChannel } from 'ssh2';
import { quoteArgv } from '@/lib/base/command';
import type { BenchNode } from './bench-cluster';
import { bestOffset, type ClockOffset, type ClockSample } from './clock-offset';
import type { Stops } from './stops';

/** A sign-in under emulation takes seconds, several times that on a busy machine. */
const CONNECT_MS = 60_000;
const MARK = '@bench-end@';

export interface StepAnswer {
  readonly stdout: string;
  readonly exitCode: number;
  /** The node's clock right after the step, ms since the epoch. */
  readonly nodeTime: number;
}

/** Milliseconds since the epoch on this machine's clock, finer than `Date.now()`. */
export const hostNow = (): number => performance.timeOrigin + performance.now();

export async function openConnection(node: BenchNode, stops: Stops): Promise<Client> {
  const client = new Client();
  await new Promise<void>((resolve, reject) => {
    client.on('ready', () => resolve());
    client.on('error', reject);
    client.connect({
      host: node.host,
      port: node.port,
      username: node.user,
      privateKey: readFileSync(node.privateKeyPath),
      hostVerifier: (key: Buffer) =>
        `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}` ===
        node.hostKeySha256,
      readyTimeout: CONNECT_MS,
      // Without it a lost node would leave the benchmark waiting for ever.
      keepaliveInterval: 15_000,
    });
  });
  // Else a step waits 40 ms for the node to acknowledge the one before it.
  client.setNoDelay(true);
  stops.add(async () => client.end());
  return client;
}

export function openChannel(client: Client, command: string, isTerminal = false): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.exec(
      command,
      { pty: isTerminal ? { cols: 200, rows: 200, term: 'dumb' } : false },
      (error, channel) => (error ? reject(error) : resolve(channel)),
    );
  });
}

/**
 * A shell line that runs a step once a second for as long as the channel is open. `read` is both the pause and the
 * tether: without it the loop would outlive the connection, which closes no program that does not write.
 */
export const everySecond = (step: string): string =>
  quoteArgv(['bash', '-c', `while :; do read -r -t 1 _; [ $? -gt 128 ] || exit 0; ${step}; done`]);

export class NodeShell {
  #text = '';
  #waiting: { resolve: (answer: StepAnswer) => void; reject: (error: Error) => void } | undefined;

  private constructor(
    readonly node: BenchNode,
    private readonly channel: ClientChannel,
  ) {
    channel.setEncoding('utf8').on('data', (chunk: string) => this.#take(chunk));
    channel.stderr.resume();
    channel.on('close', () => this.#waiting?.reject(new Error(`${node.name}: the shell ended`)));
  }

  static async open(node: BenchNode, stops: Stops): Promise<NodeShell> {
    const client = await openConnection(node, stops);
    const shell = new NodeShell(
      node,
      await openChannel(client, 'LC_ALL=C TZ=UTC exec bash --norc --noprofile'),
    );
    await shell.run('export PATH=/usr/sbin:/usr/bin:/sbin:/bin');
    return shell;
  }

  /** One step at a time: a second call while one runs is a bug and throws. */
  run(script: string, timeoutMs = 60_000): Promise<StepAnswer> {
    if (this.#waiting) throw new Error('the shell is busy');
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting = undefined;
        reject(new Error(`${this.node.name}: no answer to: ${script.slice(0, 100)}`));
      }, timeoutMs);
      const settled = (): void => {
        clearTimeout(timer);
        this.#waiting = undefined;
      };
      this.#waiting = {
        resolve: (answer) => {
          settled();
          resolve(answer);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      };
      // Standard input is this shell's own source: no step may read from it.
      this.channel.write(
        `{ ${script}\n} </dev/null; printf '\\n%s %s %s\\n' '${MARK}' "$?" "$EPOCHREALTIME"\n`,
      );
    });
  }

  async must(script: string, timeoutMs?: number): Promise<StepAnswer> {
    const answer = await this.run(script, timeoutMs);
    if (answer.exitCode !== 0)
      throw new Error(`${this.node.name}: exit ${answer.exitCode} of: ${script}\n${answer.stdout}`);
    return answer;
  }

  /** How far the node's clock is ahead of this machine's. */
  async clockOffset(tries = 15): Promise<ClockOffset> {
    const samples: ClockSample[] = [];
    for (let index = 0; index < tries; index += 1) {
      const sentAt = hostNow();
      const { nodeTime } = await this.run(':');
      samples.push({ sentAt, nodeTime, receivedAt: hostNow() });
    }
    return bestOffset(samples);
  }

  #take(chunk: string): void {
    this.#text += chunk;
    const match = new RegExp(`\\n${MARK} (\\d+) (\\d+\\.\\d+)\\n`).exec(this.#text);
    if (!match) return;
    const stdout = this.#text.slice(0, match.index);
    this.#text = this.#text.slice(match.index + match[0].length);
    this.#waiting?.resolve({ stdout, exitCode: Number(match[1]), nodeTime: Number(match[2]) * 1000 });
  }
}
