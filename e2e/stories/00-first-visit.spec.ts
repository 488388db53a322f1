import { expect, test } from '@playwright/test';
import { createAdministrator } from './support/people';

/** An empty database. */

test('the first visit makes the administrator, and there is no default account', async ({ page }) => {
  await page.goto('/sign-in');
  if (!page.url().includes('/welcome')) {
    // An earlier run of this story made the account: then nobody may make a second one this way.
    await page.goto('/welcome');
    await expect(page.getByRole('button', { name: '관리자 만들기' })).toHaveCount(0);
    return;
  }
  await createAdministrator(page);
});
