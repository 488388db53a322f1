import { defineMessages } from '../define';

/** Words of the screens of one cluster: nodes, DRBD, resources, HAProxy, networks. */
export const screens = defineMessages({}, {});
