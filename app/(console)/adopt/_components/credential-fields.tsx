'use client';

import { type ChangeEvent, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { TextAreaField, TextField } from '@/components/ui/field';
import type { AdoptionCredential } from '@/lib/inventory/adoption-answers';

export type CredentialKind = AdoptionCredential['kind'] | 'keep';

interface Props {
  readonly kind: CredentialKind;
  readonly onKind: (kind: CredentialKind) => void;
  readonly kinds: readonly CredentialKind[];
  readonly errorOf: (name: string) => string | undefined;
}

const LABELS = { key: 'withKey', password: 'withPassword', keep: 'keepCredential' } as const;

/** Key or password. The fields keep what was typed: an error must not cost anybody a second paste. */
export function CredentialFields({ kind, onKind, kinds, errorOf }: Props) {
  const t = useTranslations('adopt');
  const area = useRef<HTMLDivElement>(null);
  const fill = (text: string) => {
    const field = area.current?.querySelector('textarea');
    if (field) field.value = text;
  };
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 text-[0.8667rem] font-medium text-ink-2">{t('credential')}</legend>
      <div className="flex flex-wrap gap-x-6 gap-y-1">
        {kinds.map((each) => (
          <label key={each} className="flex min-h-7 cursor-pointer items-center gap-2">
            <input
              type="radio"
              name="kind"
              value={each}
              checked={kind === each}
              onChange={() => onKind(each)}
              className="accent-accent"
            />
            {t(LABELS[each])}
          </label>
        ))}
      </div>
      {kind === 'key' ? (
        <div ref={area} className="flex flex-col gap-2">
          <TextAreaField
            label={t('privateKey')}
            hint={t('privateKeyHint')}
            name="privateKey"
            rows={6}
            spellCheck={false}
            autoComplete="off"
            required
            error={errorOf('credential.privateKey')}
          />
          <KeyFile onText={fill} />
        </div>
      ) : null}
      {kind === 'password' ? (
        <TextField
          label={t('password')}
          hint={t('passwordHint')}
          name="password"
          type="password"
          autoComplete="off"
          required
          error={errorOf('credential.password')}
        />
      ) : null}
    </fieldset>
  );
}

function KeyFile({ onText }: { readonly onText: (text: string) => void }) {
  const t = useTranslations('adopt');
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (file && file.size < 20_000) onText(await file.text());
  };
  return (
    <label className="flex flex-wrap items-center gap-3 text-[0.8667rem] text-ink-2">
      {t('privateKeyFile')}
      <input
        type="file"
        onChange={(event) => void read(event)}
        className="text-[0.8667rem] file:mr-3 file:min-h-7 file:cursor-pointer file:rounded-md file:border file:border-line-strong file:bg-surface file:px-2.5 file:font-medium file:text-ink"
      />
    </label>
  );
}

/** The credential of a form, or undefined to keep the one given before. */
export function credentialOf(form: FormData): AdoptionCredential | undefined {
  const kind = form.get('kind');
  if (kind === 'key') return { kind, privateKey: String(form.get('privateKey') ?? '') };
  return kind === 'password' ? { kind, password: String(form.get('password') ?? '') } : undefined;
}
