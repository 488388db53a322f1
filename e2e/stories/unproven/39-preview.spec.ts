import { expect, type Page, test } from '@playwright/test';
import { PLANNED_MS } from '../support/changes';
import { beginWithFreshLab } from '../support/fresh-lab';
import { cib, crmMon } from '../support/nodes';
import { asAdministrator } from '../support/people';
import { openPicture } from '../support/picture';

/**
 * An administrator points at an action and sees what the cluster would do; nothing of it happens. What was shown is what
 * the plan then says.
 */

test.describe.configure({ mode: 'serial' });
test.setTimeout(900_000);
beginWithFreshLab();

/** Within a second natively; emulated nodes need as long as for a plan. */
const SHOWN_MS = 60_000;

const panel = (page: Page) => page.locator('[data-preview="shown"]');

/** The head of a node in the picture, by its name. */
const head = (page: Page, node: string) => page.locator('.tp-head', { hasText: node }).first();

test('a node’s standby is previewed in the picture by mouse and by keyboard, and changes nothing', async ({
  page,
}) => {
  await asAdministrator(page);
  await openPicture(page);
  const before = await cib('node1');
  const epochOf = (text: string): string => /<cib [^>]*\bepoch="(\d+)"/.exec(text)?.[1] ?? '';

  await test.step('a right click offers it, and pointing at it shows what would be', async () => {
    await head(page, 'node1').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'standby로 전환…' }).hover();
    await expect(panel(page)).toBeVisible({ timeout: SHOWN_MS });
    await expect(page.locator('.tp-futureframe')).toBeVisible();
    await expect(page.locator('.tp-futuretag')).toHaveText('실행하면');
    await expect(page.locator('.tp-head [data-mark="future"]')).toHaveText('standby 예상');
    await expect(panel(page)).toContainText('crm_resource --wait');
  });

  await test.step('leaving it takes all of it away', async () => {
    await page.keyboard.press('Escape');
    await expect(panel(page)).toHaveCount(0);
    await expect(page.locator('.tp-futureframe')).toHaveCount(0);
  });

  await test.step('the keyboard sees the same', async () => {
    await head(page, 'node1').focus();
    await page.keyboard.press('Shift+F10');
    await page.keyboard.press('ArrowDown');
    await expect(panel(page)).toBeVisible({ timeout: SHOWN_MS });
    await page.keyboard.press('Escape');
  });

  await test.step('the nodes know nothing of it', async () => {
    expect(epochOf(await cib('node1'))).toBe(epochOf(before));
    expect(await crmMon('node1')).toMatch(/<node name="node1"[^>]*standby="false"/);
  });
});

test('what the preview says is what the plan then says', async ({ page }) => {
  await asAdministrator(page);
  await openPicture(page);
  await head(page, 'node1').click({ button: 'right' });
  const entry = page.getByRole('menuitem', { name: 'standby로 전환…' });
  await entry.hover();
  await expect(panel(page)).toBeVisible({ timeout: SHOWN_MS });
  // The open menu hides the rest from roles; what the panel says is announced all the same.
  await expect(page.getByRole('status').filter({ hasText: '실행하면' })).toBeAttached();
  const shown = await panel(page).locator('dt').allTextContents();
  const seconds = await panel(page).locator('dd').allTextContents();
  await entry.click();
  await expect(page.getByText('지금 해도 될까요?')).toBeVisible({ timeout: PLANNED_MS });
  const prediction = page.locator('section', { hasText: '클러스터 시뮬레이터' }).first();
  expect(shown.length).toBeGreaterThan(0);
  for (const text of [...shown, ...seconds]) await expect(prediction).toContainText(text);
});

test('the table of resources shows the same in its cells', async ({ page }) => {
  await asAdministrator(page);
  await page.goto('/');
  await page.getByRole('link', { name: '구성도 열기' }).click();
  await page.getByRole('link', { name: '리소스', exact: true }).first().click();
  // The same preview on the table of resources, beside what is so now.
  await page
    .getByRole('button', { name: /노드로 이동…/ })
    .first()
    .hover();
  await expect(panel(page)).toBeVisible({ timeout: SHOWN_MS });
  await expect(page.getByText('여기서 실행 예상').first()).toBeVisible();
  await page.mouse.move(0, 0);
  await expect(panel(page)).toHaveCount(0);
});
