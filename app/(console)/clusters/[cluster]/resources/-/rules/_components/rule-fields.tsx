'use client';

import { useTranslations } from 'use-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { TextField } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select';
import type {
  ColocationWish,
  ConstraintRole,
  LocationWish,
  OrderAction,
  OrderWish,
} from '@/lib/pacemaker/constraint-wish';
import { namedInRules, rolesOf, STRENGTHS } from '@/lib/pacemaker/rule-form';
import type { CibReading } from '@/lib/pacemaker/types';
import { isScoreText } from '@/lib/pacemaker/values';

interface Fields<T> {
  readonly wish: T;
  readonly cib: CibReading;
  readonly onChange: (wish: T) => void;
}

function ResourceField({
  label,
  value,
  cib,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly cib: CibReading;
  readonly onChange: (id: string) => void;
}) {
  const t = useTranslations('pacemaker');
  return (
    <SelectField label={label} value={value} onChange={({ target }) => onChange(target.value)}>
      <option value="">{t('choose')}</option>
      {[...new Set([...namedInRules(cib), ...(value === '' ? [] : [value])])].map((id) => (
        <option key={id}>{id}</option>
      ))}
    </SelectField>
  );
}

/** Only where there are roles to choose from, or one is written already. */
function RoleField({
  label,
  of,
  value,
  cib,
  onChange,
}: {
  readonly label: string;
  readonly of: string;
  readonly value: ConstraintRole | undefined;
  readonly cib: CibReading;
  readonly onChange: (role: ConstraintRole | undefined) => void;
}) {
  const t = useTranslations('pacemaker');
  const roles = rolesOf(cib, of);
  const shown = [...new Set([...roles, ...(value === undefined ? [] : [value])])];
  if (shown.length === 0) return null;
  return (
    <SelectField
      label={label}
      value={value ?? ''}
      onChange={({ target }) => onChange(target.value === '' ? undefined : (target.value as ConstraintRole))}
    >
      <option value="">{t('anyRole')}</option>
      {shown.map((role) => (
        <option key={role}>{role}</option>
      ))}
    </SelectField>
  );
}

function ScoreField({
  kind,
  value,
  onChange,
}: {
  readonly kind: 'location' | 'colocation';
  readonly value: string;
  readonly onChange: (score: string) => void;
}) {
  const t = useTranslations('pacemaker');
  const choices: readonly string[] = STRENGTHS[kind];
  const isOwn = !choices.includes(value);
  return (
    <div className="flex items-end gap-2">
      <SelectField
        className="flex-1"
        label={t('strength')}
        value={isOwn ? 'own' : value}
        onChange={({ target }) => onChange(target.value === 'own' ? '' : target.value)}
      >
        {choices.map((score) => (
          <option key={score} value={score}>
            {t(`score_${kind}`, { score })}
          </option>
        ))}
        <option value="own">{t('ownScore')}</option>
      </SelectField>
      {isOwn ? (
        <TextField
          className="w-36"
          label={t('score')}
          value={value}
          error={value === '' || isScoreText(value) ? '' : t('strength_invalid')}
          onChange={({ target }) => onChange(target.value.trim())}
        />
      ) : null}
    </div>
  );
}

const withRole = <T extends object>(
  wish: T,
  key: 'role' | 'withRole',
  role: ConstraintRole | undefined,
): T => {
  const { [key]: _before, ...rest } = wish as T & Partial<Record<'role' | 'withRole', ConstraintRole>>;
  return (role === undefined ? rest : { ...rest, [key]: role }) as T;
};

export function LocationFields({ wish, cib, onChange }: Fields<LocationWish>) {
  const t = useTranslations('pacemaker');
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <ResourceField
        label={t('resource')}
        value={wish.resource}
        cib={cib}
        onChange={(resource) => onChange(withRole({ ...wish, resource }, 'role', undefined))}
      />
      <SelectField
        label={t('node')}
        value={wish.node}
        onChange={({ target }) => onChange({ ...wish, node: target.value })}
      >
        <option value="">{t('choose')}</option>
        {cib.nodes.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      <RoleField
        label={t('role')}
        of={wish.resource}
        value={wish.role}
        cib={cib}
        onChange={(role) => onChange(withRole(wish, 'role', role))}
      />
      <ScoreField kind="location" value={wish.score} onChange={(score) => onChange({ ...wish, score })} />
    </div>
  );
}

export function ColocationFields({ wish, cib, onChange }: Fields<ColocationWish>) {
  const t = useTranslations('pacemaker');
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <ResourceField
        label={t('follower')}
        value={wish.resource}
        cib={cib}
        onChange={(resource) => onChange(withRole({ ...wish, resource }, 'role', undefined))}
      />
      <ResourceField
        label={t('leader')}
        value={wish.with}
        cib={cib}
        onChange={(other) => onChange(withRole({ ...wish, with: other }, 'withRole', undefined))}
      />
      <RoleField
        label={t('roleOfFollower')}
        of={wish.resource}
        value={wish.role}
        cib={cib}
        onChange={(role) => onChange(withRole(wish, 'role', role))}
      />
      <RoleField
        label={t('roleOfLeader')}
        of={wish.with}
        value={wish.withRole}
        cib={cib}
        onChange={(role) => onChange(withRole(wish, 'withRole', role))}
      />
      <ScoreField kind="colocation" value={wish.score} onChange={(score) => onChange({ ...wish, score })} />
    </div>
  );
}

const ACTIONS: readonly OrderAction[] = ['start', 'promote', 'demote', 'stop'];
const KINDS = ['Mandatory', 'Optional', 'Serialize'] as const;

export function OrderFields({ wish, cib, onChange }: Fields<OrderWish>) {
  const t = useTranslations('pacemaker');
  const actions = ACTIONS.map((action) => <option key={action}>{action}</option>);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <ResourceField
        label={t('first')}
        value={wish.first}
        cib={cib}
        onChange={(first) => onChange({ ...wish, first })}
      />
      <SelectField
        label={t('firstAction')}
        value={wish.firstAction ?? 'start'}
        onChange={({ target }) =>
          onChange({
            ...wish,
            firstAction: target.value as OrderAction,
            // Left out it would become the first one's: said, so that it stays what it was.
            secondAction: wish.secondAction ?? 'start',
          })
        }
      >
        {actions}
      </SelectField>
      <ResourceField
        label={t('second')}
        value={wish.second}
        cib={cib}
        onChange={(second) => onChange({ ...wish, second })}
      />
      <SelectField
        label={t('secondAction')}
        value={wish.secondAction ?? wish.firstAction ?? 'start'}
        onChange={({ target }) => onChange({ ...wish, secondAction: target.value as OrderAction })}
      >
        {actions}
      </SelectField>
      <SelectField
        label={t('strength')}
        value={wish.strength}
        onChange={({ target }) => onChange({ ...wish, strength: target.value as OrderWish['strength'] })}
      >
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {t(`order_${kind}`)}
          </option>
        ))}
      </SelectField>
      {wish.strength === 'Serialize' ? null : (
        <Checkbox
          className="self-end"
          label={t('symmetrical')}
          checked={wish.isSymmetrical !== false}
          onChange={({ target }) => onChange({ ...wish, isSymmetrical: target.checked })}
        />
      )}
    </div>
  );
}
