import { expect, type Locator, type Page } from '@playwright/test';
import { PLANNED_MS } from './changes';
import { fileHash, onNode } from './nodes';
import { whenAllIsWell } from './picture';

/** HAProxy as its nodes have it, read over the lab's own SSH, and its screens as a person finds them. */

export const CFG_PATH = '/etc/haproxy/haproxy.cfg';
const ADMIN_SOCKET = '/run/haproxy/admin.sock';

export const haproxyCfg = (node: string): Promise<string> => onNode(node, ['cat', CFG_PATH]);

export const cfgHash = (node: string): Promise<string> => fileHash(node, CFG_PATH);

const ask = (node: string, request: string): Promise<string> =>
  onNode(node, ['sh', '-c', `echo '${request}' | socat -t5 stdio unix-connect:${ADMIN_SOCKET}`]);

/** One column of `show stat`, of a server or of the whole backend (`BACKEND`). */
export async function statOf(
  node: string,
  backend: string,
  server: string,
  column: string,
): Promise<string | undefined> {
  const [head = '', ...rows] = (await ask(node, 'show stat')).split('\n');
  const names = head.replace(/^# /, '').split(',');
  const row = rows
    .map((line) => line.split(','))
    .find((cells) => cells[0] === backend && cells[1] === server);
  return row?.[names.indexOf(column)];
}

/** A person at the node: puts a line at the end of the file, past Haven. */
export const editByHand = (node: string, path: string = CFG_PATH): Promise<string> =>
  onNode(node, ['sh', '-c', `echo '# by hand, story' >> ${path}`]);

export async function openHaproxy(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: '구성도 열기' }).click();
  await expect(page).toHaveURL(/\/clusters\/[^/]+\/topology/);
  const cluster = /\/clusters\/([^/]+)/.exec(page.url())?.[1] ?? '';
  await page.goto(`/clusters/${cluster}/haproxy`);
  await expect(page.getByRole('heading', { name: 'HAProxy', level: 1 })).toBeVisible();
  await whenAllIsWell(page);
}

/** Opens the editor of the text and waits until the nodes have given their files. */
export async function openEditor(page: Page): Promise<Locator> {
  await openHaproxy(page);
  await page.getByRole('link', { name: 'haproxy.cfg 편집…' }).click();
  const editor = page.getByRole('textbox', { name: 'haproxy.cfg' });
  await expect(editor).toBeVisible({ timeout: PLANNED_MS });
  return editor;
}

/** Replaces a piece of the text in the editor, which must hold it. */
export async function replaceText(editor: Locator, from: string, to: string): Promise<void> {
  const text = await editor.inputValue();
  expect(text).toContain(from);
  await editor.fill(text.replace(from, to));
}

export async function makePlan(page: Page): Promise<void> {
  await page.getByRole('button', { name: '변경 계획 만들기' }).click();
  await expect(page).toHaveURL(/\/changes\/[^/]+$/, { timeout: PLANNED_MS });
  await expect(page.getByText('지금 해도 될까요?')).toBeVisible({ timeout: PLANNED_MS });
}
