'use client';

import { useTranslations } from 'use-intl';
import { EvidenceButton } from '@/components/status/evidence-button';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Copyable } from '@/components/ui/copyable';
import { KeyValues } from '@/components/ui/key-values';
import type { DrbdConfigReading } from '@/lib/drbd/types';

interface Props {
  readonly name: string;
  readonly live: LiveClusterView;
}

type Config = DrbdConfigReading['resources'][number];

/** The configuration in force as `drbdadm dump-xml` gives it; nodes that hold different files are told apart. */
export function DrbdConfig({ name, live }: Props) {
  const t = useTranslations('screens');
  const told = live.view.nodes.flatMap((node) => {
    const seen = node.read('drbdConfig');
    const config = seen.last?.resources.find((each) => each.name === name);
    return config ? [{ node, config, current: seen.value !== undefined }] : [];
  });
  const [first] = told;
  if (!first) return null;
  const differs = told.filter((each) => JSON.stringify(each.config) !== JSON.stringify(first.config));
  return (
    <details className="mt-5 border-t border-line pt-3">
      <summary className="min-h-7 cursor-pointer text-[0.9333rem] font-medium">
        {t('configInForce')}
        {differs.length > 0 ? (
          <StatusMark state="warning" className="ml-3">
            {t('configDiffers', { nodes: [first, ...differs].map((each) => each.node.node.name).join(', ') })}
          </StatusMark>
        ) : null}
      </summary>
      <div className={`mt-3 grid gap-8 lg:grid-cols-2 ${first.current ? '' : 'stale'}`}>
        <ConfigView config={first.config} />
      </div>
      <p className="mt-3 flex flex-wrap items-center gap-2 text-[0.8667rem] text-ink-3">
        {told.map(({ node }) => (
          <span key={node.node.id} className="inline-flex items-center">
            {node.node.name}
            <EvidenceButton
              clusterId={live.cluster.id}
              node={node.node}
              reading="drbdConfig"
              title={t('drbdOn', { node: node.node.name })}
            />
          </span>
        ))}
      </p>
    </details>
  );
}

function ConfigView({ config }: { readonly config: Config }) {
  const t = useTranslations('screens');
  const code = (text: string) => <code>{text}</code>;
  const options = Object.entries({ ...config.options });
  return (
    <>
      <div className="flex flex-col gap-5">
        <KeyValues
          items={[
            { key: 'protocol', label: 'protocol', value: code(config.protocol ?? '–') },
            { key: 'fencing', label: 'fencing', value: code(config.fencing ?? '–') },
            ...Object.entries(config.handlers).map(([handler, command]) => ({
              key: handler,
              label: handler,
              value: <Copyable text={command} wrap />,
            })),
          ]}
        />
        <KeyValues
          items={config.hosts.map((host) => ({
            key: host.name,
            label: host.name,
            value: (
              <>
                {host.address ? <Copyable text={`${host.address}:${host.port ?? ''}`} /> : '–'}
                {host.volumes.map((volume) => (
                  <div key={volume.volume} className="text-ink-2">
                    {code(`${volume.device ?? '–'} → ${volume.disk ?? '–'}`)}
                  </div>
                ))}
              </>
            ),
          }))}
        />
      </div>
      {options.length > 0 ? (
        <KeyValues
          items={options.map(([option, value]) => ({ key: option, label: option, value: code(value) }))}
        />
      ) : (
        <p className="text-ink-3">{t('noOptions')}</p>
      )}
    </>
  );
}
