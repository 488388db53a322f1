/** Every action the audit knows; newer or older entries may hold others, which are shown as they are. */
export const AUDIT_ACTIONS = [
  'sign-in',
  'sign-out',
  'user.create',
  'user.role',
  'user.disable',
  'user.enable',
  'user.reset-password',
  'user.change-password',
  'user.sign-out',
  'cluster.adopt',
  'cluster.adopt.confirm-host-key',
  'cluster.adopt.change-node',
  'cluster.adopt.retry',
  'cluster.adopt.read-again',
  'cluster.adopt.accept',
  'cluster.adopt.cancel',
  'cluster.build',
  'cluster.build.design',
  'cluster.forget',
  'wall.create',
  'wall.revoke',
  'plan.propose',
  'plan.made',
  'plan.approve',
  'plan.withdraw',
  'plan.undo',
  'job.step',
  'job.outcome',
  'job.cancel',
  'job.decide',
  'audit.verify',
  'file.read',
  'baseline.accept',
  'baseline.return',
] as const;

type Dashed<S extends string> = S extends `${infer A}.${infer B}` ? `${A}-${Dashed<B>}` : S;
export type AuditActionKey = `action-${Dashed<(typeof AUDIT_ACTIONS)[number]>}`;

/** The id of an action's words within the area `audit`; dots become dashes because use-intl reads a dot as nesting. */
export const auditActionKey = (action: string): string => `action-${action.replaceAll('.', '-')}`;

/**
 * Known actions whose words contain a text, without regard to case: what a person searches for is what the screen says.
 * @param words of the area `audit` in the reader's language
 */
export function auditActionsNamed(text: string, words: Readonly<Record<string, string>>): readonly string[] {
  const wanted = text.toLowerCase();
  return AUDIT_ACTIONS.filter((action) => words[auditActionKey(action)]?.toLowerCase().includes(wanted));
}
