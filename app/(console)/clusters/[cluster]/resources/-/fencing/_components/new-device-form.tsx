'use client';

import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { ParameterForm } from '@/components/pacemaker/parameter-form';
import { TextField } from '@/components/ui/field';
import { Section } from '@/components/ui/section';
import { checkParameters, isFatal } from '@/lib/pacemaker/agent-check';
import { filled } from '@/lib/pacemaker/agent-form';
import { type AgentMetadata, wordsIn } from '@/lib/pacemaker/agent-metadata';
import type { AgentName } from '@/lib/pacemaker/agent-probes';
import { listIds } from '@/lib/pacemaker/cib-queries';
import { isResourceName } from '@/lib/pacemaker/names';
import type { CibReading } from '@/lib/pacemaker/types';
import { parseSpanMs } from '@/lib/pacemaker/values';
import { PlanBar } from '../../../_components/plan-bar';
import { useProposal } from '../../../_components/use-proposal';
import { AgentHead } from '../../new/_components/agent-head';
import { VictimFields, type VictimValues, victimsOf } from './victim-fields';

interface Props {
  readonly clusterId: string;
  readonly agent: AgentName;
  readonly metadata: AgentMetadata;
  readonly cib: CibReading;
  readonly propose: ChangeActions['propose'];
  readonly onBack: () => void;
}

const isSpan = (text: string): boolean => text === '' || parseSpanMs(text) !== undefined;

/** A fence device: whom it kills comes before how. Passwords stay on the nodes, in a script that it is pointed to. */
export function NewDeviceForm({ clusterId, agent, metadata, cib, propose, onBack }: Props) {
  const t = useTranslations('pacemaker');
  const locale = useLocale();
  const [id, setId] = useState('');
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [victims, setVictims] = useState<VictimValues>({});
  const [delay, setDelay] = useState('');
  const [interval, setInterval] = useState('60s');
  const [isTried, setTried] = useState(false);
  const { isBusy, error, ask } = useProposal(clusterId, propose);
  const params = filled(values);
  const problems = checkParameters(metadata, params, 'fence-device');
  const idProblem = listIds(cib).includes(id) ? t('idTaken') : isResourceName(id) ? '' : t('idInvalid');
  const wanted = victimsOf(victims);
  const isReady =
    idProblem === '' && wanted !== undefined && !problems.some(isFatal) && isSpan(delay) && isSpan(interval);
  const plan = () => {
    setTried(true);
    if (!isReady || !wanted) return;
    ask({
      kind: 'create-fence-device',
      device: {
        id,
        agent: agent.type,
        params,
        victims: wanted,
        ...(delay === '' ? {} : { delayBase: delay }),
        ...(interval === '' ? {} : { monitorInterval: interval }),
      },
    });
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
      <Section title={t('agentAndName')}>
        <AgentHead agent={agent} description={wordsIn(metadata.shortDesc, locale)} onBack={onBack} />
        <TextField
          label={t('deviceName')}
          error={isTried || id !== '' ? idProblem : ''}
          placeholder="fence_node1"
          value={id}
          autoComplete="off"
          spellCheck={false}
          className="mt-4 max-w-md"
          onChange={({ target }) => setId(target.value)}
        />
      </Section>
      <Section title={t('victims')}>
        <VictimFields nodes={cib.nodes.map(({ name }) => name)} value={victims} onChange={setVictims} />
        <p role="alert" className="mt-2 text-[0.8667rem] text-critical empty:hidden">
          {isTried && !wanted ? t('victimsMissing') : ''}
        </p>
        <div className="mt-4 grid max-w-2xl gap-4 sm:grid-cols-2">
          <TextField
            label={t('delay')}
            hint={t('delayHint')}
            error={isSpan(delay) ? '' : t('problem_not-time')}
            placeholder="0s"
            value={delay}
            onChange={({ target }) => setDelay(target.value.trim())}
          />
          <TextField
            label={t('monitorInterval')}
            error={isSpan(interval) ? '' : t('problem_not-time')}
            value={interval}
            onChange={({ target }) => setInterval(target.value.trim())}
          />
        </div>
      </Section>
      <Section title={t('parameters')} note={t('secretsNote')}>
        <ParameterForm
          metadata={metadata}
          values={values}
          problems={problems}
          isTried={isTried}
          onChange={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
        />
      </Section>
      <PlanBar
        isBusy={isBusy}
        error={error}
        note={isTried && !isReady ? t('notReady') : undefined}
        onPlan={plan}
      />
    </form>
  );
}
