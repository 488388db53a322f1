/** Holds a plan that was made with a hostile text against the same plan with a harmless one. */
import { hasUnseenSigns } from '@/lib/base/plain-text';
import { applyPatchCommand } from '@/lib/pacemaker/commands';
import { runCommand } from '@/lib/plan/build';
import { writeFileCommand } from '@/lib/plan/file-write';
import { stagedFile, startUnitCommand, unitName } from '@/lib/plan/transient-unit';
import { MARKER } from './payloads';
import { patchOf, replaced, shapeOf, shapeOfXml, withoutMadeIds } from './shape';
import type { Planned, Tried } from './try-plan';

export interface Judged {
  /** Kinds of places that the text could have got out of, each one case. */
  readonly sinks: number;
  readonly problems: readonly string[];
  /** For the judges that read many at once. */
  readonly commands: readonly (readonly string[])[];
  readonly documents: readonly string[];
}

const UNIT = unitName('job', 0, 1);

/** @param plain the same with a harmless word; @param isFree it need not mean the same with both: a whole file that a person wrote, a world that a node made up */
export function judge(
  tried: Planned,
  plain: { readonly word: string; readonly tried: Tried },
  text: string,
  isFree = false,
): Judged {
  const problems: string[] = [];
  const argvs = tried.steps.flatMap(({ action }) => {
    if (action.kind === 'run') return [runCommand(action)];
    if (action.kind === 'write-file') return [writeFileCommand(action, stagedFile(UNIT))];
    const patch = action.kind === 'cib-patch' ? patchOf(action) : undefined;
    return patch === undefined ? [] : [applyPatchCommand(patch)];
  });
  for (const { argv } of argvs) problems.push(...optionsIn(argv, text));
  for (const step of tried.steps)
    if (hasUnseenSigns(step.commandText)) problems.push('the command reads otherwise than it runs');
  if (tried.words.some(hasUnseenSigns)) problems.push('the title reads otherwise than it is');
  if (plain.tried.kind !== 'planned') {
    if (!isFree) problems.push('passes where a plain word does not');
  } else if (!isFree) {
    const meant = JSON.stringify(withoutMadeIds(shapeOf(plain.tried)));
    const back = JSON.stringify(withoutMadeIds(replaced(withoutMadeIds(shapeOf(tried)), text, plain.word)));
    if (back !== meant) problems.push(`means something else: ${difference(back, meant)}`);
  }
  const documents = tried.steps.flatMap(({ action }) =>
    action.kind === 'cib-patch' ? (patchOf(action) ?? []) : [],
  );
  if (documents.some((document) => shapeOfXml(document) === undefined))
    problems.push('a patch that is no XML');
  for (const document of documents) problems.push(...expressionsIn(document));
  return {
    sinks: 3 + Math.min(1, documents.length),
    problems,
    commands: argvs.map(
      (command, index) => startUnitCommand(UNIT, tried.steps[index]?.node ?? 'node1', command).argv,
    ),
    documents,
  };
}

/** Paths of a patch are read as XPath: elements by name and id, and nothing else. */
function expressionsIn(document: string): readonly string[] {
  const paths = [...document.matchAll(/ path="([^"]*)"/g)].map(([, path = '']) => path);
  return paths
    .filter((path) => !/^(?:\/[A-Za-z_][\w-]*(?:\[@id='(?:[^'"[\]<>&]|&#\d+;)*'\])?)+$/.test(path))
    .map((path) => `became an expression: ${path}`);
}

/** A text that became a program, an option, a script or a way out of a folder. */
function optionsIn(argv: readonly string[], text: string): readonly string[] {
  return argv.flatMap((word, index) => {
    if (!word.includes(MARKER)) return [];
    const before = argv.slice(0, index);
    if (index === 0) return ['became the program'];
    if (before.at(-1) === '-c') return ['became a script'];
    if (text.startsWith('-') && word.startsWith(text) && !before.includes('--'))
      return [`became an option: ${word}`];
    return /(?:^|\/)\.\.\//.test(word) && !word.startsWith('<') ? [`became a path: ${word}`] : [];
  });
}

function difference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return `${a.slice(Math.max(0, at - 30), at + 60)} ≠ ${b.slice(Math.max(0, at - 30), at + 60)}`;
}
