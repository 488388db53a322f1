import { expect, test } from '@playwright/test';
import { approve, endsAsPlanned, PLANNED_MS } from './support/changes';
import { beginWithFreshLab } from './support/fresh-lab';
import {
  blockHash,
  chooseHafs,
  filesystemBytes,
  inSync,
  openDrbd,
  outOfSyncKiB,
  primaryOf,
  spoilBlock,
  volumeBytes,
} from './support/hafs';
import { onNode } from './support/nodes';
import { asAdministrator } from './support/people';

/** The replicated file system itself: larger while it is in use, compared, repaired, and never its last copy lost. */

test.describe.configure({ mode: 'serial' });
test.setTimeout(1_800_000);
beginWithFreshLab();

const MIB = 1024 * 1024;
/** In the upper half of 384 MiB: far from the metadata of ext4 at the beginning of its groups. */
const SPOILED_AT_MIB = 301;

test('HAFS grows while it is written to, and not a byte is lost', async ({ page }) => {
  const primary = await primaryOf();
  const before = { volume: await volumeBytes(primary), filesystem: await filesystemBytes(primary) };
  await onNode(primary, [
    'systemd-run',
    '--unit=story-writer',
    'sh',
    '-c',
    'i=0; while [ ! -e /run/story-stop ]; do i=$((i + 1)); echo $i >> /srv/hafs/story-lines; sync /srv/hafs/story-lines; sleep 0.2; done',
  ]);
  try {
    await asAdministrator(page);
    await openDrbd(page);
    await chooseHafs(page, '크기 늘리기…');
    const size = page.getByLabel('새 크기(MiB)');
    await expect(size).toBeVisible({ timeout: 60_000 });
    await size.fill('448');
    await page.getByRole('button', { name: '계획 만들기' }).click();
    await expect(page.getByText('lvextend').first()).toBeAttached({ timeout: PLANNED_MS });
    await approve(page, 'hafs', 'story: more room');
    await endsAsPlanned(page);
  } finally {
    await onNode(primary, ['sh', '-c', 'touch /run/story-stop; sleep 2; rm -f /run/story-stop']);
  }

  await test.step('volumes, file system and what was written meanwhile are there', async () => {
    for (const node of ['node1', 'node2'])
      expect(await volumeBytes(node)).toBeGreaterThanOrEqual(before.volume + 64 * MIB);
    expect(await filesystemBytes(primary)).toBeGreaterThan(before.filesystem);
    const lines = (await onNode(primary, ['cat', '/srv/hafs/story-lines'])).trim().split('\n').map(Number);
    expect(lines.length).toBeGreaterThan(10);
    expect(lines).toEqual(lines.map((_line, index) => index + 1));
    await inSync(primary);
  });
});

test('a comparison finds a block that went bad on the other copy, and a repair brings it back', async ({
  page,
}) => {
  const primary = await primaryOf();
  const secondary = primary === 'node1' ? 'node2' : 'node1';
  await inSync(primary);
  const good = await blockHash(primary, SPOILED_AT_MIB);
  await spoilBlock(secondary, SPOILED_AT_MIB);
  expect(await blockHash(secondary, SPOILED_AT_MIB)).not.toBe(good);
  expect(await outOfSyncKiB(primary)).toBe(0);

  await asAdministrator(page);
  await openDrbd(page);
  await page.getByRole('button', { name: '사본 비교…' }).click();
  await approve(page, 'hafs', 'story: compare');
  await endsAsPlanned(page);
  await expect(page.getByText(/사본 차이 \d/).first()).toBeVisible();
  expect(await outOfSyncKiB(secondary)).toBeGreaterThan(0);

  await test.step('the DRBD page says so and offers the repair', async () => {
    await openDrbd(page);
    await expect(page.getByText(/사본 차이 \d/).first()).toBeVisible({ timeout: 120_000 });
    await page.getByRole('button', { name: `${secondary}에서 복구…` }).click();
    await approve(page, secondary, 'story: the primary is right');
    await endsAsPlanned(page);
  });

  await inSync(primary);
  expect(await blockHash(secondary, SPOILED_AT_MIB)).toBe(good);
});

test('the last UpToDate copy is never given away', async ({ page }) => {
  const primary = await primaryOf();
  const secondary = primary === 'node1' ? 'node2' : 'node1';
  await inSync(primary);
  await onNode(secondary, ['drbdadm', 'disconnect', 'hafs']);
  try {
    await asAdministrator(page);
    await openDrbd(page);
    await chooseHafs(page, '제거…');
    await page.getByLabel('사본을 보존할 노드').selectOption(secondary);
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: '계획 만들기' }).click();
    await expect(page).toHaveURL(/\/changes\/[^/]+$/, { timeout: PLANNED_MS });
    await expect(page.getByText('남을 사본이 UpToDate가 아닙니다', { exact: false })).toBeVisible({
      timeout: PLANNED_MS,
    });
    await expect(page.getByRole('button', { name: '승인하고 실행' })).toHaveCount(0);
  } finally {
    await onNode(secondary, ['drbdadm', 'connect', 'hafs']);
    await inSync(primary);
  }
});
