'use client';

import { clsx } from 'clsx';
import { type ComponentProps, type FormEvent, type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl';

/** Everything a control needs to be named, explained and found wrong by people and by assistive technology. */
export interface FieldText {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

interface FieldProps extends FieldText {
  readonly className?: string;
  readonly children: (control: {
    readonly id: string;
    readonly 'aria-describedby'?: string;
    readonly 'aria-invalid'?: true;
    readonly onInvalid: (event: FormEvent<Control>) => void;
    readonly onInput: (event: FormEvent<Control>) => void;
  }) => ReactNode;
}

/** What the browser would say in its own language, in the reader's. */
function useValidityWords(): (control: Control) => string {
  const t = useTranslations('ui');
  return (control) => {
    const { validity } = control;
    if (validity.valueMissing) return t('fieldMissing');
    if (control instanceof HTMLSelectElement) return t('fieldWrong');
    if (validity.tooShort) return t('fieldTooShort', { min: control.minLength, now: control.value.length });
    if (control instanceof HTMLTextAreaElement) return t('fieldWrong');
    if (validity.typeMismatch && control.type === 'email') return t('fieldNoEmail');
    if (validity.rangeUnderflow || validity.rangeOverflow)
      return t('fieldOutOfRange', { min: control.min, max: control.max });
    return t('fieldWrong');
  };
}

/** Label above, hint below, the error in place of nothing: it appears without moving the control. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId();
  const validityWords = useValidityWords();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={clsx('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-[0.8667rem] font-medium text-ink-2">
        {label}
      </label>
      {children({
        id,
        ...(described ? { 'aria-describedby': described } : {}),
        ...(error ? { 'aria-invalid': true as const } : {}),
        onInvalid: ({ currentTarget }) => currentTarget.setCustomValidity(validityWords(currentTarget)),
        // What was said is about what was there: the next check speaks for itself.
        onInput: ({ currentTarget }) => currentTarget.setCustomValidity(''),
      })}
      {hint ? (
        <p id={`${id}-hint`} className="text-[0.8rem] text-ink-3">
          {hint}
        </p>
      ) : null}
      <p id={`${id}-error`} aria-live="polite" className="text-[0.8667rem] text-critical empty:hidden">
        {error}
      </p>
    </div>
  );
}

export const controlLook =
  'min-h-9 w-full rounded-md border border-line-strong bg-surface px-3 text-[0.9333rem] text-ink placeholder:text-ink-3 disabled:opacity-60 aria-invalid:border-critical aria-invalid:bg-critical-soft';

type InputProps = ComponentProps<'input'> & FieldText;

export function TextField({ label, hint, error, className, ...rest }: InputProps) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(control) => <input {...control} {...rest} className={controlLook} />}
    </Field>
  );
}

type AreaProps = ComponentProps<'textarea'> & FieldText;

export function TextAreaField({ label, hint, error, className, ...rest }: AreaProps) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(control) => <textarea rows={4} {...control} {...rest} className={clsx(controlLook, 'py-2')} />}
    </Field>
  );
}
