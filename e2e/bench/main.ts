/**
 * The figures of the product, each measured beside its own baseline in the same run.
 *
 *   node --import tsx e2e/bench/main.ts NAME [--json]      or: npm run bench -- NAME [--json]
 *
 * Exit codes: 0 measured (also when a target is missed: the figure says so), 1 could not be measured, 64 wrong usage.
 */
import { parseArgs } from 'node:util';
import type { BenchCluster } from './bench-cluster';
import type { Figure } from './figure';
import { renderTable } from './report';
import { measureSafety, SAFETY } from './safety';
import { Stops } from './stops';

interface Options {
  readonly isNative: boolean;
  readonly samples: number | undefined;
  readonly seconds: number | undefined;
}
type Bench = (options: Options, stops: Stops, say: (line: string) => void) => Promise<readonly Figure[]>;

async function openCluster(
  isNative: boolean,
  stops: Stops,
  say: (line: string) => void,
): Promise<BenchCluster> {
  return isNative
    ? (await import('./native-cluster')).startNativeCluster(stops, say)
    : (await import('@/e2e/lab/lab')).requireLabInfo();
}

/** Loaded on demand: Chromium, Prisma and the SSH client are not needed by all of them. */
const BENCHES: Readonly<Record<string, Bench>> = {
  event: async ({ samples, isNative }, stops, say) => {
    const cluster = await openCluster(isNative, stops, say);
    return (await import('./event')).measureEvent(cluster, samples ?? (isNative ? 40 : 20), stops, say);
  },
  eventsim: async ({ samples }, stops, say) =>
    (await import('./event-sim')).measureEventSim(samples ?? 120, stops, say),
  nodecost: async ({ seconds, isNative }, stops, say) => {
    const cluster = await openCluster(isNative, stops, say);
    return (await import('./node-cost')).measureNodeCost(cluster, seconds ?? 120, stops, say);
  },
  apply: async ({ samples }, stops, say) => (await import('./apply')).measureApply(samples ?? 7, stops, say),
  plan: async ({ samples }, stops, say) => (await import('./plan')).measurePlan(samples ?? 5, stops, say),
  start: async ({ samples }, stops, say) =>
    (await import('./start-time')).measureStart(samples ?? 7, stops, say),
  bytes: async ({ samples }, stops, say) => (await import('./bytes')).measureBytes(samples ?? 2, stops, say),
};

const USAGE = `usage: bench NAME [--json] [--samples N] [--seconds N] [--attempts N] [--native]

  event     P1   a change on a node to the changed pixel; baseline: a streaming crm_mon, a status poll
  eventsim  P1   Haven's own share of it, with simulated nodes that answer at once; needs no lab
  nodecost  P2   CPU on a watched, idle node; baseline: crm_mon -1 each second
  apply     P3   20 trivial steps on 16 nodes, cold and warm; baseline: ansible-playbook over the same sshd
  plan      P4   full plan with what-if, 16 nodes, 300 resources; baseline: pcs -f and crm_simulate
  start     P7   npm start to a usable page; baseline: next start on the same build
  bytes     P11  gzip JavaScript of the first page; baseline: the framework's own chunks

  R2 R4     jobs lost, or shown otherwise than they are, after a kill of Haven at any instant
  R3        steps run twice: by kills, broken wires, double submissions
  R5        edits of the command line lost beside a running job
  R7        Postgres shut down, cut off, killed while jobs run
  R8        a link that went silent is found; commands without an end
  R9        injection: every field and every node's word, held against shells, parsers and the database
  R10       everything that can be reached, as everybody, against the permission table
  R11       changes from foreign pages, and the content security policy
  R12       secrets in what is stored, sent, logged and shown

  --native     event and nodecost on two namespaces of this machine instead of the lab: native speed, root needed
  --json       end with one JSON line per figure
  --attempts N how much a safety figure tries (R2 R4 1000, R3 R5 10000, R7 30, R8 100, R9 50000; R10 to R12 try
               all there is); these need no lab
  --samples N  how many times to measure (event 20, with --native 40 of each kind; eventsim 120, apply 7, plan 5, start 7,
               bytes 2)
  --seconds N  length of each window of nodecost (120)

Without --native, event and nodecost need a running lab (npm run lab -- up); they change nothing on it that they do not put
back. apply and plan need no lab, but what they compare with: they say which Debian packages are missing.
`;

class UsageError extends Error {}

function positive(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`--${name} is a whole number from 1`);
  return value;
}

async function main(argv: readonly string[], stops: Stops): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      native: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      samples: { type: 'string' },
      attempts: { type: 'string' },
      seconds: { type: 'string' },
    },
  });
  const [name, ...rest] = positionals;
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  // Standard error, so that standard output can be piped.
  const say = (line: string): void => console.error(`  ${line}`);
  if (name !== undefined && name in SAFETY && rest.length === 0) {
    const made = await measureSafety(name, positive(values.attempts, 'attempts'), stops, say);
    console.log(JSON.stringify(made));
    return 0;
  }
  const bench = name === undefined ? undefined : BENCHES[name];
  if (!bench || rest.length > 0)
    throw new UsageError(name ? `there is no benchmark "${positionals.join(' ')}"` : USAGE);
  const options = {
    isNative: values.native ?? false,
    samples: positive(values.samples, 'samples'),
    seconds: positive(values.seconds, 'seconds'),
  };
  const figures = await bench(options, stops, say);
  console.log(renderTable(figures));
  if (values.json) for (const made of figures) console.log(JSON.stringify(made));
  return 0;
}

const stops = new Stops();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stops.all().then(() => process.exit(130)));
}
try {
  process.exitCode = await main(process.argv.slice(2), stops);
} catch (error) {
  const isUsage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  console.error(error instanceof Error ? (isUsage ? error.message : error.stack) : error);
  process.exitCode = isUsage ? 64 : 1;
} finally {
  await stops.all();
}
process.exit();
