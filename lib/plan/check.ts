/**
 * Reads a check back from the nodes. Every node that answered must agree; a node that did not answer is named and
 * does not decide, unless nobody answered.
 */
import type { Observation } from '@/lib/base/observation';
import { isSameAddress } from '@/lib/network/cidr';
import type { NetworkReading } from '@/lib/network/types';
import type { CibReading, PacemakerReading } from '@/lib/pacemaker/types';
import { crmNode, value } from './facts';
import { instancesOf, nodeSet, placedOn } from './placement';
import type { Check, CheckResult, GuardVerdict } from './types';

/** What one node was read to say for checks. */
export interface CheckReadings {
  readonly node: string;
  readonly pacemaker: Observation<PacemakerReading>;
  readonly cib: Observation<CibReading>;
  readonly network: Observation<NetworkReading>;
}

type NodeView = CheckResult['nodes'][number];

export const evaluateChecks = (
  checks: readonly Check[],
  nodes: readonly CheckReadings[],
): readonly CheckResult[] => checks.map((check) => evaluateCheck(check, nodes));

export function evaluateCheck(check: Check, nodes: readonly CheckReadings[]): CheckResult {
  const views = nodes.map((node) => viewOf(check, node));
  const isHeldTwice =
    check.kind === 'address-once' && views.filter((view) => view.seen === check.address).length > 1;
  return { check, verdict: isHeldTwice ? 'fail' : verdictOf(check, views), nodes: views };
}

function verdictOf(check: Check, views: readonly NodeView[]): GuardVerdict {
  if (check.kind === 'address-once') {
    if (views.some((view) => view.verdict === 'pass')) return 'pass';
    // Nobody who answered holds it: it may be on a node that did not.
    return views.some((view) => view.verdict === 'unknown') || views.length === 0 ? 'unknown' : 'fail';
  }
  if (views.some((view) => view.verdict === 'fail')) return 'fail';
  return views.some((view) => view.verdict === 'pass') ? 'pass' : 'unknown';
}

/** All read back as wanted. */
export const allPass = (results: readonly CheckResult[]): boolean =>
  results.every((result) => result.verdict === 'pass');

function viewOf(check: Check, readings: CheckReadings): NodeView {
  const { node } = readings;
  const see = (is: boolean, seen: string): NodeView => ({ node, verdict: is ? 'pass' : 'fail', seen });
  const unread: NodeView = { node, verdict: 'unknown' };
  switch (check.kind) {
    case 'node-attribute': {
      const cib = value(readings.cib);
      if (!cib) return unread;
      const own = cib.nodes.find((one) => one.name === check.node);
      if (!own) return see(false, '–');
      const is = Object.hasOwn(own.attributes, check.name) ? (own.attributes[check.name] ?? null) : null;
      return see(is === check.value, is ?? '–');
    }
    case 'node-standby': {
      const view = value(readings.pacemaker);
      if (!view) return unread;
      const own = crmNode(view, check.node);
      return own ? see(own.standby === check.standby, own.standby ? 'standby' : 'online') : see(false, '–');
    }
    case 'resource-on':
    case 'resource-not-on': {
      const view = value(readings.pacemaker);
      if (!view) return unread;
      const at = placedOn(view.resources, check.resource);
      const isThere = at.includes(check.node);
      return see(check.kind === 'resource-on' ? isThere && at.length === 1 : !isThere, at.join(', ') || '–');
    }
    case 'resource-runs': {
      const view = value(readings.pacemaker);
      if (!view) return unread;
      const at = placedOn(view.resources, check.resource);
      return see(at.length > 0, at.join(', ') || '–');
    }
    case 'instance-on': {
      const view = value(readings.pacemaker);
      if (!view) return unread;
      const at = nodeSet(instancesOf(view.resources, check.resource));
      return see(at.includes(check.node), at.join(', ') || '–');
    }
    case 'address-once':
    case 'address-only-on': {
      const network = value(readings.network);
      if (!network) return unread;
      const holds = network.interfaces.some((one) =>
        one.addresses.some((held) => isSameAddress(held.address, check.address)),
      );
      const wanted = check.kind === 'address-once' ? true : node === check.node;
      return see(holds === wanted, holds ? check.address : '–');
    }
    case 'constraint':
    case 'no-constraint': {
      const cib = value(readings.cib);
      if (!cib) return unread;
      const found = cib.constraints.some((one) => one.id === check.id);
      return see(found === (check.kind === 'constraint'), found ? check.id : '–');
    }
  }
}
