import { expect, type Page, test } from '@playwright/test';
import { approve, endsAsPlanned, PLANNED_MS, undo } from '../support/changes';
import { beginWithFreshLab } from '../support/fresh-lab';
import { eventually, holdsAddress, onNode } from '../support/nodes';
import { asAdministrator } from '../support/people';

/** An administrator serves Apache2 on another VIP, and takes it back to the byte; a file that moved meanwhile stays. */

test.describe.configure({ mode: 'serial' });
test.setTimeout(2_400_000);
beginWithFreshLab();

const NODES = ['node1', 'node2'] as const;
const OLD = '192.168.10.100';
const NEW = '192.168.10.150';
const VIP = 'story-web';
const FILES = ['/etc/apache2/ports.conf', '/etc/apache2/sites-enabled/000-portal.conf'] as const;

/** A second VIP of the 1G network that follows Apache2 as the first one does; its rules are in no form of the VIP page. */
const SECOND_VIP = [
  [
    'resources',
    `<primitive id="${VIP}" class="ocf" provider="heartbeat" type="IPaddr2"><instance_attributes id="${VIP}-params"><nvpair id="${VIP}-ip" name="ip" value="${NEW}"/><nvpair id="${VIP}-prefix" name="cidr_netmask" value="24"/><nvpair id="${VIP}-nic" name="nic" value="eno1"/></instance_attributes><operations><op id="${VIP}-monitor" name="monitor" interval="30s" timeout="60s"/></operations></primitive>`,
  ],
  [
    'constraints',
    `<rsc_colocation id="${VIP}-with-apache" rsc="${VIP}" with-rsc="apache" score="INFINITY"/>`,
  ],
  ['constraints', `<rsc_order id="apache-then-${VIP}" first="apache" then="${VIP}"/>`],
] as const;

async function holderOf(address: string): Promise<string> {
  for (const node of NODES) if (await holdsAddress(node, address)) return node;
  return '';
}

async function openNetworks(page: Page): Promise<void> {
  await asAdministrator(page);
  await page.goto('/');
  await page.getByRole('link', { name: '구성도 열기' }).click();
  await expect(page).toHaveURL(/\/clusters\/[^/]+\/topology/);
  const cluster = /\/clusters\/([^/]+)/.exec(page.url())?.[1] ?? '';
  await page.goto(`/clusters/${cluster}/networks`);
  await expect(page.getByRole('heading', { level: 1, name: '네트워크와 VIP' })).toBeVisible();
}

/** The reading of Apache2 is one of the slow ones: what is asked here may be minutes old. */
const SEEN_MS = 360_000;

async function serveOnSecond(page: Page): Promise<void> {
  await openNetworks(page);
  const section = page.getByRole('region', { name: 'Apache2' });
  await section.getByRole('button', { name: `${OLD}:80 서비스를 다른 VIP로` }).click({ timeout: SEEN_MS });
  await page.getByRole('menuitem', { name: `${VIP}(${NEW}, 1G)` }).click();
}

const textOn = (node: string, path: string): Promise<string> => onNode(node, ['cat', path]);
/** What is in use, where links lead, and that they are still links. */
const filesOn = (node: string): Promise<string> =>
  onNode(node, [
    'sh',
    '-c',
    `sha256sum ${FILES.join(' ')}; readlink /etc/apache2/ports.conf /etc/apache2/sites-enabled`,
  ]);
const socketsOn = async (node: string): Promise<readonly string[]> =>
  (await onNode(node, ['ss', '-Hltn', 'sport', '=', ':80']))
    .split('\n')
    .flatMap((line) => line.trim().split(/\s+/)[3] ?? [])
    .filter((place) => !place.startsWith('10.'));

/** From the other node, the way a client would: the status, `000` where nobody answers. */
const ask = (node: string, address: string): Promise<string> =>
  onNode(node, [
    'sh',
    '-c',
    'curl --silent --output /dev/null --max-time 10 --write-out "%{http_code}" --header "Host: portal.havenlab" "http://$1/" || true',
    'ask',
    address,
  ]);

test('Apache2 goes to another VIP, and undo brings every byte back', async ({ page }) => {
  for (const [scope, xml] of SECOND_VIP)
    await onNode('node1', ['cibadmin', '--create', '--scope', scope, '--xml-text', xml]);
  await eventually(
    'the second VIP is beside Apache2',
    async () => {
      const [own, first] = [await holderOf(NEW), await holderOf(OLD)];
      return (own !== '' && own === first) || `${own} ${first}`;
    },
    { timeoutMs: PLANNED_MS },
  );
  const active = await holderOf(OLD);
  const passive = NODES.find((node) => node !== active) ?? '';
  const before = await filesOn(active);
  expect(await socketsOn(active)).toEqual([`${OLD}:80`]);

  await test.step('where it is now is told, and the other node says why it has nothing', async () => {
    await openNetworks(page);
    const section = page.getByRole('region', { name: 'Apache2' });
    await expect(
      section.getByRole('row', { name: new RegExp(`${OLD}:80 vip_1g.*portal.havenlab.*열림`) }),
    ).toBeVisible({
      timeout: SEEN_MS,
    });
    await expect(section.getByText('구성 파일이 여기에 없습니다.', { exact: false })).toBeVisible();
  });

  await test.step('served on the second VIP: both files, the socket, and an answer from the other node', async () => {
    await serveOnSecond(page);
    await approve(page, VIP, 'story: Apache2 on another VIP');
    await endsAsPlanned(page);
    for (const path of FILES) {
      expect(await textOn(active, path)).toContain(`${NEW}:80`);
      expect(await textOn(active, path)).not.toContain(OLD);
    }
    expect(await socketsOn(active)).toEqual([`${NEW}:80`]);
    expect(await ask(passive, NEW)).toBe('200');
    expect(await ask(passive, OLD)).toBe('000');
  });

  await test.step('undo: every byte, every link, the socket and the answer', async () => {
    await undo(page, 'ports.conf');
    expect(await filesOn(active)).toBe(before);
    expect(await socketsOn(active)).toEqual([`${OLD}:80`]);
    expect(await ask(passive, OLD)).toBe('200');
  });
});

test('a file that somebody edits after the plan was made stays as they left it', async ({ page }) => {
  const active = await holderOf(OLD);
  await serveOnSecond(page);
  await expect(page.getByRole('button', { name: '승인하고 실행' })).toBeVisible({ timeout: PLANNED_MS });
  await onNode(active, ['sh', '-c', `echo '# by hand' >> ${FILES[0]}`]);
  const edited = await filesOn(active);
  await approve(page, VIP, 'story: too late');
  await expect(
    page.getByText('계획을 만든 뒤 클러스터가 바뀌었습니다.', { exact: false }).first(),
  ).toBeVisible({
    timeout: PLANNED_MS,
  });
  expect(await filesOn(active)).toBe(edited);
  expect(await socketsOn(active)).toEqual([`${OLD}:80`]);
});
