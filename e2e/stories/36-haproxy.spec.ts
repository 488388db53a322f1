import { expect, test } from '@playwright/test';
import { approve, CHANGED_MS, endsAsPlanned, PLANNED_MS, undo } from './support/changes';
import { beginWithFreshLab } from './support/fresh-lab';
import {
  CFG_PATH,
  cfgHash,
  editByHand,
  makePlan,
  openEditor,
  openHaproxy,
  replaceText,
  statOf,
} from './support/haproxy';
import { onNode } from './support/nodes';
import { asAdministrator } from './support/people';

/** An administrator changes HAProxy through its forms, and beside another's hand. Every word is held against the nodes. */

test.describe.configure({ mode: 'serial' });
test.setTimeout(1_500_000);
beginWithFreshLab();

const NODES = ['node1', 'node2'] as const;
const CONFIRM = 'haproxy.cfg';
const hashes = () => Promise.all(NODES.map(cfgHash));

test('a service becomes active-standby through its form', async ({ page }) => {
  await asAdministrator(page);
  const base = await hashes();
  await openHaproxy(page);
  await page.getByRole('button', { name: 'backend compute_api 설정' }).click();
  await page.getByRole('menuitem', { name: '형태 변경…' }).click();
  const drawer = page.getByRole('dialog', { name: 'compute_api 형태' });
  await drawer.getByRole('radio', { name: /^active-standby/ }).check({ timeout: PLANNED_MS });
  await drawer.getByLabel('서비스할 서버').selectOption('node1');
  await expect(drawer.getByText('backend compute_api: 서버 node2 대기(standby) 전환').first()).toBeVisible();
  await makePlan(page);
  await approve(page, CONFIRM, 'story: shape');
  await endsAsPlanned(page);
  for (const node of NODES) expect(await statOf(node, 'compute_api', 'node2', 'bck')).toBe('1');

  await undo(page, CONFIRM);
  expect(await hashes()).toEqual(base);
});

test('a person changes the file between plan and approval: refused as out of date, nothing is overwritten', async ({
  page,
}) => {
  await asAdministrator(page);
  const editor = await openEditor(page);
  await replaceText(editor, 'balance roundrobin', 'balance leastconn');
  await makePlan(page);
  await editByHand('node2');
  const after = await hashes();
  await approve(page, CONFIRM, 'story: too late');
  await expect(
    page.getByText('계획을 만든 뒤 클러스터가 바뀌었습니다', { exact: false }).first(),
  ).toBeVisible({ timeout: CHANGED_MS });
  await expect(page.getByText(`file node2 ${CFG_PATH}`).first()).toBeVisible();
  expect(await hashes()).toEqual(after);

  await test.step('the files differ now, and the screen says so', async () => {
    await openHaproxy(page);
    await page.getByRole('button', { name: '자세히 비교' }).click();
    await expect(page.getByRole('button', { name: '계획: 모든 노드를 node1 파일로 통일' })).toBeVisible({
      timeout: PLANNED_MS,
    });
  });
  await onNode('node2', ['sed', '-i', '/^# by hand, story$/d', CFG_PATH]);
});
