/** Why an edit of haproxy.cfg was refused, as data: an edit that is not certain changes nothing. */
import { optional } from '@/lib/base/optional';
import { err } from '@/lib/base/result';

export type ConfigChangeReason =
  | 'section-not-found'
  | 'server-not-found'
  | 'directive-not-found'
  /** What was named exists more than once. */
  | 'ambiguous'
  /** HAProxy itself could not read the line. */
  | 'line-is-broken'
  /** Inside or around `.if`: what is in force depends on the node. */
  | 'conditional'
  | 'name-taken'
  | 'address-taken'
  | 'bad-name'
  | 'bad-address'
  | 'bad-value'
  /** More words than HAProxy reads from one line. */
  | 'too-many-words'
  /** Another function of this folder does it safely. */
  | 'keyword-not-allowed'
  /** Something else in the file names it. */
  | 'still-referenced'
  /** The name is computed while HAProxy runs (`%[…]`), so nobody can tell what refers to what. */
  | 'dynamic-reference'
  /** The name appears where Haven does not know whether it is meant. */
  | 'unclear-reference'
  /** A health check of several steps, which no form can show. */
  | 'check-has-steps'
  | 'last-server'
  | 'no-sibling'
  | 'too-few-servers'
  /** `server-template` or DNS: the servers are not lines. */
  | 'servers-not-listed';

export interface ConfigChangeProblem {
  readonly reason: ConfigChangeReason;
  /** The name, word or value that is refused or missing. */
  readonly what?: string;
  /** 1-based lines of the file as it was. */
  readonly lines?: readonly number[];
}

/** @param lines 0-based, as everywhere inside this folder */
export function refuse(
  reason: ConfigChangeReason,
  what?: string,
  lines?: readonly number[],
): { readonly ok: false; readonly error: ConfigChangeProblem } {
  return err({
    reason,
    // A refusal is stored and shown; a hostile value must not make it endless.
    ...optional('what', what?.slice(0, 200)),
    ...optional(
      'lines',
      lines?.map((line) => line + 1),
    ),
  });
}
