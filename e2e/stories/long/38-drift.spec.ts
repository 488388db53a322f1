import { expect, type Locator, type Page, test } from '@playwright/test';
import { approve, endsAsPlanned, PLANNED_MS } from '../support/changes';
import { beginWithFreshLab } from '../support/fresh-lab';
import { cfgHash, editByHand } from '../support/haproxy';
import { cib, eventually, fileHash, isMounted, onNode } from '../support/nodes';
import { asAdministrator } from '../support/people';
import { openPicture, whenAllIsWell } from '../support/picture';

/**
 * Somebody works at the command line: a file edited by hand on one node, a cluster option and a ban. Haven shows it as
 * drift with the difference; one is planned back to the byte, another adopted, and a plan made before it is refused.
 */

test.describe.configure({ mode: 'serial' });
test.setTimeout(1_500_000);
beginWithFreshLab();

const NODES = ['node1', 'node2'] as const;
const PORTS_CONF = '/etc/apache2/ports.conf';
/** Hashes are read when a person's session on the node ends: seconds natively, several times that under emulation. */
const SEEN_MS = 60_000;

async function openOf(page: Page, path: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: '구성도 열기' }).click();
  await expect(page).toHaveURL(/\/clusters\/[^/]+\/topology/);
  const cluster = /\/clusters\/([^/]+)/.exec(page.url())?.[1] ?? '';
  await page.goto(`/clusters/${cluster}/${path}`);
}

async function openDrift(page: Page): Promise<void> {
  await openOf(page, 'drift');
  await expect(page.getByRole('heading', { name: '구성 변동', level: 1 })).toBeVisible();
}

const section = (page: Page, title: string) => page.getByRole('region', { name: title });
const isAsItWas = (page: Page) =>
  expect(page.getByText('모든 구성이 편입, 적용 또는 승인한 상태 그대로입니다')).toBeVisible({
    timeout: SEEN_MS * 2,
  });

/**
 * A restored lab went back in time while what Haven applied since stays on record: that is drift, rightly, and a person
 * takes it as it is, one thing after another.
 */
async function acceptWhatDiffers(page: Page): Promise<void> {
  const accept = page.getByRole('main').getByRole('button', { name: '새 기준으로 받아들이기' });
  const settled = page.getByText('모든 구성이 편입, 적용 또는 승인한 상태 그대로입니다');
  await expect(async () => {
    await expect(settled.or(accept.first()).first()).toBeVisible();
    const open = await accept.count();
    if (open > 0) {
      await accept.first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('사유').fill('story: the lab was restored');
      await dialog.getByRole('button', { name: '새 기준으로 받아들이기' }).click();
      await expect(dialog).toHaveCount(0);
      await expect(accept).toHaveCount(open - 1);
    }
    await expect(settled).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: SEEN_MS * 4 });
}

/** From what differs to the plan that brings it back, carried out: `check` asks the nodes, and then nothing differs. */
async function planBack(
  page: Page,
  mine: Locator,
  confirmName: string,
  check: () => Promise<void>,
): Promise<void> {
  await mine.getByRole('button', { name: '되돌리는 계획 만들기' }).click();
  await approve(page, confirmName, 'story: drift back');
  await endsAsPlanned(page);
  await check();
  await openDrift(page);
  await isAsItWas(page);
}

test('a restored cluster is drift, taken as it is with a reason; it says when it looked', async ({
  page,
}) => {
  await asAdministrator(page);
  await openPicture(page);
  await whenAllIsWell(page);
  await openDrift(page);
  await acceptWhatDiffers(page);
  await expect(page.getByText(/전 확인$/).first()).toBeVisible();
});

test('haproxy.cfg edited by hand on one node: shown with its line, planned back to the byte', async ({
  page,
}) => {
  await asAdministrator(page);
  const base = await Promise.all(NODES.map(cfgHash));
  await openDrift(page);
  await isAsItWas(page);
  await editByHand('node1');
  const mine = section(page, 'node1의 /etc/haproxy/haproxy.cfg');
  await test.step('within seconds, on the page that is open', async () => {
    await expect(mine).toBeVisible({ timeout: SEEN_MS });
    await expect(mine.getByText('# by hand, story')).toBeVisible({ timeout: SEEN_MS });
    await expect(section(page, 'node2의 /etc/haproxy/haproxy.cfg')).toHaveCount(0);
    expect(await cfgHash('node1')).not.toBe(base[0]);
  });
  await test.step('planned back', async () => {
    await planBack(page, mine, 'haproxy.cfg', async () => {
      expect(await Promise.all(NODES.map(cfgHash))).toEqual(base);
    });
  });
});

