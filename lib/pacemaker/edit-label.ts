/** Apart from the builders: a page that only names a change loads none of them. */
import type { ConfigurationEdit } from './configuration-edit';

/** What is edited, by name: typed to confirm, and shown beside the change. */
export function editLabel(edit: ConfigurationEdit): string {
  switch (edit.kind) {
    case 'options':
      return Object.keys(edit.values).join(', ');
    case 'create-resource':
      return edit.resource.id;
    case 'maintenance':
      return edit.of === 'cluster' ? 'maintenance-mode' : edit.id;
    case 'add-constraint':
      return edit.wish.kind === 'order' ? `${edit.wish.first}, ${edit.wish.second}` : edit.wish.resource;
    case 'ban':
    case 'unban':
      return edit.resource;
    case 'remove-leftovers':
      return edit.ids.join(', ');
    case 'spread-vips':
      return edit.vip;
    case 'create-fence-device':
      return edit.device.id;
    case 'fencing-levels':
      return edit.node;
    case 'changes':
    case 'several':
      return edit.of;
    default:
      return edit.id;
  }
}
