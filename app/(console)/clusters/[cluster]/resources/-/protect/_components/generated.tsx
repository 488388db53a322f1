'use client';

import { useTranslations } from 'use-intl';
import { TextDiff } from '@/components/changes/text-diff';
import { ConfigPreview } from '@/components/haproxy/config-preview';
import { type FileOf, useFiles } from '@/components/haproxy/use-files';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Skeleton } from '@/components/ui/skeleton';
import { DEFAULT_HAPROXY_CONFIG } from '@/lib/haproxy/probes';
import { networkNic } from '@/lib/network/vip-placement';
import { filesystemResources } from '@/lib/pacemaker/cib-queries';
import type { CibReading } from '@/lib/pacemaker/types';
import {
  clusterEdits,
  dropInPath,
  dropInText,
  proxyClones,
  proxyEdits,
  requestText,
} from '@/lib/plan/protect-edits';
import { type ProtectService, unitFile } from '@/lib/plan/service-intents';
import { allVips } from '@/lib/plan/vip-world';
import { vipsOf } from '../../../../networks/_components/vips-of';
import { sourceOf } from '../../../_components/cib-source';

interface Props {
  readonly live: LiveClusterView;
  readonly cib: CibReading;
  readonly intent: ProtectService;
}

/** What the plan will be made of, while it is being typed; the plan reads every node afresh and says the rest. */
export function Generated({ live, cib, intent }: Props) {
  const t = useTranslations('services');
  const names = live.cluster.nodes.map((node) => node.name);
  const mount = filesystemResources(cib).find(({ id }) => id === intent.filesystem);
  const requests = clusterEdits(intent, names, proxyClones(cib));
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h3 className="mb-1 text-[0.9333rem] font-semibold">{t('generatedSystemd')}</h3>
        <p className="text-ink-2">{t('atBoot', { unit: unitFile(intent.unit) })}</p>
        {mount ? (
          <>
            <p className="mt-2 mb-1 text-[0.8667rem] text-ink-3">
              {t('dropIn', { nodes: intent.nodes.join(', '), path: dropInPath(intent.unit) })}
            </p>
            <TextDiff before="" after={dropInText(mount.directory)} />
          </>
        ) : null}
      </div>
      <div>
        <h3 className="mb-1 text-[0.9333rem] font-semibold">{t('generatedPacemaker')}</h3>
        <TextDiff before="" after={`${requests.map(requestText).join('\n')}\n`} />
      </div>
      <Proxies live={live} intent={intent} />
    </div>
  );
}

/** The VIP that comes with the service is no strange address, neither are those the inventory was not told of. */
function withVip(live: LiveClusterView, { entrance }: ProtectService): LiveClusterView {
  const { address, newVip } = entrance;
  const known = vipsOf(live);
  const vips = newVip ? allVips({ ...live.cluster, vips: known }, [{ id: newVip.id, ip: address }]) : known;
  return { ...live, cluster: { ...live.cluster, vips } };
}

function Proxies({ live, intent }: Omit<Props, 'cib'>) {
  const t = useTranslations('services');
  const words = useTranslations('haproxy');
  const names = live.cluster.nodes.map((node) => node.name);
  const { files, isLoading } = useFiles(live.cluster.id, names, DEFAULT_HAPROXY_CONFIG);
  const read = files.filter((file): file is FileOf => 'text' in file);
  const silent = files.flatMap((file) => ('error' in file ? [`${file.node}: ${file.error}`] : []));
  const servers = intent.nodes.map((name) => {
    const network = live.view.node(name)?.read('network').last;
    return { name, address: network && networkNic(network, intent.entrance.address)?.address.address };
  });
  const unread = servers.filter(({ address }) => address === undefined).map(({ name }) => name);
  const known = servers.flatMap(({ name, address }) => (address === undefined ? [] : [{ name, address }]));
  const holder = sourceOf(live)?.reading.resources.find((one) => one.id === intent.filesystem)?.nodes[0];
  const ordered = known.toSorted((a, b) => Number(b.name === holder) - Number(a.name === holder));
  return (
    <div>
      <h3 className="mb-1 text-[0.9333rem] font-semibold">{t('generatedHaproxy')}</h3>
      {unread.length > 0 ? <p role="alert">{t('addressUnread', { nodes: unread.join(', ') })}</p> : null}
      {silent.length > 0 ? (
        <p role="status" className="mb-2 rounded-md bg-warning-soft px-3 py-2">
          {words('unread', { why: silent.join(' · ') })}
        </p>
      ) : null}
      {isLoading ? <Skeleton className="h-24" /> : null}
      {read.length > 0 && unread.length === 0 ? (
        <ConfigPreview live={withVip(live, intent)} files={read} edits={proxyEdits(intent, ordered)} />
      ) : null}
    </div>
  );
}
