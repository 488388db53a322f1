/** Any edit of the cluster's configuration: patches, each with a wait until the cluster has done what follows from it. */
import { parseCib } from '@/lib/pacemaker/cib';
import { applyCibChanges, inverse } from '@/lib/pacemaker/cib-patch';
import { unreachedEdits } from '@/lib/pacemaker/cib-reached';
import { stepsOfEdit } from '@/lib/pacemaker/configuration-edit';
import { editLabel } from '@/lib/pacemaker/edit-label';
import { editedAddresses, mayTakeAddress } from '@/lib/pacemaker/vip-edits';
import { type Draft, type DraftStep, type Planner, refused, waitStep } from '../planner';
import type { Intent } from '../types';
import { patchStep, predictedChecks } from './cib-steps';

export const configurationPlanner: Planner<Extract<Intent, { kind: 'edit-configuration' }>> = {
  confirm: (intent) => editLabel(intent.edit),
  readsHaproxyHost: (intent) => mayTakeAddress(intent.edit),
  addresses: (intent) => editedAddresses(intent.edit),
  draft: ({ intent, world, cibXml }): Draft => {
    const built = stepsOfEdit(cibXml, intent.edit);
    if (!built.ok) return { kind: 'refused', refusal: built.error };
    const changes = built.value.flatMap((step) => (step.kind === 'patch' ? step.changes : []));
    const alreadySo: Draft = { kind: 'nothing-to-do', reason: 'already-so' };
    if (changes.length === 0) return alreadySo;
    const applied = applyCibChanges(cibXml, changes);
    if (!applied.ok) {
      const isThere = unreachedEdits(world.cib.configurationText, changes)?.length === 0;
      return isThere ? alreadySo : refused('cib', applied.error.kind);
    }
    // Not "is every edit in it": members of a group that only change places are all in it before and after.
    const after = parseCib(applied.value);
    if (after.ok && after.value.configurationText === world.cib.configurationText) return alreadySo;
    const back = inverse(changes, cibXml);
    const of = editLabel(intent.edit);
    const last = built.value.length - 1;
    const steps = built.value.map((step, index): DraftStep => {
      if (step.kind === 'patch')
        return patchStep(
          'step-configuration',
          step.changes,
          [{ kind: 'configuration', changes: step.changes }],
          'disruptive',
        );
      return waitStep('step-wait', (prediction) =>
        index === last ? predictedChecks(world, prediction) : [],
      );
    });
    return {
      kind: 'steps',
      params: { of },
      // Without an inverse (it would have to carry a secret) nothing is promised.
      ...(back.ok
        ? { reverse: { kind: 'edit-configuration', edit: { kind: 'changes', changes: back.value, of } } }
        : {}),
      steps,
    };
  },
};
