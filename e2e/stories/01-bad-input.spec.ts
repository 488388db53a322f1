import { expect, type Page, test } from '@playwright/test';
import { requireLabInfo } from '../lab/lab.ts';
import { beginWithFreshLab } from './support/fresh-lab';
import { onNode } from './support/nodes';
import { asAdministrator } from './support/people';
import { DRAWN_MS } from './support/picture';

/** Adopting goes wrong in the ways it does: each is told, nothing is lost, nothing is left behind. */

test.setTimeout(900_000);
beginWithFreshLab();

/** Each node shows its key once; the person compares it with what the node itself says, over the lab's own SSH. */
async function trustNode(page: Page, name: string): Promise<void> {
  const printed = await onNode(name, ['ssh-keygen', '-lf', '/etc/ssh/ssh_host_ed25519_key.pub']);
  const fingerprint = /SHA256:\S+/.exec(printed)?.[0] ?? 'the node shows no fingerprint';
  await expect(page.getByText(fingerprint).first()).toBeVisible({ timeout: DRAWN_MS });
  await page.getByRole('button', { name: '같습니다. 이 키를 신뢰합니다' }).first().click();
}

test('bad input is told with the node and the next step, is kept, and leaves nothing behind', async ({
  page,
}) => {
  const info = requireLabInfo();
  const [node1, node2] = info.nodes;
  if (!node1 || !node2) throw new Error('the lab has no two nodes');
  const keysBefore = await onNode('node1', ['cat', `/home/${info.havenUser.user}/.ssh/authorized_keys`]);
  await asAdministrator(page);
  await page.goto('/adopt');

  await test.step('nothing listens there', async () => {
    await page.getByLabel('노드 하나의 주소').fill('127.0.0.1');
    await page.getByLabel('SSH 포트').fill('9');
    await page.getByLabel('로그인 이름').fill(info.havenUser.user);
    await page.getByText('비밀번호로 한 번만').click();
    await page.getByLabel('비밀번호', { exact: true }).fill('not-this-one');
    await page.getByRole('button', { name: '이 노드 살펴보기' }).click();
    await expect(page.getByRole('alert').filter({ hasText: '연결을 거부합니다' })).toBeVisible({
      timeout: DRAWN_MS,
    });
  });

  await test.step('the right machine, the wrong password', async () => {
    await page.getByRole('button', { name: '다른 주소나 로그인 방법' }).click();
    await expect(page.locator('input[name=host]')).toHaveValue('127.0.0.1');
    await page.locator('input[name=port]').fill(String(node1.port));
    await page.getByRole('button', { name: '이것으로 시도' }).click();
    await trustNode(page, 'node1');
    await expect(page.getByRole('alert').filter({ hasText: '로그인을 거부합니다' })).toBeVisible({
      timeout: DRAWN_MS * 2,
    });
  });

  await test.step('the right password: a non-root user with a sudo list is enough, and the peer is found', async () => {
    await page.getByRole('button', { name: '다른 주소나 로그인 방법' }).click();
    await page.getByText('비밀번호로 한 번만').click();
    await page.locator('input[name=password]').fill(info.havenUser.password);
    await page.getByRole('button', { name: '이것으로 시도' }).click();
    await expect(page.getByRole('heading', { name: 'node2' })).toBeVisible({ timeout: DRAWN_MS * 3 });
  });

  await test.step('cancelled: the key that was left for Haven is gone from the node', async () => {
    await page.getByRole('button', { name: '등록 취소' }).click();
    const confirm = page.getByRole('dialog').getByRole('button', { name: '등록 취소' });
    if ((await confirm.count()) > 0) await confirm.click();
    await expect(page.getByText('등록을 취소했습니다')).toBeVisible({
      timeout: DRAWN_MS,
    });
    await expect
      .poll(() => onNode('node1', ['cat', `/home/${info.havenUser.user}/.ssh/authorized_keys`]), {
        // Cleaning up waits for what was under way on the other node, and that for an address that does not answer.
        timeout: DRAWN_MS * 4,
      })
      .toBe(keysBefore);
  });
});
