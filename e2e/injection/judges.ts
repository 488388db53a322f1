/** Judges that are not ours: real shells, and expat where Python is there. Thousands of texts per process. */
import { spawnSync } from 'node:child_process';
import { quoteArgv } from '@/lib/base/command';

const BUFFER = 1024 ** 3;
/** A lone surrogate is none in UTF-8. */
export const asUtf8 = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

export const SHELLS = ['dash', 'bash'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0);

/**
 * Has a shell read every argument list as Haven sends it and say which words it saw.
 * @returns one line per list that was not seen as it was meant
 */
export function misreadBy(shell: string, lists: readonly (readonly string[])[]): readonly string[] {
  // Whatever it should run after all, it does not find.
  const script = `PATH=/nowhere\n${lists.map((argv) => `printf '%s\\0' ${quoteArgv(argv)}; printf '\\001\\0'`).join('\n')}`;
  const run = spawnSync(shell, [], {
    input: script,
    maxBuffer: BUFFER,
    env: { ...process.env, LC_ALL: 'C' },
  });
  const seen = run.stdout.toString('utf8').split('\u0001\0');
  if (run.status !== 0 || seen.length !== lists.length + 1)
    return [
      `${shell} read ${seen.length - 1} of ${lists.length} commands: ${run.stderr.toString('utf8').slice(0, 200)}`,
    ];
  return lists.flatMap((argv, index) => {
    // A lone surrogate cannot be sent at all: UTF-8 has none.
    const meant = argv.map((word) => `${asUtf8(word)}\0`).join('');
    return seen[index] === meant ? [] : [`${shell} misread ${JSON.stringify(argv).slice(0, 300)}`];
  });
}

const EXPAT = `
import json, sys, xml.etree.ElementTree as tree
def shape(e): return [e.tag, sorted([k, v] for k, v in e.attrib.items()), (e.text or "").strip(), [shape(c) for c in e]]
def read(text):
    try: return shape(tree.fromstring(text))
    except tree.ParseError as problem: return str(problem)
json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
`;
const hasPython = spawnSync('python3', ['-c', 'import xml.etree.ElementTree']).status === 0;

/** Whether another parser sees the same trees. @returns one line per document that it sees otherwise */
export function misreadByExpat(documents: readonly string[], shapes: readonly unknown[]): readonly string[] {
  if (!hasPython || documents.length === 0) return [];
  const run = spawnSync('python3', ['-c', EXPAT], {
    input: JSON.stringify(documents),
    maxBuffer: BUFFER,
  });
  if (run.status !== 0) return [`python3: ${run.stderr.toString('utf8').slice(-300)}`];
  const seen = JSON.parse(run.stdout.toString('utf8')) as readonly unknown[];
  return documents.flatMap((document, index) =>
    JSON.stringify(seen[index]) === JSON.stringify(shapes[index])
      ? []
      : [`expat misread ${document.slice(0, 300)}`],
  );
}
