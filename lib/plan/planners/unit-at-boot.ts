/** Who starts a unit: systemd at boot, or Pacemaker alone (invariant 24). */
import { unitAtBootCommand } from '@/lib/systemd/commands';
import { nodeFacts, value } from '../facts';
import { type Draft, type DraftStep, type Planner, READ_BACK_TIMEOUT_MS, refused } from '../planner';
import { type UnitAtBoot, unitFile } from '../service-intents';
import { runAction } from './drbd-steps';

export const unitAtBootPlanner: Planner<UnitAtBoot> = {
  confirm: (intent) => unitFile(intent.unit),
  units: (intent) => [unitFile(intent.unit)],
  draft: ({ intent, world }): Draft => {
    const unit = unitFile(intent.unit);
    const open: string[] = [];
    const running: string[] = [];
    for (const node of intent.nodes) {
      const facts = nodeFacts(world, node);
      const own = facts?.units && value(facts.units)?.units.find((one) => one.id === unit);
      if (!own) return refused('unit-unread', `${node} ${unit}`);
      if (own.loadState !== 'loaded') return refused('unit-missing', `${node} ${unit}`);
      if (
        own.unitFileState.startsWith('enabled') !== intent.isOn ||
        (intent.isNow && isElsewhere(intent, own))
      )
        open.push(node);
      if (own.activeState === 'active') running.push(node);
    }
    if (open.length === 0) return { kind: 'nothing-to-do', reason: 'already-so' };
    return {
      kind: 'steps',
      params: { unit },
      // Pacemaker, which has it in between, stops what it lets go of: what ran by itself is to run again.
      reverse: {
        ...intent,
        nodes: open,
        isOn: !intent.isOn,
        isNow: intent.isOn ? intent.isNow : running.length > 0,
      },
      steps: open.map((node) => switchStep(intent, unit, node)),
    };
  },
};

const isElsewhere = ({ isOn }: UnitAtBoot, own: { readonly activeState: string }): boolean =>
  (own.activeState === 'active') !== isOn;

function switchStep({ isOn, isNow }: UnitAtBoot, unit: string, node: string): DraftStep {
  const atBoot = { kind: 'unit', node, unit, field: 'at-boot' } as const;
  const active = { kind: 'unit', node, unit, field: 'active' } as const;
  return {
    title: isOn ? 'step-unit-enable' : isNow ? 'step-unit-disable-now' : 'step-unit-disable',
    node,
    params: { node, unit },
    action: runAction(unitAtBootCommand(unit, isOn, isNow)),
    verify: [
      { ...atBoot, values: isOn ? ['enabled', 'enabled-runtime'] : ['disabled', 'static', 'indirect'] },
      ...(isNow ? [{ ...active, values: isOn ? ['active'] : ['inactive', 'failed'] }] : []),
    ],
    verifyTimeoutMs: READ_BACK_TIMEOUT_MS,
    risk: isNow && !isOn ? 'disruptive' : 'safe',
  };
}
