import { z } from 'zod';
import { err, ok, type Result } from '@/lib/base/result';
import type { AdoptionNode, AdoptionState } from './adoption';
import { buildClusterOf, type Design, type DesignProblem, keptDesign } from './build-design';

/**
 * What a person may answer while an adoption runs, as pure steps from state to state. Both sides use them: the page
 * under a lock on the row, the control plane likewise, so that neither loses what the other wrote.
 */

export type AnswerError =
  | 'not-now'
  | 'no-such-node'
  | 'host-key-differs'
  | 'no-such-network'
  | 'name-empty'
  | `design-${DesignProblem['kind']}`;
type Answered = Result<AdoptionState, AnswerError>;

/** A name or address that may be dialled: no option, no shell text, no URL. */
const HOST = /^(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$/;
export const isDialableHost = (host: string): boolean => HOST.test(host);

const LOGIN = /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/;

export const nodeAddressSchema = z.object({
  host: z.string().trim().regex(HOST),
  port: z.number().int().min(1).max(65_535),
  login: z.string().trim().regex(LOGIN),
});
export type NodeAddress = z.infer<typeof nodeAddressSchema>;

/** How Haven may sign in. A password is used once, to install a key, and then forgotten. */
export const credentialSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('key'), privateKey: z.string().min(1).max(20_000) }),
  z.object({ kind: z.literal('password'), password: z.string().min(1).max(1_000) }),
]);
export type AdoptionCredential = z.infer<typeof credentialSchema>;

/** Content of `Adoption.secretsBox`, sealed for `ADOPTION_SECRETS_PURPOSE`. */
export interface AdoptionSecrets {
  /** Undefined once it is no longer needed. */
  readonly credential?: AdoptionCredential;
  /** Another credential for single nodes, by index into `AdoptionState.nodes`. */
  readonly credentials?: Readonly<Record<string, AdoptionCredential>>;
  /** The key Haven made to replace a password, and the nodes (by index) on which it may lie. */
  readonly made?: {
    readonly privateKey: string;
    readonly publicKey: string;
    readonly installedOn: readonly number[];
  };
  /** Of a cluster that is being built, by the names of their places in its files (`{{secret:…}}`). */
  readonly build?: Readonly<Record<string, string>>;
}
export const ADOPTION_SECRETS_PURPOSE = 'adoption';

/** The first state. Several nodes may be named at once (the practice cluster); the first is read first. */
export function newAdoption(nodes: readonly [NewNode, ...NewNode[]]): AdoptionState {
  return {
    version: 1,
    phase: 'first-node',
    nodes: nodes.map((node) => ({ ...node, hostKeyConfirmed: false, phase: 'unknown' })),
  };
}
export type NewNode = NodeAddress & { readonly name?: string; readonly expectedSha256?: string };

/** Machines that a cluster shall be built from: all of them are named at once. */
export const newBuild = (nodes: readonly [NewNode, ...NewNode[]]): AdoptionState => ({
  ...newAdoption(nodes),
  purpose: 'build',
});

/** The person has said what the cluster shall be; again, as long as nothing of it runs. */
export function acceptDesign(
  state: AdoptionState,
  design: Design,
  hasPassword: (node: string) => boolean,
): Answered {
  if (state.phase !== 'design' && state.phase !== 'building') return err('not-now');
  const built = buildClusterOf(state, design, hasPassword);
  if (!built.ok) return err(`design-${built.error.kind}` as const);
  const { problem: _, ...rest } = state;
  return ok({
    ...rest,
    phase: 'founding',
    clusterName: design.clusterName,
    design: keptDesign(design),
  });
}

const isAsking = ({ phase }: AdoptionState): boolean => phase === 'first-node' || phase === 'peers';

export const confirmHostKeySchema = z.object({ node: z.number().int().min(0), sha256: z.string().max(100) });

