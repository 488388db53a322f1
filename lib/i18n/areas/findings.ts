import type { Messages } from '@/lib/base/finding';
import { type FindingTool, findingMessageKey } from '@/lib/base/finding-key';
import { corosyncMessages } from '@/lib/corosync/messages';
import { drbdMessages } from '@/lib/drbd/messages';
import { haproxyMessages } from '@/lib/haproxy/messages';
import { hostMessages } from '@/lib/host/messages';
import { networkMessages } from '@/lib/network/messages';
import { pacemakerMessages } from '@/lib/pacemaker/messages';
import { driftMessages } from '@/lib/protection/drift-messages';
import { messages as protectionMessages } from '@/lib/protection/messages';
import { systemdMessages } from '@/lib/systemd/messages';

/** The words of every finding of every tool as one area, so that a page is sent them in one language only. */
const TOOLS = {
  corosync: corosyncMessages,
  drbd: drbdMessages,
  drift: driftMessages,
  haproxy: haproxyMessages,
  host: hostMessages,
  network: networkMessages,
  pacemaker: pacemakerMessages,
  protection: protectionMessages,
  systemd: systemdMessages,
} as const satisfies Readonly<Record<FindingTool, Messages<string>>>;

function flatten(language: 'en' | 'ko'): Readonly<Record<string, string>> {
  const words: Record<string, string> = {};
  for (const [tool, messages] of Object.entries(TOOLS)) {
    for (const [key, text] of Object.entries<string>(messages[language])) {
      words[findingMessageKey(tool as FindingTool, key)] = text;
    }
  }
  return words;
}

export const findings = { en: flatten('en'), ko: flatten('ko') } as const;
