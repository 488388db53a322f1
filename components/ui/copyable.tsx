'use client';

import { clsx } from 'clsx';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';

interface Props {
  readonly text: string;
  /** Shown in place of `text`, which is still what is copied. */
  readonly label?: string;
  readonly className?: string;
  /** Breaks long commands over lines in place of keeping them on one. */
  readonly wrap?: boolean;
}

/** How long the tick stays: long enough to be seen, short enough not to be taken for a state. */
const TICK_MS = 1_600;

/** An address or command in monospace with its copy button. Selecting it by hand takes all of it. */
export function Copyable({ text, label, className, wrap = false }: Props) {
  return (
    <span
      className={clsx('group/copy inline-flex max-w-full items-center gap-0.5 align-baseline', className)}
    >
      <code className={clsx('num select-all', wrap ? 'whitespace-pre-wrap' : 'whitespace-nowrap')}>
        {label ?? text}
      </code>
      <CopyButton text={text} what={label ?? text} />
    </span>
  );
}

/** Copies what stands beside it. @param what said to those who do not see what that is */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const t = useTranslations('ui');
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), TICK_MS);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = () => {
    navigator.clipboard?.writeText(text).then(
      () => setDone(true),
      () => setDone(false),
    );
  };
  const Icon = done ? Check : Copy;
  return (
    <>
      <button
        type="button"
        onClick={copy}
        className="inline-flex size-6.5 shrink-0 cursor-pointer items-center justify-center rounded text-ink-3 opacity-60 group-hover/copy:opacity-100 hover:text-ink hover:opacity-100 focus-visible:opacity-100"
        aria-label={t('copy', { what })}
      >
        <Icon aria-hidden className="size-3.5" />
      </button>
      <span aria-live="polite" className="sr-only">
        {done ? t('copied') : ''}
      </span>
    </>
  );
}
