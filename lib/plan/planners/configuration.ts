/** Any edit of the cluster's configuration: one patch, and a wait until the cluster has done what follows from it. */
import { applyCibChanges, inverse } from '@/lib/pacemaker/cib-patch';
import { unreachedEdits } from '@/lib/pacemaker/cib-reached';
import { editLabel, editsOf } from '@/lib/pacemaker/configuration-edit';
import { type Draft, type Planner, refused, waitStep } from '../planner';
import type { Intent } from '../types';
import { patchStep, predictedChecks } from './cib-steps';

export const configurationPlanner: Planner<Extract<Intent, { kind: 'edit-configuration' }>> = {
  confirm: (intent) => editLabel(intent.edit),
  draft: ({ intent, world, cibXml }): Draft => {
    const edits = editsOf(cibXml, intent.edit);
    if (!edits.ok) return { kind: 'refused', refusal: edits.error };
    const changes = edits.value;
    const isThere = unreachedEdits(world.cib.configurationText, changes)?.length === 0;
    if (changes.length === 0 || isThere) return { kind: 'nothing-to-do', reason: 'already-so' };
    const applied = applyCibChanges(cibXml, changes);
    if (!applied.ok) return refused('cib', applied.error.kind);
    const back = inverse(changes, cibXml);
    const of = editLabel(intent.edit);
    return {
      kind: 'steps',
      params: { of },
      // Without an inverse (it would have to carry a secret) nothing is promised.
      ...(back.ok
        ? { reverse: { kind: 'edit-configuration', edit: { kind: 'changes', changes: back.value, of } } }
        : {}),
      steps: [
        patchStep('step-configuration', changes, [{ kind: 'configuration', changes }], 'disruptive'),
        waitStep('step-wait', (prediction) => predictedChecks(world, prediction)),
      ],
    };
  },
};
