'use client';

import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { type FindingTool, findingMessageKey } from '@/lib/base/finding-key';

export type Params = Readonly<Record<string, string | number>>;

export interface FindingWords {
  readonly text: string;
  /** The next safe step, where the tool has words for it. */
  readonly next?: string;
}

/** Turns a finding of any tool into words of the reader's language. A finding without words still shows its key. */
export function useFindingWords(): (tool: FindingTool, key: string, params: Params) => FindingWords {
  const t = useTranslations('findings');
  const ui = useTranslations('ui');
  return useCallback(
    (tool, key, params) => {
      const id = findingMessageKey(tool, key);
      if (!t.has(id)) return { text: ui('findingUnworded', { key: `${tool}/${key}` }) };
      const next = `${id}-next`;
      return { text: t(id, params), ...(t.has(next) ? { next: t(next, params) } : {}) };
    },
    [t, ui],
  );
}
