import { expect, type Page } from '@playwright/test';
import { eventually, onNode } from './nodes';
import { openPicture } from './picture';

/** HAFS as a person reaches it, and as the nodes themselves tell of it. */

/** A resync of the practice cluster is slow on purpose: some MiB a second. */
export const SYNCED_MS = 420_000;

export async function openDrbd(page: Page): Promise<void> {
  await openPicture(page);
  await page.getByRole('link', { name: 'DRBD', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'DRBD' }).first()).toBeVisible({ timeout: 60_000 });
}

export async function chooseHafs(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'hafs HAFS' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** `oos:` of /proc/drbd, in KiB. */
export async function outOfSyncKiB(node: string): Promise<number> {
  const text = await onNode(node, ['cat', '/proc/drbd']);
  const found = /\boos:(\d+)/.exec(text);
  if (!found) throw new Error(`${node}: no counter in ${text.slice(0, 200)}`);
  return Number(found[1]);
}

export const inSync = (node: string): Promise<void> =>
  eventually(
    'both copies UpToDate, nothing out of sync',
    async () => {
      const text = await onNode(node, ['cat', '/proc/drbd']);
      const is = /cs:Connected/.test(text) && text.includes('ds:UpToDate/UpToDate') && /\boos:0\b/.test(text);
      return is || text.slice(0, 300);
    },
    { timeoutMs: SYNCED_MS },
  ).then(() => undefined);

export async function primaryOf(): Promise<'node1' | 'node2'> {
  const text = await onNode('node1', ['cat', '/proc/drbd']);
  return /ro:Primary\//.test(text) ? 'node1' : 'node2';
}

/** Bytes of the backing volume, asked from LVM itself. */
export async function volumeBytes(node: string): Promise<number> {
  const text = await onNode(node, [
    'lvs',
    '--noheadings',
    '--nosuffix',
    '--units',
    'b',
    '-o',
    'lv_size',
    'vg_nvme/hafs',
  ]);
  return Number(text.trim());
}

/** Size of the mounted file system in bytes. */
export async function filesystemBytes(node: string): Promise<number> {
  const text = await onNode(node, ['df', '-B1', '--output=size', '/srv/hafs']);
  return Number(text.trim().split('\n').at(-1));
}

/**
 * Spoils one block of a copy behind DRBD's back, as a failing disk would: well inside the file system, where nothing is
 * allocated, so that nobody's file is touched and no write of the Primary mends it by chance.
 */
export async function spoilBlock(node: string, atMiB: number): Promise<void> {
  await onNode(node, [
    'sh',
    '-c',
    `dd if=/dev/urandom of=/dev/vg_nvme/hafs bs=4096 count=1 seek=$((${atMiB} * 256)) oflag=direct conv=notrunc 2>&1`,
  ]);
}

/** Reads the same block of a copy past DRBD and the page cache. */
export const blockHash = async (node: string, atMiB: number): Promise<string> =>
  (
    await onNode(node, [
      'sh',
      '-c',
      `dd if=/dev/vg_nvme/hafs bs=4096 count=1 skip=$((${atMiB} * 256)) iflag=direct 2>/dev/null | sha256sum`,
    ])
  ).slice(0, 64);
