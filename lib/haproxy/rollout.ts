/**
 * A new haproxy.cfg on every node, as data: what to run, in which order, what to read back and how to return. Nothing
 * is executed here. Order: the nodes without the VIP first, so that a mistake shows where nobody is served.
 */
import type { Command } from '@/lib/base/command';
import { command } from '@/lib/base/command';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError, Probe } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import {
  installConfigCommand,
  keepConfigCommand,
  reloadCommand,
  removeStagedCommand,
  validateConfigCommand,
} from './commands';
import { DEFAULT_HAPROXY_CONFIG } from './probes';

export interface RolloutNode {
  readonly node: string;
  /** Hash of the file it has now, the base every node is compared with before anything is written (invariant 15). */
  readonly sha256: string;
  /** Holds a VIP that HAProxy serves. Absent: unknown, and then it is treated as a holder. */
  readonly holdsVip?: boolean;
}

export interface RolloutRequest {
  readonly nodes: readonly RolloutNode[];
  readonly text: string;
  /** Hash of `text`; computed by the caller, because this folder is pure. */
  readonly sha256: string;
  /** Names the staged and the kept file: letters, digits and dashes. */
  readonly job: string;
  readonly path?: string;
  /** `server-state-file` of the configuration, see `serverStateFile`: states of drain and maintenance then survive. */
  readonly serverStateFile?: string;
}

export type RolloutStep =
  /** The file must still be the one the plan was made from. */
  | { readonly kind: 'expect-hash'; readonly path: string; readonly sha256: string }
  /** Beside the real one, on the same file system, with owner and mode of `likePath`. */
  | {
      readonly kind: 'write';
      readonly path: string;
      readonly text: string;
      readonly sha256: string;
      readonly likePath: string;
    }
  | { readonly kind: 'validate' | 'keep' | 'install' | 'reload' | 'clean-up'; readonly command: Command }
  /** The answer of `show servers state` goes into this file right before the reload (reference 3.4, 4). */
  | { readonly kind: 'save-server-states'; readonly path: string }
  /** `show proc` before and after, `reloadVerdict` must say `new-worker`; `show stat` must list the file's servers. */
  | { readonly kind: 'verify-worker'; readonly timeoutMs: number };

export interface NodeRollout {
  readonly node: string;
  readonly steps: readonly RolloutStep[];
  /** Back to the file that ran before: the kept file is validated again, put in place and reloaded. */
  readonly undo: readonly RolloutStep[];
}

export type RolloutProblem =
  | { readonly reason: 'nodes-differ'; readonly nodes: readonly string[] }
  | { readonly reason: 'nothing-to-do' | 'no-nodes' | 'bad-job-name' };

/** A worker with many certificates takes seconds to start; more than half a minute means that it did not. */
const VERIFY_TIMEOUT_MS = 30_000;

/** Holders last; among equals the order given. */
export const rolloutOrder = (nodes: readonly RolloutNode[]): readonly RolloutNode[] => [
  ...nodes.filter(({ holdsVip }) => holdsVip === false),
  ...nodes.filter(({ holdsVip }) => holdsVip !== false),
];

/**
 * The steps per node, in the order to run them. Every node is validated before any is reloaded: run the steps up to
 * `keep` everywhere first (`prepare`), then the rest node by node (`commit`).
 */
export function planRollout(
  request: RolloutRequest,
): Result<
  { readonly prepare: readonly NodeRollout[]; readonly commit: readonly NodeRollout[] },
  RolloutProblem
