/** What can be asked of a resource as it is written now: no "stop" for what is stopped, no "let run" for what may. */
import { listResidue } from './ban';
import { type FoundResource, fenceDevices } from './cib-queries';
import type { ConfigurationRequest } from './configuration-edit';
import type { CibReading } from './types';
import { parseCrmBoolean } from './values';

export interface ResourceChoice {
  readonly key:
    | 'start'
    | 'stop'
    | 'manage'
    | 'unmanage'
    | 'ban'
    | 'unban'
    | 'clone'
    | 'clone-promotable'
    | 'unclone'
    | 'leave-group'
    | 'delete';
  readonly params: Readonly<Partial<Record<'node' | 'group', string>>>;
  readonly edit: ConfigurationRequest;
}

const PROMOTABLE = { 'promoted-max': '1', 'promoted-node-max': '1', notify: 'true', interleave: 'true' };

export function resourceChoices(cib: CibReading, { resource, within }: FoundResource): ResourceChoice[] {
  const { id, meta } = resource;
  const isDevice = fenceDevices(cib).some((device) => device.id === id);
  const isStopped = meta['target-role']?.toLowerCase() === 'stopped';
  const isManaged = parseCrmBoolean(meta['is-managed']) !== false;
  const [outer] = within;
  const choices: ResourceChoice[] = [
    isStopped
      ? { key: 'start', params: {}, edit: { kind: 'enable-resource', id, isOn: true } }
      : { key: 'stop', params: {}, edit: { kind: 'enable-resource', id, isOn: false } },
    isManaged
      ? { key: 'unmanage', params: {}, edit: { kind: 'manage-resource', id, isOn: false } }
      : { key: 'manage', params: {}, edit: { kind: 'manage-resource', id, isOn: true } },
  ];
  // A ban on what is inside a clone is the clone's; a member's is its group's.
  if (!outer) choices.push(...bans(cib, id));
  if (!outer && !isDevice && (resource.kind === 'primitive' || resource.kind === 'group')) {
    choices.push(
      {
        key: 'clone',
        params: {},
        edit: { kind: 'clone', id, isPromotable: false, meta: { interleave: 'true' } },
      },
      {
        key: 'clone-promotable',
        params: {},
        edit: { kind: 'clone', id, isPromotable: true, meta: PROMOTABLE },
      },
    );
  }
  if (resource.kind === 'clone') choices.push({ key: 'unclone', params: {}, edit: { kind: 'unclone', id } });
  const group = within.at(-1);
  if (group?.kind === 'group')
    choices.push({ key: 'leave-group', params: { group: group.id }, edit: { kind: 'leave-group', id } });
  choices.push({
    key: 'delete',
    params: {},
    edit: isDevice ? { kind: 'delete-fence-device', id } : { kind: 'delete-resource', id },
  });
  return choices;
}

function bans(cib: CibReading, resource: string): ResourceChoice[] {
  const banned = listResidue(cib)
    .filter((one) => one.kind === 'haven-ban' && one.resource === resource)
    .map(({ node }) => node);
  return cib.nodes.map(({ name: node }) =>
    banned.includes(node)
      ? { key: 'unban', params: { node }, edit: { kind: 'unban', resource, node } }
      : { key: 'ban', params: { node }, edit: { kind: 'ban', resource, node } },
  );
}
