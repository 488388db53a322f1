import { expect, type Locator, type Page } from '@playwright/test';

/** The topology page as a person finds it: by what its elements say. */

export async function openPicture(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: '구성도 열기' }).click();
  await expect(element(page, 'node1').first()).toBeVisible();
}

/** Restored nodes are connected to anew; a plan about one that is still silent is rightly another plan, or none. */
export async function whenAllIsWell(page: Page): Promise<void> {
  await expect(page.getByText('모두 보호됨').first()).toBeVisible({ timeout: FAILOVER_MS });
}

/** An element of the drawing whose words begin with these parts, e.g. `node2`, `HAFS`, `마운트됨`. */
export function element(page: Page, ...parts: readonly string[]): Locator {
  const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return page.getByRole('main').getByRole('button', { name: new RegExp(`^${escaped.join(' · ')}(?: ·|$)`) });
}

/** Emulated nodes are slow and uneven; a failover of the lab takes about half a minute when nothing else runs. */
export const FAILOVER_MS = 240_000;
/** A change that only has to be read and drawn. */
export const DRAWN_MS = 60_000;
