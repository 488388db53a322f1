/**
 * Asks the cluster's own tools what a change would do: the verifier whether it objects to anything new, the
 * simulator what happens then, what is left when the temporary part is taken away again, and what a further loss
 * would stop. All on copies that go in by standard input; the live configuration is not touched.
 */
import { randomUUID } from 'node:crypto';
import type { Outcome } from '@/lib/base/command';
import { applyCibChanges } from '@/lib/pacemaker/cib-patch';
import {
  newProblems,
  parseVerify,
  readSimulationFileCommand,
  removeSimulationFileCommand,
  simulateCommand,
  verifyCibCommand,
} from '@/lib/pacemaker/commands';
import { parseSimulation } from '@/lib/pacemaker/simulation';
import { firstChanges, laterChanges, readAfter } from '@/lib/plan/build';
import type { ChangeFacts, Simulated } from '@/lib/plan/facts';
import type { DraftStep } from '@/lib/plan/planner';
import type { ClusterAccess } from '../access';

interface Question {
  readonly access: ClusterAccess;
  readonly clusterId: string;
  /** Where the configuration came from; asked first. */
  readonly source: string;
  /** Nodes that answer: the simulations of losses are spread over them. */
  readonly nodes: readonly string[];
  /** Nodes whose loss is simulated. */
  readonly members: readonly string[];
  readonly cibXml: string;
  readonly steps: readonly DraftStep[];
  /** The change is the loss of this node. */
  readonly lost?: string;
  /** Nobody wants the answer any more. */
  readonly signal?: AbortSignal;
}

export async function askCluster(question: Question): Promise<ChangeFacts> {
  const after = readAfter(question.cibXml, question.steps);
  return { ...(await ask(question)), ...(after ? { after } : {}) };
}

async function ask(question: Question): Promise<ChangeFacts> {
  const edited = applyCibChanges(question.cibXml, firstChanges(question.steps));
  if (!edited.ok) return unanswered(`edit: ${edited.error.kind}`);
  const [newVerifyLines, during] = await Promise.all([
    verify(question, edited.value),
    simulate(question, question.source, edited.value, true, question.lost),
  ]);
  if (!during.simulated.known || during.saved === undefined) {
    return {
      ...unanswered(during.simulated.known ? 'no result saved' : during.simulated.reason),
      newVerifyLines,
      simulation: during.simulated,
    };
  }
  const rest = laterChanges(question.steps);
  const released = applyCibChanges(during.saved, rest);
  if (!released.ok)
    return { ...unanswered(`edit: ${released.error.kind}`), newVerifyLines, simulation: during.simulated };
  const settled =
    rest.length === 0 ? during : await simulate(question, question.source, released.value, true);
  const afterLoss = await losses(question, settled.saved);
  return { newVerifyLines, simulation: during.simulated, settled: settled.simulated, afterLoss };
}

const unanswered = (reason: string): ChangeFacts => {
  const unknown = { known: false, reason } as const;
  return { newVerifyLines: 'unknown', simulation: unknown, settled: unknown, afterLoss: {} };
};

async function verify(question: Question, edited: string): Promise<ChangeFacts['newVerifyLines']> {
  const { access, clusterId, source, nodes } = question;
  // The text decides, not where it is read: the controller's node is busy simulating.
  const node = nodes.find((name) => name !== source) ?? source;
  question.signal?.throwIfAborted();
  const before = parseVerify(await access.run(clusterId, node, verifyCibCommand(question.cibXml)));
  const after = parseVerify(await access.run(clusterId, node, verifyCibCommand(edited)));
  if (!before || !after) return 'unknown';
  const added = newProblems(before, after);
  return [...added.errors, ...added.warnings];
}

interface Simulation {
  readonly simulated: Simulated;
  /** The configuration with the status after the transition. */
  readonly saved?: string;
}

async function simulate(
  question: Question,
  node: string,
  xml: string,
  isKept: boolean,
  nodeFail?: string,
): Promise<Simulation> {
  const { access, clusterId } = question;
  question.signal?.throwIfAborted();
  const saveTo = isKept ? `/run/haven-simulation-${randomUUID()}.xml` : undefined;
  const options = { ...(saveTo ? { saveTo } : {}), ...(nodeFail === undefined ? {} : { nodeFail }) };
  try {
    const outcome = await access.run(clusterId, node, simulateCommand(xml, options));
    const simulated = readSimulation(outcome);
    if (!saveTo || !simulated.known) return { simulated };
    const file = await access.run(clusterId, node, readSimulationFileCommand(saveTo));
    const isWhole = file.kind === 'exited' && file.exitCode === 0 && !file.truncated;
    return isWhole ? { simulated, saved: file.stdout } : { simulated };
  } finally {
    // Nobody waits for it: it never throws, and a lost connection leaves the file to memory-backed /run's next boot.
    if (saveTo) void access.run(clusterId, node, removeSimulationFileCommand(saveTo));
  }
}

function readSimulation(outcome: Outcome): Simulated {
  if (outcome.kind !== 'exited') return { known: false, reason: outcome.kind };
  if (outcome.exitCode !== 0) return { known: false, reason: `exit ${outcome.exitCode}` };
  if (outcome.truncated) return { known: false, reason: 'too long' };
  const parsed = parseSimulation(outcome.stdout);
  return parsed.ok ? { known: true, reading: parsed.value } : { known: false, reason: parsed.error.what };
}

async function losses(
  question: Question,
  settledXml: string | undefined,
): Promise<Readonly<Record<string, Simulated>>> {
  const { members, nodes, source, lost } = question;
  // What is gone already cannot be lost once more.
  const left = members.filter((member) => member !== lost);
  const entries = await Promise.all(
    left.map(async (member, index): Promise<readonly [string, Simulated]> => {
      if (settledXml === undefined) return [member, { known: false, reason: 'no result saved' }];
      // The text decides, not where it is read: several nodes share the work.
      const node = nodes[index % nodes.length] ?? source;
      return [member, (await simulate(question, node, settledXml, false, member)).simulated];
    }),
  );
  return Object.fromEntries(entries);
}
