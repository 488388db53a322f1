import type { Role } from '@/lib/auth/roles';

const KEYS = {
  administrator: 'roleAdministrator',
  operator: 'roleOperator',
  viewer: 'roleViewer',
  faculty: 'roleFaculty',
} as const satisfies Readonly<Record<Role, string>>;

/** Id of a role's name in the area `shell`. */
export const roleKey = (role: Role) => KEYS[role];
