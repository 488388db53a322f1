import { expect, test } from '@playwright/test';
import { beginWithFreshLab } from './support/fresh-lab';
import { asAdministrator } from './support/people';
import { DRAWN_MS, element, openPicture } from './support/picture';

/** From the first click to the real cluster in the browser. */

test.setTimeout(600_000);
beginWithFreshLab();

test('adopt the practice cluster, whose host keys are known beforehand: from the first click to a live picture', async ({
  page,
}) => {
  await asAdministrator(page);
  await page.goto('/adopt?practice=1');
  await page.getByRole('button', { name: '연습용 클러스터로 시작' }).click();
  await expect(page.getByText('Haven이 찾은 것입니다')).toBeVisible({
    timeout: DRAWN_MS * 4,
  });
  await test.step('1G and 10G are proposed from what was seen, to be confirmed by a person', async () => {
    const row = (cidr: string) => page.getByRole('row').filter({ hasText: cidr });
    await expect(row('10.10.0.0/24').getByRole('combobox')).toHaveValue('10g');
    await expect(row('192.168.10.0/24').getByRole('combobox')).toHaveValue('1g');
  });
  await page.getByRole('button', { name: '이 클러스터 등록' }).click();
  await expect(page.getByText(/클러스터를 등록했습니다/)).toBeVisible({
    timeout: DRAWN_MS,
  });

  await test.step('its picture is live', async () => {
    await openPicture(page);
    await expect(element(page, 'node1', '온라인', '실시간')).toBeVisible({ timeout: DRAWN_MS * 2 });
    await expect(element(page, 'node2', '온라인', '실시간')).toBeVisible({ timeout: DRAWN_MS * 2 });
    await expect(element(page, 'node1', 'hafs', 'Primary', 'UpToDate')).toBeVisible({ timeout: DRAWN_MS });
    await expect(element(page, 'node2', 'hafs', 'Secondary', 'UpToDate')).toBeVisible({ timeout: DRAWN_MS });
    await expect(element(page, 'VIP-1G', '192.168.10.100', 'node1')).toBeVisible({ timeout: DRAWN_MS });
  });
});
