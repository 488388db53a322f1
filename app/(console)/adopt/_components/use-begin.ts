import { useRouter } from 'next/navigation';
import { type FormEvent, useState, useTransition } from 'react';
import { useFormErrors } from '@/app/_components/form-errors';
import type { FormState } from '@/lib/auth/guard';
import type { Result } from '@/lib/base/result';
import type { AdoptionError } from '@/lib/usecases/adoption';
import { useAnswerWords } from './use-adopt-words';

type Failed = Extract<FormState<string, AdoptionError>, { status: 'failed' }>['error'];

/**
 * A form that begins an adoption and leads on to it. Submitted without React's form reset: a key that was pasted stays
 * when the address was wrong.
 * @param begin answers with the adoption's id
 */
export function useBegin(begin: (form: FormData) => Promise<Result<string, Failed>>) {
  const router = useRouter();
  const say = useAnswerWords();
  const [state, setState] = useState<FormState<string, AdoptionError>>({ status: 'idle' });
  const [isPending, start] = useTransition();
  const errors = useFormErrors(state, say);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    start(async () => {
      const result = await begin(form);
      if (result.ok) router.push(`/adopt/${result.value}`);
      else setState({ status: 'failed', error: result.error, typed: {} });
    });
  };
  return { submit, errors, isPending };
}
