import { headers } from 'next/headers';
import type { z } from 'zod';
import { err, type Result } from '@/lib/base/result';
import { recordAudit } from '@/lib/data/audit';
import type { Actor } from './actor';
import { may, type Permission } from './roles';
import { currentActor } from './session';

/** Why an action did not run. */
export type GuardError =
  | { readonly kind: 'foreign-origin' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'forbidden' }
  /** Message ids or words of the schema, by field. */
  | { readonly kind: 'invalid'; readonly fields: Readonly<Record<string, readonly string[]>> };

export interface ActionSpec<S extends z.ZodType> {
  /** As in the audit, e.g. `user.create`. */
  readonly name: string;
  readonly permission: Permission;
  readonly input: S;
}

/**
 * Every server action goes through this: the page's origin, the person, the permission, the input's shape, in this
 * order. A refusal is audited. Server actions are public HTTP endpoints, whatever page they are called from.
 */
export function guardAction<S extends z.ZodType, T, E>(
  spec: ActionSpec<S>,
  work: (actor: Actor, input: z.output<S>) => Promise<Result<T, E>>,
): (input: z.input<S>) => Promise<Result<T, E | GuardError>> {
  return async (raw) => {
    if (!(await isOwnOrigin())) return refuse(spec, null, { kind: 'foreign-origin' });
    const actor = await currentActor();
    if (!actor) return err({ kind: 'signed-out' });
    if (!may(actor.role, spec.permission)) return refuse(spec, actor, { kind: 'forbidden' });
    const parsed = spec.input.safeParse(raw);
    if (!parsed.success) return err({ kind: 'invalid', fields: fieldErrors(parsed.error) });
    return work(actor, parsed.data);
  };
}

/** What a form shows: nothing yet, what came of it, or what was wrong beside what was typed. */
export type FormState<T, E> =
  | { readonly status: 'idle' }
  | { readonly status: 'done'; readonly value: T }
  | {
      readonly status: 'failed';
      readonly error: E | GuardError;
      readonly typed: Readonly<Record<string, string>>;
    };

export const IDLE = { status: 'idle' } as const;

/** Never sent back to the browser; a form keeps them in its own uncontrolled fields. */
const SECRET_FIELDS = /password|privatekey|secret|token|code/i;

/** `guardAction` for `useActionState`: takes a form, and gives back what was typed when something was wrong. */
export function guardForm<S extends z.ZodType, T, E>(
  spec: ActionSpec<S>,
  work: (actor: Actor, input: z.output<S>) => Promise<Result<T, E>>,
): (previous: FormState<T, E>, form: FormData) => Promise<FormState<T, E>> {
  const run = guardAction(spec, work);
  return async (_previous, form) => {
    const fields = formFields(form);
    const result = await run(fields as z.input<S>);
    return result.ok
      ? { status: 'done', value: result.value }
      : { status: 'failed', error: result.error, typed: withoutSecrets(fields) };
  };
}

/** One text per name; `$ACTION_…` are React's own. */
export function formFields(form: FormData): Record<string, string> {
  const entries = [...form.entries()].filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith('$ACTION')));
}

export const withoutSecrets = (fields: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !SECRET_FIELDS.test(name)));

export function fieldErrors(error: z.ZodError): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const { path, message } of error.issues) {
    const name = path.map(String).join('.');
    fields[name] = [...(fields[name] ?? []), message];
  }
  return fields;
}

/** The front door has refused foreign pages already; this holds when Next is served without it. */
export async function isOwnOrigin(): Promise<boolean> {
  const given = await headers();
  const origin = given.get('origin');
  const host = given.get('host');
  if (!origin || !host) return false;
  const publicUrl = process.env.HAVEN_PUBLIC_URL;
  if (publicUrl) return origin === new URL(publicUrl).origin;
  return origin === `http://${host}` || origin === `https://${host}`;
}

async function refuse<S extends z.ZodType>(
  spec: ActionSpec<S>,
  actor: Actor | null,
  error: GuardError,
): Promise<{ readonly ok: false; readonly error: GuardError }> {
  const [objectKind = 'haven'] = spec.name.split('.');
  await recordAudit({
    actor,
    action: spec.name,
    objectKind,
    objectId: '',
    phase: 'refused',
    detail: { why: error.kind },
  });
  return err(error);
}
