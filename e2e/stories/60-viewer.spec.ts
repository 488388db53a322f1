import { expect, test } from '@playwright/test';
import { asAdministrator, signIn, VIEWER } from './support/people';
import { openPicture } from './support/picture';

/** A person who may look and nothing else. */

test.setTimeout(300_000);

test('a viewer sees everything, is offered no change, and is refused what is not offered', async ({
  page,
  browser,
}) => {
  await asAdministrator(page);
  await page.getByRole('link', { name: '사용자와 권한', exact: true }).click();
  const email = `viewer-${Date.now()}@example.ac.kr`;
  await page.getByRole('button', { name: '사용자 추가' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('이름').fill(VIEWER.name);
  await dialog.getByLabel('이메일 주소').fill(email);
  await dialog.getByRole('button', { name: '추가', exact: true }).click();
  const password = (await dialog.locator('code').first().innerText()).trim();
  expect(password.length).toBeGreaterThanOrEqual(12);

  const context = await browser.newContext({ locale: 'ko-KR' });
  const viewer = await context.newPage();
  await signIn(viewer, email, password);
  await openPicture(viewer);

  await test.step('no change is offered', async () => {
    await viewer.getByRole('link', { name: 'node2', exact: true }).click();
    await expect(viewer.getByRole('heading', { name: 'node2' })).toBeVisible();
    await expect(viewer.getByRole('button', { name: 'standby로 전환…' })).toHaveCount(0);
  });

  await test.step('what is not offered is refused', async () => {
    for (const path of ['/users', '/audit', '/adopt', '/walls']) {
      await viewer.goto(path);
      await expect(viewer.getByText(/권한/).first(), path).toBeVisible();
      await expect(viewer.getByRole('table'), path).toHaveCount(0);
    }
  });

  await test.step('signed out everywhere, the picture stops at once and is not green', async () => {
    await openPicture(viewer);
    await page.reload();
    await page
      .getByRole('button', { name: `${VIEWER.name} 작업` })
      .last()
      .click();
    await page.getByRole('menuitem', { name: '모든 기기에서 로그아웃' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '모든 기기에서 로그아웃' }).click();
    await expect(viewer.getByRole('button', { name: /^node1 .*실시간/ })).toHaveCount(0, { timeout: 15_000 });
  });
  await context.close();
});
