import { expect, test } from '@playwright/test';
import { approve, endsAsPlanned } from './support/changes';
import { beginWithFreshLab } from './support/fresh-lab';
import { killHaven } from './support/haven';
import { crmMon, leftovers, onNode } from './support/nodes';
import { asAdministrator } from './support/people';
import { openPicture } from './support/picture';

/** Haven dies in the middle of a change. The nodes do not care, the next Haven finishes it, nothing is done twice. */

test.setTimeout(1_200_000);
beginWithFreshLab();

/** Every transient unit that a job of Haven's ever started on a node, by the node's own journal. */
async function startedUnits(node: string): Promise<readonly string[]> {
  const journal = await onNode(node, ['journalctl', '-o', 'cat', '--no-pager', '-b']);
  return [...journal.matchAll(/^Started (haven-\S+?)(?:\.service)?(?: - .*)?\.?$/gm)].map(
    (match) => match[1] ?? '',
  );
}

test('kill -9 in mid-job: the job is finished after the restart and no step has run twice', async ({
  page,
}) => {
  await asAdministrator(page);
  await openPicture(page);
  await page.getByRole('link', { name: 'node2', exact: true }).click();
  await page.getByRole('button', { name: 'standby로 전환…' }).click();
  await approve(page, 'node2', 'story: Haven will die now');
  await expect(page.getByText(/\d+단계 중 \d+단계/)).toBeVisible({ timeout: 60_000 });
  const backMs = await killHaven();
  test.info().annotations.push({ type: 'pages back after', description: `${backMs} ms` });

  await page.reload();
  await endsAsPlanned(page);
  expect(await crmMon('node1')).toMatch(/<node name="node2"[^>]*standby="true"/);
  expect(await leftovers('node1')).toEqual([]);
  for (const node of ['node1', 'node2']) {
    const units = await startedUnits(node);
    expect(new Set(units).size, `${node} ran ${units.join(', ')}`).toBe(units.length);
  }
});
