import type { Layer, RailId } from './types';

/** Where everything of the picture is, in pixels from the drawing's top left. */

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Box extends Point {
  readonly w: number;
  readonly h: number;
}
/** `line` says everything, `chip` its name, `dot` its sign only. */
export type CellShape = 'line' | 'chip' | 'dot';
export interface CellBox extends Box {
  readonly id: string;
  readonly shape: CellShape;
  /** Centre of its sign: threads run through it. */
  readonly anchor: Point;
}
export interface ColumnBox extends Box {
  readonly nodeId: string;
  readonly mode: 'wide' | 'sliver';
  readonly spineX: number;
  readonly head: Box;
}
export interface RowBox {
  readonly layer: Layer;
  readonly y: number;
  readonly h: number;
}
export interface RailBox {
  readonly id: RailId;
  readonly side: 'top' | 'bottom';
  readonly y: number;
  readonly x1: number;
  readonly x2: number;
}
export interface BeadBox extends Box {
  readonly id: string;
  readonly railId: RailId;
  /** `undefined`: nobody holds it. */
  readonly nodeId: string | undefined;
  readonly anchor: Point;
  /** Y at which its cord ends at the column. */
  readonly cordEnd: number;
}
export interface FlowBox {
  readonly id: string;
  readonly fromId: string;
  readonly toId: string;
  readonly from: Point;
  readonly to: Point;
  /** `gap`: between neighbours. `lane`: below the DRBD row, past columns in between. */
  readonly way: 'gap' | 'lane';
  readonly label: Box;
}
export interface TopologyLayout {
  readonly width: number;
  readonly height: number;
  /** Scale of all type and lines; 1 is a desk at 1280. */
  readonly unit: number;
  readonly gutter: number;
  readonly columns: readonly ColumnBox[];
  readonly rows: readonly RowBox[];
  readonly rails: readonly RailBox[];
  readonly beads: readonly BeadBox[];
  readonly flows: readonly FlowBox[];
  readonly cells: ReadonlyMap<string, CellBox>;
  readonly nowhere?: Box;
}
