/** The edits of a step as a diff that people read: `+` comes, `-` goes, `~` becomes; the command says the same to the tool. */
import type { CibChange } from '@/lib/pacemaker/cib-patch';

export interface ChangeLine {
  readonly sign: '+' | '-' | '~';
  readonly text: string;
}

export const changeLines = (changes: readonly CibChange[]): readonly ChangeLine[] => changes.flatMap(linesOf);

function linesOf(change: CibChange): readonly ChangeLine[] {
  switch (change.op) {
    case 'create':
      return [{ sign: '+', text: `${shortPath(change.parent)}: ${change.xml}` }];
    case 'delete':
      return [{ sign: '-', text: shortPath(change.path) }];
    case 'modify': {
      const names = [...new Set([...Object.keys(change.before), ...Object.keys(change.after)])].sort();
      return names
        .filter((name) => change.before[name] !== change.after[name])
        .map((name) => {
          const was = change.before[name] ?? '–';
          return {
            sign: '~',
            text: `${shortPath(change.path)} ${name}: ${was} → ${change.after[name] ?? '–'}`,
          };
        });
    }
  }
}

/** Every path begins with the same two names. */
const shortPath = (path: string): string => path.replace(/^\/cib\/configuration\//, '');
