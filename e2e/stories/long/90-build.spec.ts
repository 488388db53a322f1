import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { type BareLab, freshBareLab, onBareNode, stopBareLab } from '../support/bare-lab';
import { approve, PLANNED_MS } from '../support/changes';
import { asAdministrator } from '../support/people';
import { DRAWN_MS, element } from '../support/picture';

/** From two machines without a cluster to a live picture, in the browser alone. */

test.describe.configure({ mode: 'serial' });
test.setTimeout(5_400_000);

/** Packages, a first synchronisation and the first start of everything, on emulated processors. */
const BUILT_MS = 3_600_000;

let lab: BareLab;
test.beforeAll(async () => {
  test.setTimeout(2_400_000);
  lab = await freshBareLab();
});
test.afterAll(() => stopBareLab());

test('two bare machines become a cluster: reviewed, approved, built, and seen to work', async ({ page }) => {
  const { info, instance } = lab;
  await asAdministrator(page);
  await page.goto('/adopt/build');

  await test.step('the machines are named, and their host keys compared', async () => {
    for (const [index, node] of info.nodes.entries()) {
      await page.getByLabel(`서버 ${index + 1}의 주소`).fill(node.host);
      await page.getByLabel('SSH 포트').nth(index).fill(`${node.port}`);
    }
    const key = readFileSync(info.nodes[0]?.privateKeyPath ?? '', 'utf8');
    await page.getByRole('textbox', { name: '개인 키' }).fill(key);
    await page.getByRole('button', { name: '이 서버들 살펴보기' }).click();
    for (const node of info.nodes) {
      const card = page.getByRole('region').filter({ hasText: `:${node.port}` });
      await expect(card.getByText(node.hostKeySha256)).toBeVisible({ timeout: DRAWN_MS });
      await card.getByRole('button', { name: '같습니다' }).click();
    }
  });

  await test.step('what they are proposes the cluster', async () => {
    await expect(page.getByRole('heading', { name: '어떤 클러스터로 만들까요?' })).toBeVisible({
      timeout: PLANNED_MS,
    });
    await expect(page.getByLabel(/^10G 네트워크/)).toHaveValue('10.10.0.0/24');
    await expect(page.getByLabel(/^1G 네트워크/)).toHaveValue('192.168.10.0/24');
    for (const { name } of info.nodes)
      await expect(page.getByLabel(`${name}의 복제본`)).toHaveValue('/dev/nvme0n1');
  });

  await test.step('a VIP that is a node’s own address is refused, and what was typed is kept', async () => {
    await page.getByLabel('클러스터 이름').fill('built');
    await page.getByLabel(/^응답 없는 노드/).fill('10000');
    await page.getByLabel('시간 서버').fill(`10.0.2.2:${instance.timePort}`);
    for (const { name } of info.nodes) {
      const fence = page.getByRole('group', { name });
      await fence.getByLabel('주소').fill('10.0.2.2');
      await fence.getByLabel('사용자').fill('haven');
      await fence.getByLabel('비밀번호').fill(instance.fencePassword);
      await fence
        .getByLabel('추가 옵션')
        .fill(
          `ipport=${instance.powerPorts[name]} lanplus=1 cipher=3 pcmk_reboot_action=off login_timeout=60 shell_timeout=60 power_timeout=60 pcmk_off_timeout=120s pcmk_monitor_timeout=120s pcmk_status_timeout=120s`,
        );
    }
    await page.getByLabel('크기(GiB)').fill('0.375');
    await page.getByLabel('1G VIP').fill('192.168.10.11');
    await page.getByRole('button', { name: '계획 만들기' }).click();
    await page.getByRole('link', { name: '계획과 진행 상황 보기' }).click();
    await expect(page.getByText('이미 쓰이는 주소입니다').first()).toBeVisible({ timeout: PLANNED_MS });
    await page.goBack();
    await page.getByRole('button', { name: '구성 바꾸기' }).click();
    await expect(page.getByLabel('클러스터 이름')).toHaveValue('built');
    await page.getByLabel('1G VIP').fill('192.168.10.100');
    await page.getByRole('button', { name: '계획 만들기' }).click();
    await page.getByRole('link', { name: '계획과 진행 상황 보기' }).click();
  });

  await test.step('the plan has no secret in it', async () => {
    await expect(page.getByRole('button', { name: '승인하고 실행' })).toBeVisible({ timeout: PLANNED_MS });
    expect(await page.content()).not.toContain(instance.fencePassword);
  });
  await approve(page, 'built', 'story: a new cluster');
  await expect(page.getByText('모든 것이 계획대로 확인되었습니다.')).toBeVisible({ timeout: BUILT_MS });

  let primary: string | undefined;
  await test.step('the nodes themselves say so', async () => {
    const mounted = await Promise.all(
      info.nodes.map(({ name }) => onBareNode(name, 'findmnt -rno SOURCE /srv/hafs || true')),
    );
    expect(mounted.filter((line) => line.startsWith('/dev/drbd'))).toHaveLength(1);
    primary = info.nodes[mounted.findIndex((line) => line.startsWith('/dev/drbd'))]?.name;
    expect(await onBareNode('node1', 'cat /proc/drbd')).toMatch(/cs:Connected .*ds:UpToDate\/UpToDate/);
    for (const address of ['10.10.0.100', '192.168.10.100'])
      for (const { name } of info.nodes)
        expect(
          await onBareNode(name, `curl -s -o /dev/null -w '%{http_code}' http://${address}/haven`),
        ).toContain('200');
    const log = await onBareNode('node1', 'journalctl -b --no-pager | tail -n 20000');
    expect(log).not.toContain(instance.fencePassword);
    for (const { name } of info.nodes)
      expect(await onBareNode(name, 'stat -c %a%U /etc/corosync/authkey')).toContain('600root');
  });

  await test.step('its picture is live', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: 'built' }).first().click();
    await expect(page).toHaveURL(/\/clusters\/[^/]+/);
    await page.goto(`${new URL(page.url()).pathname.split('/').slice(0, 3).join('/')}/topology`);
    for (const { name } of info.nodes)
      await expect(element(page, name, '온라인', '실시간')).toBeVisible({ timeout: DRAWN_MS * 2 });
    for (const { name } of info.nodes) {
      const role = name === primary ? 'Primary' : 'Secondary';
      await expect(element(page, name, 'hafs', role, 'UpToDate')).toBeVisible({ timeout: DRAWN_MS * 2 });
    }
    await expect(element(page, 'VIP-1G', '192.168.10.100')).toBeVisible({ timeout: DRAWN_MS * 2 });
  });
});
