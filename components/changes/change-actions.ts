import type { Result } from '@/lib/base/result';
import type { AskedIntent, JobDecision } from '@/lib/plan/types';

/** Why something did not work: a use case's refusal, or the guard's before it. Words are `error-…`. */
export interface ChangeFailure {
  readonly kind: string;
  readonly problem?: string;
}

type Answer<T> = Promise<Result<T, ChangeFailure>>;

/** What a person can do about changes. Components get these from the app, which has the server's end of them. */
export interface ChangeActions {
  /** @returns id of the new plan */
  readonly propose: (input: { readonly clusterId: string; readonly intent: AskedIntent }) => Answer<string>;
  /** Plans what an earlier plan was about once more. @returns id of the new plan */
  readonly proposeAgain: (input: { readonly planId: string }) => Answer<string>;
  /** @returns id of the job; null when another administrator has to approve it too */
  readonly approve: (input: {
    readonly planId: string;
    readonly planHash: string;
    readonly typedText: string;
    readonly reason: string;
  }) => Answer<string | null>;
  readonly withdraw: (input: { readonly planId: string }) => Answer<null>;
  readonly cancel: (input: { readonly jobId: string }) => Answer<null>;
  readonly decide: (input: {
    readonly jobId: string;
    readonly stepIndex: number;
    readonly decision: JobDecision;
  }) => Answer<null>;
  /** @returns id of the plan that would undo it */
  readonly undo: (input: { readonly jobId: string }) => Answer<string>;
}

/** For people whose proposal would be accepted. */
export interface MayPropose {
  readonly propose?: ChangeActions['propose'];
}

export const failureKey = (failure: ChangeFailure): string => failure.problem ?? failure.kind;
