'use client';

import { clsx } from 'clsx';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

export interface MenuItem {
  readonly id: string;
  readonly label: ReactNode;
  /** Why it cannot be chosen; shown under the label. Its presence disables the item. */
  readonly blocked?: ReactNode;
  readonly danger?: boolean;
  readonly onSelect: () => void;
  /** The pointer or the keyboard is on it. */
  readonly onActive?: (item: Element) => void;
}

interface Props {
  /** The button that opens it. */
  readonly trigger: ReactNode;
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
  /** No item is pointed at any more: left, or the menu closed. */
  readonly onInactive?: () => void;
}

export const menuItemLook =
  'min-h-8 cursor-pointer rounded-md px-2.5 py-1.5 text-[0.9333rem] outline-none data-disabled:cursor-not-allowed data-disabled:text-ink-3 data-highlighted:bg-sunken';
export const menuLook =
  'z-50 min-w-44 rounded-lg border border-line bg-raised p-1 text-ink shadow-[var(--shadow)]';

export function Menu({ trigger, label, items, align = 'end', onInactive }: Props) {
  return (
    // Not modal: that would hide the page from screen readers, and with it what an item's preview says.
    <Radix.Root modal={false} onOpenChange={(isOpen) => (isOpen ? undefined : onInactive?.())}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={menuLook}
        >
          {items.map((item) => (
            <Radix.Item
              key={item.id}
              disabled={item.blocked !== undefined}
              onSelect={item.onSelect}
              onFocus={({ currentTarget }) => item.onActive?.(currentTarget)}
              onBlur={onInactive}
              className={clsx(menuItemLook, item.danger && 'text-critical')}
            >
              {item.label}
              {item.blocked ? <div className="text-[0.8rem] text-ink-3">{item.blocked}</div> : null}
            </Radix.Item>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
