import type { Layer } from '@/lib/topology/types';

/** Message ids of the rows. */
export const LAYER_NAMES = {
  services: 'layerServices',
  haproxy: 'layerHaproxy',
  resources: 'layerResources',
  hafs: 'layerHafs',
  drbd: 'layerDrbd',
  nvme: 'layerNvme',
} as const satisfies Record<Layer, string>;
