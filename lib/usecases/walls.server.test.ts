import { describe, expect, it } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { listAudit, verifyAudit } from '@/lib/data/audit';
import { database } from '@/lib/data/client';
import { findWallByToken, listWallTokens } from '@/lib/data/wall-tokens';
import { openWall } from '@/lib/views/walls';
import { listen } from '@/server/notify/listen';
import { testDatabase } from '@/server/testing/database';
import { createWall, revokeWall } from './walls';

testDatabase();

const administrator: Actor = { id: 'a1', name: '김관리', email: 'admin@example.org', role: 'administrator' };
const viewer: Actor = { ...administrator, id: 'v1', role: 'viewer' };
const input = { name: 'Machine room', showNames: false, locale: 'ko' as const };

async function aWall(): Promise<{ readonly id: string; readonly token: string }> {
  const made = await createWall(administrator, input);
  if (!made.ok) throw new Error(made.error.problem);
  return made.value;
}

describe('a wall’s token', () => {
  it('opens its wall, and no other text does', async () => {
    const { id, token } = await aWall();
    expect(await findWallByToken(token)).toMatchObject({
      id,
      name: 'Machine room',
      showNames: false,
      locale: 'ko',
    });
    for (const wrong of ['', token.slice(0, -1), `${token}A`, token.toUpperCase(), 'x'.repeat(5_000)]) {
      expect(await findWallByToken(wrong)).toBeUndefined();
    }
  });

  it('is stored as a hash only, and never in the audit', async () => {
    const { token } = await aWall();
    const rows = await database().wallToken.findMany();
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(await listAudit({ limit: 100 }))).not.toContain(token);
    expect((await verifyAudit()).ok).toBe(true);
  });

  it('opens nothing once revoked, and the gateway is told to drop its sockets', async () => {
    const { id, token } = await aWall();
    const told: (string | undefined)[] = [];
    const listener = await listen({ wall: (wallId) => void told.push(wallId) });
    expect(await revokeWall(administrator, id)).toMatchObject({ ok: true });
    await expect.poll(() => told).toContain(id);
    expect(await findWallByToken(token)).toBeUndefined();
    expect(await revokeWall(administrator, id)).toMatchObject({ ok: true });
    await listener.stop();
  });

  it('is made and revoked by those who manage walls only', async () => {
    const { id } = await aWall();
    expect(await createWall(viewer, input)).toMatchObject({ ok: false, error: { problem: 'forbidden' } });
    expect(await revokeWall(viewer, id)).toMatchObject({ ok: false, error: { problem: 'forbidden' } });
    expect(await revokeWall(administrator, 'nothing')).toMatchObject({
      ok: false,
      error: { problem: 'not-found' },
    });
  });

  it('remembers when its wall was opened last', async () => {
    const { id, token } = await aWall();
    await openWall(token);
    expect((await listWallTokens()).find((wall) => wall.id === id)?.lastSeenAt).toBeGreaterThan(
      Date.now() - 60_000,
    );
  });
});
