/**
 * Everything that can be said about a configuration before it goes out, besides what the node's own `haproxy -c` says.
 * Pure: what is not read is reported as `unknown`, never taken for good.
 */
import { bindProblems } from './check-binds';
import { sectionProblems } from './check-sections';
import type { ConfigContext, ConfigProblem } from './check-types';
import { configProblems, configSections, type HaproxyConfigFile } from './config-file';
import { indexesWhere, MAX_LINE_WORDS } from './config-place';

/** Problems in the order of the file; those without a line last. */
export function checkConfig(file: HaproxyConfigFile, context: ConfigContext): readonly ConfigProblem[] {
  const problems = [
    ...textProblems(file),
    ...socketProblems(file, context.socketPath),
    ...sectionProblems(file, context),
    ...bindProblems(file, context),
  ];
  const order = (problem: ConfigProblem): number => problem.line ?? Number.POSITIVE_INFINITY;
  return problems.toSorted((a, b) => (order(a) === order(b) ? 0 : order(a) - order(b)));
}

/** Whether HAProxy would refuse to start with it, as far as Haven can tell. */
export const hasErrors = (problems: readonly ConfigProblem[]): boolean =>
  problems.some(({ level }) => level === 'error');

/** Problems that the file before did not have: an edit answers for these alone. Line numbers may have moved. */
export function newProblems(
  before: readonly ConfigProblem[],
  after: readonly ConfigProblem[],
): readonly ConfigProblem[] {
  const keyOf = ({ id, section, node, what, level }: ConfigProblem): string =>
    JSON.stringify([id, level, section, node, what]);
  const counts = new Map<string, number>();
  for (const problem of before) counts.set(keyOf(problem), (counts.get(keyOf(problem)) ?? 0) + 1);
  return after.filter((problem) => {
    const left = counts.get(keyOf(problem)) ?? 0;
    counts.set(keyOf(problem), left - 1);
    return left <= 0;
  });
}

function textProblems(file: HaproxyConfigFile): readonly ConfigProblem[] {
  const broken = configProblems(file).map(({ line, problem }) => ({
    id: 'line-is-broken' as const,
    level: 'error' as const,
    line: line + 1,
    what: problem,
  }));
  const long = file.lines.flatMap(({ words }, index) =>
    words.length > MAX_LINE_WORDS
      ? [{ id: 'too-many-words' as const, level: 'error' as const, line: index + 1 }]
      : [],
  );
  const isUnended = file.lines.at(-1)?.lineBreak === '';
  return [
    ...broken,
    ...long,
    ...(isUnended
      ? [{ id: 'no-final-line-break' as const, level: 'error' as const, line: file.lines.length }]
      : []),
  ];
}

/** Haven reads states and drains servers through a `stats socket` of level admin; without level it is `operator`. */
function socketProblems(file: HaproxyConfigFile, wanted: string | undefined): readonly ConfigProblem[] {
  const sockets = statsSockets(file);
  const [first] = sockets;
  if (!first) return [{ id: 'no-admin-socket', level: 'error' }];
  const own = wanted === undefined ? undefined : sockets.find(({ path }) => path === wanted);
  if (wanted !== undefined && !own)
    return [{ id: 'admin-socket-elsewhere', level: 'warning', line: first.index + 1, what: first.path }];
  const judged = own ?? sockets.find(({ isAdmin }) => isAdmin) ?? first;
  return judged.isAdmin
    ? []
    : [{ id: 'admin-socket-not-admin', level: 'warning', line: judged.index + 1, what: judged.path }];
}

export interface StatsSocket {
  /** 0-based. */
  readonly index: number;
  /** Without the prefix `unix@`. */
  readonly path: string;
  readonly isAdmin: boolean;
  /** A new process takes the listening sockets over instead of opening its own (reference 3.4, 5). */
  readonly passesListeners: boolean;
}

/** `stats socket` lines of `global`. */
export function statsSockets(file: HaproxyConfigFile): readonly StatsSocket[] {
  return configSections(file)
    .filter(({ kind }) => kind === 'global')
    .flatMap((section) =>
      indexesWhere(
        file,
        section.start + 1,
        section.end,
        (keyword, line) => keyword === 'stats' && line.words[1]?.value === 'socket',
      ).map((index) => {
        const words = (file.lines[index]?.words ?? []).map((word) => word.value);
        return {
          index,
          path: (words[2] ?? '').replace(/^unix@/, ''),
          isAdmin: words[words.indexOf('level') + 1] === 'admin' && words.includes('level'),
          passesListeners:
            words[words.indexOf('expose-fd') + 1] === 'listeners' && words.includes('expose-fd'),
        };
      }),
    );
}