> {
  const { nodes, sha256, text, job, path = DEFAULT_HAPROXY_CONFIG } = request;
  if (nodes.length === 0) return { ok: false, error: { reason: 'no-nodes' } };
  if (!/^[A-Za-z0-9-]{1,64}$/.test(job)) return { ok: false, error: { reason: 'bad-job-name' } };
  const base = nodes[0]?.sha256 ?? '';
  const different = nodes.filter((node) => node.sha256 !== base && node.sha256 !== sha256);
  if (different.length > 0)
    return { ok: false, error: { reason: 'nodes-differ', nodes: different.map(({ node }) => node) } };
  const ordered = rolloutOrder(nodes).filter((node) => node.sha256 !== sha256);
  if (ordered.length === 0) return { ok: false, error: { reason: 'nothing-to-do' } };
  const staged = `${path}.haven-${job}.new`;
  const kept = `${path}.haven-${job}.before`;
  const saveStates: readonly RolloutStep[] =
    request.serverStateFile === undefined
      ? []
      : [{ kind: 'save-server-states', path: request.serverStateFile }];
  const cleanUp: RolloutStep = { kind: 'clean-up', command: removeStagedCommand(staged) };
  const prepare = ordered.map(
    ({ node, sha256: before }): NodeRollout => ({
      node,
      steps: [
        { kind: 'expect-hash', path, sha256: before },
        { kind: 'write', path: staged, text, sha256, likePath: path },
        { kind: 'validate', command: validateConfigCommand(staged) },
        { kind: 'keep', command: keepConfigCommand(kept, path) },
      ],
      undo: [cleanUp],
    }),
  );
  const commit = ordered.map(
    ({ node, sha256: before }): NodeRollout => ({
      node,
      steps: [
        { kind: 'expect-hash', path, sha256: before },
        { kind: 'expect-hash', path: staged, sha256 },
        { kind: 'install', command: installConfigCommand(staged, path) },
        ...saveStates,
        { kind: 'reload', command: reloadCommand() },
        { kind: 'verify-worker', timeoutMs: VERIFY_TIMEOUT_MS },
        { kind: 'expect-hash', path, sha256 },
      ],
      undo: [
        { kind: 'expect-hash', path: kept, sha256: before },
        { kind: 'validate', command: validateConfigCommand(kept) },
        // A copy is renamed into place, so that the kept file stays and no half file is ever read.
        { kind: 'keep', command: keepConfigCommand(staged, kept) },
        { kind: 'install', command: installConfigCommand(staged, path) },
        ...saveStates,
        { kind: 'reload', command: reloadCommand() },
        { kind: 'verify-worker', timeoutMs: VERIFY_TIMEOUT_MS },
        cleanUp,
      ],
    }),
  );
  return ok({ prepare, commit });
}

/** The hash of one file; absent: there is none. */
export const fileHashProbe = (path: string = DEFAULT_HAPROXY_CONFIG): Probe<string> => ({
  id: 'haproxy.config-hash',
  command: command(['sha256sum', '--', path], { asRoot: true }),
  absentExitCodes: [1],
  parse: parseFileHash,
});

export function parseFileHash(text: string): Result<string, ParseError> {
  const match = /^\\?([0-9a-f]{64}) [ *].+\n$/.exec(text);
  return match?.[1] === undefined ? parseError('not a line of sha256sum', text) : ok(match[1]);
}

export interface ServiceState {
  readonly mainPid: number;
  readonly isActive: boolean;
  /** `success` after a reload that systemd saw through. Says nothing of the worker: `reloadVerdict` does. */
  readonly reloadResult?: string;
}

/** The unit beside the master socket, for nodes whose HAProxy has none. */
export const haproxyServiceProbe: Probe<ServiceState> = {
  id: 'haproxy.service',
  command: command([
    'systemctl',
    'show',
    '--no-pager',
    '--property=MainPID,ActiveState,ReloadResult',
    '--',
    'haproxy.service',
  ]),
  parse: parseServiceState,
};

export function parseServiceState(text: string): Result<ServiceState, ParseError> {
  const values = new Map(
    text
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
  );
  const pid = values.get('MainPID') ?? '';
  const active = values.get('ActiveState');
  if (!/^\d+$/.test(pid) || active === undefined) return parseError('no MainPID or ActiveState', text);
  const result = values.get('ReloadResult');
  return ok({
    mainPid: Number(pid),
    // While it reloads the old worker serves.
    isActive: active === 'active' || active === 'reloading',
    ...(result ? { reloadResult: result } : {}),
  });
}
