import { expect, type Page, test } from '@playwright/test';
import { power } from '../../lab/lab.ts';
import { approve, CHANGED_MS, endsAsPlanned, PLANNED_MS } from '../support/changes';
import { beginWithFreshLab } from '../support/fresh-lab';
import { crmMon, eventually, onNode } from '../support/nodes';
import { asAdministrator } from '../support/people';

/** An administrator tests a fence device and has it on record, and fences the passive node by hand. */

test.describe.configure({ mode: 'serial' });
test.setTimeout(1_800_000);
beginWithFreshLab();

async function openFencing(page: Page): Promise<void> {
  await asAdministrator(page);
  await page.goto('/');
  await page.getByRole('link', { name: '구성도 열기' }).click();
  await page.getByRole('link', { name: '리소스', exact: true }).first().click();
  await page.getByRole('link', { name: '펜싱', exact: true }).click();
  await expect(page.getByRole('heading', { name: '직접 펜싱' })).toBeVisible();
}

const bootId = async (node: string): Promise<string> =>
  (await onNode(node, ['cat', '/proc/sys/kernel/random/boot_id'])).trim();

test('a fence device is tested, and the date of its test is on record', async ({ page }) => {
  await openFencing(page);
  await expect(page.getByText('시험한 적 없음').first()).toBeVisible();
  const device = (await page.getByRole('rowheader').first().innerText()).split('\n')[0] ?? '';
  const boots = [await bootId('node1'), await bootId('node2')];
  await page.getByRole('button', { name: `시험… ${device}` }).click();
  await expect(page.getByText('지금 해도 될까요?')).toBeVisible({ timeout: PLANNED_MS });
  await expect(page.getByText(`stonith_admin --query=${device}`).first()).toBeAttached();
  await approve(page, device, 'story: yearly test');
  await endsAsPlanned(page);
  // A test kills nobody.
  expect([await bootId('node1'), await bootId('node2')]).toEqual(boots);
  await openFencing(page);
  const row = page.getByRole('row', { name: device });
  await expect(row.getByText('시험한 적 없음')).toHaveCount(0);
});

test('the passive node is fenced by hand: by its name, on record, and it comes back', async ({ page }) => {
  await openFencing(page);
  // The passive node is the one that HAFS is not mounted on.
  const isPassive = async (node: string) =>
    !(await onNode(node, ['cat', '/proc/mounts'])).includes('/dev/drbd');
  const victim = (await isPassive('node2')) ? 'node2' : 'node1';
  const other = victim === 'node2' ? 'node1' : 'node2';
  const before = await bootId(victim);
  await page.getByRole('button', { name: `펜싱(재시작)… ${victim}` }).click();
  await expect(page.getByText('지금 해도 될까요?')).toBeVisible({ timeout: PLANNED_MS });
  await expect(page.getByText('종료 절차 없이 꺼집니다.', { exact: false }).first()).toBeVisible();
  await approve(page, victim, 'story: hung node');
  await endsAsPlanned(page);
  expect(await crmMon(other)).toMatch(new RegExp(`<fence_event[^>]*target="${victim}"[^>]*status="success"`));
  // As in a machine room that says so in its fence options: what was fenced stays off until somebody switches it on.
  await power(victim, 'on');
  await eventually(
    'the node booted anew',
    async () => (await bootId(victim).catch(() => before)) !== before || 'not yet',
    { timeoutMs: CHANGED_MS },
  );
});
