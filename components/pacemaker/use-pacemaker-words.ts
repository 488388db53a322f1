'use client';

import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { ParameterProblem } from '@/lib/pacemaker/agent-check';
import type { ConstraintWish } from '@/lib/pacemaker/constraint-wish';
import { INFINITY_SCORE, parseScore } from '@/lib/pacemaker/values';

export interface PacemakerWords {
  readonly problem: (problem: ParameterProblem) => string;
  /** What a rule does, as one sentence. */
  readonly rule: (wish: ConstraintWish) => string;
  /** Why a node could not be asked. */
  readonly error: (error: string) => string;
}

const ERRORS = [
  'offline',
  'timed-out',
  'unreachable',
  'forbidden',
  'not-found',
  'absent',
  'unavailable',
] as const;

/** Pacemaker's things in the reader's words. */
export function usePacemakerWords(): PacemakerWords {
  const t = useTranslations('pacemaker');
  return useMemo(() => {
    const strength = (text: string): string => {
      const score = parseScore(text);
      if (score === undefined) return t('strength_invalid');
      const isAlways = Math.abs(score) >= INFINITY_SCORE;
      return isAlways ? t('strength_always') : t('strength_points', { score: String(Math.abs(score)) });
    };
    return {
      problem: (problem) => {
        switch (problem.kind) {
          case 'unknown-option':
            return t('problem_unknown-option', { options: problem.options.join(', ') });
          case 'deprecated':
            return problem.insteadOf === undefined
              ? t('problem_deprecated')
              : t('problem_deprecated-use', { use: problem.insteadOf });
          case 'not-unique':
            return t('problem_not-unique', { with: problem.with });
          case 'secret':
            return problem.use === undefined
              ? t('problem_secret')
              : t('problem_secret-use', { use: problem.use });
          default:
            return t(`problem_${problem.kind}`);
        }
      },
      rule: (wish) => ruleWords(wish, t, strength),
      error: (error) => {
        const known = ERRORS.find((one) => one === error);
        return known ? t(`error_${known}`) : error;
      },
    };
  }, [t]);
}

type Translate = ReturnType<typeof useTranslations<'pacemaker'>>;

function ruleWords(wish: ConstraintWish, t: Translate, strength: (score: string) => string): string {
  const named = (id: string, role: string | undefined) =>
    role === undefined || role === 'Started' ? id || '…' : `${id || '…'} (${role})`;
  if (wish.kind === 'order') {
    const params = {
      first: `${wish.first || '…'} ${wish.firstAction ?? 'start'}`,
      second: `${wish.second || '…'} ${wish.secondAction ?? wish.firstAction ?? 'start'}`,
    };
    const sentence = t(`sentence_order_${wish.strength}`, params);
    const isBack = wish.isSymmetrical !== false && wish.strength !== 'Serialize';
    return isBack ? `${sentence} ${t('sentence_symmetrical')}` : sentence;
  }
  const isAgainst = (parseScore(wish.score) ?? 0) < 0;
  if (wish.kind === 'location') {
    const params = {
      resource: named(wish.resource, wish.role),
      node: wish.node || '…',
      strength: strength(wish.score),
    };
    return t(isAgainst ? 'sentence_avoids' : 'sentence_prefers', params);
  }
  const params = {
    resource: named(wish.resource, wish.role),
    other: named(wish.with, wish.withRole),
    strength: strength(wish.score),
  };
  return t(isAgainst ? 'sentence_apart' : 'sentence_together', params);
}
