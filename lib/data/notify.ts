import { database, type Tx } from './client';

/**
 * Postgres is the only channel from pages to the control plane: write rows, then notify in the same transaction, so
 * that the notice arrives exactly when the rows are visible. A notice carries an id and no data; it may be lost while
 * Postgres restarts, so a listener looks at everything after it reconnects.
 */
export const TOPICS = ['adoption', 'plan', 'job', 'cluster', 'forget', 'wall', 'user', 'lab'] as const;
export type Topic = (typeof TOPICS)[number];

export const NOTIFY_CHANNEL = 'haven';

export interface Notice {
  readonly topic: Topic;
  readonly id: string;
}

export const isTopic = (value: unknown): value is Topic => TOPICS.includes(value as Topic);

/** @param tx the transaction that wrote the rows; without it, sent at once */
export async function notify(topic: Topic, id: string, tx: Tx = database()): Promise<void> {
  const notice: Notice = { topic, id };
  await tx.$executeRaw`SELECT pg_notify(${NOTIFY_CHANNEL}, ${JSON.stringify(notice)})`;
}
