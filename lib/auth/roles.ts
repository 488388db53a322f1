/**
 * Who may do what. One table, read by every action, route and socket event, and by components to hide what would be
 * refused anyway. What each thing asks for stands in `permission-table.ts`. Pure: no session, no database.
 */

export const ROLES = ['administrator', 'operator', 'viewer', 'faculty'] as const;
export type Role = (typeof ROLES)[number];

export const PERMISSIONS = [
  'cluster.view',
  'cluster.evidence',
  'cluster.adopt',
  'cluster.forget',
  'plan.view',
  'plan.propose',
  'plan.approve',
  /** A plan with a step that may lose data. */
  'plan.approve-data-loss',
  /** A plan that somebody else proposed. */
  'plan.withdraw-any',
  'job.cancel',
  'job.decide',
  'audit.view',
  'user.view',
  'user.manage',
  'wall.manage',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const VIEW: readonly Permission[] = ['cluster.view', 'cluster.evidence', 'plan.view'];

/** administrator: everything. operator: changes that are disruptive at worst. viewer: sees. faculty: own services (later). */
const GRANTS: Readonly<Record<Role, readonly Permission[]>> = {
  administrator: PERMISSIONS,
  operator: [...VIEW, 'plan.propose', 'plan.approve', 'job.cancel', 'job.decide', 'audit.view'],
  viewer: VIEW,
  faculty: [],
};

export const isRole = (value: unknown): value is Role => ROLES.includes(value as Role);

/** Whether `role` holds `permission`; an unknown role holds nothing. */
export function may(role: string | null | undefined, permission: Permission): boolean {
  return isRole(role) && GRANTS[role].includes(permission);
}
