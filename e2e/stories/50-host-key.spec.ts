import { expect, test } from '@playwright/test';
import { beginWithFreshLab } from './support/fresh-lab';
import { onNode } from './support/nodes';
import { asAdministrator } from './support/people';
import { DRAWN_MS, element, openPicture } from './support/picture';

/** Another machine answers at a node's address, or seems to: its host key is not the pinned one. */

test.setTimeout(900_000);
beginWithFreshLab();

/** Long enough for Haven to notice and knock several times, on an emulated node. */
const FOREIGN_SECONDS = 90;

const SWAP = `
set -e
cd /etc/ssh
mkdir -p /run/story && cp -p ssh_host_ed25519_key ssh_host_ed25519_key.pub /run/story/
rm -f /run/foreign /run/foreign.pub && ssh-keygen -q -t ed25519 -N '' -f /run/foreign
cat /run/foreign > ssh_host_ed25519_key && cat /run/foreign.pub > ssh_host_ed25519_key.pub
systemctl restart ssh
# Not this script itself, whose text is on its command line.
pkill -f '[s]shd: [a-z]+' || true
sleep ${FOREIGN_SECONDS}
journalctl -u ssh -o cat --no-pager --since '-${FOREIGN_SECONDS - 10}s' > /run/story/log
cat /run/story/ssh_host_ed25519_key > ssh_host_ed25519_key
cat /run/story/ssh_host_ed25519_key.pub > ssh_host_ed25519_key.pub
systemctl restart ssh
`;

test('a changed host key is an alarm, and nothing is sent to whoever shows it', async ({ page }) => {
  await asAdministrator(page);
  await openPicture(page);
  await expect(element(page, 'node2', '온라인')).toBeVisible({ timeout: DRAWN_MS });
  await onNode('node2', ['systemd-run', '--unit=story-host-key', 'sh', '-c', SWAP]);

  await expect(page.getByRole('button', { name: /^node2 .*호스트 키 변경/ })).toBeVisible({
    timeout: FOREIGN_SECONDS * 1000,
  });
  await expect(page.getByRole('button', { name: /^node2 · hafs .*알 수 없음/ }).first()).toBeVisible({
    timeout: DRAWN_MS,
  });

  await test.step('the node saw no sign-in while it showed the other key', async () => {
    await expect(element(page, 'node2', '온라인', '실시간')).toBeVisible({ timeout: 300_000 });
    const log = await onNode('node2', ['cat', '/run/story/log']);
    // Haven knocked, saw the key, and left before it said who it is.
    expect(log).toMatch(/Connection closed by .*\[preauth\]/);
    expect(log).not.toMatch(/Accepted (publickey|password)/);
  });
});
