export type SignInProblem = 'signInFailed' | 'signInDisabled' | 'signInTooMany' | 'signInUnreachable';

/** Over the HTTP endpoint, which alone is rate limited. Resolves with nothing when the session cookie is set. */
export async function signIn(email: string, password: string): Promise<SignInProblem | undefined> {
  try {
    const answer = await fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (answer.ok) return undefined;
    if (answer.status === 429) return 'signInTooMany';
    if (answer.status === 403) return 'signInDisabled';
    return answer.status >= 500 ? 'signInUnreachable' : 'signInFailed';
  } catch {
    return 'signInUnreachable';
  }
}

export async function signOut(): Promise<void> {
  await fetch('/api/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  // A full load: nothing of the last person's pages stays in memory.
  window.location.assign('/sign-in');
}
