'use client';

import { FileSearch } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import type { DirectoryNode } from '@/lib/live/protocol';
import type { ReadingName } from '@/lib/live/readings';

/** Haven may be away, or newer than this page: then the part cannot be fetched, and the page must live on. */
const EvidenceDrawer = lazy(() =>
  import('./evidence-drawer').then(
    (module) => ({ default: module.EvidenceDrawer }),
    () => ({ default: NotLoaded }),
  ),
);

function NotLoaded() {
  const t = useTranslations('ui');
  return (
    <span role="alert" className="text-[0.8667rem] text-warning">
      {t('partMissing')}
    </span>
  );
}

interface Props {
  readonly clusterId: string;
  readonly node: DirectoryNode;
  readonly reading: ReadingName;
  /** What the evidence is about, in words: "DRBD on node1". */
  readonly title: string;
  readonly size?: 'sm' | 'md';
}

/** A quiet button beside a value that opens its evidence. */
export function EvidenceButton({ size = 'md', ...props }: Props) {
  const t = useTranslations('ui');
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  return (
    <>
      <Button
        look="quiet"
        size={size === 'sm' ? 'iconSm' : 'icon'}
        aria-label={t('evidenceOf', { what: props.title })}
        title={t('evidence')}
        onClick={() => {
          setWanted(true);
          setOpen(true);
        }}
      >
        <FileSearch aria-hidden className="size-4" />
      </Button>
      {wanted ? (
        <Suspense>
          <EvidenceDrawer {...props} open={open} onOpenChange={setOpen} />
        </Suspense>
      ) : null}
    </>
  );
}
