'use client';

/**
 * The mark that beats with every word of Haven and stops with it: each word draws it anew, so it can only move while
 * something is really heard. Without motion it is a full or an empty ring.
 */
export function Beat({ heardAt, isSilent }: { readonly heardAt: number; readonly isSilent: boolean }) {
  return (
    <svg className="wall-beat" data-silent={isSilent ? '' : undefined} viewBox="0 0 40 40" aria-hidden="true">
      <circle cx="20" cy="20" r="13" className="wall-ring" />
      {isSilent ? (
        <path d="M12 28 28 12" className="wall-ring" />
      ) : (
        <circle key={heardAt} cx="20" cy="20" r="8" className="wall-pulse" />
      )}
    </svg>
  );
}
