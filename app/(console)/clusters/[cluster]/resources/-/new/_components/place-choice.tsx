'use client';

import { useTranslations } from 'use-intl';
import { TextField } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select';
import { findResource } from '@/lib/pacemaker/cib-queries';
import { isResourceName } from '@/lib/pacemaker/names';
import type { NewPlace } from '@/lib/pacemaker/resource-edits';
import type { CibReading } from '@/lib/pacemaker/types';

export interface PlaceValue {
  readonly kind: 'alone' | 'in-group' | 'new-group' | 'clone' | 'promotable';
  readonly group: string;
  /** `last`, or the member it stands before. */
  readonly at: string;
}

const KINDS = ['alone', 'in-group', 'new-group', 'clone', 'promotable'] as const;
/** One copy promoted, and each told of the others: what the DRBD agent needs (reference 2.2.3). */
const PROMOTABLE_META = {
  'promoted-max': '1',
  'promoted-node-max': '1',
  'clone-node-max': '1',
  notify: 'true',
};

/** What is asked for; undefined while it is not said whole. */
export function placeOf({ kind, group, at }: PlaceValue): NewPlace | undefined {
  switch (kind) {
    case 'alone':
      return { kind };
    case 'in-group':
      return group === '' ? undefined : { kind, group, place: at === 'last' ? 'last' : { before: at } };
    case 'new-group':
      return isResourceName(group) ? { kind, group } : undefined;
    case 'clone':
      return { kind, isPromotable: false, meta: { interleave: 'true' } };
    case 'promotable':
      return { kind: 'clone', isPromotable: true, meta: { ...PROMOTABLE_META, interleave: 'true' } };
  }
}

const groupsOf = (cib: CibReading): string[] =>
  cib.resources.flatMap((one) => {
    const inner = one.kind === 'clone' ? one.child : one;
    return inner.kind === 'group' ? [inner.id] : [];
  });

/** Where it lives: by itself, with others, or on several nodes. */
export function PlaceChoice({
  value,
  cib,
  onChange,
  kinds = KINDS,
}: {
  readonly value: PlaceValue;
  readonly cib: CibReading;
  readonly onChange: (value: PlaceValue) => void;
  readonly kinds?: readonly PlaceValue['kind'][];
}) {
  const t = useTranslations('pacemaker');
  const groups = groupsOf(cib);
  const group = value.kind === 'in-group' ? findResource(cib, value.group)?.resource : undefined;
  const members = group?.kind === 'group' ? group.members.map(({ id }) => id) : [];
  return (
    <div className="flex flex-col gap-3">
      <fieldset className="grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
        <legend className="sr-only">{t('place')}</legend>
        {kinds.map((kind) => (
          <label
            key={kind}
            className="flex cursor-pointer gap-2.5 rounded-lg border border-line px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft has-disabled:cursor-not-allowed has-disabled:opacity-60"
          >
            <input
              type="radio"
              name="place"
              className="mt-1 accent-accent"
              checked={value.kind === kind}
              disabled={kind === 'in-group' && groups.length === 0}
              onChange={() =>
                onChange({ kind, group: kind === 'in-group' ? (groups[0] ?? '') : '', at: 'last' })
              }
            />
            <span>
              <span className="block font-medium">{t(`place_${kind}`)}</span>
              <span className="block text-[0.8667rem] text-ink-2">{t(`placeHint_${kind}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {value.kind === 'in-group' ? (
        <div className="grid max-w-2xl gap-4 sm:grid-cols-2">
          <SelectField
            label={t('group')}
            value={value.group}
            onChange={({ target }) => onChange({ ...value, group: target.value, at: 'last' })}
          >
            {groups.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </SelectField>
          <SelectField
            label={t('placeInGroup')}
            value={value.at}
            onChange={({ target }) => onChange({ ...value, at: target.value })}
          >
            <option value="last">{t('placeLast')}</option>
            {members.map((each) => (
              <option key={each} value={each}>
                {t('placeBefore', { resource: each })}
              </option>
            ))}
          </SelectField>
        </div>
      ) : null}
      {value.kind === 'new-group' ? (
        <TextField
          label={t('groupName')}
          value={value.group}
          error={value.group !== '' && !isResourceName(value.group) ? t('idInvalid') : ''}
          autoComplete="off"
          className="max-w-md"
          onChange={({ target }) => onChange({ ...value, group: target.value })}
        />
      ) : null}
    </div>
  );
}
