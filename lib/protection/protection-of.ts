import { severityRank } from '@/lib/base/finding';
import type { ViewerClock } from '@/lib/live/freshness';
import type { DirectoryCluster, DirectoryService, LiveState } from '@/lib/live/protocol';
import { type Copies, copiesOf } from './copies';
import { disagreementsOf } from './disagreements';
import { type Ground, groundOf } from './ground';
import { sentenceOf } from './sentence';
import { backendPart, type Part, resourcePart, storagePart, unitPart, vipPart } from './serving';
import { fatalNodes, type Survival, survivalFindings, survivalOf } from './survival';
import {
  type ClusterProtection,
  type ProtectionFinding,
  type ProtectionLevel,
  type ServiceProtection,
  worstLevel,
} from './types';
import { type ClusterView, viewCluster } from './view';

/** Everything about a cluster that its services share, judged once. */
interface Shared {
  readonly view: ClusterView;
  readonly ground: Ground;
  readonly copies: readonly Copies[];
  readonly survival: Survival;
}

/**
 * Judges what a cluster and each of its services would survive right now. Pure: the same state and clock give the same
 * answer on the server, in a browser and in a test. Only current readings count for `protected`; a silent source makes
 * it `unknown` unless another, speaking source already shows worse.
 */
export function protectionOf(
  cluster: DirectoryCluster,
  state: LiveState,
  clock: ViewerClock,
): ClusterProtection {
  const view = viewCluster(cluster, state, clock);
  const silence = silenceOf(view);
  if (silence) return nobodyTells(view, silence);
  const shared: Shared = { view, ground: groundOf(view), copies: copiesOf(view), survival: survivalOf(view) };
  const services = cluster.services.map((service) => judgeService(service, shared));
  const disagreements = disagreementsOf(view);
  const findings = collect([
    ...disagreements,
    ...shared.ground.findings,
    ...shared.copies.flatMap((each) => each.findings),
    ...services.flatMap((each) => each.reasons),
    ...stopsOf(shared),
  ]);
  const level = worstLevel([groundLevel(shared, disagreements), ...services.map((each) => each.level)]);
  return { level, sentence: sentenceOf(view, level, services, findings), services, findings };
}

/** Nobody speaks: Haven itself, or every node of several. One node of one is told as that node. */
function silenceOf(view: ClusterView): ProtectionFinding | undefined {
  if (view.havenSilent) {
    const since = view.heardAt > 0 ? { since: view.heardAt } : {};
    return {
      severity: 'unknown',
      key: 'haven-silent',
      params: {},
      object: { kind: 'haven', id: 'haven' },
      ...since,
    };
  }
  const silent = view.nodes.flatMap((node) => node.silentSince ?? []);
  const wasRead = view.nodes.some((node) => node.read('pacemaker').last !== undefined);
  if (silent.length < 2 || silent.length < view.nodes.length || !wasRead) return undefined;
  return {
    severity: 'unknown',
    key: 'all-silent',
    params: { nodes: view.nodes.map((node) => node.node.name).join(', ') },
    object: { kind: 'cluster', id: view.cluster.id },
    // The last moment at which any of them was heard.
    since: Math.max(...silent),
  };
}

/** While nobody speaks there is one thing to say, not one for everything that cannot be seen. */
function nobodyTells(view: ClusterView, finding: ProtectionFinding): ClusterProtection {
  const services = view.cluster.services.map(
    ({ id, name }): ServiceProtection => ({ id, name, level: 'unknown', servingOn: [], reasons: [finding] }),
  );
  const { key, params, since } = finding;
  const sentence = { key, params, ...(since === undefined ? {} : { since }) };
  return { level: 'unknown', sentence, services, findings: [finding] };
}

function judgeService(service: DirectoryService, shared: Shared): ServiceProtection {
  const { view, ground } = shared;
  const resource = resourcePart(view, service);
  const unit = unitPart(view, service);
  const backend = backendPart(view, service);
  const servingOn = service.resourceId ? resource.nodes : unit.nodes;
  const parts: readonly Part[] = [
    resource,
    unit,
    vipPart(view, service),
    backend,
    storagePart(view, service, servingOn),
  ];
  const serving = worstPart(parts);
  const copies = service.usesHafs ? shared.copies : [];
  const spread =
    service.mode === 'active-active'
      ? spreadFindings(service, shared, servingOn, backend, unit.mayBeMore ?? false)
      : [];
  const fatal = fatalNodes(view, service, shared.survival);
  const stops =
    fatal === 'unseen' ? [] : survivalFindings(view, new Map(fatal.map((node) => [node, [service.name]])));
  const reasons: ProtectionFinding[] = [
    ...(serving === 'no' ? [down(service)] : []),
    ...parts.flatMap((each) => each.findings),
    ...copies.flatMap((each) => each.findings),
    ...spread,
    ...stops,
    ...(fatal === 'unseen' ? [survivalUnseen(view)] : []),
    ...ground.findings,
  ];
  const level = serviceLevel({
    serving,
    weak:
      ground.weak ||
      spread.length > 0 ||
      stops.length > 0 ||
      copies.some((each) => each.findings.some(isVerified)),
    unseen: ground.unseen || fatal === 'unseen' || copies.some((each) => each.unseen.length > 0),
    last: ground.onlineNodes <= 1 || copies.some((each) => each.good.length <= 1 && each.unseen.length === 0),
    unguarded: ground.unguarded,
    split: copies.some((each) => each.split),
  });
  return {
    id: service.id,
    name: service.name,
    level,
    servingOn,
    reasons: level === 'protected' ? [] : collect(reasons),
  };
}

