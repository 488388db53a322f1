import { expect, it } from 'vitest';
import { AUDIT_ACTIONS, auditActionKey, auditActionsNamed } from '@/lib/base/audit-action';
import { audit } from './areas/audit';

it('has words for every known action', () => {
  const known = Object.keys(audit.en).filter((key) => key.startsWith('action-'));
  expect(AUDIT_ACTIONS.map(auditActionKey).toSorted()).toEqual(known.toSorted());
});

it('finds actions by what the screen calls them', () => {
  expect(auditActionsNamed('approve', audit.en)).toEqual(['plan.approve']);
  expect(auditActionsNamed('현황판', audit.ko)).toEqual(['wall.create', 'wall.revoke']);
  expect(auditActionsNamed('no such words', audit.en)).toEqual([]);
});
