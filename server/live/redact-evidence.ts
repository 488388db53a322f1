import type { RawEvidence } from '@/lib/live/protocol';
import { redactCibText, redactMessage } from '@/lib/pacemaker/redact';
import type { RawRun } from './store';

/** Takes secrets out of raw evidence before it leaves the server. */

export const redactEvidence = ({ key, runs }: RawEvidence): RawEvidence => ({
  key,
  runs: runs.map(redactRun),
});

/** HAProxy's and DRBD's ways to write a secret without a sign between name and value. */
const SECRET_WORDS =
  /\b(shared-secret|insecure-password|password|stats\s+auth|auth-pass|secret)(\s+)("[^"]*"|'[^']*'|\S+)/gi;

/** Redaction costs a parse of the text: done when somebody asks, not with every reading. */
function redactRun(run: RawRun): RawRun {
  return { ...run, stdout: redactText(run.stdout), stderr: redactText(run.stderr) };
}

function redactText(text: string): string {
  if (text === '') return text;
  const base = /^\s*</.test(text) ? redactCibText(text) : redactMessage(text);
  return base.replace(SECRET_WORDS, '$1$2•••');
}
