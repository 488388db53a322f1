'use client';

import { useState, useTransition } from 'react';
import type { GuardError } from '@/lib/auth/guard';
import type { Result } from '@/lib/base/result';
import type { AdoptionError } from '@/lib/usecases/adoption';
import { useAnswerWords } from '../../_components/use-adopt-words';

type Answered = Result<unknown, AdoptionError | GuardError>;

/** Sends one answer; says why it was not taken, else looks at the adoption at once. */
export function useAnswer(onAnswered: () => void) {
  const say = useAnswerWords();
  const [problem, setProblem] = useState('');
  const [isPending, start] = useTransition();
  const run = (send: () => Promise<Answered>) =>
    start(async () => {
      const result = await send();
      setProblem(result.ok ? '' : say(result.error));
      onAnswered();
    });
  return { run, isPending, problem };
}
