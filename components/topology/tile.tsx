'use client';

import { memo } from 'react';
import { worstStatus } from '@/lib/topology/cell';
import type { Layer, Rail, TopologyModel } from '@/lib/topology/types';
import { Sign } from './sign';

/** Rows of a thumbnail: what people use, where their data are mounted, and the copies under it. */
const TILE_ROWS: readonly (readonly Layer[])[] = [
  ['services', 'haproxy', 'resources'],
  ['hafs'],
  ['drbd', 'nvme'],
];
const WIDE = 240;

/**
 * The same drawing as a thumbnail, for fifty clusters at once: a stroke per node with a sign per group of layers,
 * replication between them, and the VIPs on their rails. The word for it stands beside it, never only the picture.
 */
export const TopologyTile = memo(function TopologyTile({
  model,
  width,
  height,
}: {
  readonly model: TopologyModel;
  readonly width: number;
  readonly height: number;
}) {
  const tall = (WIDE * height) / width;
  const step = WIDE / Math.max(1, model.columns.length);
  const gap = (tall - 22) / TILE_ROWS.length;
  const size = Math.max(4, Math.min(19, gap * 0.92, step * 0.8));
  const x = (index: number): number => step * (index + 0.5);
  const y = (row: number): number => 11 + gap * (row + 0.5);
  const place = new Map(model.columns.map((column, index) => [column.nodeId, x(index)]));
  return (
    <svg className="tp-tile" width={width} height={height} viewBox={`0 0 ${WIDE} ${tall}`} aria-hidden="true">
      {model.rails.map((rail) => (
        <TileRail key={rail.id} rail={rail} y={rail.id === '10g' ? tall - 4 : 4} place={place} />
      ))}
      {model.flows.map((flow) => (
        <line
          key={flow.id}
          className="tp-flow"
          data-state={flow.state}
          data-status={flow.status}
          x1={place.get(flow.fromId) ?? 0}
          x2={place.get(flow.toId) ?? 0}
          y1={y(2)}
          y2={y(2)}
          strokeWidth={2}
          strokeDasharray={flow.state === 'established' ? undefined : '6 5'}
        />
      ))}
      {model.columns.map((column, index) => (
        <g key={column.nodeId}>
          <line
            className="tp-spine"
            data-state={column.freshness.state !== 'current' ? 'silent' : column.active ? 'active' : 'ready'}
            x1={x(index)}
            x2={x(index)}
            y1={8}
            y2={tall - 8}
            strokeWidth={column.active ? 2.4 : 1.2}
          />
          {TILE_ROWS.map((layers, row) => {
            const cells = layers.flatMap((layer) => column.slots[layer]);
            return cells.length === 0 ? null : (
              <Sign
                key={layers[0]}
                status={worstStatus(cells.map((cell) => cell.status))}
                size={size}
                x={x(index) - size / 2}
                y={y(row) - size / 2}
              />
            );
          })}
        </g>
      ))}
    </svg>
  );
});

function TileRail({
  rail,
  y,
  place,
}: {
  readonly rail: Rail;
  readonly y: number;
  readonly place: ReadonlyMap<string, number>;
}) {
  return (
    <g className="tp-rail" data-rail={rail.id}>
      <line x1={0} x2={WIDE} y1={y} y2={y} strokeWidth={1.6} />
      {rail.beads.flatMap((bead) =>
        bead.holderIds.map((nodeId) => (
          <circle
            key={`${bead.id}${nodeId}`}
            className="tp-tilebead"
            data-state={bead.state}
            cx={place.get(nodeId) ?? 0}
            cy={y}
            r={4}
          />
        )),
      )}
    </g>
  );
}
