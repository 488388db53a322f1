import type { TopologyLayout } from '@/lib/topology/geometry';
import { type LayoutOptions, layoutTopology } from '@/lib/topology/layout';
import { createLayouter } from '@/lib/topology/layouter';
import type { TopologyModel } from '@/lib/topology/types';

/** The largest picture that fits into a frame, unscrolled. */
export function fitLayout(
  model: TopologyModel,
  width: number,
  height: number,
  options: Omit<LayoutOptions, 'width' | 'unit'>,
): TopologyLayout {
  const largest = Math.max(1, (width / 1920) * 2.2);
  let layout = layoutTopology(model, { ...options, width, unit: largest });
  // A few per cent per step: finer is not seen, coarser wastes room.
  for (
    let unit = largest;
    unit > 0.35 && (layout.height > height || layout.width > width + 1);
    unit *= 0.96
  ) {
    layout = layoutTopology(model, { ...options, width, unit });
  }
  return layout;
}

/** `fitLayout` for a height that stays: keeps the layout while nothing that takes room changes. */
export const createFitter = (height: number) =>
  createLayouter((model, { width, ...options }) => fitLayout(model, width, height, options));
