import { createHash } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { approve, endsAsPlanned, PLANNED_MS, undo } from './support/changes';
import { beginWithFreshLab } from './support/fresh-lab';
import { drbdState, onNode } from './support/nodes';
import { asAdministrator } from './support/people';
import { openPicture, whenAllIsWell } from './support/picture';

/** The ordinary life of the cluster, tool by tool, each with its way back. */

test.setTimeout(1_200_000);
beginWithFreshLab();

const CFG = '/etc/haproxy/haproxy.cfg';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function openTool(page: Page, name: string): Promise<void> {
  await openPicture(page);
  await page.getByRole('link', { name, exact: true }).click();
  await whenAllIsWell(page);
}

async function choose(page: Page, menu: string, item: string): Promise<void> {
  await page.getByRole('button', { name: menu }).first().click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('DRBD: disconnected on purpose, and connected again by undo', async ({ page }) => {
  await asAdministrator(page);
  await openTool(page, 'DRBD');
  await choose(page, 'hafs 복제', 'node2: 연결 끊기');
  await approve(page, 'hafs', 'story: replication off');
  await endsAsPlanned(page);
  expect(await drbdState('node2')).toContain('cs:StandAlone');
  await undo(page, 'hafs');
  expect(await drbdState('node2')).toContain('cs:Connected');
});

test('HAProxy: a server is drained on both nodes, and put back by undo', async ({ page }) => {
  const stateOn = async (node: string): Promise<string> =>
    onNode(node, ['sh', '-c', 'echo "show stat" | socat - UNIX-CONNECT:/run/haproxy/admin.sock']);
  await asAdministrator(page);
  await openTool(page, 'HAProxy');
  await choose(page, 'compute_api 서버', 'node2: 비우기(drain)');
  await approve(page, 'node2', 'story: drain');
  await endsAsPlanned(page);
  for (const node of ['node1', 'node2']) expect(await stateOn(node)).toMatch(/^compute_api,node2,.*DRAIN/m);
  await undo(page, 'node2');
  for (const node of ['node1', 'node2'])
    expect(await stateOn(node)).not.toMatch(/^compute_api,node2,.*DRAIN/m);
});

test('haproxy.cfg: edited in the browser, checked, in use on both nodes, and back to the byte by undo', async ({
  page,
}) => {
  const read = (node: string) => onNode(node, ['cat', CFG]);
  const base = await read('node1');
  await asAdministrator(page);
  await openTool(page, 'HAProxy');
  await page.getByRole('link', { name: 'haproxy.cfg 편집…' }).click();
  const editor = page.getByRole('textbox', { name: 'haproxy.cfg' });
  await expect(editor).toBeVisible({ timeout: 60_000 });
  await editor.fill(`${base}\nbackend story\n    server one 10.10.0.11:9999\n`);
  await page.getByRole('button', { name: '변경 계획 만들기' }).click();
  await approve(page, 'haproxy.cfg', 'story: one more backend');
  await endsAsPlanned(page);
  for (const node of ['node1', 'node2']) {
    expect(await read(node)).toContain('backend story');
    const stat = await onNode(node, [
      'sh',
      '-c',
      'echo "show stat" | socat - UNIX-CONNECT:/run/haproxy/admin.sock',
    ]);
    expect(stat).toMatch(/^story,one,/m);
  }
  await undo(page, 'haproxy.cfg');
  for (const node of ['node1', 'node2']) expect(sha256(await read(node))).toBe(sha256(base));
});

test('haproxy.cfg: what HAProxy refuses is refused before any file is touched', async ({ page }) => {
  const base = await onNode('node1', ['cat', CFG]);
  await asAdministrator(page);
  await openTool(page, 'HAProxy');
  await page.getByRole('link', { name: 'haproxy.cfg 편집…' }).click();
  const editor = page.getByRole('textbox', { name: 'haproxy.cfg' });
  await expect(editor).toBeVisible({ timeout: 60_000 });
  await editor.fill(`${base}\nbackend story\n    balance no-such-way\n`);
  await page.getByRole('button', { name: '변경 계획 만들기' }).click();
  await approve(page, 'haproxy.cfg', 'story: not valid');
  await expect(page.getByText(/새 내용이 거부되었습니다:.*balance/).first()).toBeVisible({
    timeout: PLANNED_MS,
  });
  for (const node of ['node1', 'node2']) expect(sha256(await onNode(node, ['cat', CFG]))).toBe(sha256(base));
});
