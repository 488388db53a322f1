'use client';

import { PreviewPanel } from './preview-panel';
import { usePreview } from './preview-provider';

/** Where the screen has no place of its own for it: at the foot of the window, in nobody's way. */
export function PreviewDock({ now }: { readonly now: number }) {
  const preview = usePreview();
  if (!preview) return null;
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-0 z-[60] flex justify-center px-4 pb-4">
      <PreviewPanel
        preview={preview}
        now={now}
        className="max-h-[46vh] w-full max-w-[96rem] overflow-hidden bg-raised"
      />
    </div>
  );
}
