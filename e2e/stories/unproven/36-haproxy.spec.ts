import { expect, test } from '@playwright/test';
import { approve, CHANGED_MS, endsAsPlanned, PLANNED_MS } from '../support/changes';
import { beginWithFreshLab } from '../support/fresh-lab';
import {
  CFG_PATH,
  cfgHash,
  editByHand,
  haproxyCfg,
  makePlan,
  openEditor,
  openHaproxy,
  proposeState,
  replaceText,
  statOf,
  workerPid,
} from '../support/haproxy';
import { eventually, onNode } from '../support/nodes';
import { asAdministrator } from '../support/people';

/** An administrator changes HAProxy: a server for the moment, the file for good. Every word is held against the nodes. */

test.describe.configure({ mode: 'serial' });
test.setTimeout(1_500_000);
beginWithFreshLab();

const NODES = ['node1', 'node2'] as const;
const CONFIRM = 'haproxy.cfg';
const hashes = () => Promise.all(NODES.map(cfgHash));

test('drain a server and bring it back: on every node whose HAProxy knows it', async ({ page }) => {
  await asAdministrator(page);
  await proposeState(page, 'compute_api', 'node1: 비우기(drain)');
  await approve(page, 'node1', 'story: drain');
  await endsAsPlanned(page);
  for (const node of NODES) expect(await statOf(node, 'compute_api', 'node1', 'status')).toMatch(/^DRAIN/);

  await proposeState(page, 'compute_api', 'node1: 서비스에 복귀');
  await approve(page, 'node1', 'story: back');
  await endsAsPlanned(page);
  for (const node of NODES) {
    await eventually(
      `${node} sees node1 in service`,
      async () => /^UP/.test((await statOf(node, 'compute_api', 'node1', 'status')) ?? '') || 'not yet',
      { timeoutMs: CHANGED_MS },
    );
  }
});

test('edit haproxy.cfg: both nodes have it and run it; undo brings back the bytes', async ({ page }) => {
  await asAdministrator(page);
  const base = await hashes();
  const workers = await Promise.all(NODES.map(workerPid));
  await test.step('the plan says what the change means, above its lines', async () => {
    const editor = await openEditor(page);
    await replaceText(editor, 'balance roundrobin', 'balance leastconn');
    await makePlan(page);
    await expect(
      page.getByText('backend compute_api: balance 변경(roundrobin → leastconn)').first(),
    ).toBeVisible();
  });
  await test.step('approved, it is in the file and in the process of both nodes', async () => {
    await approve(page, CONFIRM, 'story: balance');
    await endsAsPlanned(page);
    for (const [index, node] of NODES.entries()) {
      expect(await haproxyCfg(node)).toContain('balance leastconn');
      expect(await statOf(node, 'compute_api', 'BACKEND', 'algo')).toBe('leastconn');
      expect(await workerPid(node)).not.toBe(workers[index]);
    }
  });
  await test.step('undo', async () => {
    await page.getByRole('button', { name: '되돌리기…' }).click();
    await expect(page.getByText('지금 해도 될까요?')).toBeVisible({ timeout: PLANNED_MS });
    await approve(page, CONFIRM, 'story: undo');
    await endsAsPlanned(page);
    expect(await hashes()).toEqual(base);
    for (const node of NODES) expect(await statOf(node, 'compute_api', 'BACKEND', 'algo')).toBe('roundrobin');
  });
});

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

  await page.getByRole('button', { name: '되돌리기…' }).click();
  await expect(page.getByText('지금 해도 될까요?')).toBeVisible({ timeout: PLANNED_MS });
  await approve(page, CONFIRM, 'story: undo the shape');
  await endsAsPlanned(page);
  expect(await hashes()).toEqual(base);
});

test('text that HAProxy cannot read is refused where it is checked, and nothing is written', async ({
  page,
}) => {
  await asAdministrator(page);
  const base = await hashes();
  const editor = await openEditor(page);
  // Well-formed to every reader but HAProxy itself.
  await replaceText(editor, 'balance roundrobin', 'balance nosuchalgorithm');
  await makePlan(page);
  await approve(page, CONFIRM, 'story: not valid');
  await expect(page.getByText('HAProxy가 새 내용을 거부했습니다', { exact: false }).first()).toBeVisible({
    timeout: CHANGED_MS,
  });
  expect(await hashes()).toEqual(base);
  for (const node of NODES) expect(await statOf(node, 'compute_api', 'BACKEND', 'algo')).toBe('roundrobin');
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
