import { storableJson } from './canonical-json';
import { database, type Tx } from './client';
import type { Prisma } from './generated/prisma/client.ts';

/** Small values with a name; each has one writer. */
export type SettingKey = 'lab-status' | 'lab-info' | 'audit-head' | 'setup' | 'turn';

/** The stored value, unchecked: a reader parses it. Undefined when it was never set. */
export async function loadSetting(key: SettingKey, tx: Tx = database()): Promise<unknown> {
  return (await tx.setting.findUnique({ where: { key } }))?.value ?? undefined;
}

export async function saveSetting(key: SettingKey, value: unknown, tx: Tx = database()): Promise<void> {
  const stored = storableJson(value) as Prisma.InputJsonValue;
  await tx.setting.upsert({ where: { key }, create: { key, value: stored }, update: { value: stored } });
}

export async function deleteSetting(key: SettingKey, tx: Tx = database()): Promise<void> {
  await tx.setting.deleteMany({ where: { key } });
}