interface Verdict {
  readonly serving: Part['state'];
  readonly weak: boolean;
  readonly unseen: boolean;
  /** One copy or one node is all there is. */
  readonly last: boolean;
  readonly unguarded: boolean;
  /** Its data have two versions. */
  readonly split: boolean;
}

/** Verified harm first, then what cannot be seen, then calm: nothing is protected by default. */
function serviceLevel(verdict: Verdict): ProtectionLevel {
  if (verdict.serving === 'no') return 'down';
  if (verdict.serving === 'unseen') return 'unknown';
  if (verdict.split || (verdict.last && verdict.unguarded)) return 'exposed';
  if (verdict.weak || verdict.last) return 'degraded';
  return verdict.unseen ? 'unknown' : 'protected';
}

const isVerified = (finding: ProtectionFinding): boolean => finding.severity !== 'unknown';

function worstPart(parts: readonly Part[]): Part['state'] {
  if (parts.some((each) => each.state === 'no')) return 'no';
  return parts.some((each) => each.state === 'unseen') ? 'unseen' : 'yes';
}

/** An active-active service needs two instances, and two servers where HAProxy spreads over it. */
function spreadFindings(
  service: DirectoryService,
  shared: Shared,
  servingOn: readonly string[],
  backend: ReturnType<typeof backendPart>,
  mayBeMore: boolean,
): readonly ProtectionFinding[] {
  const findings: ProtectionFinding[] = [];
  const node = servingOn[0];
  const counted = !mayBeMore && (service.resourceId !== undefined || service.unit !== undefined);
  if (counted && node !== undefined && servingOn.length === 1 && shared.view.nodes.length > 1) {
    const object = { kind: 'service', id: service.id, node };
    findings.push({
      severity: 'warning',
      key: 'service-one-node',
      params: { service: service.name, node },
      object,
    });
  }
  const server = backend.up[0];
  if (service.backend && server !== undefined && backend.up.length === 1 && backend.total > 1) {
    const object = { kind: 'backend', id: service.backend };
    findings.push({
      severity: 'warning',
      key: 'backend-one-server',
      params: { backend: service.backend, server },
      object,
    });
  }
  return findings;
}

const down = (service: DirectoryService): ProtectionFinding => ({
  severity: 'critical',
  key: 'service-down',
  params: { service: service.name },
  object: { kind: 'service', id: service.id },
});

const survivalUnseen = (view: ClusterView): ProtectionFinding => ({
  severity: 'unknown',
  key: 'survival-unseen',
  params: {},
  object: { kind: 'cluster', id: view.cluster.id },
});

/** What would stop with each node, over all services, as one finding a node. */
function stopsOf({ view, survival }: Shared): readonly ProtectionFinding[] {
  const stops = new Map<string, string[]>();
  for (const service of view.cluster.services) {
    const fatal = fatalNodes(view, service, survival);
    if (fatal === 'unseen') continue;
    for (const node of fatal) stops.set(node, [...(stops.get(node) ?? []), service.name]);
  }
  return survivalFindings(view, stops);
}

/** The level of a cluster before its services: it may have none registered. */
function groundLevel(
  { ground, copies }: Shared,
  disagreements: readonly ProtectionFinding[],
): ProtectionLevel {
  const weak =
    ground.weak || disagreements.length > 0 || copies.some((each) => each.findings.some(isVerified));
  const last =
    ground.onlineNodes <= 1 || copies.some((each) => each.good.length <= 1 && each.unseen.length === 0);
  const unseen = ground.unseen || copies.some((each) => each.unseen.length > 0);
  const split =
    disagreements.some((each) => each.severity === 'critical') || copies.some((each) => each.split);
  if (ground.unseen && !weak) return 'unknown';
  if ((last && ground.unguarded) || split)
    return ground.unseen && ground.onlineNodes === 0 ? 'unknown' : 'exposed';
  return weak || last ? 'degraded' : unseen ? 'unknown' : 'protected';
}

/** Each finding once, worst first; for one node's loss the one that names most services stays. */
function collect(findings: readonly ProtectionFinding[]): readonly ProtectionFinding[] {
  const kept = new Map<string, ProtectionFinding>();
  for (const finding of findings) {
    const { object } = finding;
    const id = [finding.key, object.kind, object.id, object.node ?? ''].join('/');
    kept.set(id, finding);
  }
  return [...kept.values()].sort((a, b) => severityRank(b.severity) - severityRank(a.severity));
}
