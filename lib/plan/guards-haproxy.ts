/** What must hold before HAProxy is told something: of one server, or of a whole new file. */
import type { ConfigProblem } from '@/lib/haproxy/check-types';
import { checkConfig, newProblems } from '@/lib/haproxy/config-check';
import { parseHaproxyConfig } from '@/lib/haproxy/config-file';
import { describeProblem } from '@/lib/haproxy/config-words';
import { drainVerdict, lostOnReload } from '@/lib/haproxy/runtime-drift';
import { lostServices } from '@/lib/haproxy/service-loss';
import { nodeFacts, value } from './facts';
import { type Evaluation, fail, type Guard, type GuardContext, judge, pass, unknown } from './guard';
import { configContext } from './haproxy-context';
import { type FileChange, type FileIntent, fileChanges } from './haproxy-files';
import { runsOn } from './planners/put-out';
import type { Intent } from './types';

type ServerContext = GuardContext<Extract<Intent, { kind: 'haproxy-server' }>>;
type FileContext = GuardContext<FileIntent>;

/** Nothing would be left to answer: HAProxy uses backup servers only when every other one is gone. */
function serverLeft({ intent, world }: ServerContext): Evaluation {
  if (intent.state === 'ready') return pass;
  const bad: string[] = [];
  const unread: string[] = [];
  for (const node of world.nodes) {
    const reading = node.haproxy && value(node.haproxy);
    if (!reading) unread.push(node.name);
    else if (drainVerdict(reading, intent).kind === 'last-server') bad.push(`${node.name} ${intent.backend}`);
  }
  return judge(bad, unread);
}

/** Each HAProxy keeps its own states: one that could not be asked would go on as it is, and nobody would be told. */
function everyHaproxyRead({ world }: GuardContext<Extract<Intent, { kind: 'haproxy-server' }>>): Evaluation {
  return judge(
    [],
    world.nodes.filter((node) => !node.haproxy || value(node.haproxy) === undefined).map((node) => node.name),
  );
}

/** Files that would change. A change that cannot be made at all is refused elsewhere, in its own words. */
function changesOf({ intent, world }: FileContext): readonly FileChange[] {
  if (intent.kind === 'edit-file' && intent.tool !== 'haproxy') return [];
  const made = fileChanges(intent, world);
  return made.ok ? made.value.filter(({ before, after }) => before.text !== after) : [];
}

interface Judged {
  readonly change: FileChange;
  readonly problems: readonly ConfigProblem[];
  /** Those that the text before did not have. */
  readonly added: readonly ConfigProblem[];
}

function judged(context: FileContext): readonly Judged[] {
  return changesOf(context).map((change) => {
    const against = configContext(context.world, [change.node], change.before.text);
    const [before, problems] = [change.before.text, change.after].map((text) =>
      checkConfig(parseHaproxyConfig(text), against),
    ) as [readonly ConfigProblem[], readonly ConfigProblem[]];
    return { change, problems, added: newProblems(before, problems) };
  });
}

/** One problem that every node's file has is one sentence. */
function evaluation(
  found: readonly (readonly [Judged, readonly ConfigProblem[]])[],
  verdict: typeof fail,
): Evaluation {
  const nodes = found.filter(([, problems]) => problems.length > 0).map(([{ change }]) => change.node);
  const sentences = found.flatMap(([{ change }, problems]) =>
    problems.map((problem) => describeProblem(problem, change.node)),
  );
  return { ...verdict([...new Set(nodes)]), details: sentences };
}

/** What the roles of networks say; the rest is about HAProxy itself. */
const ROLES: readonly ConfigProblem['id'][] = ['internal-on-1g-vip', 'server-on-1g-network'];

const having = (all: readonly Judged[], fits: (problem: ConfigProblem) => boolean) =>
  all.map((one) => [one, one.added.filter(fits)] as const);
const hasAny = (found: readonly (readonly [Judged, readonly ConfigProblem[]])[]): boolean =>
  found.some(([, problems]) => problems.length > 0);

function startable(context: FileContext): Evaluation {
  const all = judged(context);
  const errors = having(all, ({ level }) => level === 'error');
  if (hasAny(errors)) return evaluation(errors, fail);
  const open = having(all, ({ level }) => level === 'unknown');
  return hasAny(open) ? evaluation(open, unknown) : pass;
}

