'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { TextField } from '@/components/ui/field';
import { Select, SelectField } from '@/components/ui/select';
import { DRBD_OPTIONS, type DrbdGeneration, type DrbdOption } from '@/lib/drbd/option-table';
import { checkOption, defaultOf, optionRisk } from '@/lib/drbd/option-value';
import { type FormProps, PlanDialog } from './plan-dialog';

interface Props extends FormProps {
  readonly name: string;
  readonly live: LiveClusterView;
}

/** Fencing stays what it is by a form of its own; a secret never passes through a plan. */
const HIDDEN: ReadonlySet<string> = new Set(['net.shared-secret', 'net.cram-hmac-alg']);
const keyOf = (option: DrbdOption): string => `${option.section}.${option.name}`;

/** From the table of options: what is set, and what a person adds. Only what differs from today gets into the plan. */
export function OptionsDialog({ name, live, ...form }: Props) {
  const t = useTranslations('hafs');
  const generation = generationIn(live);
  const set = optionsInForce(live, name);
  const [edits, setEdits] = useState<Readonly<Record<string, string>>>({});
  const table = DRBD_OPTIONS.filter(
    (option) => option.generations.includes(generation) && !HIDDEN.has(keyOf(option)),
  );
  const shown = table.filter((option) => keyOf(option) in set || keyOf(option) in edits);
  const rest = table.filter((option) => !shown.includes(option));
  const changed = shown.filter((option) => {
    const now = edits[keyOf(option)];
    return now !== undefined && now.trim() !== (set[keyOf(option)] ?? '');
  });
  const isWrong = (option: DrbdOption): boolean => {
    const value = (edits[keyOf(option)] ?? '').trim();
    return value !== '' && !checkOption(option.section, option.name, value, generation).ok;
  };
  const values = Object.fromEntries(
    changed.map((option) => [keyOf(option), (edits[keyOf(option)] ?? '').trim() || null]),
  );
  const isReady = changed.length > 0 && !changed.some(isWrong);
  return (
    <PlanDialog
      {...form}
      wide
      title={t('optionsTitle', { name })}
      description={t('optionsText')}
      intent={isReady ? { kind: 'drbd-options', resource: name, values } : undefined}
    >
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {shown.map((option) => (
          <OptionField
            key={keyOf(option)}
            option={option}
            value={edits[keyOf(option)] ?? set[keyOf(option)] ?? ''}
            isWrong={isWrong(option)}
            onChange={(value) => setEdits((before) => ({ ...before, [keyOf(option)]: value }))}
          />
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-4">
        <Select
          aria-label={t('optionAdd')}
          value=""
          onChange={(event) => {
            const { value } = event.target;
            if (value) setEdits((before) => ({ ...before, [value]: '' }));
          }}
        >
          <option value="">{t('optionAdd')}</option>
          {rest.map((option) => (
            <option key={keyOf(option)} value={keyOf(option)}>
              {keyOf(option)}
            </option>
          ))}
        </Select>
        <span role="status" className="text-ink-2">
          {t('optionsEdited', { count: changed.length })}
        </span>
      </div>
    </PlanDialog>
  );
}

interface FieldProps {
  readonly option: DrbdOption;
  readonly value: string;
  readonly isWrong: boolean;
  readonly onChange: (value: string) => void;
}

function OptionField({ option, value, isWrong, onChange }: FieldProps) {
  const t = useTranslations('hafs');
  const fallback = defaultOf(option);
  const hints = [
    t('optionDefault', { value: fallback || '–' }),
    ...(option.recommended ? [t('optionRecommended', { value: option.recommended })] : []),
    ...(option.online === 'reconnect' ? [t('optionReconnect')] : []),
    ...(optionRisk(option, value.trim() || undefined) === 'data-loss' ? [t('optionRisk')] : []),
  ];
  const shared = {
    label: <code>{keyOf(option)}</code>,
    hint: hints.join(' · '),
    value,
    ...(isWrong ? { error: t('optionError') } : {}),
  };
  const choices =
    option.value.kind === 'choice'
      ? option.value.choices
      : option.value.kind === 'boolean'
        ? ['yes', 'no']
        : undefined;
  if (!choices)
    return (
      <TextField
        {...shared}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
    );
  return (
    <SelectField {...shared} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t('optionDefault', { value: fallback })}</option>
      {choices.map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </SelectField>
  );
}

export function generationIn(live: LiveClusterView): DrbdGeneration {
  const versions = live.view.nodes.map((node) => node.read('drbd').last?.version.generation);
  return versions.includes('9') ? '9' : '8.4';
}

/** As the nodes' configuration has them; `protocol` may stand outside of any section. */
function optionsInForce(live: LiveClusterView, name: string): Readonly<Record<string, string>> {
  const config = live.view.nodes
    .flatMap((node) => node.read('drbdConfig').last?.resources ?? [])
    .find((each) => each.name === name);
  if (!config) return {};
  return { ...(config.protocol ? { 'net.protocol': config.protocol } : {}), ...config.options };
}
