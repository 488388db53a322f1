import { expect, type Page, test } from '@playwright/test';
import { approve, endsAsPlanned, PLANNED_MS, undo } from './support/changes';
import { beginWithFreshLab } from './support/fresh-lab';
import { cfgHash, haproxyCfg, openEditor, statOf } from './support/haproxy';
import { drbdState } from './support/nodes';
import { asAdministrator } from './support/people';
import { openPicture, whenAllIsWell } from './support/picture';

/** The ordinary life of the cluster, tool by tool, each with its way back. */

test.setTimeout(1_200_000);
beginWithFreshLab();

const NODES = ['node1', 'node2'] as const;

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
  await asAdministrator(page);
  await openTool(page, 'HAProxy');
  await choose(page, 'compute_api 서버', 'node2: 비우기(drain)');
  await approve(page, 'node2', 'story: drain');
  await endsAsPlanned(page);
  for (const node of NODES) expect(await statOf(node, 'compute_api', 'node2', 'status')).toContain('DRAIN');
  await undo(page, 'node2');
  for (const node of NODES)
    expect(await statOf(node, 'compute_api', 'node2', 'status')).not.toContain('DRAIN');
});

test('haproxy.cfg: edited in the browser, checked, in use on both nodes, and back to the byte by undo', async ({
  page,
}) => {
  const base = await haproxyCfg('node1');
  const hash = await cfgHash('node1');
  await asAdministrator(page);
  const editor = await openEditor(page);
  await editor.fill(`${base}\nbackend story\n    server one 10.10.0.11:9999\n`);
  await page.getByRole('button', { name: '변경 계획 만들기' }).click();
  await approve(page, 'haproxy.cfg', 'story: one more backend');
  await endsAsPlanned(page);
  for (const node of NODES) {
    expect(await haproxyCfg(node)).toContain('backend story');
    expect(await statOf(node, 'story', 'one', 'svname')).toBe('one');
  }
  await undo(page, 'haproxy.cfg');
  for (const node of NODES) expect(await cfgHash(node)).toBe(hash);
});

test('haproxy.cfg: what HAProxy refuses is refused before any file is touched', async ({ page }) => {
  const base = await haproxyCfg('node1');
  const hash = await cfgHash('node1');
  await asAdministrator(page);
  const editor = await openEditor(page);
  await editor.fill(`${base}\nbackend story\n    balance no-such-way\n`);
  await page.getByRole('button', { name: '변경 계획 만들기' }).click();
  await approve(page, 'haproxy.cfg', 'story: not valid');
  await expect(page.getByText(/새 내용이 거부되었습니다:.*balance/).first()).toBeVisible({
    timeout: PLANNED_MS,
  });
  for (const node of NODES) expect(await cfgHash(node)).toBe(hash);
});
