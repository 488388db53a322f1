import { expect, test } from '@playwright/test';
import { power } from '../lab/lab.ts';
import { beginWithFreshLab } from './support/fresh-lab';
import { crmMon, drbdState, eventually, holdsAddress, isMounted, onNode } from './support/nodes';
import { asAdministrator } from './support/people';
import { DRAWN_MS, element, FAILOVER_MS, openPicture } from './support/picture';

/** An administrator watches the active node lose power, and come back. */

test.describe.configure({ mode: 'serial' });
test.setTimeout(900_000);

beginWithFreshLab();

test('power off the active node: VIPs, HAFS and services arrive on the other, the dead node is never green', async ({
  page,
}) => {
  await asAdministrator(page);
  await openPicture(page);
  await expect(element(page, 'node1', 'HAFS', '마운트됨')).toBeVisible({ timeout: DRAWN_MS });
  await expect(element(page, 'VIP-1G', '192.168.10.100', 'node1')).toBeVisible({ timeout: DRAWN_MS });
  await expect(element(page, 'node1', '온라인')).toBeVisible({ timeout: DRAWN_MS });

  // Something to resynchronise when the node comes back.
  const offAt = Date.now();
  await power('node1', 'off');

  await test.step('its own words are stale at once: unreachable before the cluster has decided anything', async () => {
    await expect(page.getByRole('button', { name: /^node1 .*연결 불가/ })).toBeVisible({ timeout: 20_000 });
    const seconds = (Date.now() - offAt) / 1000;
    test.info().annotations.push({ type: 'unreachable after', description: `${seconds.toFixed(1)} s` });
  });

  await test.step('everything arrives on node2, on the screen and on the node', async () => {
    await expect(element(page, 'VIP-1G', '192.168.10.100', 'node2')).toBeVisible({ timeout: FAILOVER_MS });
    await expect(element(page, 'VIP-10G', '10.10.0.100', 'node2')).toBeVisible({ timeout: FAILOVER_MS });
    await expect(element(page, 'node2', 'HAFS', '마운트됨')).toBeVisible({ timeout: FAILOVER_MS });
    await expect(element(page, 'node2', 'hafs', 'Primary')).toBeVisible({ timeout: DRAWN_MS });
    await expect(element(page, 'node2', 'apache', '실행 중').first()).toBeVisible({ timeout: FAILOVER_MS });
    expect(await holdsAddress('node2', '192.168.10.100')).toBe(true);
    expect(await holdsAddress('node2', '10.10.0.100')).toBe(true);
    expect(await isMounted('node2', '/srv/hafs')).toBe(true);
    expect(await drbdState('node2')).toContain('ro:Primary/Unknown');
  });

  await test.step('node1 is offline, its last words hatched, and nothing of it current', async () => {
    await expect(page.getByRole('button', { name: /^node1 .*오프라인/ })).toBeVisible({ timeout: DRAWN_MS });
    for (const words of ['HAFS', 'hafs', 'HAProxy']) {
      await expect(
        page.getByRole('button', { name: new RegExp(`^node1 · ${words} .*알 수 없음`) }).first(),
      ).toBeVisible();
    }
  });

  await test.step('fencing is recorded, as the cluster itself tells it', async () => {
    await page.getByRole('link', { name: '리소스', exact: true }).click();
    await expect(page.getByText(/node1 (off|reboot).*성공/)).toBeVisible({ timeout: DRAWN_MS });
    expect(await crmMon('node2')).toMatch(/<fence_event[^>]*target="node1"[^>]*status="success"/);
  });
});

test('power on: the node comes back, the resync runs to UpToDate and protection returns', async ({
  page,
}) => {
  await asAdministrator(page);
  await onNode('node2', [
    'dd',
    'if=/dev/urandom',
    'of=/srv/hafs/story.bin',
    'bs=1M',
    'count=48',
    'conv=fsync',
  ]);
  await openPicture(page);
  await power('node1', 'on');
  await expect(element(page, 'node1', '온라인')).toBeVisible({ timeout: FAILOVER_MS * 2 });

  await test.step('the resync is drawn as a flow with its percent', async () => {
    await expect(page.getByRole('button', { name: /hafs · .*\d ?%/ }).first()).toBeVisible({
      timeout: FAILOVER_MS,
    });
  });

  await test.step('both copies are UpToDate, on the screen and on both nodes', async () => {
    await expect(element(page, 'node1', 'hafs', 'Secondary', 'UpToDate')).toBeVisible({
      timeout: FAILOVER_MS,
    });
    await eventually(
      'both copies UpToDate',
      async () => (await drbdState('node1')).includes('ds:UpToDate/UpToDate') || 'not yet',
      { timeoutMs: FAILOVER_MS },
    );
  });
});
