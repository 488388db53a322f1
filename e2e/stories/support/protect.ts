import { expect, type Page } from '@playwright/test';
import { asAdministrator } from './people';

/** "Protect a service" as a person fills it in. */

export async function openProtectForm(page: Page): Promise<void> {
  await asAdministrator(page);
  await page.goto('/');
  await page.getByRole('link', { name: '구성도 열기' }).click();
  await page.getByRole('link', { name: '서비스 보호…' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '서비스 보호' })).toBeVisible();
}

/** The same port on the nodes and on the VIP, and the path the practice services answer with 200. */
export async function fillProtectForm(page: Page, unit: string, port: string): Promise<void> {
  await page.getByLabel('systemd 유닛').fill(unit);
  await page.getByLabel('이름', { exact: true }).fill(unit);
  await page.getByLabel('노드의 포트').fill(port);
  await page.getByLabel('VIP의 포트').fill(port);
  await page.getByLabel('상태 확인').fill('/healthcheck');
}
