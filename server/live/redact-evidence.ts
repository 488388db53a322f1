import type { RawEvidence } from '@/lib/live/protocol';
import { redactCibText, redactMessage, redactWords } from '@/lib/pacemaker/redact';
import type { RawRun } from './store';

/** Takes secrets out of raw evidence before it leaves the server. */

export const redactEvidence = ({ key, runs }: RawEvidence): RawEvidence => ({
  key,
  runs: runs.map(redactRun),
});

/** Redaction costs a parse of the text: done when somebody asks, not with every reading. */
function redactRun(run: RawRun): RawRun {
  return { ...run, stdout: redactText(run.stdout), stderr: redactText(run.stderr) };
}

function redactText(text: string): string {
  if (text === '') return text;
  return /^\s*</.test(text) ? redactWords(redactCibText(text)) : redactMessage(text);
}
