'use client';

import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { OperationsEditor } from '@/components/pacemaker/operations-editor';
import { ParameterForm } from '@/components/pacemaker/parameter-form';
import { Checkbox } from '@/components/ui/checkbox';
import { Disclosure } from '@/components/ui/disclosure';
import { TextField } from '@/components/ui/field';
import { Section } from '@/components/ui/section';
import { suggestedId } from '@/lib/pacemaker/agent-catalogue';
import { checkParameters, checkUnique, isFatal } from '@/lib/pacemaker/agent-check';
import { filled, resourceText } from '@/lib/pacemaker/agent-form';
import { type AgentMetadata, wordsIn } from '@/lib/pacemaker/agent-metadata';
import type { AgentName } from '@/lib/pacemaker/agent-probes';
import { listIds, listPrimitives } from '@/lib/pacemaker/cib-queries';
import { isResourceName } from '@/lib/pacemaker/names';
import { type EditedOperation, fromDefaults, isOperationTime, written } from '@/lib/pacemaker/operation-form';
import { defaultOperations } from '@/lib/pacemaker/operations';
import type { CibReading } from '@/lib/pacemaker/types';
import { PlanBar } from '../../../_components/plan-bar';
import { useProposal } from '../../../_components/use-proposal';
import { AgentHead } from './agent-head';
import { PlaceChoice, type PlaceValue, placeOf } from './place-choice';

interface Props {
  readonly clusterId: string;
  readonly agent: AgentName;
  readonly metadata: AgentMetadata;
  readonly cib: CibReading;
  readonly propose: ChangeActions['propose'];
  readonly onBack: () => void;
}

/** A resource from its agent's own description. Nothing exists before the plan is approved. */
export function NewResourceForm({ clusterId, agent, metadata, cib, propose, onBack }: Props) {
  const t = useTranslations('pacemaker');
  const locale = useLocale();
  const taken = listIds(cib);
  const [id, setId] = useState(() => suggestedId(agent, taken));
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [operations, setOperations] = useState<readonly EditedOperation[]>(() =>
    fromDefaults(defaultOperations(metadata)),
  );
  const [place, setPlace] = useState<PlaceValue>({ kind: 'alone', group: '', at: 'last' });
  const [isStopped, setStopped] = useState(false);
  const [isTried, setTried] = useState(false);
  const { isBusy, error, ask } = useProposal(clusterId, propose);
  const params = filled(values);
  const others = listPrimitives(cib)
    .map(({ primitive }) => primitive)
    .filter((one) => one.class === agent.class && one.provider === agent.provider && one.type === agent.type);
  const problems = [...checkParameters(metadata, params), ...checkUnique(metadata, params, others)];
  const idProblem = taken.includes(id) ? t('idTaken') : isResourceName(id) ? '' : t('idInvalid');
  const wanted = placeOf(place);
  const isReady =
    idProblem === '' &&
    wanted !== undefined &&
    !problems.some(isFatal) &&
    operations.every(({ interval, timeout }) => isOperationTime(interval) && isOperationTime(timeout));
  const meta: Readonly<Record<string, string>> = isStopped ? { 'target-role': 'Stopped' } : {};
  const plan = () => {
    setTried(true);
    if (!isReady || !wanted) return;
    ask({
      kind: 'create-resource',
      resource: {
        id,
        agent,
        params,
        operations: written(operations),
        place: wanted,
        ...(isStopped ? { meta } : {}),
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
        <AgentHead
          agent={agent}
          description={wordsIn(metadata.shortDesc, locale)}
          long={wordsIn(metadata.longDesc, locale)}
          onBack={onBack}
        />
        <TextField
          label={t('resourceName')}
          hint={t('resourceNameHint')}
          error={isTried || id !== '' ? idProblem : ''}
          value={id}
          autoComplete="off"
          spellCheck={false}
          className="mt-4 max-w-md"
          onChange={({ target }) => setId(target.value)}
        />
      </Section>
      <Section title={t('parameters')}>
        <ParameterForm
          metadata={metadata}
          values={values}
          problems={problems}
          isTried={isTried}
          onChange={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
        />
      </Section>
      <Section title={t('place')}>
        <PlaceChoice value={place} cib={cib} onChange={setPlace} />
        <Checkbox
          className="mt-3"
          label={t('startStopped')}
          hint={t('startStoppedHint')}
          checked={isStopped}
          onChange={({ target }) => setStopped(target.checked)}
        />
      </Section>
      <Section title={t('operations')} note={t('operationsNote')}>
        <OperationsEditor operations={operations} onChange={setOperations} />
      </Section>
      <Disclosure label={t('whatIsWritten')} initiallyOpen>
        <pre className="overflow-x-auto rounded-md border border-line bg-sunken px-4 py-3 text-[0.8667rem] leading-6">
          {resourceText({
            id,
            agent,
            params,
            meta,
            operations: written(operations),
            ...(place.kind === 'alone'
              ? {}
              : { around: t(`around_${place.kind}`, { id, group: place.group }) }),
          })}
        </pre>
      </Disclosure>
      <PlanBar
        isBusy={isBusy}
        error={error}
        note={isTried && !isReady ? t('notReady') : undefined}
        onPlan={plan}
      />
    </form>
  );
}
