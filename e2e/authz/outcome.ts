/** What came of a call, in a few words that the permission table can be held against. */
export type Outcome =
  | 'allowed'
  | 'signed-out'
  | 'forbidden'
  | 'not-found'
  | 'foreign-origin'
  /** Let through, and then answered with something else: named, because none is expected. */
  | `other: ${string}`;

const WORDS: Readonly<Record<string, Outcome>> = {
  'signed-out': 'signed-out',
  forbidden: 'forbidden',
  'not-found': 'not-found',
  'foreign-origin': 'foreign-origin',
};

const wordOf = (word: unknown): Outcome => WORDS[String(word)] ?? `other: ${String(word)}`;

interface ResultLike {
  readonly ok?: boolean;
  readonly status?: string;
  readonly error?: { readonly kind?: string; readonly problem?: string } | string;
}

/** Of an action, a use case or a form. */
export function ofResult(value: unknown): Outcome {
  const result = value as ResultLike;
  if (result.ok === true || result.status === 'done') return 'allowed';
  const { error } = result;
  if (typeof error === 'string') return wordOf(error);
  return wordOf(error?.problem ?? error?.kind);
}

const STATUS: Readonly<Record<number, Outcome>> = {
  200: 'allowed',
  401: 'signed-out',
  403: 'forbidden',
  404: 'not-found',
};

export const ofStatus = (status: number): Outcome => STATUS[status] ?? `other: ${status}`;

/** Of a page, which answers by rendering or by what it throws to Next. */
export async function ofPage(render: () => Promise<unknown>): Promise<Outcome> {
  try {
    await render();
    return 'allowed';
  } catch (thrown) {
    const digest = String((thrown as { digest?: unknown }).digest ?? '');
    if (/^NEXT_HTTP_ERROR_FALLBACK;403/.test(digest)) return 'forbidden';
    if (/^NEXT_HTTP_ERROR_FALLBACK;404/.test(digest)) return 'not-found';
    if (/^NEXT_REDIRECT;[a-z]+;\/sign-in/.test(digest)) return 'signed-out';
    if (/^NEXT_REDIRECT;/.test(digest))
      return `other: redirect ${(digest.split(';')[2] ?? '').replace(/\bc[a-z0-9]{24}\b/, 'ID')}`;
    throw thrown;
  }
}

/** Of a view: those who may not see are given nothing. */
export function ofView(value: unknown): Outcome {
  if (value === undefined || value === null) return 'forbidden';
  if (Array.isArray(value)) return value.length === 0 ? 'forbidden' : 'allowed';
  const answer = value as { readonly ok?: boolean; readonly entries?: readonly unknown[] };
  if ('ok' in answer) return ofResult(answer);
  return Object.keys(answer.entries ?? answer).length === 0 ? 'forbidden' : 'allowed';
}
