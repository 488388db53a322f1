/** Talking to one QEMU over its monitor socket: one connection, a few commands, close. */
import { connect, type Socket } from 'node:net';
import { LabError } from './run.ts';

interface QmpMessage {
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
  readonly event?: string;
}

/** QEMU serves one monitor client at a time; a second one waits in the queue until this limit. */
const replyTimeoutMs = 120_000;

export class Qmp {
  private readonly socket: Socket;
  private partial = '';
  private waiting: ((message: QmpMessage) => void)[] = [];

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('utf8').on('data', (chunk: string) => this.take(chunk));
    socket.on('close', () => {
      for (const tell of this.waiting) tell({ error: { desc: 'the virtual machine closed its monitor' } });
      this.waiting = [];
    });
  }

  static async open(path: string): Promise<Qmp> {
    const socket = await new Promise<Socket>((resolve, reject) => {
      const candidate = connect(path, () => resolve(candidate));
      candidate.on('error', (error) => reject(new LabError(`No monitor at ${path}: ${error.message}`)));
    });
    const qmp = new Qmp(socket);
    await qmp.execute('qmp_capabilities');
    return qmp;
  }

  private take(chunk: string): void {
    const lines = (this.partial + chunk).split('\n');
    this.partial = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() === '') continue;
      const message = JSON.parse(line) as QmpMessage;
      if ('return' in message || 'error' in message) this.waiting.shift()?.(message);
    }
  }

  async execute(command: string, args: Record<string, unknown> = {}): Promise<unknown> {
    const message = await new Promise<QmpMessage>((resolve) => {
      const timer = setTimeout(() => resolve({ error: { desc: `no reply to ${command}` } }), replyTimeoutMs);
      this.waiting.push((reply) => {
        clearTimeout(timer);
        resolve(reply);
      });
      this.socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
    });
    if (message.error) throw new LabError(`QEMU refused ${command}: ${message.error.desc}`);
    return message.return;
  }

  /** The human monitor answers in words; for savevm and its relatives silence means success. */
  async human(command: string): Promise<string> {
    const text = String(await this.execute('human-monitor-command', { 'command-line': command })).trim();
    if (/^Error/i.test(text)) throw new LabError(`QEMU refused "${command}": ${text}`);
    return text;
  }

  close(): void {
    this.socket.destroy();
  }
}

export async function withQmp<T>(path: string, use: (qmp: Qmp) => Promise<T>): Promise<T> {
  const qmp = await Qmp.open(path);
  try {
    return await use(qmp);
  } finally {
    qmp.close();
  }
}
