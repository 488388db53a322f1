import { expect, test } from '@playwright/test';
import { approve, CHANGED_MS, endsAsPlanned, PLANNED_MS, undo } from '../support/changes';
import { configurationHash } from '../support/configuration';
import { beginWithFreshLab } from '../support/fresh-lab';
import { cfgHash, haproxyCfg, statOf } from '../support/haproxy';
import { cib, eventually, isMounted, onNode } from '../support/nodes';
import { fillProtectForm, openProtectForm } from '../support/protect';

/** One form, one plan: a service is put under protection over systemd, Pacemaker and HAProxy, and taken out again. */

test.describe.configure({ mode: 'serial' });
test.setTimeout(3_000_000);
beginWithFreshLab();

const NODES = ['node1', 'node2'] as const;
const VIP = '10.10.0.100';
const DROP_IN = '/etc/systemd/system/notes.service.d/50-haven-hafs.conf';

/** Whether the unit starts at boot; `systemctl is-enabled` ends with 1 where it does not. */
const atBoot = async (node: string, unit: string): Promise<string> =>
  (await onNode(node, ['sh', '-c', `systemctl is-enabled ${unit} || true`])).trim();

/** What the whole cluster is made of, as far as the plan touches it. */
async function base(unit: string): Promise<readonly string[]> {
  const files = await Promise.all(NODES.map(cfgHash));
  const boot = await Promise.all(NODES.map((node) => atBoot(node, unit)));
  return [await configurationHash('node1'), ...files, ...boot];
}

const asked = (port: string): Promise<string> =>
  onNode('node1', [
    'perl',
    '-MIO::Socket::INET',
    '-e',
    `my $s = IO::Socket::INET->new(PeerAddr => "${VIP}", PeerPort => ${port}, Timeout => 10) or die "no connection"; print $s "GET /healthcheck HTTP/1.0\\r\\n\\r\\n"; print <$s>;`,
  ]);

test('an active-active service behind HAProxy, in one plan; undo brings back every hash', async ({
  page,
}) => {
  const before = await base('share-api.service');
  expect(await atBoot('node1', 'share-api.service')).toBe('enabled');

  await test.step('the form shows what it generates before anything is planned', async () => {
    await openProtectForm(page);
    await fillProtectForm(page, 'share-api', '8786');
    await expect(page.getByText('clone share-api-clone: share-api systemd:share-api')).toBeVisible();
    await expect(page.getByText('server node2 10.10.0.2:8786 check')).toBeVisible({ timeout: PLANNED_MS });
  });

  await test.step('approved, systemd has let go, Pacemaker runs it twice, HAProxy serves it', async () => {
    await page.getByRole('button', { name: '계획 만들기…' }).click();
    await approve(page, 'share-api', 'story: protect');
    await endsAsPlanned(page);
    for (const node of NODES) {
      expect(await atBoot(node, 'share-api.service')).toBe('disabled');
      for (const server of NODES) expect(await statOf(node, 'share-api', server, 'status')).toMatch(/^UP/);
    }
    expect(await cib('node2')).toContain('<clone id="share-api-clone">');
    expect(await asked('8786')).toContain('OK');
  });

  await test.step('undo: files, configuration and units are what they were', async () => {
    await undo(page, 'share-api');
    expect(await base('share-api.service')).toEqual(before);
  });
});

test('an active-standby service on HAFS; it follows the file system, and undo brings back every hash', async ({
  page,
}) => {
  const before = await base('notes.service');
  await openProtectForm(page);
  await fillProtectForm(page, 'notes', '8787');
  await page.getByLabel('구조').selectOption('active-standby');
  await expect(page.getByText('fs_hafs → notes (Mandatory)')).toBeVisible();
  await page.getByRole('button', { name: '계획 만들기…' }).click();
  await approve(page, 'notes', 'story: protect on HAFS');
  await endsAsPlanned(page);
  for (const node of NODES) {
    expect(await onNode(node, ['cat', DROP_IN])).toContain('ConditionPathIsMountPoint=/srv/hafs');
    expect(await haproxyCfg(node)).toMatch(/server node[12] 10\.10\.0\.[12]:8787 check backup/);
    const runs = (await onNode(node, ['sh', '-c', 'systemctl is-active notes.service || true'])).trim();
    expect(runs === 'active').toBe(await isMounted(node, '/srv/hafs'));
  }
  await eventually('the VIP answers for it', async () => (await asked('8787')).includes('OK') || 'not yet', {
    timeoutMs: CHANGED_MS,
  });

  await undo(page, 'notes');
  expect(await base('notes.service')).toEqual(before);
  for (const node of NODES)
    expect((await onNode(node, ['sh', '-c', `test -e ${DROP_IN} && echo there || echo gone`])).trim()).toBe(
      'gone',
    );
});

test('a unit that one node lacks is refused, and nothing was changed', async ({ page }) => {
  const before = await base('share-api.service');
  await onNode('node2', [
    'sh',
    '-c',
    'mv /etc/systemd/system/share-api.service /root/ && systemctl daemon-reload',
  ]);
  try {
    await openProtectForm(page);
    await fillProtectForm(page, 'share-api', '8786');
    await page.getByRole('button', { name: '계획 만들기…' }).click();
    await expect(
      page.getByText('유닛이 없습니다: node2 share-api.service', { exact: false }).first(),
    ).toBeVisible({
      timeout: PLANNED_MS,
    });
    await expect(page.getByRole('button', { name: '승인하고 실행' })).toHaveCount(0);
  } finally {
    await onNode('node2', [
      'sh',
      '-c',
      'mv /root/share-api.service /etc/systemd/system/ && systemctl daemon-reload',
    ]);
  }
  expect(await base('share-api.service')).toEqual(before);
});
