'use client';

import { useTranslations } from 'use-intl';
import { roleKey } from '@/app/_components/role-key';
import { ROLES, type Role } from '@/lib/auth/roles';

const TEXTS = {
  administrator: 'roleAdministratorText',
  operator: 'roleOperatorText',
  viewer: 'roleViewerText',
  faculty: 'roleFacultyText',
} as const satisfies Readonly<Record<Role, string>>;

/** The roles with what each may do. `name="role"` in a form. */
export function RoleChoice({ defaultValue }: { readonly defaultValue: string }) {
  const t = useTranslations('users');
  const shell = useTranslations('shell');
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-[0.8667rem] font-medium text-ink-2">{t('role')}</legend>
      {ROLES.map((role) => (
        <label
          key={role}
          className="flex cursor-pointer items-baseline gap-3 rounded-md px-2 py-1.5 hover:bg-sunken"
        >
          <input
            type="radio"
            name="role"
            value={role}
            defaultChecked={role === defaultValue}
            className="accent-accent"
          />
          <span>
            <span className="font-medium">{shell(roleKey(role))}</span>
            <span className="block text-[0.8667rem] text-ink-2">{t(TEXTS[role])}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
