/**
 * Running a command on a lab node over SSH, independently of the product's own SSH code: one connection per
 * node is kept while it works, the host key must be the one this lab made, and every outcome has a name.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client } from 'ssh2';
import type { LabInfo, LabNodeInfo } from './lab-info.ts';
import { LabError } from './run.ts';

export type SshOutcome =
  | { readonly kind: 'exited'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'timed-out'; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

export interface ExecOptions {
  readonly timeoutMs: number;
  readonly input?: string;
}

export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A login under emulation takes 2 to 4 s, several times that on a busy machine. */
const connectMs = 20_000;

export class LabShells {
  private readonly info: LabInfo;
  private readonly clients = new Map<string, Promise<Client>>();

  constructor(info: LabInfo) {
    this.info = info;
  }

  /** Never throws for what the node or the network does; unknown node names are a bug and do throw. */
  async exec(nodeName: string, argv: readonly string[], options: ExecOptions): Promise<SshOutcome> {
    const node = this.info.nodes.find(({ name }) => name === nodeName);
    if (!node) throw new LabError(`There is no node "${nodeName}" in this lab.`);
    let client: Client;
    try {
      client = await this.client(node);
    } catch (error) {
      return { kind: 'unreachable', reason: error instanceof Error ? error.message : String(error) };
    }
    const outcome = await execOn(client, argv.map(quoteWord).join(' '), options);
    // After silence the connection may be dead without knowing it (power cut): start anew next time.
    if (outcome.kind !== 'exited') this.forget(node.name, client);
    return outcome;
  }

  private client(node: LabNodeInfo): Promise<Client> {
    const existing = this.clients.get(node.name);
    if (existing) return existing;
    const opening = open(node, (client) => this.forget(node.name, client));
    this.clients.set(node.name, opening);
    opening.catch(() => this.clients.delete(node.name));
    return opening;
  }

  private forget(name: string, client: Client): void {
    this.clients.delete(name);
    client.destroy();
  }

  close(): void {
    for (const opening of this.clients.values()) opening.then((client) => client.destroy()).catch(() => {});
    this.clients.clear();
  }
}

function open(node: LabNodeInfo, onEnd: (client: Client) => void): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    client.on('ready', () => resolve(client));
    client.on('error', reject);
    client.on('close', () => {
      reject(new Error('connection closed'));
      onEnd(client);
    });
    client.connect({
      host: node.host,
      port: node.port,
      username: node.user,
      privateKey: readFileSync(node.privateKeyPath),
      hostVerifier: (key: Buffer) => sha256Of(key) === node.hostKeySha256,
      readyTimeout: connectMs,
      keepaliveInterval: 15_000,
      keepaliveCountMax: 4,
    });
  });
}

function sha256Of(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

function execOn(client: Client, command: string, options: ExecOptions): Promise<SshOutcome> {
  return new Promise((resolve) => {
    let stdout = '';
    let stderr = '';
    let exitCode: number | undefined;
    const timer = setTimeout(() => resolve({ kind: 'timed-out', stdout, stderr }), options.timeoutMs);
    const finish = (outcome: SshOutcome): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    const lost = (): void => finish({ kind: 'unreachable', reason: 'connection lost while the command ran' });
    client.once('close', lost);
    const environment = 'LC_ALL=C TZ=UTC PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
    client.exec(`export ${environment}; ${command}`, (error, channel) => {
      if (error) {
        client.off('close', lost);
        finish({ kind: 'unreachable', reason: error.message });
        return;
      }
      channel.setEncoding('utf8').on('data', (chunk: string) => {
        stdout += chunk;
      });
      channel.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        stderr += chunk;
      });
      channel.on('exit', (code: number | null) => {
        exitCode = code ?? 255;
      });
      channel.on('close', () => {
        client.off('close', lost);
        if (exitCode === undefined) lost();
        else finish({ kind: 'exited', exitCode, stdout, stderr });
      });
      channel.end(options.input ?? '');
    });
  });
}
