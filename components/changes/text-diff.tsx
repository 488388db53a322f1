import { clsx } from 'clsx';
import { diffLines } from '@/lib/haproxy/text-diff';

const LOOK = { '+': 'bg-ok-soft text-ok', '-': 'bg-critical-soft text-critical', ' ': 'text-ink-2' } as const;
/** Lines around a change that say where it is. */
const AROUND = 3;

/** What comes and what goes, with the lines around it: a sign and a colour. */
export function TextDiff({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = diffLines(before, after);
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some((line) => line.sign !== ' '),
  );
  return (
    <ol className="overflow-x-auto rounded-md border border-line py-1 font-mono text-[0.8667rem] leading-6">
      {lines.map((line, index) =>
        isNear[index] ? (
          <li
            key={`${line.before ?? ''}/${line.after ?? ''}`}
            className={clsx('grid min-w-max grid-cols-[3rem_1.2rem_1fr] px-2', LOOK[line.sign])}
          >
            <span className={clsx('num pr-2 text-right', line.sign === ' ' && 'text-ink-3')} aria-hidden>
              {line.after ?? line.before}
            </span>
            <span>{line.sign}</span>
            <span className="whitespace-pre">{line.text}</span>
          </li>
        ) : isNear[index - 1] ? (
          <li key={`gap ${line.before}`} className="px-2 text-ink-3" aria-hidden>
            ⋯
          </li>
        ) : null,
      )}
    </ol>
  );
}
