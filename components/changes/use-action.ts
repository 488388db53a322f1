'use client';

import { useState, useTransition } from 'react';
import type { Result } from '@/lib/base/result';
import { type ChangeFailure, failureKey } from './change-actions';
import { usePlanWords } from './use-plan-words';

/** Runs one action at a time and keeps what went wrong in words, until the next try. */
export function useAction() {
  const [isBusy, startTransition] = useTransition();
  const [error, setError] = useState('');
  const words = usePlanWords();
  const run = <T>(work: () => Promise<Result<T, ChangeFailure>>, then: (value: T) => void): void => {
    setError('');
    startTransition(async () => {
      try {
        const answer = await work();
        if (answer.ok) then(answer.value);
        else setError(words.dynamic('error', failureKey(answer.error)));
      } catch (thrown) {
        // Next redirects by throwing; everything else is a connection that broke.
        if (isRedirect(thrown)) throw thrown;
        setError(words.say('error-offline'));
      }
    });
  };
  return { isBusy, error, run };
}

const isRedirect = (thrown: unknown): boolean =>
  typeof (thrown as { digest?: unknown } | null)?.digest === 'string' &&
  String((thrown as { digest: string }).digest).startsWith('NEXT_');
