/** Which addresses an edit of the configuration would bring into being, before anything is built: what has to be asked. */
import { attr, children, parseXml, walk } from '@/lib/base/xml';
import { vipResources } from './cib-queries';
import type { ConfigurationEdit } from './configuration-edit';
import type { CibReading } from './types';

export interface EditedVip {
  readonly id: string;
  readonly ip: string;
  readonly nic?: string;
  /** As it would be written: a prefix length, or nothing. */
  readonly netmask?: string;
}

const AGENTS = ['IPaddr2', 'IPaddr', 'IPv6addr'];
const NAMES = ['ip', 'ipv6addr', 'nic', 'cidr_netmask'];

type Params = Readonly<Record<string, string | null | undefined>>;

const vipOf = (id: string, params: Params): readonly EditedVip[] => {
  const ip = params.ip ?? params.ipv6addr;
  if (!ip) return [];
  const { nic, cidr_netmask: netmask } = params;
  return [{ id, ip, ...(nic ? { nic } : {}), ...(netmask ? { netmask } : {}) }];
};

/**
 * VIPs that are new or would be another address, NIC or mask.
 * @param cib before the edit: what an edit of a VIP leaves as it is
 */
export function editedVips(
  edit: ConfigurationEdit,
  cib: Pick<CibReading, 'resources'>,
): readonly EditedVip[] {
  switch (edit.kind) {
    case 'several':
      return edit.edits.flatMap((one) => editedVips(one, cib));
    case 'create-resource':
      return AGENTS.includes(edit.resource.agent.type) ? vipOf(edit.resource.id, edit.resource.params) : [];
    case 'edit-resource': {
      const { params } = edit.edit;
      const own = vipResources(cib).find((vip) => vip.id === edit.id);
      if (!own || !params || !Object.keys(params).some((name) => NAMES.includes(name))) return [];
      const netmask = own.prefixLength === undefined ? undefined : `${own.prefixLength}`;
      return vipOf(edit.id, { ip: own.ip, nic: own.nic, cidr_netmask: netmask, ...params });
    }
    case 'changes':
      return edit.changes.flatMap((change) => (change.op === 'create' ? vipsInXml(change.xml) : []));
    default:
      return [];
  }
}

/** The same without a configuration at hand: what the wire can be asked about. An undo names bare values. */
export function editedAddresses(edit: ConfigurationEdit): readonly string[] {
  const values = (one: ConfigurationEdit): readonly (string | null | undefined)[] => {
    switch (one.kind) {
      case 'several':
        return one.edits.flatMap(values);
      case 'create-resource':
        return editedVips(one, { resources: [] }).map((vip) => vip.ip);
      case 'edit-resource':
        return [one.edit.params?.ip, one.edit.params?.ipv6addr];
      case 'changes':
        return one.changes.flatMap((change) => {
          if (change.op === 'create') return vipsInXml(change.xml).map((vip) => vip.ip);
          return change.op === 'modify' && change.after.name === 'ip' ? [change.after.value] : [];
        });
      default:
        return [];
    }
  };
  return [...new Set(values(edit).flatMap((address) => (address ? [address] : [])))];
}

/** Whether an edit may take an address away; for a deletion only the configuration knows what it deletes. */
export const mayTakeAddress = (edit: ConfigurationEdit): boolean =>
  edit.kind === 'delete-resource' ||
  editedAddresses(edit).length > 0 ||
  (edit.kind === 'several' && edit.edits.some(mayTakeAddress)) ||
  (edit.kind === 'changes' && edit.changes.some((change) => change.op === 'delete'));

function vipsInXml(xml: string): readonly EditedVip[] {
  const parsed = parseXml(xml);
  if (!parsed.ok) return [];
  return [...walk(parsed.value.root)]
    .filter((element) => element.tagName === 'primitive' && AGENTS.includes(attr(element, 'type') ?? ''))
    .flatMap((primitive) => {
      const pairs = children(primitive, 'instance_attributes').flatMap((set) => children(set, 'nvpair'));
      const params = Object.fromEntries(
        pairs.map((pair) => [attr(pair, 'name') ?? '', attr(pair, 'value') ?? '']),
      );
      return vipOf(attr(primitive, 'id') ?? '', params);
    });
}
