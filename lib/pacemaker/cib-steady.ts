/**
 * The part of a configuration that people and Haven decide about: what is left when everything is taken out that the
 * cluster writes by itself. Only that part is compared with what was adopted or applied.
 */
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { attr, child, children, parseXml, type XmlElement } from '@/lib/base/xml';
import { canonicalText } from './canonical';

/** Set by Pacemaker's controller at every election or clean-up (`feature_update_callback`, reference 2.5.3). */
const WRITTEN_BY_CLUSTER: ReadonlySet<string> = new Set([
  'dc-version',
  'cluster-infrastructure',
  'cluster-name',
  'have-watchdog',
  'last-lrm-refresh',
]);

/**
 * Constraints that go again by themselves: DRBD's fence-peer handler takes its own away after the resync, Haven's move
 * is over with its job. Bans that a tool left (`cli-ban-…`) stay until a person takes them away, so they count.
 */
const GOES_BY_ITSELF = /^(?:drbd-fence-by-handler-|haven-move-)/;
export const isTemporaryConstraint = (id: string): boolean => GOES_BY_ITSELF.test(id);

/** A configuration section as a CIB of its own, for what only takes whole ones. */
export const cibAround = (configurationText: string): string =>
  `<cib admin_epoch="0" epoch="0" num_updates="0">${configurationText}<status/></cib>`;

/**
 * @param configurationText canonical, secrets redacted (`CibReading.configurationText`)
 * @returns the same without what the cluster writes by itself, canonical again
 */
export function steadyConfiguration(configurationText: string): Result<string, ParseError> {
  const parsed = parseXml(configurationText, ['configuration']);
  if (!parsed.ok) return parsed;
  const { root } = parsed.value;
  const options = child(root, 'crm_config');
  for (const set of options ? children(options, 'cluster_property_set') : [])
    remove(children(set, 'nvpair').filter((pair) => WRITTEN_BY_CLUSTER.has(attr(pair, 'name') ?? '')));
  const constraints = child(root, 'constraints');
  remove(
    (constraints ? children(constraints) : []).filter((one) => isTemporaryConstraint(attr(one, 'id') ?? '')),
  );
  return ok(canonicalText(root));
}

function remove(elements: readonly XmlElement[]): void {
  for (const element of elements) element.parentNode?.removeChild(element);
}
