import { expect, type Page, test } from '@playwright/test';
import { approve, endsAsPlanned, undo } from '../support/changes';
import { beginWithFreshLab } from '../support/fresh-lab';
import { openDrbd } from '../support/hafs';
import { crmMon, eventually, isMounted, onNode } from '../support/nodes';
import { asAdministrator } from '../support/people';
import { FAILOVER_MS } from '../support/picture';

/** A new drive in each node becomes a second HAFS: one that holds something is not offered, a blank one is. */

test.describe.configure({ mode: 'serial' });
test.setTimeout(2_400_000);
beginWithFreshLab();

const NODES = ['node1', 'node2'] as const;
const DRIVE = '/dev/nvme0n2';
const PLACE = '/srv/lectures';

/** A second namespace appears on the running node, as it does when a drive is put into a server. */
async function plugDrive(node: string): Promise<void> {
  const sub = '/sys/kernel/config/nvmet/subsystems/nqn.2014-08.org.haven.lab:drive';
  const lines = [
    'truncate -s 320M /var/lib/second-drive',
    `mkdir ${sub}/namespaces/2`,
    `echo /var/lib/second-drive > ${sub}/namespaces/2/device_path`,
    `echo 1 > ${sub}/namespaces/2/enable`,
  ];
  await onNode(node, ['sh', '-ec', lines.join('\n')]);
  await eventually(
    `${DRIVE} is there on ${node}`,
    async () =>
      (await onNode(node, ['sh', '-c', `test -b ${DRIVE} && echo yes || true`])).includes('yes') || 'not yet',
    { timeoutMs: 120_000 },
  );
}

const typeOn = async (node: string): Promise<string> =>
  (await onNode(node, ['sh', '-c', `wipefs --no-act --noheadings --output TYPE ${DRIVE}`])).trim();
/** A byte of it: what nobody wrote to stays what it was. */
const hashOf = async (node: string): Promise<string> =>
  (await onNode(node, ['sh', '-c', `dd if=${DRIVE} bs=1M iflag=direct 2>/dev/null | sha256sum`])).slice(
    0,
    64,
  );

async function openForm(page: Page) {
  await openDrbd(page);
  await page.getByRole('button', { name: '새 HAFS…' }).click();
  const dialog = page.getByRole('dialog', { name: '새 HAFS' });
  for (const node of NODES)
    await expect(dialog.getByLabel(`${node}의 공간`)).toBeVisible({ timeout: 120_000 });
  return dialog;
}

test('a drive with a file system on it is not offered, a blank one is', async ({ page }) => {
  for (const node of NODES) await plugDrive(node);
  await onNode('node2', ['mkfs.ext4', '-q', DRIVE]);
  const before = await hashOf('node2');

  await asAdministrator(page);
  const dialog = await openForm(page);
  const offered = (node: string) => dialog.getByLabel(`${node}의 공간`).locator('option', { hasText: DRIVE });
  await expect(offered('node1')).toHaveCount(1);
  await expect(offered('node2')).toHaveCount(0);
  expect(await hashOf('node2')).toBe(before);
  await onNode('node2', ['wipefs', '--quiet', '--all', DRIVE]);
});

test('two blank drives become a mounted HAFS; undo takes it out of service and keeps both copies', async ({
  page,
}) => {
  await asAdministrator(page);
  const dialog = await openForm(page);
  await dialog.getByLabel('이름', { exact: true }).fill('lectures');
  await dialog.getByLabel('크기(MiB)').fill('128');
  for (const node of NODES) await dialog.getByLabel(`${node}의 공간`).selectOption(DRIVE);
  await expect(dialog.getByText(`node1: ${DRIVE} → vg_hafs/lectures → /dev/drbd1 → ${PLACE}`)).toBeVisible();
  await dialog.getByRole('button', { name: '계획 만들기' }).click();
  await approve(page, 'lectures', 'story: more room for lectures');
  await endsAsPlanned(page);

  let active: (typeof NODES)[number] = 'node1';
  await test.step('mounted once, both copies good, on the new drives', async () => {
    const mounted = await Promise.all(NODES.map((node) => isMounted(node, PLACE)));
    expect(mounted.filter(Boolean)).toHaveLength(1);
    active = mounted[0] ? 'node1' : 'node2';
    await onNode(active, ['sh', '-c', `echo kept > ${PLACE}/note && sync ${PLACE}/note`]);
    for (const node of NODES) {
      expect(await onNode(node, ['cat', '/proc/drbd'])).toMatch(/ 1: cs:Connected .*ds:UpToDate\/UpToDate/);
      expect(await typeOn(node)).toBe('LVM2_member');
      expect(await onNode(node, ['lvs', '--noheadings', '-o', 'devices', 'vg_hafs/lectures'])).toContain(
        DRIVE,
      );
    }
  });

  await test.step('undo: nothing of it runs, nothing of it is lost', async () => {
    await undo(page, 'lectures');
    expect(await crmMon(active)).not.toContain('fs_lectures');
    await eventually(
      'no node has it mounted',
      async () => {
        const mounted = await Promise.all(NODES.map((node) => isMounted(node, PLACE)));
        return !mounted.some(Boolean) || 'still mounted';
      },
      { timeoutMs: FAILOVER_MS },
    );
    for (const node of NODES) {
      const copy = await onNode(node, [
        'wipefs',
        '--no-act',
        '--noheadings',
        '--output',
        'TYPE',
        '/dev/vg_hafs/lectures',
      ]);
      expect(copy).toContain('drbd');
    }
    const note = [
      'mkdir -p /run/story-mount',
      'mount -t ext4 -o ro,noload /dev/vg_hafs/lectures /run/story-mount',
      'cat /run/story-mount/note',
      'umount /run/story-mount',
    ];
    expect(await onNode(active, ['sh', '-ec', note.join('\n')])).toBe('kept\n');
  });
});
