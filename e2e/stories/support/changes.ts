import { expect, type Page } from '@playwright/test';

/** A change as a person makes it: review, confirm where the rules ask for it, approve, watch it end. */

/** Planning reads every node afresh and simulates each loss: seconds natively, half a minute under emulation. */
export const PLANNED_MS = 180_000;
/** Standby and moves wait for the cluster to settle, stop and start by stop and start. */
export const CHANGED_MS = 420_000;

/** Waits for the plan of the page that is open, and approves it with what its rules ask for. */
export async function approve(page: Page, confirmName: string, reason: string): Promise<void> {
  await expect(page).toHaveURL(/\/changes\/[^/]+$/, { timeout: PLANNED_MS });
  const button = page.getByRole('button', { name: '승인하고 실행' });
  await expect(button).toBeVisible({ timeout: PLANNED_MS });
  const typed = page.getByLabel(`확인을 위해 ${confirmName} 입력`);
  if ((await typed.count()) > 0) {
    await expect(button).toBeDisabled();
    await typed.fill(confirmName);
    await page.getByLabel('사유(기록용)').fill(reason);
  }
  await button.click();
}

export async function endsAsPlanned(page: Page): Promise<void> {
  await expect(page.getByText('모든 것이 계획대로 확인되었습니다.')).toBeVisible({ timeout: CHANGED_MS });
}

/** From the page of a finished change: its recorded undo, approved and carried out like any other change. */
export async function undo(page: Page, confirmName: string): Promise<void> {
  await page.getByRole('button', { name: '되돌리기…' }).click();
  await approve(page, confirmName, 'story: take it back');
  await endsAsPlanned(page);
}
