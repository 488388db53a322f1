/** For tests: edits that must succeed, edits that must be refused, and the lines they change. */
import { applyConfigEdits, type ConfigEdit } from './config-edits';

export function edit(text: string, ...edits: readonly ConfigEdit[]): string {
  const changed = applyConfigEdits(text, edits);
  if (!changed.ok) throw new Error(JSON.stringify(changed.error));
  return changed.value;
}
export function refusal(text: string, ...edits: readonly ConfigEdit[]) {
  const changed = applyConfigEdits(text, edits);
  if (changed.ok) throw new Error(`accepted:\n${changed.value}`);
  return changed.error;
}
/** `+` and `-` lines between two texts of which one is the other with lines added, removed or replaced. */
export function changes(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  while (old.length > 0 && now.length > 0 && old[0] === now[0]) {
    old.shift();
    now.shift();
  }
  while (old.length > 0 && now.length > 0 && old.at(-1) === now.at(-1)) {
    old.pop();
    now.pop();
  }
  return [...old.map((line) => `-${line}`), ...now.map((line) => `+${line}`)];
}
export const nova = { kind: 'backend', name: 'nova_api' } as const;
export const glance = { kind: 'listen', name: 'glance_api' } as const;
