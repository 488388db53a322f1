import { expect, type Locator, type Page, test } from '@playwright/test';
import { approve, endsAsPlanned, PLANNED_MS, undo } from '../support/changes';
import { configurationHash } from '../support/configuration';
import { beginWithFreshLab } from '../support/fresh-lab';
import { cib, eventually, holdsAddress, onNode } from '../support/nodes';
import { asAdministrator } from '../support/people';

/** An administrator brings a VIP into being, keeps it apart from another, takes it away, and is kept from a wrong one. */

test.describe.configure({ mode: 'serial' });
test.setTimeout(2_400_000);
beginWithFreshLab();

const NODES = ['node1', 'node2'] as const;
const NAME = 'story-vip';
/** Free addresses of the lab's 1G network. */
const ADDRESS = '192.168.10.150';
const OTHER = '192.168.10.151';

async function openNetworks(page: Page): Promise<void> {
  await asAdministrator(page);
  await page.goto('/');
  await page.getByRole('link', { name: '구성도 열기' }).click();
  await expect(page).toHaveURL(/\/clusters\/[^/]+\/topology/);
  const cluster = /\/clusters\/([^/]+)/.exec(page.url())?.[1] ?? '';
  await page.goto(`/clusters/${cluster}/networks`);
  await expect(page.getByRole('heading', { level: 1, name: '네트워크와 VIP' })).toBeVisible();
}

async function newVip(page: Page, address: string, name: string): Promise<Locator> {
  await openNetworks(page);
  await page.getByRole('button', { name: '새 VIP…' }).click();
  const dialog = page.getByRole('dialog', { name: '새 VIP' });
  await dialog.getByLabel('네트워크').selectOption({ label: '1G, 192.168.10.0/24' });
  await dialog.getByLabel('주소').fill(address);
  await dialog.getByLabel('이름').fill(name);
  return dialog;
}

async function chooseFor(page: Page, vip: string, item: string): Promise<void> {
  await openNetworks(page);
  await page.getByRole('button', { name: `${vip} 변경` }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** A refused plan names its reason and offers no approval. */
async function isRefused(page: Page, reason: string): Promise<void> {
  await expect(page).toHaveURL(/\/changes\/[^/]+$/, { timeout: PLANNED_MS });
  await expect(page.getByText(reason, { exact: false }).first()).toBeVisible({ timeout: PLANNED_MS });
  await expect(page.getByRole('button', { name: '승인하고 실행' })).toHaveCount(0);
}

const holders = async (address: string): Promise<readonly string[]> => {
  const held = await Promise.all(
    NODES.map(async (node) => ((await holdsAddress(node, address)) ? [node] : [])),
  );
  return held.flat();
};

test('a VIP of the 1G network comes, is kept apart, goes, and undo brings back the configuration', async ({
  page,
}) => {
  const before = await configurationHash('node1');

  await test.step('every node says that it fits, and one of them holds it', async () => {
    const dialog = await newVip(page, ADDRESS, NAME);
    await expect(dialog.getByRole('row', { name: /node1.*eno1.*맞음/ })).toBeVisible();
    await expect(dialog.getByRole('row', { name: /node2.*eno1.*맞음/ })).toBeVisible();
    await dialog.getByRole('button', { name: '계획 만들기' }).click();
    await approve(page, NAME, 'story: new VIP');
    await endsAsPlanned(page);
    expect(await holders(ADDRESS)).toHaveLength(1);
    expect(await onNode('node1', ['sh', '-c', 'ip -o addr show dev ens2f0'])).not.toContain(ADDRESS);
    expect(await configurationHash('node1')).not.toBe(before);
  });

  await test.step('undo: nobody holds it, and the configuration is what it was', async () => {
    await undo(page, NAME);
    expect(await holders(ADDRESS)).toHaveLength(0);
    expect(await configurationHash('node1')).toBe(before);
  });

  await test.step('again, and kept apart from the VIP of people: a finite score, two nodes', async () => {
    const dialog = await newVip(page, ADDRESS, NAME);
    await dialog.getByRole('button', { name: '계획 만들기' }).click();
    await approve(page, NAME, 'story: new VIP again');
    await endsAsPlanned(page);
    await chooseFor(page, NAME, 'vip_1g VIP와 따로 두기');
    await approve(page, NAME, 'story: keep them apart');
    await endsAsPlanned(page);
    expect(await cib('node1')).toMatch(/<rsc_colocation[^>]*score="-1000"/);
    await eventually(
      'the two VIPs are on different nodes',
      async () => {
        const [own, people] = await Promise.all([holders(ADDRESS), holders('192.168.10.100')]);
        return (own.length === 1 && people.length === 1 && own[0] !== people[0]) || `${own} ${people}`;
      },
      { timeoutMs: PLANNED_MS },
    );
  });

  await test.step('removed, with the rule that names it', async () => {
    await chooseFor(page, NAME, '삭제…');
    await approve(page, NAME, 'story: remove it');
    await endsAsPlanned(page);
    expect(await holders(ADDRESS)).toHaveLength(0);
    for (const node of NODES) expect(await configurationHash(node)).toBe(before);
  });
});

test('a VIP on the wrong NIC, and one that is a node’s address, are refused with nothing changed', async ({
  page,
}) => {
  const before = await configurationHash('node1');

  await test.step('the 10G NIC', async () => {
    const dialog = await newVip(page, OTHER, 'wrong-vip');
    await dialog.getByLabel('NIC', { exact: true }).selectOption('ens2f0');
    await expect(dialog.getByText('eno1(ens2f0 아님)', { exact: false }).first()).toBeVisible();
    await dialog.getByRole('button', { name: '계획 만들기' }).click();
    await isRefused(page, 'VIP가 다른 네트워크에 놓입니다');
  });

  await test.step('the address of a node', async () => {
    const dialog = await newVip(page, '192.168.10.12', 'wrong-vip');
    await dialog.getByRole('button', { name: '계획 만들기' }).click();
    await isRefused(page, '이미 쓰는 주소입니다');
  });

  expect(await configurationHash('node1')).toBe(before);
});

test('an address that somebody outside Pacemaker has is refused: the wire is asked', async ({ page }) => {
  const add = (verb: 'add' | 'del') =>
    onNode('node2', ['ip', 'netns', 'exec', 'story', 'ip', 'addr', verb, `${OTHER}/24`, 'dev', 'peer']);
  await onNode('node2', [
    'sh',
    '-c',
    'ip netns add story && ip link add link eno1 name peer type macvlan mode bridge && ip link set peer netns story && ip netns exec story ip link set peer up',
  ]);
  try {
    await add('add');
    const dialog = await newVip(page, OTHER, 'taken-vip');
    await dialog.getByRole('button', { name: '계획 만들기' }).click();
    await isRefused(page, '이미 쓰는 주소입니다');
  } finally {
    await onNode('node2', ['ip', 'netns', 'del', 'story']);
  }
});
