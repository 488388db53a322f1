'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { startPracticeAdoptionAction } from '../actions';
import { useAnswerWords } from './use-adopt-words';

export function PracticeStart() {
  const t = useTranslations('adopt');
  const router = useRouter();
  const say = useAnswerWords();
  const [problem, setProblem] = useState('');
  const [isPending, start] = useTransition();
  const begin = () =>
    start(async () => {
      const result = await startPracticeAdoptionAction({});
      if (result.ok) router.push(`/adopt/${result.value}`);
      else setProblem(say(result.error));
    });
  return (
    <div className="flex flex-col items-start gap-3">
      <Button look="primary" busy={isPending} onClick={begin}>
        {t('practiceStart')}
      </Button>
      <p role="alert" className="text-critical empty:hidden">
        {problem}
      </p>
    </div>
  );
}
