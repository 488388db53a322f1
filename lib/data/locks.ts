/**
 * Locks between instances of Haven: advisory locks of one Postgres session. When the process dies its session ends
 * and its locks are free at once, where a heartbeat would keep a crashed job waiting for its time-out; when the
 * session is lost, `onLost` says so before anybody else can be in doubt for long.
 */
import pg from 'pg';

/** Any number, the same everywhere: keeps these locks apart from others. */
const LOCK_CLASS = 7_283_421;
const CONNECT_TIMEOUT_MS = 5_000;

export class Locks {
  private client: pg.Client | undefined;
  private connecting: Promise<pg.Client> | undefined;
  private readonly held = new Set<string>();
  private isClosed = false;

  /** @param onLost called with the names of locks that were lost with their session */
  constructor(
    private readonly onLost: (names: readonly string[]) => void,
    private readonly url = process.env.DATABASE_URL,
  ) {}

  /** @returns false when somebody, this process included, holds it */
  async tryLock(name: string): Promise<boolean> {
    if (this.held.has(name) || this.isClosed) return false;
    this.held.add(name);
    try {
      const client = await this.session();
      const { rows } = await client.query<{ locked: boolean }>(
        'SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked',
        [LOCK_CLASS, name],
      );
      if (rows[0]?.locked) return this.held.has(name);
    } catch (error) {
      this.held.delete(name);
      throw error;
    }
    this.held.delete(name);
    return false;
  }

  async unlock(name: string): Promise<void> {
    if (!this.held.delete(name)) return;
    await this.client
      ?.query('SELECT pg_advisory_unlock($1, hashtext($2))', [LOCK_CLASS, name])
      .catch(() => undefined);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const { client } = this;
    this.client = undefined;
    this.held.clear();
    await client?.end().catch(() => undefined);
  }

  private session(): Promise<pg.Client> {
    if (this.client) return Promise.resolve(this.client);
    this.connecting ??= this.connect().finally(() => {
      this.connecting = undefined;
    });
    return this.connecting;
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'haven-locks',
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    });
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    await client.connect();
    this.client = client;
    return client;
  }

  private lose(client: pg.Client): void {
    if (client !== this.client) return;
    this.client = undefined;
    const names = [...this.held];
    this.held.clear();
    void client.end().catch(() => undefined);
    this.onLost(names);
  }
}
