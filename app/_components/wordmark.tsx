/** Two nodes, one line between them. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 text-lg font-semibold tracking-tight">
      <svg aria-hidden viewBox="0 0 28 20" className="h-5 text-accent">
        <rect x="1" y="2" width="8" height="16" rx="2.5" fill="currentColor" />
        <rect x="19" y="2" width="8" height="16" rx="2.5" fill="none" stroke="currentColor" strokeWidth="2" />
        <path d="M9 10h10" stroke="currentColor" strokeWidth="2" />
      </svg>
      Haven
    </span>
  );
}
