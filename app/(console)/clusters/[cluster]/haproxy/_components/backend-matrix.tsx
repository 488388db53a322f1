'use client';

import { clsx } from 'clsx';
import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { ProposeAny } from '@/components/changes/propose-menu';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Badge } from '@/components/ui/badge';
import { ScrollRegion } from '@/components/ui/scroll-region';
import type { Severity } from '@/lib/base/finding';
import { type ServerState, serverState, settableStateOf } from '@/lib/haproxy/server-status';
import type { HaproxyServer } from '@/lib/haproxy/types';
import type { NodeView } from '@/lib/protection/view';

interface Props extends MayPropose {
  readonly live: LiveClusterView;
  readonly nodes: readonly NodeView[];
  readonly holders: ReadonlyMap<string, readonly string[]>;
}

/** Down is judged by what its backend is for. */
const SEVERITY: Readonly<Partial<Record<ServerState, Severity>>> = {
  up: 'ok',
  'going-down': 'warning',
  'no-check': 'info',
  maint: 'info',
  drain: 'info',
  nolb: 'info',
  unknown: 'unknown',
};

/**
 * One server as one HAProxy sees it. A backup that is down in an active-standby backend is as it should be: its service
 * does not run there.
 */
export function serverSeverity(server: HaproxyServer, current: boolean, singleActive: boolean): Severity {
  if (!current) return 'unknown';
  return SEVERITY[serverState(server.status)] ?? (singleActive ? 'info' : 'critical');
}

/** Backends by node that judges them: where two HAProxies disagree about a server, it is seen here. */
export function BackendMatrix({ live, nodes, holders, propose }: Props) {
  const t = useTranslations('screens');
  const names = [
    ...new Set(nodes.flatMap((node) => node.read('haproxy').last?.backends.map((each) => each.name) ?? [])),
  ];
  const standby = new Set(
    live.cluster.services
      .filter((service) => service.mode === 'active-standby')
      .flatMap((service) => service.backend ?? []),
  );
  const serviceOf = (backend: string) => live.cluster.services.find((service) => service.backend === backend);
  return (
    <ScrollRegion label={t('backends')} className="overflow-x-auto">
      <table className="w-full border-collapse text-[0.9rem] [overflow-wrap:normal]">
        <caption className="sr-only">{t('backendsCaption')}</caption>
        <thead>
          <tr className="text-left text-[0.8rem] text-ink-3">
            <th scope="col" className="border-b border-line-strong px-2 py-1.5 font-medium">
              {t('col_backend')}
            </th>
            {nodes.map((node) => (
              <th
                key={node.node.id}
                scope="col"
                className="border-b border-l border-line-strong border-l-line px-3 py-1.5 font-medium"
              >
                <span className="text-[0.9rem] font-semibold text-ink">{node.node.name}</span>
                {holders.get(node.node.name)?.map((role) => (
                  <Badge key={role} tone="accent" className="ml-2">
                    {t('holdsVip', { role })}
                  </Badge>
                ))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name} className="border-b border-line last:border-b-0">
              <th scope="row" className="px-2 py-2 text-left align-top font-normal">
                <code className="font-semibold">{name}</code>
                <span className="ml-2 text-[0.8667rem] text-ink-3">{serviceOf(name)?.name}</span>
                {propose ? (
                  <span className="ml-2">
                    <ServerMenu clusterId={live.cluster.id} backend={name} nodes={nodes} propose={propose} />
                  </span>
                ) : null}
              </th>
              {nodes.map((node) => (
                <td key={node.node.id} className="border-l border-line px-3 py-2 align-top">
                  <Cell node={node} backend={name} singleActive={standby.has(name)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

const STATES = [
  ['ready', 'serverReady'],
  ['drain', 'serverDrain'],
  ['maint', 'serverMaint'],
] as const;

function ServerMenu({
  clusterId,
  backend,
  nodes,
  propose,
}: Required<MayPropose> & {
  readonly clusterId: string;
  readonly backend: string;
  readonly nodes: readonly NodeView[];
}) {
  const t = useTranslations('screens');
  const found = nodes.flatMap(
    (node) => node.read('haproxy').last?.backends.find((each) => each.name === backend)?.servers ?? [],
  );
  const proposals = [...new Set(found.map((server) => server.name))].flatMap((server) =>
    STATES.filter(([state]) =>
      found.some((one) => one.name === server && settableStateOf(one.status) !== state),
    ).map(([state, key]) => ({
      id: `${server} ${state}`,
      label: t(key, { server }),
      intent: { kind: 'haproxy-server', backend, server, state } as const,
    })),
  );
  return (
    <ProposeAny
      clusterId={clusterId}
      propose={propose}
      label={t('serverMenu', { backend })}
      proposals={proposals}
      look="quiet"
      size="sm"
    >
      {t('serverChange')}
    </ProposeAny>
  );
}

function Cell({
  node,
  backend,
  singleActive,
}: {
  readonly node: NodeView;
  readonly backend: string;
  readonly singleActive: boolean;
}) {
  const t = useTranslations('screens');
  const seen = node.read('haproxy');
  const current = seen.value !== undefined;
  const found = seen.last?.backends.find((each) => each.name === backend);
  if (!found)
    return seen.absent ? (
      <StatusMark state="critical">{t('haproxyStopped')}</StatusMark>
    ) : (
      <span className="text-ink-3">–</span>
    );
  return (
    <ul className={clsx('flex flex-wrap gap-x-4 gap-y-1', !current && 'stale rounded')}>
      {found.servers.map((server) => (
        <li key={server.name}>
          <StatusMark state={serverSeverity(server, current, singleActive)}>
            {server.name}{' '}
            <span className="font-normal text-ink-3">
              {server.status}
              {server.backup ? ' · backup' : ''}
              {singleActive && server.status.startsWith('DOWN') ? ` · ${t('expectedDown')}` : ''}
            </span>
          </StatusMark>
        </li>
      ))}
    </ul>
  );
}
