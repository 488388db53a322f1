/** `net.ipv4.ip_nonlocal_bind` on each node, in a file of Haven's own: now and after a restart (reference 3.3). */
import { fileKey, NO_FILE, nodeFacts, value } from '../facts';
import { type Draft, type Planner, refused } from '../planner';
import type { NonlocalBindWish } from '../service-intents';
import type { FileEdit } from '../types';
import { plainFilesDraft } from './plain-files';

/** Read after files with smaller numbers, so that it is this one that counts. */
export const NONLOCAL_BIND_FILE = '/etc/sysctl.d/90-haven-nonlocal-bind.conf';

export const nonlocalBindText = (isOn: boolean): string =>
  `# HAProxy and Apache2 on the node without the VIP.\nnet.ipv4.ip_nonlocal_bind = ${isOn ? 1 : 0}\n`;

export const nonlocalBindPlanner: Planner<NonlocalBindWish> = {
  confirm: () => 'ip_nonlocal_bind',
  files: ({ nodes }) => nodes.map((node) => ({ node, path: NONLOCAL_BIND_FILE, mayBeAbsent: true })),
  readsHaproxyHost: true,
  draft: ({ intent, world, sha256 }): Draft => {
    const files: FileEdit[] = [];
    for (const node of intent.nodes) {
      const at = { node, path: NONLOCAL_BIND_FILE };
      const read = world.files?.[fileKey(at)];
      const before = read && value(read);
      const host = nodeFacts(world, node)?.haproxyHost;
      const is = host && value(host.nonlocalBind)?.inet;
      if (!before) return refused('file-unread', fileKey(at));
      if (is === undefined) return refused('setting-unread', node);
      // Another file says so already: nothing to add to it.
      if (is === intent.isOn && before.sha256 === NO_FILE.sha256) continue;
      const text = nonlocalBindText(intent.isOn);
      files.push({ ...at, baseSha256: before.sha256, text, sha256: sha256(text) });
    }
    if (files.length === 0) return { kind: 'nothing-to-do', reason: 'already-so' };
    return plainFilesDraft('sysctl', files, world);
  },
};
