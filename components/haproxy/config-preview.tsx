'use client';

import { useTranslations } from 'use-intl';
import { TextDiff } from '@/components/changes/text-diff';
import { usePlanWords } from '@/components/changes/use-plan-words';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { compareConfigs } from '@/lib/haproxy/config-diff';
import { applyConfigEdits, type ConfigEdit } from '@/lib/haproxy/config-edits';
import { describeDifference, describeProblem, describeRefusal } from '@/lib/haproxy/config-words';
import { freshProblems } from './live-context';
import type { FileOf } from './use-files';

interface Props {
  readonly live: LiveClusterView;
  readonly files: readonly FileOf[];
  readonly edits: readonly ConfigEdit[];
}

/** Nodes with the same file, and what the edits make of it. */
interface Outcome {
  readonly nodes: readonly string[];
  readonly before: string;
  readonly after?: string;
  readonly refusal?: { readonly id: string; readonly objects: string };
}

export function outcomesOf(files: readonly FileOf[], edits: readonly ConfigEdit[]): readonly Outcome[] {
  const texts = [...new Set(files.map((file) => file.text))];
  return texts.map((before) => {
    const nodes = files.filter((file) => file.text === before).map((file) => file.node);
    const made = applyConfigEdits(before, edits);
    return made.ok
      ? { nodes, before, after: made.value }
      : { nodes, before, refusal: describeRefusal(made.error) };
  });
}

export const isPlannable = (outcomes: readonly Outcome[]): boolean =>
  outcomes.every((one) => one.refusal === undefined) && outcomes.some((one) => one.after !== one.before);

/** What would change on every node, in words and line by line, while it is being typed. */
export function ConfigPreview({ live, files, edits }: Props) {
  const t = useTranslations('haproxy');
  const outcomes = edits.length === 0 ? [] : outcomesOf(files, edits);
  const isChanging = outcomes.some((one) => one.refusal !== undefined || one.after !== one.before);
  return (
    <section aria-label={t('preview')} aria-live="polite" className="mt-5 flex flex-col gap-3">
      <h3 className="text-[0.9333rem] font-semibold">{t('preview')}</h3>
      {isChanging ? null : <p className="text-ink-3">{t('previewNone')}</p>}
      {outcomes.map((outcome) => (
        <OutcomeView key={outcome.nodes.join()} live={live} outcome={outcome} />
      ))}
      {isChanging ? <p className="text-[0.8667rem] text-ink-3">{t('checkUnknown')}</p> : null}
    </section>
  );
}

function OutcomeView({ live, outcome }: { readonly live: LiveClusterView; readonly outcome: Outcome }) {
  const t = useTranslations('haproxy');
  const words = usePlanWords();
  const { nodes, before, after, refusal } = outcome;
  if (refusal)
    return (
      <p role="alert">
        <StatusMark state="critical">
          {words.sentence({ id: `refusal-${refusal.id}`, params: { objects: refusal.objects } })}
        </StatusMark>
      </p>
    );
  if (after === undefined || after === before) return null;
  return (
    <div>
      <p className="mb-1 text-[0.8667rem] text-ink-3">{t('previewOn', { nodes: nodes.join(', ') })}</p>
      <Differences before={before} after={after} />
      <Problems live={live} before={before} after={after} />
      <TextDiff before={before} after={after} />
    </div>
  );
}

/** Two files as what people mean by them. */
export function Differences({ before, after }: { readonly before: string; readonly after: string }) {
  const words = usePlanWords();
  const { differences } = compareConfigs(before, after);
  const sentences =
    differences.length === 0
      ? [words.say('difference-none')]
      : differences.map((difference) => words.sentence(describeDifference(difference)));
  return (
    <ul className="mb-2 ml-5 list-disc">
      {[...new Set(sentences)].map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

interface ProblemsProps {
  readonly live: LiveClusterView;
  readonly before: string;
  readonly after: string;
}

/** What the new text brings that the old one had not, by line. */
export function Problems({ live, before, after }: ProblemsProps) {
  const t = useTranslations('haproxy');
  const words = usePlanWords();
  const problems = freshProblems(live, before, after);
  if (problems.length === 0) return null;
  return (
    <ul aria-label={t('problemsTitle')} className="mb-2 flex flex-col gap-1">
      {problems.map((problem) => {
        const sentence = words.sentence(describeProblem(problem));
        return (
          <li key={sentence}>
            <StatusMark state={problem.level === 'error' ? 'critical' : 'warning'}>{sentence}</StatusMark>
          </li>
        );
      })}
    </ul>
  );
}
