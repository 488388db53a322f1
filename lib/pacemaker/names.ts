/**
 * Names that may enter a command or a CIB path (reference 10.1). Stricter than Pacemaker itself, so that a name
 * can never be an option, a path or an expression.
 */

const RESOURCE = /^[A-Za-z][A-Za-z0-9_.-]{0,62}$/;
const NODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const ATTRIBUTE = /^[A-Za-z#][A-Za-z0-9_.:#-]{0,127}$/;
/** An XML NCName in ASCII: what `[@id='…']` in a path may hold. */
const XML_ID = /^[A-Za-z_][A-Za-z0-9_.-]{0,254}$/;

export const isResourceName = (name: string): boolean => RESOURCE.test(name);
/** Upper case and underscores are accepted besides the reference's rule: existing clusters have them. */
export const isNodeName = (name: string): boolean => NODE.test(name);
export const isAttributeName = (name: string): boolean => ATTRIBUTE.test(name);
export const isXmlId = (id: string): boolean => XML_ID.test(id);

/** For names that the caller has already checked or read from the cluster: a wrong one is a bug. */
export function assertNodeName(name: string): void {
  if (!isNodeName(name)) throw new RangeError('not a node name');
}
export function assertResourceName(name: string): void {
  if (!isResourceName(name)) throw new RangeError('not a resource name');
}