/** The person has compared the fingerprint. It is named, so that a key that changed meanwhile is not confirmed. */
export function confirmHostKey(state: AdoptionState, answer: z.infer<typeof confirmHostKeySchema>): Answered {
  if (!isAsking(state)) return err('not-now');
  const node = state.nodes[answer.node];
  if (!node) return err('no-such-node');
  if (node.phase !== 'host-key') return err('not-now');
  if (node.hostKey?.sha256 !== answer.sha256) return err('host-key-differs');
  return ok(withNode(state, answer.node, { ...node, hostKeyConfirmed: true, phase: 'signing-in' }));
}

export const changeAddressSchema = nodeAddressSchema.extend({ node: z.number().int().min(0) });

/** Another address or login for a node that failed or was not reached: everything about it starts again. */
export function changeAddress(state: AdoptionState, answer: z.infer<typeof changeAddressSchema>): Answered {
  if (!isAsking(state)) return err('not-now');
  const node = state.nodes[answer.node];
  if (!node) return err('no-such-node');
  if (node.phase !== 'failed' && node.phase !== 'host-key') return err('not-now');
  const { host, port, login } = answer;
  const isSamePlace = host === node.host && port === node.port;
  const { problem: _, hostKey, hostKeyConfirmed, ...rest } = node;
  return ok(
    withNode(state, answer.node, {
      ...rest,
      host,
      port,
      login,
      hostKeyConfirmed: isSamePlace && hostKeyConfirmed,
      ...(isSamePlace && hostKey ? { hostKey } : {}),
      phase: 'unknown',
    }),
  );
}

export const retryNodeSchema = z.object({ node: z.number().int().min(0) });

/** The person has put something right on the node, or given another credential. A confirmed key stays confirmed. */
export function retryNode(state: AdoptionState, answer: z.infer<typeof retryNodeSchema>): Answered {
  if (!isAsking(state)) return err('not-now');
  const node = state.nodes[answer.node];
  if (!node) return err('no-such-node');
  if (node.phase !== 'failed') return err('not-now');
  const { problem: _, ...rest } = node;
  return ok(withNode({ ...state, problem: undefined }, answer.node, { ...rest, phase: 'unknown' }));
}

export const reviewSchema = z.object({
  clusterName: z.string().trim().min(1).max(80),
  networks: z.array(
    z.object({
      cidr: z.string(),
      role: z.enum(['1g', '10g', 'management', 'other']),
      name: z.string().trim().min(1).max(60),
    }),
  ),
  /** Names of proposed services to leave out. */
  withoutServices: z.array(z.string()).default([]),
});

/** The person has seen what was read and said which network is which: nothing is asked any more. */
export function acceptReview(state: AdoptionState, answer: z.infer<typeof reviewSchema>): Answered {
  const { proposal } = state;
  if (state.phase !== 'review' || !proposal) return err('not-now');
  if (answer.clusterName.trim() === '') return err('name-empty');
  if (answer.networks.some(({ cidr }) => !proposal.networks.some((network) => network.cidr === cidr)))
    return err('no-such-network');
  const networks = proposal.networks.map((network) => {
    const said = answer.networks.find(({ cidr }) => cidr === network.cidr);
    return said ? { ...network, role: said.role, name: said.name } : network;
  });
  const services = proposal.services.filter(({ name }) => !answer.withoutServices.includes(name));
  return ok({
    ...state,
    problem: undefined,
    clusterName: answer.clusterName.trim(),
    phase: 'adopting',
    proposal: { ...proposal, networks, services },
  });
}

/** From the review back to reading everything again, e.g. after something was changed on a node. */
export function readAgain(state: AdoptionState): Answered {
  const isRead = state.phase === 'review' || state.phase === 'design';
  return isRead ? ok({ ...state, problem: undefined, phase: 'reading' }) : err('not-now');
}

export function cancelAdoption(state: AdoptionState): Answered {
  const isOver = ['adopted', 'cancelled', 'adopting', 'founding', 'building'].includes(state.phase);
  return isOver ? err('not-now') : ok({ ...state, phase: 'cancelled' });
}

export function withNode(state: AdoptionState, index: number, node: AdoptionNode): AdoptionState {
  return { ...state, nodes: state.nodes.map((old, at) => (at === index ? node : old)) };
}