function wellMade(context: FileContext): Evaluation {
  const found = having(judged(context), ({ id, level }) => level === 'warning' && !ROLES.includes(id));
  return hasAny(found) ? evaluation(found, fail) : pass;
}

function networksMeant(context: FileContext): Evaluation {
  const found = having(judged(context), ({ id }) => ROLES.includes(id));
  return hasAny(found) ? evaluation(found, fail) : pass;
}

/** Invariant 41: what was there before, and is nobody's fault now, is worth a word. */
function portsOurs(context: FileContext): Evaluation {
  const found = judged(context).map(
    (one) =>
      [
        one,
        one.problems.filter((problem) => problem.id === 'port-taken' && !one.added.includes(problem)),
      ] as const,
  );
  return hasAny(found) ? evaluation(found, fail) : pass;
}

/** Invariant 18, for files: a service that answers now answers afterwards, unless it is taken out as a whole. */
function servicesLeft(context: FileContext): Evaluation {
  const bad: string[] = [];
  const unread: string[] = [];
  for (const change of changesOf(context)) {
    if (!runsOn(context.world, change.node)) continue;
    const seen = nodeFacts(context.world, change.node)?.haproxy;
    const reading = seen && value(seen);
    if (!reading) unread.push(change.node);
    else
      bad.push(
        ...lostServices(
          reading,
          parseHaproxyConfig(change.before.text),
          parseHaproxyConfig(change.after),
        ).map((backend) => `${change.node} ${backend}`),
      );
  }
  return judge(bad, unread);
}

/** A reload begins with what the file says: drained servers would take requests again. */
function statesKept(context: FileContext): Evaluation {
  const bad: string[] = [];
  const unread: string[] = [];
  for (const { node, after } of changesOf(context)) {
    if (!runsOn(context.world, node)) continue;
    const seen = nodeFacts(context.world, node)?.haproxyHost?.servers;
    const states = seen && value(seen);
    if (!states) unread.push(node);
    else
      bad.push(
        ...lostOnReload(parseHaproxyConfig(after), states).map(
          ({ backend, server, state, weight }) =>
            `${node} ${backend}/${server} ${state ?? `weight ${weight}`}`,
        ),
      );
  }
  return judge(bad, unread);
}

function running(context: FileContext): Evaluation {
  return judge(
    changesOf(context)
      .map(({ node }) => node)
      .filter((node) => !runsOn(context.world, node)),
  );
}

/** After a failover the other node serves: with another file it would serve something else. */
function filesAlike({ intent, world }: FileContext): Evaluation {
  if (intent.kind === 'edit-file' && intent.tool !== 'haproxy') return pass;
  const made = fileChanges(intent, world);
  if (!made.ok) return pass;
  const texts = new Set(made.value.map(({ after }) => after));
  return texts.size > 1 ? fail(made.value.map(({ node }) => node)) : pass;
}

const file = {
  appliesTo: ['edit-file', 'edit-haproxy'],
  needsDraft: true,
  // Another tool's files are none of HAProxy's, and it has nothing to say of them.
  concerns: ({ intent }: FileContext) => intent.kind === 'edit-haproxy' || intent.tool === 'haproxy',
} as const;

export const HAPROXY_GUARDS = [
  {
    id: 'haproxy-read',
    invariant: 39,
    level: 'confirm',
    appliesTo: ['haproxy-server'],
    evaluate: everyHaproxyRead,
  },
  { id: 'server-left', invariant: 18, level: 'confirm', appliesTo: ['haproxy-server'], evaluate: serverLeft },
  { id: 'haproxy-starts', invariant: 17, level: 'deny', ...file, evaluate: startable },
  { id: 'services-left', invariant: 18, level: 'deny', ...file, evaluate: servicesLeft },
  { id: 'states-kept', invariant: 18, level: 'warn', ...file, evaluate: statesKept },
  { id: 'networks-meant', invariant: 19, level: 'warn', ...file, evaluate: networksMeant },
  { id: 'ports-ours', invariant: 41, level: 'warn', ...file, evaluate: portsOurs },
  { id: 'haproxy-well-made', invariant: 17, level: 'warn', ...file, evaluate: wellMade },
  { id: 'haproxy-runs', invariant: 17, level: 'warn', ...file, evaluate: running },
  { id: 'files-alike', invariant: 15, level: 'warn', ...file, evaluate: filesAlike },
] as const satisfies readonly Guard[];
