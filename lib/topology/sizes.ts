/** Sizes of the picture at unit 1, in pixels; everything scales with the unit. */

/** Below this a line of words does not fit and a column shows signs only. */
export const WIDE_MIN = 232;
export const WIDE_MAX = 620;
export const SLIVER_MIN = 33;
export const SLIVER_MAX = 96;

export const SIZE = {
  gutter: 86,
  head: 62,
  line: 26,
  cause: 17,
  view: 23,
  meter: 9,
  chip: 26,
  chipGap: 14,
  dot: 22,
  rowPad: 11,
  panelPad: 14,
  sign: 15,
  text: 14.5,
  gap: 20,
  flowGap: 188,
  nowhere: 236,
  railTop: 22,
  cord: 40,
  railBottom: 24,
} as const;
