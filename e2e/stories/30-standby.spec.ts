import { expect, test } from '@playwright/test';
import { approve, CHANGED_MS, endsAsPlanned, PLANNED_MS, undo } from './support/changes';
import { beginWithFreshLab } from './support/fresh-lab';
import { crmMon, drbdState, eventually, holdsAddress, leftovers } from './support/nodes';
import { asAdministrator } from './support/people';
import { DRAWN_MS, element, openPicture } from './support/picture';

/** An administrator takes a node out of service and back, and moves a VIP, knowing beforehand what will happen. */

test.describe.configure({ mode: 'serial' });
test.setTimeout(1_500_000);
beginWithFreshLab();

test('standby and back: previewed, approved, verified on the nodes, compared with the prediction, undone', async ({
  page,
}) => {
  await asAdministrator(page);
  await page.goto('/');
  await page.getByRole('link', { name: '구성도 열기' }).click();
  await page.getByRole('link', { name: 'node2', exact: true }).click();
  await page.getByRole('button', { name: 'standby로 전환…' }).click();

  await test.step('the review says what will happen, what it costs, and the exact command', async () => {
    await expect(page.getByText('지금 해도 될까요?')).toBeVisible({ timeout: PLANNED_MS });
    await expect(page.getByText('cibadmin').first()).toBeAttached();
    await expect(page.getByText(/standby/).first()).toBeVisible();
  });

  await approve(page, 'node2', 'story: kernel update');
  await endsAsPlanned(page);

  await test.step('the node is in standby by its own word, and the other one serves', async () => {
    expect(await crmMon('node1')).toMatch(/<node name="node2"[^>]*standby="true"/);
    expect(await holdsAddress('node1', '192.168.10.100')).toBe(true);
    await expect(page.getByText('모두 시뮬레이터가 말한 곳으로 갔습니다.')).toBeVisible({
      timeout: DRAWN_MS,
    });
  });

  await test.step('undo brings it back, and both copies with it', async () => {
    await undo(page, 'node2');
    expect(await crmMon('node1')).toMatch(/<node name="node2"[^>]*standby="false"/);
    await eventually(
      'both copies UpToDate',
      async () => (await drbdState('node1')).includes('ds:UpToDate/UpToDate') || 'not yet',
      {
        timeoutMs: CHANGED_MS,
      },
    );
  });

  await test.step('the audit holds the intent, the outcome, and its chain is whole', async () => {
    await page.getByRole('link', { name: '감사 기록', exact: true }).click();
    await expect(page.getByRole('table').getByText('홍관리').first()).toBeVisible();
  });
});

test('move a VIP: it arrives, stays, and no constraint is left behind', async ({ page }) => {
  await asAdministrator(page);
  await openPicture(page);
  await element(page, 'VIP-10G', '10.10.0.100', 'node1').click();
  await page.getByRole('button', { name: 'node2 노드로 이동…' }).click();
  await approve(page, 'vip_10g', 'story: try the other side');
  await endsAsPlanned(page);
  expect(await holdsAddress('node2', '10.10.0.100')).toBe(true);
  expect(await holdsAddress('node1', '10.10.0.100')).toBe(false);
  expect(await leftovers('node1')).toEqual([]);
  await openPicture(page);
  await expect(element(page, 'VIP-10G', '10.10.0.100', 'node2')).toBeVisible({ timeout: DRAWN_MS });
});
