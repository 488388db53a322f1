import { expect, test } from '@playwright/test';
import { freezeHaven, killHaven } from './support/haven';
import { asAdministrator } from './support/people';

/** Anyone who passes the display in the corridor. */

test.setTimeout(300_000);

test('the wall needs no login, shows no address, says when it is silent, and goes dark when revoked', async ({
  page,
  browser,
}) => {
  await asAdministrator(page);
  await page.goto('/walls');
  await page.getByRole('main').getByRole('button').first().click();
  const dialog = page.getByRole('dialog');
  const name = `복도 ${Date.now()}`;
  await dialog.getByRole('textbox').first().fill(name);
  await dialog.getByRole('button', { name: '만들기' }).click();
  const address = (await dialog.locator('code').first().innerText()).trim();

  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const wall = await context.newPage();
  await wall.goto(new URL(address).pathname);

  await test.step('one unscrolled picture with a live mark, without names and addresses', async () => {
    await expect(wall.getByText('실시간').first()).toBeVisible({ timeout: 30_000 });
    const words = await wall.locator('body').innerText();
    expect(words).not.toMatch(/\d+\.\d+\.\d+\.\d+/);
    expect(words).not.toContain('node1');
    const isScrolling = await wall.evaluate(
      () => document.documentElement.scrollHeight > window.innerHeight + 1,
    );
    expect(isScrolling).toBe(false);
  });

  await test.step('Haven hangs: within seconds the wall says since when, and comes back by itself', async () => {
    // Killed alone it would be back before the wall may call it silent.
    freezeHaven();
    // A clock, because the page also holds these words unseen, so that their glyphs are there when Haven is not.
    const silence = wall.getByText(/\d:\d\d:\d\d부터 Haven 응답 없음/);
    await expect(silence.first()).toBeVisible({ timeout: 8_000 });
    await killHaven();
    await expect(silence).toHaveCount(0, { timeout: 30_000 });
  });

  await test.step('revoked, it ends at once', async () => {
    await page.reload();
    await page.getByRole('button', { name: `${name} 현황판 폐기` }).click();
    await page.getByRole('dialog').getByRole('button', { name: '폐기', exact: true }).click();
    await expect(wall.getByText('연결되지 않은 현황판')).toBeVisible({ timeout: 15_000 });
  });
  await context.close();
});
