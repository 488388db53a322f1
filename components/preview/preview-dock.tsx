'use client';

import { clsx } from 'clsx';
import { PreviewPanel } from './preview-panel';
import { usePreview } from './preview-provider';

/** Where the screen has no place of its own for it: along the edge of the window that the action is not near. */
export function PreviewDock({ now }: { readonly now: number }) {
  const preview = usePreview();
  if (!preview) return null;
  return (
    <div
      className={clsx(
        'pointer-events-none fixed inset-x-0 z-[60] flex justify-center p-4',
        preview.isLow ? 'top-0' : 'bottom-0',
      )}
    >
      <PreviewPanel
        preview={preview}
        now={now}
        isCompact
        className="max-h-[44vh] w-full max-w-[96rem] overflow-hidden bg-raised"
      />
    </div>
  );
}
