/**
 * Hears what pages notify. One connection of its own: LISTEN belongs to a session, and a pool would hand it away.
 * Reconnects by itself; since notices sent meanwhile are lost, every handler is then called once with `undefined`,
 * which means "look at everything" (also after the first connect).
 */
import pg from 'pg';
import { isTopic, NOTIFY_CHANNEL, type Notice, type Topic } from '@/lib/data/notify';
import type { Running } from '@/server/access';

/** @param id what changed; undefined: anything may have changed */
export type NoticeHandler = (id: string | undefined) => void | Promise<void>;
export type NoticeHandlers = Readonly<Partial<Record<Topic, NoticeHandler>>>;

export interface ListenOptions {
  readonly url?: string;
  /** Called with what a handler threw and with lost connections; never with secrets. */
  readonly onError?: (message: string) => void;
}

/** R7: everything works two seconds after Postgres is back. Longer waits would miss that; shorter ones only burn CPU. */
const RECONNECT_MS = 250;
/** A connection cut without a packet (a proxy, a suspended machine) is noticed by an unanswered question. */
const PING_EVERY_MS = 10_000;
const PING_TIMEOUT_MS = 5_000;

export async function listen(handlers: NoticeHandlers, options: ListenOptions = {}): Promise<Running> {
  const listener = new Listener(handlers, options);
  await listener.start();
  return listener;
}

class Listener implements Running {
  private readonly handlers: NoticeHandlers;
  private readonly options: ListenOptions;
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(handlers: NoticeHandlers, options: ListenOptions) {
    this.handlers = handlers;
    this.options = options;
  }

  /** Resolves when listening, or after the first failed try, which is repeated in the background. */
  async start(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.options.url ?? process.env.DATABASE_URL,
      application_name: 'haven-listen',
      keepAlive: true,
      connectionTimeoutMillis: PING_TIMEOUT_MS,
    });
    this.client = client;
    client.on('error', () => this.reconnect(client, 'the connection failed'));
    client.on('end', () => this.reconnect(client, 'the connection ended'));
    client.on('notification', ({ payload }) => this.deliver(payload));
    try {
      await client.connect();
      await client.query(`LISTEN ${NOTIFY_CHANNEL}`);
      if (this.isStopped) return;
      this.schedulePing(client);
      for (const topic of Object.keys(this.handlers)) if (isTopic(topic)) this.call(topic, undefined);
    } catch (error) {
      this.reconnect(client, error instanceof Error ? error.message : String(error));
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private reconnect(client: pg.Client, why: string): void {
    if (this.isStopped || client !== this.client) return;
    this.client = undefined;
    clearTimeout(this.timer);
    this.options.onError?.(`listening for notices: ${why}`);
    void client.end().catch(() => undefined);
    this.timer = setTimeout(() => void this.start(), RECONNECT_MS);
  }

  private schedulePing(client: pg.Client): void {
    this.timer = setTimeout(() => {
      const deadline = setTimeout(
        () => this.reconnect(client, 'the database does not answer'),
        PING_TIMEOUT_MS,
      );
      client.query('SELECT 1').then(
        () => {
          clearTimeout(deadline);
          if (client === this.client && !this.isStopped) this.schedulePing(client);
        },
        () => clearTimeout(deadline), // the client's own events reconnect
      );
    }, PING_EVERY_MS);
  }

  private deliver(payload: string | undefined): void {
    const notice = parseNotice(payload);
    if (notice) this.call(notice.topic, notice.id);
  }

  private call(topic: Topic, id: string | undefined): void {
    const report = (error: unknown) =>
      this.options.onError?.(
        `handler of ${topic}: ${error instanceof Error ? error.message : String(error)}`,
      );
    try {
      void Promise.resolve(this.handlers[topic]?.(id)).catch(report);
    } catch (error) {
      report(error);
    }
  }
}

function parseNotice(payload: string | undefined): Notice | undefined {
  try {
    const value = JSON.parse(payload ?? '') as Partial<Notice> | null;
    return isTopic(value?.topic) && typeof value.id === 'string'
      ? { topic: value.topic, id: value.id }
      : undefined;
  } catch {
    return undefined;
  }
}
