'use client';

import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { type FileOf, useFiles } from '@/components/haproxy/use-files';
import { ClusterScreen } from '@/components/status/cluster-screen';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { DEFAULT_HAPROXY_CONFIG } from '@/lib/haproxy/probes';
import { ConfigEditor } from './config-editor';

interface Props {
  readonly clusterId: string;
  readonly propose: ChangeActions['propose'];
}

/** haproxy.cfg of every node as it is now; what is written here becomes a plan, and nothing before it is approved. */
export function HaproxyEditScreen({ clusterId, propose }: Props) {
  return (
    <ClusterScreen clusterId={clusterId} title="haproxy.cfg">
      {(live) => <Content live={live} propose={propose} />}
    </ClusterScreen>
  );
}

function Content({
  live,
  propose,
}: {
  readonly live: LiveClusterView;
  readonly propose: ChangeActions['propose'];
}) {
  const t = useTranslations('screens');
  const names = live.cluster.nodes.map((node) => node.name);
  const { files, isLoading, reload } = useFiles(live.cluster.id, names, DEFAULT_HAPROXY_CONFIG);
  if (isLoading) return <Skeleton className="h-96" />;
  const read = files.filter((file): file is FileOf => 'text' in file);
  const silent = files.filter((file) => 'error' in file);
  const again = <Button onClick={reload}>{t('cfgReadAgain')}</Button>;
  if (read.length === 0) {
    const why = silent.map((file) => `${file.node}: ${file.error}`).join(' · ');
    return (
      <EmptyState title={t('cfgUnread')} actions={again}>
        {why}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {silent.map((file) => (
        <p key={file.node} role="status" className="rounded-md bg-warning-soft px-3 py-2 text-[0.9333rem]">
          {t('cfgNodeUnread', { node: file.node, why: file.error })}
        </p>
      ))}
      <ConfigEditor
        key={read.map((file) => file.sha256).join()}
        live={live}
        files={read}
        propose={propose}
        onReload={reload}
      />
    </div>
  );
}