test('ports.conf of Apache2, which lies on HAFS: edited by hand where it is mounted, planned back to the byte', async ({
  page,
}) => {
  await asAdministrator(page);
  await openDrift(page);
  await isAsItWas(page);
  const active = (await isMounted('node1', '/srv/hafs')) ? 'node1' : 'node2';
  const base = await fileHash(active, PORTS_CONF);
  await editByHand(active, PORTS_CONF);
  const mine = section(page, `${active}의 ${PORTS_CONF}`);
  await test.step('once, for the node that has HAFS: the other’s link leads to nothing, which says nothing', async () => {
    await expect(mine).toBeVisible({ timeout: SEEN_MS });
    await expect(mine.getByText('# by hand, story')).toBeVisible({ timeout: SEEN_MS });
    await expect(page.getByRole('button', { name: '되돌리는 계획 만들기' })).toHaveCount(1);
  });
  await test.step('planned back', async () => {
    await planBack(page, mine, 'ports.conf', async () => {
      expect(await fileHash(active, PORTS_CONF)).toBe(base);
    });
  });
});

test('an option set with crm_attribute is adopted, with a reason, and is no drift any more', async ({
  page,
}) => {
  await asAdministrator(page);
  await openDrift(page);
  await isAsItWas(page);
  await onNode('node2', [
    'crm_attribute',
    '-t',
    'crm_config',
    '-n',
    'cluster-recheck-interval',
    '-v',
    '7min',
  ]);
  const mine = section(page, '클러스터 구성(CIB)');
  await expect(mine.getByText('cluster-recheck-interval')).toBeVisible({ timeout: SEEN_MS });
  await expect(mine.getByText('7min')).toBeVisible();
  await mine.getByRole('button', { name: '새 기준으로 받아들이기' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: '새 기준으로 받아들이기' })).toBeDisabled();
  await dialog.getByLabel('사유').fill('이야기: 주기를 늘림');
  await dialog.getByRole('button', { name: '새 기준으로 받아들이기' }).click();
  await isAsItWas(page);
  await expect(page.getByText('이야기: 주기를 늘림')).toBeVisible();
  expect(await cib('node1')).toContain('value="7min"');
});

test('a ban left with crm_resource is named, and planned back', async ({ page }) => {
  await asAdministrator(page);
  await openDrift(page);
  await isAsItWas(page);
  await onNode('node1', ['crm_resource', '--ban', '--resource', 'vip_1g', '--node', 'node2']);
  const mine = section(page, '클러스터 구성(CIB)');
  await expect(mine.getByText('cli-ban-vip_1g-on-node2')).toBeVisible({ timeout: SEEN_MS });
  await expect(mine.getByText(/crm_resource 또는 pcs 명령이 남긴 제약/)).toBeVisible();
  await planBack(page, mine, 'cli-ban-vip_1g-on-node2', async () => {
    expect(await cib('node1')).not.toContain('cli-ban-');
    // What was adopted before stays adopted.
    expect(await cib('node1')).toContain('value="7min"');
  });
});

test('a plan is refused when an administrator changes the CIB meanwhile, and says what they changed', async ({
  page,
}) => {
  await asAdministrator(page);
  await openOf(page, 'nodes/node2');
  await page.getByRole('button', { name: 'standby로 전환…' }).click();
  await expect(page).toHaveURL(/\/changes\/[^/]+$/, { timeout: PLANNED_MS });
  await expect(page.getByText('지금 해도 될까요?')).toBeVisible({ timeout: PLANNED_MS });
  await onNode('node1', [
    'crm_attribute',
    '-t',
    'crm_config',
    '-n',
    'cluster-recheck-interval',
    '-v',
    '9min',
  ]);
  await approve(page, 'node2', 'story: too late');
  const changed = page.getByRole('table', { name: '클러스터 구성(CIB)' });
  await expect(changed.getByText('cluster-recheck-interval')).toBeVisible({ timeout: PLANNED_MS });
  await expect(changed.getByText('9min')).toBeVisible();
  expect(await cib('node1')).not.toContain('name="standby"');
  await onNode('node1', [
    'crm_attribute',
    '-t',
    'crm_config',
    '-n',
    'cluster-recheck-interval',
    '-v',
    '7min',
  ]);
  await eventually(
    'the option is as it was adopted',
    async () => (await cib('node1')).includes('value="7min"') || 'not yet',
    { timeoutMs: SEEN_MS },
  );
});
