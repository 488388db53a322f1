/**
 * The lab's command line: a real two-node cluster (DRBD, corosync, Pacemaker, HAProxy, Apache) in virtual
 * machines on this one.
 *
 *   node --import tsx e2e/lab/main.ts VERB …        or: npm run lab -- VERB …
 *
 * `usage` below is the manual. Exit codes: 0 done, 1 failed (reason on stderr), 64 wrong usage.
 */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { down } from './down.ts';
import {
  closeShells,
  cut,
  delay,
  diskError,
  freeze,
  heal,
  healDisk,
  healthy,
  power,
  requireLabInfo,
  restore,
  snapshot,
  thaw,
} from './lab.ts';
import { linkHelp } from './link-spec.ts';
import { bareLabDir, labPaths } from './paths.ts';
import { recordAll, recordState } from './record.ts';
import { LabError } from './run.ts';
import { printStatus } from './status.ts';
import { savedNodes, up } from './up.ts';

const usage = `usage: lab VERB …

  up [--nodes 2|3] [--fresh]   bring the cluster up; from the saved one if there is one
                               (2 nodes unless the saved one has 3)
  up --bare [--nodes 2|3]      machines without a cluster, to build one from; a lab of its own
                               beside the other: give --bare to every verb that means it
  down                         stop everything this lab started
  status [--json]              what runs, what is cut
  ssh NODE [COMMAND…]          log in as root, or run a command
  power NODE on|off|reset      a node that is off stays off until it is switched on
  cut LINK | heal [LINK]       unplug, plug in again (heal alone: everything)
  delay LINK MILLISECONDS      slow a link down; heal undoes it
  freeze NODE | thaw NODE      stop the whole machine, let it go on
  disk-error NODE [heal]       the NVMe medium fails; heal makes it good again
  healthy                      wait until the cluster is whole
  snapshot NAME                save all nodes at one point
  restore [NAME]               go back to it ("formed" is made by up)
  record --out DIR [--state S] save what the tools print now, for parser tests;
                               --state all: in every state, ends with restore

  ${linkHelp}

The lab lives in $HAVEN_LAB_DIR, or $XDG_CACHE_HOME/haven/lab, or ~/.cache/haven/lab.
To start over use "up --fresh"; never delete that folder by hand while others may be using the lab.
`;

const say = (line: string): void => console.log(`  ${line}`);

class UsageError extends Error {}

function need(value: string | undefined, what: string): string {
  if (value === undefined || value === '') throw new UsageError(`missing ${what}`);
  return value;
}

type Values = {
  nodes?: string;
  fresh?: boolean;
  bare?: boolean;
  json?: boolean;
  out?: string;
  state?: string;
};
type Verb = (words: readonly string[], values: Values) => Promise<void>;

const verbs: Readonly<Record<string, Verb>> = {
  up: async (_, { nodes, fresh, bare }) => {
    const started = Date.now();
    const info = await up(labPaths(), {
      nodes: Number(nodes ?? savedNodes(labPaths()) ?? 2),
      fresh: fresh ?? false,
      kind: bare ? 'bare' : 'formed',
    });
    console.log(
      `ready after ${Math.round((Date.now() - started) / 1000)} s: ${info.nodes.map(({ name }) => name).join(', ')}`,
    );
  },
  down: () => down(labPaths()),
  status: async (_, { json }) => printStatus(labPaths(), json ?? false),
  power: ([node, what]) => {
    if (what !== 'on' && what !== 'off' && what !== 'reset') throw new UsageError('power NODE on|off|reset');
    return power(need(node, 'node'), what);
  },
  cut: (words) => cut(need(words[0], 'link'), ...words.slice(1)),
  heal: (words) => heal(...words),
  delay: (words) => delay(words.slice(0, -1), Number(need(words.at(-1), 'milliseconds'))),
  freeze: ([node]) => freeze(need(node, 'node')),
  thaw: ([node]) => thaw(need(node, 'node')),
  'disk-error': ([node, what]) =>
    what === 'heal' ? healDisk(need(node, 'node')) : diskError(need(node, 'node')),
  healthy: () => healthy({ timeoutMs: 300_000, say }),
  snapshot: ([name]) => snapshot(need(name, 'snapshot name')),
  restore: ([name]) => restore(name ?? 'formed', say),
  record: (_, { out, state }) =>
    state === 'all'
      ? recordAll(need(out, '--out DIR'), say)
      : recordState(need(out, '--out DIR'), state ?? 'healthy', say),
};

/** A lab beside the other: what is done to the one cannot reach the other. */
function turnToBareLab(): void {
  process.env.HAVEN_LAB_DIR = bareLabDir();
}

/** Hands the terminal to the system's ssh, which asks nothing: key and host key are the lab's own. */
function ssh(words: readonly string[]): Promise<number> {
  const info = requireLabInfo();
  const node = info.nodes.find(({ name }) => name === words[0]);
  if (!node)
    throw new LabError(
      `There is no node "${words[0] ?? ''}".`,
      `nodes: ${info.nodes.map(({ name }) => name).join(', ')}`,
    );
  const options = [
    '-i',
    node.privateKeyPath,
    '-p',
    String(node.port),
    '-o',
    `UserKnownHostsFile=${labPaths().keys}/known_hosts`,
    '-o',
    `HostKeyAlias=${node.name}`,
    '-o',
    'IdentitiesOnly=yes',
    '-o',
    'LogLevel=ERROR',
  ];
  const child = spawn('ssh', [...options, `${node.user}@${node.host}`, ...words.slice(1)], {
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 255)));
}

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(usage);
    return name === undefined ? 64 : 0;
  }
  if (rest[0] === '--bare' || (rest.includes('--bare') && name !== 'ssh')) turnToBareLab();
  if (name === 'ssh') return ssh(rest.filter((word, index) => index > 0 || word !== '--bare'));
  const verb = verbs[name];
  if (!verb) throw new UsageError(`unknown verb "${name}"`);
  const { values, positionals } = parseArgs({
    args: rest,
    allowPositionals: true,
    options: {
      nodes: { type: 'string' },
      fresh: { type: 'boolean' },
      bare: { type: 'boolean' },
      json: { type: 'boolean' },
      out: { type: 'string' },
      state: { type: 'string' },
    },
  });
  await verb(positionals, values);
  closeShells();
  return 0;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    closeShells();
    const isUsage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
    console.error(error instanceof Error ? error.message : String(error));
    if (error instanceof LabError && error.hint) console.error(error.hint);
    if (isUsage) console.error('Try --help.');
    if (!(error instanceof LabError) && !isUsage && error instanceof Error) console.error(error.stack);
    process.exitCode = isUsage ? 64 : 1;
  },
);
