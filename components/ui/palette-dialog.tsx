'use client';

import { Command } from 'cmdk';
import { useTranslations } from 'use-intl';

export interface PaletteEntry {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  /** Shown quietly at the right: cluster, kind. */
  readonly detail?: string;
  /** Further words that find it: addresses, ids. */
  readonly keywords?: readonly string[];
  readonly href: string;
}

interface Props {
  readonly entries: readonly PaletteEntry[];
  readonly onClose: () => void;
  readonly onGo: (href: string) => void;
}

export default function PaletteDialog({ entries, onClose, onGo }: Props) {
  const t = useTranslations('ui');
  const groups = [...new Set(entries.map((entry) => entry.group))];
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      label={t('palette')}
      overlayClassName="fixed inset-0 z-40 bg-black/40"
      contentClassName="fixed top-[14vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-raised text-ink shadow-[var(--shadow)]"
    >
      <Command.Input
        placeholder={t('paletteHint')}
        className="w-full border-b border-line bg-transparent px-5 py-3.5 text-base outline-none placeholder:text-ink-3"
      />
      <Command.List className="max-h-[52vh] overflow-y-auto p-2">
        <Command.Empty className="px-3 py-6 text-center text-ink-3">{t('paletteEmpty')}</Command.Empty>
        {groups.map((group) => (
          <Command.Group
            key={group}
            heading={group}
            className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-[0.8rem] [&_[cmdk-group-heading]]:text-ink-3"
          >
            {entries
              .filter((entry) => entry.group === group)
              .map((entry) => (
                <Command.Item
                  key={entry.id}
                  value={`${entry.id} ${entry.label}`}
                  keywords={[...(entry.keywords ?? []), entry.detail ?? '']}
                  onSelect={() => {
                    onClose();
                    onGo(entry.href);
                  }}
                  className="flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-3 text-[0.9333rem] data-[selected=true]:bg-accent-soft"
                >
                  <span className="min-w-0 flex-1 truncate">{entry.label}</span>
                  {entry.detail ? (
                    <span className="shrink-0 text-[0.8rem] text-ink-3">{entry.detail}</span>
                  ) : null}
                </Command.Item>
              ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command.Dialog>
  );
}
