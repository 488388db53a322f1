import { expect, type Page } from '@playwright/test';

/** The people of the stories, and what each must do before a story can begin. Every step is what a person would do. */

export const ADMINISTRATOR = {
  name: '홍관리',
  email: 'admin@example.ac.kr',
  password: 'one-long-lab-password',
};
export const VIEWER = { name: '김조회', email: 'viewer@example.ac.kr' };

/** Creates the administrator on the first visit; signs in on every later one. */
export async function asAdministrator(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page).toHaveURL(/\/(welcome|sign-in|$)/);
  if (page.url().includes('/welcome') && (await page.getByLabel('비밀번호').count()) > 0) {
    await createAdministrator(page);
    return;
  }
  if (page.url().includes('/sign-in')) await signIn(page, ADMINISTRATOR.email, ADMINISTRATOR.password);
}

export async function createAdministrator(page: Page): Promise<void> {
  await page.getByLabel('이름').fill(ADMINISTRATOR.name);
  await page.getByLabel('이메일 주소').fill(ADMINISTRATOR.email);
  await page.getByLabel('비밀번호').fill(ADMINISTRATOR.password);
  await page.getByRole('button', { name: '관리자 만들기' }).click();
  await expect(page.getByRole('heading', { name: '어느 클러스터부터 볼까요?' })).toBeVisible();
}

export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('이메일 주소').fill(email);
  await page.getByLabel('비밀번호').fill(password);
  await page.getByRole('button', { name: '로그인' }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}
