'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { useProposal } from '@/components/changes/propose-menu';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Checkbox } from '@/components/ui/checkbox';
import { TextField } from '@/components/ui/field';
import { Section } from '@/components/ui/section';
import { SelectField } from '@/components/ui/select';
import { filesystemResources } from '@/lib/pacemaker/cib-queries';
import type { CibReading } from '@/lib/pacemaker/types';
import { type ProtectFields, problemsOf, protectIntent } from '@/lib/plan/protect-form';
import { vipsOf } from '../../../../networks/_components/vips-of';
import { PlanBar } from '../../../_components/plan-bar';
import { Generated } from './generated';

interface Props {
  readonly live: LiveClusterView;
  readonly cib: CibReading;
  readonly propose: ChangeActions['propose'];
  readonly start: ProtectFields;
}

/** Who it is, where it runs, where clients come in; below, what all of that comes to. Nothing exists before the plan is approved. */
export function ProtectForm({ live, cib, propose, start }: Props) {
  const t = useTranslations('services');
  const [fields, setFields] = useState(start);
  const [isTried, setTried] = useState(false);
  const { isBusy, error, ask } = useProposal({ clusterId: live.cluster.id, propose });
  const problems = problemsOf(fields, cib, live.cluster.networks);
  const intent = protectIntent(fields, cib, live.cluster.networks);
  const set = (part: Partial<ProtectFields>): void => setFields((before) => ({ ...before, ...part }));
  // What nobody has typed yet is missing, not wrong.
  const wrong = (name: keyof ProtectFields): string => {
    const problem = problems[name];
    if (problem === undefined || (!isTried && fields[name] === '')) return '';
    return t(problem, { cidr: live.cluster.networks.map((one) => one.cidr).join(', ') });
  };
  const text = (name: 'name' | 'unit' | 'port' | 'newAddress' | 'entrancePort' | 'healthPath') => ({
    value: fields[name],
    error: wrong(name),
    spellCheck: false,
    autoComplete: 'off',
    onChange: ({ target }: { readonly target: { readonly value: string } }) =>
      set({ [name]: target.value.trim() }),
  });
  const plan = (): void => {
    setTried(true);
    if (intent) ask(intent);
  };
  return (
    <form
      className="flex flex-col gap-5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        plan();
      }}
    >
      <p className="max-w-3xl text-ink-2">{t('protectText')}</p>
      <Section title={t('what')}>
        <div className="grid max-w-4xl gap-4 sm:grid-cols-3">
          <TextField label={t('unit')} hint={t('unitHint')} {...text('unit')} />
          <TextField label={t('name')} hint={t('nameHint')} {...text('name')} />
          <TextField label={t('port')} hint={t('portHint')} inputMode="numeric" {...text('port')} />
        </div>
        <div className="mt-4 grid max-w-4xl gap-4 sm:grid-cols-2">
          <SelectField
            label={t('shape')}
            value={fields.shape}
            onChange={({ target }) =>
              set({ shape: target.value === 'active-active' ? 'active-active' : 'active-standby' })
            }
          >
            <option value="active-active">{t('shapeActive')}</option>
            <option value="active-standby">{t('shapeStandby')}</option>
          </SelectField>
          {fields.shape === 'active-standby' ? (
            <SelectField
              label={t('filesystem')}
              hint={t('filesystemHint')}
              value={fields.filesystem}
              onChange={({ target }) => set({ filesystem: target.value })}
            >
              {filesystemResources(cib).map(({ id, directory }) => (
                <option key={id} value={id}>
                  {id} ({directory})
                </option>
              ))}
              <option value="">{t('filesystemNone')}</option>
            </SelectField>
          ) : null}
        </div>
        <NodeChoice
          live={live}
          nodes={fields.nodes}
          error={wrong('nodes')}
          onChange={(nodes) => set({ nodes })}
        />
      </Section>
      <Section title={t('entrance')}>
        <div className="grid max-w-4xl gap-4 sm:grid-cols-3">
          <SelectField
            label={t('vip')}
            value={fields.vip}
            onChange={({ target }) => set({ vip: target.value })}
          >
            {vipsOf(live).map((vip) => (
              <option key={vip.address} value={vip.address}>
                {t('vipOption', { address: vip.address, role: vip.networkRole.toUpperCase() })}
              </option>
            ))}
            <option value="new">{t('vipNew')}</option>
          </SelectField>
          {fields.vip === 'new' ? <TextField label={t('newAddress')} {...text('newAddress')} /> : null}
          <TextField label={t('entrancePort')} inputMode="numeric" {...text('entrancePort')} />
          <SelectField
            label={t('mode')}
            value={fields.mode}
            onChange={({ target }) => set({ mode: target.value === 'tcp' ? 'tcp' : 'http' })}
          >
            <option value="http">HTTP</option>
            <option value="tcp">TCP</option>
          </SelectField>
          {fields.mode === 'http' ? (
            <TextField label={t('health')} hint={t('healthHint')} {...text('healthPath')} />
          ) : null}
        </div>
      </Section>
      <Section title={t('generated')}>
        {intent ? (
          <Generated live={live} cib={cib} intent={intent} />
        ) : (
          <p className="text-ink-3">{t('previewWaits')}</p>
        )}
      </Section>
      <PlanBar
        isBusy={isBusy}
        error={error}
        note={isTried && !intent ? t('notReady') : undefined}
        onPlan={plan}
      />
    </form>
  );
}

interface NodeChoiceProps {
  readonly live: LiveClusterView;
  readonly nodes: readonly string[];
  readonly error: string;
  readonly onChange: (nodes: readonly string[]) => void;
}

function NodeChoice({ live, nodes, error, onChange }: NodeChoiceProps) {
  const t = useTranslations('services');
  const all = live.cluster.nodes.map((node) => node.name);
  return (
    <fieldset className="mt-4">
      <legend className="mb-1 text-[0.8667rem] font-medium text-ink-2">{t('nodes')}</legend>
      <div className="flex flex-wrap gap-x-6">
        {all.map((name) => (
          <Checkbox
            key={name}
            label={name}
            checked={nodes.includes(name)}
            onChange={({ target }) =>
              onChange(all.filter((one) => (one === name ? target.checked : nodes.includes(one))))
            }
          />
        ))}
      </div>
      <p aria-live="polite" className="text-[0.8667rem] text-critical empty:hidden">
        {error}
      </p>
    </fieldset>
  );
}
