'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { ProposeButton } from '@/components/changes/propose-menu';
import { TextDiff } from '@/components/changes/text-diff';
import { usePlanWords } from '@/components/changes/use-plan-words';
import { Differences } from '@/components/haproxy/config-preview';
import { type FileOf, useFiles } from '@/components/haproxy/use-files';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { parseHaproxyConfig } from '@/lib/haproxy/config-file';
import { describeDrift } from '@/lib/haproxy/config-words';
import { DEFAULT_HAPROXY_CONFIG } from '@/lib/haproxy/probes';
import { runtimeVersusFile, statesFromStat } from '@/lib/haproxy/runtime-drift';

interface Props {
  readonly live: LiveClusterView;
  readonly propose: ChangeActions['propose'];
}

/** Files that differ between nodes, and what HAProxy runs that its file does not say. Shown; a person may have it planned. */
export function DriftSection({ live, propose }: Props) {
  const t = useTranslations('haproxy');
  const [reads, setReads] = useState(0);
  const hashes = live.view.nodes.flatMap((node) => {
    const sha256 = node.read('haproxyConfig').value?.sha256;
    return sha256 === undefined ? [] : [{ node: node.node.name, sha256 }];
  });
  const isSame = new Set(hashes.map(({ sha256 }) => sha256)).size <= 1;
  return (
    <Section
      title={t('compare')}
      note={t('compareNote')}
      actions={
        <Button size="sm" onClick={() => setReads((count) => count + 1)}>
          {t(reads === 0 ? 'compareRead' : 'compareAgain')}
        </Button>
      }
    >
      {hashes.length > 0 ? (
        <StatusMark state={isSame ? 'ok' : 'warning'}>
          {isSame
            ? t('compareSame')
            : t('compareDiffer', {
                nodes: hashes.map(({ node, sha256 }) => `${node} ${sha256.slice(0, 8)}`).join(', '),
              })}
        </StatusMark>
      ) : null}
      {reads > 0 ? <Comparison key={reads} live={live} propose={propose} /> : null}
    </Section>
  );
}

function Comparison({ live, propose }: Props) {
  const t = useTranslations('haproxy');
  const names = live.cluster.nodes.map((node) => node.name);
  const { files, isLoading } = useFiles(live.cluster.id, names, DEFAULT_HAPROXY_CONFIG);
  if (isLoading) return <Skeleton className="mt-3 h-24" />;
  const read = files.filter((file): file is FileOf => 'text' in file);
  const [base, ...others] = read;
  if (!base) return <p className="mt-3">{t('noFile')}</p>;
  const differing = others.filter((file) => file.text !== base.text);
  return (
    <div className="mt-4 flex flex-col gap-5">
      {read.map((file) => (
        <RunningOn key={file.node} live={live} propose={propose} file={file} />
      ))}
      {differing.map((file) => (
        <div key={file.node}>
          <h3 className="mb-1 font-medium">{t('differenceOf', { node: file.node, base: base.node })}</h3>
          <Differences before={base.text} after={file.text} />
          <TextDiff before={base.text} after={file.text} />
        </div>
      ))}
      {differing.length > 0 ? (
        <div className="flex flex-wrap gap-3">
          {[base, ...differing].map((source) => (
            <ProposeButton
              key={source.node}
              clusterId={live.cluster.id}
              propose={propose}
              intent={{
                kind: 'edit-file',
                tool: 'haproxy',
                files: read
                  .filter((file) => file.text !== source.text)
                  .map(({ node, path, sha256 }) => ({ node, path, baseSha256: sha256, text: source.text })),
              }}
            >
              {t('takeFrom', { node: source.node })}
            </ProposeButton>
          ))}
        </div>
      ) : null}
    </div>
  );
}

function RunningOn({ live, propose, file }: Props & { readonly file: FileOf }) {
  const t = useTranslations('haproxy');
  const words = usePlanWords();
  const reading = live.view.node(file.node)?.read('haproxy').value;
  if (!reading) return null;
  const parsed = parseHaproxyConfig(file.text);
  const drifts = runtimeVersusFile(parsed, statesFromStat(parsed, reading));
  return (
    <div>
      <h3 className="mb-1 font-medium">{file.node}</h3>
      {drifts.length === 0 ? <StatusMark state="ok">{t('compareRuns')}</StatusMark> : null}
      <ul className="flex flex-col gap-1.5">
        {drifts.map((drift) => {
          const { backend, server, kind } = drift;
          const isByHand = kind === 'admin-state' && drift.file === 'ready';
          return (
            <li key={`${backend}/${server} ${kind}`} className="flex flex-wrap items-center gap-3">
              <StatusMark state={isByHand ? 'info' : 'warning'}>
                {words.sentence(describeDrift(drift, file.node))}
              </StatusMark>
              {isByHand ? (
                <ProposeButton
                  clusterId={live.cluster.id}
                  propose={propose}
                  size="sm"
                  intent={{ kind: 'haproxy-server', backend, server, state: 'ready' }}
                >
                  {t('bringBack', { place: `${backend}/${server}` })}
                </ProposeButton>
              ) : null}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
