/**
 * Hands off: maintenance of the cluster, a node or a resource, unmanaged and disabled resources (reference 2.4). The
 * CIB carries only the mode. Owner, reason and expiry are Haven's records: as pairs in the CIB they would be one
 * more thing to clean up, and no other tool would read them. Leaving a mode is simulated by the planner before
 * anything runs, because then the cluster acts on all it has seen meanwhile (invariant 27).
 */
import { attr, child, children, descend, walk, type XmlElement } from '@/lib/base/xml';
import type { BuiltChange, ChangeRefusal } from './change-refusal';
import { type CibDraft, enclosing, findResourceElement, onDraft, resourceKind } from './cib-draft';
import { editOptionsOn, propertyIn } from './option-edits';
import { editPairs, pairValue } from './pair-edits';
import { parseCrmBoolean } from './values';

/** Nothing is started, stopped, monitored or recovered anywhere while it is on. */
export function setClusterMaintenance(cibXml: string, isOn: boolean): BuiltChange {
  return onDraft(cibXml, (draft) => {
    const now = parseCrmBoolean(propertyIn(draft, 'maintenance-mode')) ?? false;
    if (now === isOn) return undefined;
    return editOptionsOn(draft, 'cluster', { 'maintenance-mode': isOn ? 'true' : null }, {});
  });
}

/** Everything on that node is left as it is; the node stays a member and keeps its vote. */
export function setNodeMaintenance(cibXml: string, node: string, isOn: boolean): BuiltChange {
  return onDraft(cibXml, (draft) => {
    const section = descend(draft.configuration, 'nodes');
    const element =
      section && children(section, 'node').find((candidate) => attr(candidate, 'uname') === node);
    if (!element) return { kind: 'no-such-node', node };
    const now = parseCrmBoolean(pairValue(element, 'instance_attributes', 'maintenance')) ?? false;
    if (now === isOn) return undefined;
    return editPairs(
      draft,
      {
        element,
        setName: 'instance_attributes',
        newSetId: `nodes-${attr(element, 'id') ?? node}`,
      },
      { maintenance: isOn ? 'true' : null },
    );
  });
}

/** That resource is neither monitored nor touched; a group's or clone's mode is also its members'. */
export const setResourceMaintenance = (cibXml: string, resource: string, isOn: boolean): BuiltChange =>
  onDraft(cibXml, (draft) => setMode(draft, resource, 'maintenance', isOn ? 'true' : 'false', 'false'));

/** An unmanaged resource is still monitored, but never started or stopped. */
export const setResourceManaged = (cibXml: string, resource: string, isManaged: boolean): BuiltChange =>
  onDraft(cibXml, (draft) => setMode(draft, resource, 'is-managed', isManaged ? 'true' : 'false', 'true'));

/** A disabled resource is stopped and stays stopped, and what needs it with it. */
export const setResourceEnabled = (cibXml: string, resource: string, isEnabled: boolean): BuiltChange =>
  onDraft(cibXml, (draft) =>
    setMode(draft, resource, 'target-role', isEnabled ? 'Started' : 'Stopped', 'Started'),
  );

/**
 * Makes a mode hold for a resource and all within it: what they say themselves against it goes, and the pair is
 * written only where what is inherited says otherwise.
 */
function setMode(
  draft: CibDraft,
  resource: string,
  name: string,
  wanted: string,
  fallback: string,
): ChangeRefusal | undefined {
  const element = findResourceElement(draft, resource);
  if (!element) return { kind: 'no-such-resource', resource };
  for (const inner of walk(element)) {
    if (inner === element || !resourceKind(inner)) continue;
    const own = pairValue(inner, 'meta_attributes', name);
    if (own === undefined || isSame(name, own, wanted)) continue;
    const refusal = editMeta(draft, inner, name, null);
    if (refusal) return refusal;
  }
  const own = pairValue(element, 'meta_attributes', name);
  if (own !== undefined && isSame(name, own, wanted)) return undefined;
  const inherited = inheritedValue(draft, element, name) ?? fallback;
  return editMeta(draft, element, name, isSame(name, inherited, wanted) ? null : wanted);
}

/** Whether two values of a mode mean the same; every role but Stopped is a resource that may run. */
const isSame = (name: string, a: string, b: string): boolean =>
  name === 'target-role'
    ? (a.toLowerCase() === 'stopped') === (b.toLowerCase() === 'stopped')
    : a.toLowerCase() === b.toLowerCase() ||
      (parseCrmBoolean(a) !== undefined && parseCrmBoolean(a) === parseCrmBoolean(b));

/** From what encloses it, then its template, then the defaults. */
function inheritedValue(draft: CibDraft, element: XmlElement, name: string): string | undefined {
  for (const around of enclosing(element)) {
    const value = pairValue(around, 'meta_attributes', name);
    if (value !== undefined) return value;
  }
  const templateId = attr(element, 'template');
  const resources = child(draft.configuration, 'resources');
  const template = resources && children(resources, 'template').find((one) => attr(one, 'id') === templateId);
  const defaults = child(draft.configuration, 'rsc_defaults');
  return (
    (template && pairValue(template, 'meta_attributes', name)) ??
    (defaults && pairValue(defaults, 'meta_attributes', name))
  );
}

const editMeta = (draft: CibDraft, element: XmlElement, name: string, value: string | null) =>
  editPairs(
    draft,
    { element, setName: 'meta_attributes', newSetId: `${attr(element, 'id')}-meta_attributes` },
    { [name]: value },
  );
