'use client';

import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { buttonLook } from './button';

interface Props {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, safest first; the dialog itself adds only the cross. */
  readonly footer?: ReactNode;
  readonly wide?: boolean;
}

const overlayLook = 'fixed inset-0 z-40 bg-black/45';

export function Dialog({ open, onOpenChange, title, description, children, footer, wide = false }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayLook} />
        <Radix.Content
          onOpenAutoFocus={focusFirstField}
          className={clsx(
            'fixed top-1/2 left-1/2 z-50 flex max-h-[86vh] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-xl border border-line bg-raised text-ink shadow-[var(--shadow)]',
            wide ? 'max-w-4xl' : 'max-w-lg',
          )}
        >
          <PanelHead title={title} description={description} />
          <div className="min-h-0 flex-1 overflow-y-auto px-6 pb-5">{children}</div>
          {footer ? (
            <div className="flex flex-wrap justify-end gap-2 border-t border-line px-6 py-4">{footer}</div>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A dialog that asks something begins at its first field, not at the cross. */
function focusFirstField(event: Event): void {
  const field = (event.currentTarget as HTMLElement | null)?.querySelector<HTMLElement>(
    'input:not([type="hidden"]):not([type="radio"]), textarea',
  );
  if (!field) return;
  event.preventDefault();
  field.focus();
}

/** A panel at the right edge: detail beside the thing it is about, which stays visible. */
export function Drawer({ open, onOpenChange, title, description, children, footer, wide = false }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/25" />
        <Radix.Content
          className={clsx(
            'fixed inset-y-0 right-0 z-50 flex w-full flex-col border-l border-line bg-raised text-ink shadow-[var(--shadow)]',
            wide ? 'max-w-[56rem]' : 'max-w-[38rem]',
          )}
        >
          <PanelHead title={title} description={description} />
          <div className="min-h-0 flex-1 overflow-y-auto px-6 pb-8">{children}</div>
          {footer ? (
            <div className="flex flex-wrap justify-end gap-2 border-t border-line px-6 py-4">{footer}</div>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function PanelHead({ title, description }: Pick<Props, 'title' | 'description'>) {
  const t = useTranslations('ui');
  return (
    <div className="flex items-start gap-4 px-6 pt-5 pb-4">
      <div className="min-w-0 flex-1">
        <Radix.Title className="text-lg leading-snug font-semibold">{title}</Radix.Title>
        <Radix.Description className={description ? 'mt-1 text-[0.9333rem] text-ink-2' : 'sr-only'}>
          {description ?? title}
        </Radix.Description>
      </div>
      <Radix.Close className={buttonLook({ look: 'quiet', size: 'icon' })} aria-label={t('close')}>
        <X aria-hidden className="size-4.5" />
      </Radix.Close>
    </div>
  );
}
