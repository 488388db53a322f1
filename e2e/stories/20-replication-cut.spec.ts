import { expect, test } from '@playwright/test';
import { cut, heal } from '../lab/lab.ts';
import { beginWithFreshLab } from './support/fresh-lab';
import { drbdState, holdsAddress } from './support/nodes';
import { asAdministrator } from './support/people';
import { DRAWN_MS, element, FAILOVER_MS, openPicture } from './support/picture';

/** Only the replication link is lost: everything still serves, and that is exactly what must not look healthy. */

test.setTimeout(900_000);

beginWithFreshLab();

test('cut only the replication: services stay where they are, and redundancy is told to be gone', async ({
  page,
}) => {
  await asAdministrator(page);
  await openPicture(page);
  await expect(element(page, 'hafs', '복제 중')).toBeVisible({ timeout: DRAWN_MS });
  await cut('replication');

  await expect(element(page, 'hafs', '복제 끊김')).toBeVisible({ timeout: FAILOVER_MS });
  await expect(element(page, 'VIP-1G', '192.168.10.100', 'node1')).toBeVisible();
  await expect(element(page, 'node1', 'HAFS', '마운트됨')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'HAFS' }).first()).toBeVisible({
    timeout: DRAWN_MS,
  });
  await expect(page.getByText('모두 보호됨')).toHaveCount(0);
  expect(await drbdState('node1')).not.toContain('cs:Connected');
  expect(await holdsAddress('node1', '192.168.10.100')).toBe(true);

  await test.step('healed, both copies agree again', async () => {
    await heal();
    await expect(element(page, 'hafs', '복제 중')).toBeVisible({ timeout: FAILOVER_MS });
    await expect(element(page, 'node2', 'hafs', 'Secondary', 'UpToDate')).toBeVisible({
      timeout: FAILOVER_MS,
    });
    expect(await drbdState('node1')).toContain('ds:UpToDate/UpToDate');
  });
});
