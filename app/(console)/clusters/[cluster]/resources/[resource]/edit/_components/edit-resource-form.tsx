'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { OperationsEditor } from '@/components/pacemaker/operations-editor';
import { ParameterForm } from '@/components/pacemaker/parameter-form';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';
import { checkParameters, checkUnique, isFatal } from '@/lib/pacemaker/agent-check';
import { changedValues, type FormValues, filled, isHidden } from '@/lib/pacemaker/agent-form';
import type { AgentMetadata } from '@/lib/pacemaker/agent-metadata';
import { fenceDevices, listPrimitives } from '@/lib/pacemaker/cib-queries';
import {
  type EditedOperation,
  fromPrimitive,
  isOperationTime,
  operationEdits,
} from '@/lib/pacemaker/operation-form';
import type { CibPrimitive, CibReading, CibResource } from '@/lib/pacemaker/types';
import { PlanBar } from '../../../_components/plan-bar';
import { useProposal } from '../../../_components/use-proposal';
import {
  VictimFields,
  type VictimValues,
  valuesOfDevice,
  victimsOf,
} from '../../../-/fencing/_components/victim-fields';
import { MetaFields, metaProblems } from './meta-fields';

interface Props {
  readonly clusterId: string;
  readonly cib: CibReading;
  readonly resource: CibResource;
  /** Absent: the node could not say, so values are edited as they stand. */
  readonly metadata?: AgentMetadata;
  readonly propose: ChangeActions['propose'];
}

/** Whom a device fences is asked apart from its other parameters. */
const VICTIM_PARAMS = ['pcmk_host_list', 'pcmk_host_map'];

export function EditResourceForm({ clusterId, cib, resource, metadata, propose }: Props) {
  const t = useTranslations('pacemaker');
  const primitive = resource.kind === 'primitive' ? resource : undefined;
  const device = fenceDevices(cib).find(({ id }) => id === resource.id);
  const givenParams = without(primitive?.params ?? {}, device ? VICTIM_PARAMS : []);
  const givenOperations = primitive ? fromPrimitive(primitive) : [];
  const givenVictims: VictimValues = device ? valuesOfDevice(device) : {};
  const [values, setValues] = useState<FormValues>(givenParams);
  const [meta, setMeta] = useState<FormValues>(resource.meta);
  const [operations, setOperations] = useState<readonly EditedOperation[]>(givenOperations);
  const [victims, setVictims] = useState(givenVictims);
  const { isBusy, error, ask } = useProposal(clusterId, propose);
  const params = changedValues(givenParams, values);
  const metaEdits = changedValues(resource.meta, meta);
  const operationChanges = operationEdits(givenOperations, operations);
  const isVictimsChanged = JSON.stringify(victims) !== JSON.stringify(givenVictims);
  const wantedVictims = victimsOf(victims);
  const problems = metadata && primitive ? problemsOf(metadata, primitive, values, cib) : [];
  const count =
    Object.keys(params).length +
    Object.keys(metaEdits).length +
    (operationChanges ? 1 : 0) +
    (isVictimsChanged ? 1 : 0);
  const isValid =
    !problems.some((problem) => isFatal(problem) && problem.name in params) &&
    !problems.some((problem) => problem.kind === 'missing-required') &&
    metaProblems(resource, meta).length === 0 &&
    (!isVictimsChanged || wantedVictims !== undefined) &&
    operations.every(({ interval, timeout }) => isOperationTime(interval) && isOperationTime(timeout));
  const plan = () => {
    const edit = {
      ...(Object.keys(params).length > 0 ? { params } : {}),
      ...(Object.keys(metaEdits).length > 0 ? { meta: metaEdits } : {}),
      ...(operationChanges ? { operations: operationChanges } : {}),
    };
    const { id } = resource;
    if (!device) ask({ kind: 'edit-resource', id, edit });
    else
      ask({
        kind: 'edit-fence-device',
        id,
        edit: { ...edit, ...(isVictimsChanged && wantedVictims ? { victims: wantedVictims } : {}) },
      });
  };
  return (
    <form
      className="flex flex-col gap-5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (count > 0 && isValid) plan();
      }}
    >
      {device ? (
        <Section title={t('victims')}>
          <VictimFields nodes={cib.nodes.map(({ name }) => name)} value={victims} onChange={setVictims} />
        </Section>
      ) : null}
      {primitive ? (
        <Section title={t('parameters')} note={device ? t('secretsNote') : undefined}>
          <ParameterForm
            metadata={metadata ?? NO_METADATA}
            values={values}
            given={Object.keys(givenParams)}
            problems={problems}
            isTried
            onChange={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
          />
        </Section>
      ) : null}
      <Section title={t('metaAttributes')} note={t('metaNote')}>
        <MetaFields resource={resource} values={meta} onChange={setMeta} />
      </Section>
      {primitive ? (
        <Section title={t('operations')} note={t('operationsNote')}>
          <OperationsEditor operations={operations} onChange={setOperations} />
        </Section>
      ) : null}
      <PlanBar
        isBusy={isBusy}
        error={error}
        disabled={count === 0 || !isValid}
        note={count === 0 ? t('nothingChanged') : isValid ? t('changedCount', { count }) : t('notReady')}
        onPlan={plan}
      >
        <LinkButton look="quiet" href={`/clusters/${clusterId}/resources/${encodeURIComponent(resource.id)}`}>
          {t('cancel')}
        </LinkButton>
      </PlanBar>
    </form>
  );
}

const NO_METADATA: AgentMetadata = { name: '', shortDesc: {}, longDesc: {}, parameters: [], actions: [] };

const without = (values: FormValues, names: readonly string[]): FormValues =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));

/** What is hidden from Haven is neither missing nor wrong. */
function problemsOf(metadata: AgentMetadata, primitive: CibPrimitive, values: FormValues, cib: CibReading) {
  const kind = primitive.class === 'stonith' ? 'fence-device' : 'resource';
  const others = listPrimitives(cib)
    .map((one) => one.primitive)
    .filter(
      (one) =>
        one.id !== primitive.id &&
        one.class === primitive.class &&
        one.provider === primitive.provider &&
        one.type === primitive.type,
    );
  const given = filled(values);
  return [...checkParameters(metadata, given, kind), ...checkUnique(metadata, given, others)].filter(
    (problem) => !isHidden(given[problem.name]),
  );
}
