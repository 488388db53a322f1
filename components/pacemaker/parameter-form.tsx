'use client';

import { useLocale, useTranslations } from 'use-intl';
import { Disclosure } from '@/components/ui/disclosure';
import type { ParameterProblem } from '@/lib/pacemaker/agent-check';
import { isFatal } from '@/lib/pacemaker/agent-check';
import { type FormValues, sectionsOf } from '@/lib/pacemaker/agent-form';
import { type AgentMetadata, type AgentParameter, wordsIn } from '@/lib/pacemaker/agent-metadata';
import { usePacemakerWords } from './use-pacemaker-words';
import { ValueField } from './value-field';

interface Props {
  readonly metadata: AgentMetadata;
  readonly values: FormValues;
  /** Names that had a value when the form was opened: they keep their place. */
  readonly given?: readonly string[];
  readonly problems: readonly ParameterProblem[];
  /** Nothing is wrong before somebody has tried: a form does not begin with reproaches. */
  readonly isTried: boolean;
  readonly onChange: (name: string, value: string) => void;
}

/** An agent's parameters as it describes them itself: required, usual, and the rest. */
export function ParameterForm({ metadata, values, given = [], problems, isTried, onChange }: Props) {
  const t = useTranslations('pacemaker');
  const { required, common, advanced } = sectionsOf(metadata, given);
  const known = new Set([...required, ...common, ...advanced].map(({ name }) => name));
  const others = given.filter((name) => !known.has(name));
  const fields = (parameters: readonly AgentParameter[]) => (
    <div className="grid gap-x-6 gap-y-4 lg:grid-cols-2">
      {parameters.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name] ?? ''}
          problems={problems.filter(
            (problem) => problem.name === parameter.name && (isTried || problem.kind !== 'missing-required'),
          )}
          onChange={(value) => onChange(parameter.name, value)}
        />
      ))}
    </div>
  );
  return (
    <div className="flex flex-col gap-6">
      {required.length > 0 ? (
        <fieldset>
          <legend className="mb-2 text-[0.8667rem] font-semibold">{t('requiredParameters')}</legend>
          {fields(required)}
        </fieldset>
      ) : null}
      {common.length > 0 ? (
        <fieldset>
          <legend className="mb-2 text-[0.8667rem] font-semibold">{t('commonParameters')}</legend>
          {fields(common)}
        </fieldset>
      ) : null}
      {others.length > 0 ? (
        <fieldset>
          <legend className="mb-2 text-[0.8667rem] font-semibold">{t('otherParameters')}</legend>
          <div className="grid gap-x-6 gap-y-4 lg:grid-cols-2">
            {others.map((name) => (
              <ValueField
                key={name}
                spec={{ name, type: 'string' }}
                value={values[name] ?? ''}
                onChange={(value) => onChange(name, value)}
              />
            ))}
          </div>
        </fieldset>
      ) : null}
      {required.length + common.length + others.length === 0 && advanced.length === 0 ? (
        <p className="text-ink-3">{t('noParameters')}</p>
      ) : null}
      {advanced.length > 0 ? (
        <Disclosure label={t('advancedParameters', { count: advanced.length })}>
          {fields(advanced)}
        </Disclosure>
      ) : null}
    </div>
  );
}

function ParameterField({
  parameter,
  value,
  problems,
  onChange,
}: {
  readonly parameter: AgentParameter;
  readonly value: string;
  readonly problems: readonly ParameterProblem[];
  readonly onChange: (value: string) => void;
}) {
  const t = useTranslations('pacemaker');
  const words = usePacemakerWords();
  const locale = useLocale();
  const short = wordsIn(parameter.shortDesc, locale);
  const long = wordsIn(parameter.longDesc, locale);
  const warnings = problems.filter((problem) => !isFatal(problem));
  const help = (
    <>
      {short}
      {long && long !== short ? (
        <Disclosure label={<span className="text-[0.8rem]">{t('moreAbout', { name: parameter.name })}</span>}>
          <span className="block max-w-[60ch] whitespace-pre-line">{long}</span>
        </Disclosure>
      ) : null}
      {warnings.map((problem) => (
        <span key={problem.kind} className="block text-warning">
          {words.problem(problem)}
        </span>
      ))}
    </>
  );
  return (
    <ValueField
      spec={parameter}
      label={
        <>
          <code>{parameter.name}</code>
          {parameter.isRequired ? (
            <span className="ml-1 text-critical" aria-hidden>
              *
            </span>
          ) : null}
        </>
      }
      value={value}
      isRequired={parameter.isRequired}
      hint={help}
      error={problems
        .filter(isFatal)
        .map((problem) => words.problem(problem))
        .join(' ')}
      onChange={onChange}
    />
  );
}
