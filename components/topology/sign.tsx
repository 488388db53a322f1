import type { CellStatus } from '@/lib/topology/types';

/**
 * The signs: each status has its own silhouette, so that colour is never the only difference. Healthy ones are small,
 * trouble is large.
 */
export function Sign({
  status,
  size,
  x,
  y,
}: {
  readonly status: CellStatus;
  readonly size: number;
  readonly x?: number;
  readonly y?: number;
}) {
  return (
    <svg
      className="tp-sign"
      data-status={status}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      {...(x === undefined ? {} : { x, y })}
    >
      {SHAPES[status]}
    </svg>
  );
}

const SHAPES: Readonly<Record<CellStatus, React.ReactNode>> = {
  // a full station
  ok: <circle cx="8" cy="8" r="4.6" className="tp-fill" />,
  // an open station: could carry, does not now
  ready: <circle cx="8" cy="8" r="4" className="tp-hollow" />,
  idle: <line x1="5" y1="8" x2="11" y2="8" className="tp-stroke" />,
  // half full, on its way
  moving: (
    <>
      <circle cx="8" cy="8" r="5.6" className="tp-hollow" />
      <path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" className="tp-fill" />
    </>
  ),
  warning: (
    <>
      <path d="M8 1.2 15.2 14H.8z" className="tp-fill" />
      <path d="M8 5.6v4.2M8 11.4v1.3" className="tp-cut" />
    </>
  ),
  critical: (
    <>
      <path d="M5 .6h6L15.4 5v6L11 15.4H5L.6 11V5z" className="tp-fill" />
      <path d="M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4" className="tp-cut" />
    </>
  ),
  unknown: (
    <>
      <path d="M8 .6 15.4 8 8 15.4 .6 8z" className="tp-hollow tp-solid" />
      <path
        d="M6.1 6.400a1.95 1.95 0 1 1 2.7 1.800c-.6.26-.8.6-.8 1.200M8 11.300v.2"
        className="tp-stroke tp-thin"
      />
    </>
  ),
};
