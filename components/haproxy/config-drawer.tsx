'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { useAction } from '@/components/changes/use-action';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Skeleton } from '@/components/ui/skeleton';
import type { ConfigEdit } from '@/lib/haproxy/config-edits';
import { DEFAULT_HAPROXY_CONFIG } from '@/lib/haproxy/probes';
import { ConfigPreview, isPlannable, outcomesOf } from './config-preview';
import { type FileOf, useFiles } from './use-files';

/** What a form of the drawer is given: the file to show values from, and where its edits go. */
export interface ConfigFormProps {
  readonly live: LiveClusterView;
  /** Of the first node that could be read; every node's own text is edited. */
  readonly text: string;
  readonly onEdits: (edits: readonly ConfigEdit[]) => void;
}

interface Props {
  readonly live: LiveClusterView;
  readonly propose: ChangeActions['propose'];
  readonly title: string;
  readonly description?: string;
  readonly onClose: () => void;
  readonly children: (form: ConfigFormProps) => ReactNode;
}

/** A form over haproxy.cfg: read afresh when it opens, shown line by line while it is filled in, planned at the end. */
export function ConfigDrawer({ live, propose, title, description, onClose, children }: Props) {
  const t = useTranslations('haproxy');
  const router = useRouter();
  const { isBusy, error, run } = useAction();
  const [edits, setEdits] = useState<readonly ConfigEdit[]>([]);
  const names = live.cluster.nodes.map((node) => node.name);
  const { files, isLoading } = useFiles(live.cluster.id, names, DEFAULT_HAPROXY_CONFIG);
  const read = files.filter((file): file is FileOf => 'text' in file);
  const silent = files.flatMap((file) => ('error' in file ? [`${file.node}: ${file.error}`] : []));
  const canPlan = edits.length > 0 && read.length > 0 && isPlannable(outcomesOf(read, edits));
  const ask = (): void =>
    run(
      () =>
        propose({
          clusterId: live.cluster.id,
          intent: { kind: 'edit-haproxy', nodes: read.map((file) => file.node), edits },
        }),
      (planId) => router.push(`/changes/${planId}`),
    );
  const [first] = read;
  return (
    <Drawer
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={title}
      {...(description === undefined ? {} : { description })}
      wide
      footer={
        <>
          <span role="alert" className="mr-auto self-center text-critical empty:hidden">
            {error}
          </span>
          <Button look="primary" busy={isBusy} disabled={!canPlan} onClick={ask}>
            {t('plan')}
          </Button>
        </>
      }
    >
      {isLoading ? (
        <div role="status">
          <p className="mb-3 text-ink-2">{t('reading')}</p>
          <Skeleton className="h-40" />
        </div>
      ) : null}
      {silent.length > 0 ? (
        <p role="status" className="mb-4 rounded-md bg-warning-soft px-3 py-2">
          {t('unread', { why: silent.join(' · ') })}
        </p>
      ) : null}
      {!isLoading && !first ? <p>{t('noFile')}</p> : null}
      {first ? (
        <>
          {children({ live, text: first.text, onEdits: setEdits })}
          <ConfigPreview live={live} files={read} edits={edits} />
        </>
      ) : null}
    </Drawer>
  );
}
