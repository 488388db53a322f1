'use client';

import { useTranslations } from 'use-intl';
import type { ChangeActions, MayPropose } from '@/components/changes/change-actions';
import { ProposeAny } from '@/components/changes/propose-menu';
import { ReadingActions } from '@/components/status/reading-actions';
import { ReadingBoundary } from '@/components/status/reading-boundary';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { EmptyState } from '@/components/ui/empty-state';
import { Section } from '@/components/ui/section';
import { type Column, DataTable } from '@/components/ui/table';
import type { ApacheFile, ApacheReading } from '@/lib/apache/types';
import { type ApacheEntrance, apacheEntrances, mountOf } from '@/lib/protection/apache-listens';
import type { NodeView } from '@/lib/protection/view';
import { vipsOf } from './vips-of';

/** Apache2 on each node: where its configuration lies, where it listens, which VIP that is, and what is wrong with it. */
export function ApacheSection({ live, propose }: { readonly live: LiveClusterView } & MayPropose) {
  const t = useTranslations('apache');
  const screens = useTranslations('screens');
  const { cluster, view } = live;
  return (
    <Section title="Apache2" note={t('note')}>
      <div className="flex flex-col gap-6">
        {view.nodes.map((node) => (
          <div key={node.node.id}>
            <div className="flex items-center gap-2">
              <h3 className="mr-auto text-[0.9333rem] font-semibold">{node.node.name}</h3>
              <ReadingActions
                clusterId={cluster.id}
                node={node.node}
                reading="apache"
                title={screens('layerOn', { layer: 'Apache2', node: node.node.name })}
                size="sm"
              />
            </div>
            <ReadingBoundary clusterId={cluster.id} node={node.node} reading="apache" onlyTrouble>
              {({ value, current }) => (
                <OnNode
                  live={live}
                  node={node}
                  reading={value}
                  current={current}
                  {...(propose ? { propose } : {})}
                />
              )}
            </ReadingBoundary>
          </div>
        ))}
      </div>
    </Section>
  );
}

interface NodeProps extends MayPropose {
  readonly live: LiveClusterView;
  readonly node: NodeView;
  readonly reading: ApacheReading;
  readonly current: boolean;
}

function OnNode({ live, node, reading, current, propose }: NodeProps) {
  const t = useTranslations('apache');
  const here = reading.files.filter(({ content }) => content !== undefined);
  const away = reading.files.find(({ content }) => content === undefined);
  const entrances = apacheEntrances(reading, vipsOf(live));
  const isElsewhere = live.view.nodes.some((other) =>
    other.read('apache').value?.files.some(({ content }) => content !== undefined),
  );
  const unclear = here.flatMap(({ path, content }) =>
    (content?.view.unclear ?? []).map(({ line, text }) => `${path}:${line} ${text}`),
  );
  if (here.length === 0 && entrances.length === 0)
    return (
      <p className="text-[0.9rem] text-ink-3">
        {away ? t('notHere', { path: away.path, target: away.realPath }) : t('nothing')}{' '}
        {away ? t(isElsewhere ? 'notHereNormal' : 'notAnywhere') : null}
      </p>
    );
  return (
    <div className="flex flex-col gap-3">
      <Files node={node} files={here} />
      {unclear.length > 0 ? (
        <p>
          <StatusMark state="unknown">{t('unclear', { lines: unclear.join(', ') })}</StatusMark>
        </p>
      ) : null}
      <Entrances
        live={live}
        name={node.node.name}
        entrances={entrances}
        current={current}
        {...(propose && current ? { propose } : {})}
      />
    </div>
  );
}

/** Each file, and what it really lies on: a link into HAFS goes where HAFS goes. */
function Files({ node, files }: { readonly node: NodeView; readonly files: readonly ApacheFile[] }) {
  const t = useTranslations('apache');
  const mounts = node.read('mounts').value;
  const placeOf = ({ realPath }: ApacheFile): string => {
    const mount = mounts && mountOf(realPath, mounts);
    if (!mount) return t('mountUnknown');
    return mount.isReplicated ? t('onHafs', { source: mount.source, mount: mount.target }) : t('onDisk');
  };
  return (
    <ul aria-label={t('files')} className="flex flex-col gap-0.5 text-[0.9rem]">
      {files.map((file) => (
        <li key={file.path} className="flex flex-wrap items-baseline gap-x-3">
          <code>{file.path}</code>
          {file.realPath === file.path ? null : (
            <span className="text-ink-3">{t('leadsTo', { target: file.realPath })}</span>
          )}
          <span className="text-ink-3">{placeOf(file)}</span>
        </li>
      ))}
    </ul>
  );
}

interface EntranceProps extends MayPropose {
  readonly live: LiveClusterView;
  readonly name: string;
  readonly entrances: readonly ApacheEntrance[];
  readonly current: boolean;
}

const GRAVE = ['closed', 'on-10g'];

function Entrances({ live, name, entrances, current, propose }: EntranceProps) {
  const t = useTranslations('apache');
  const placeText = ({ address, port }: ApacheEntrance): string =>
    address === '*' ? `*:${port}` : address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  // One address is moved as a whole: its ports go together, and the action stands with the first of them.
  const isFirst = (one: ApacheEntrance): boolean =>
    entrances.find(({ address, files }) => address === one.address && files.length > 0) === one;
  const columns: readonly Column<ApacheEntrance>[] = [
    {
      id: 'place',
      header: t('colPlace'),
      rowHeader: true,
      cell: (one) => (
        <>
          <code>{placeText(one)}</code>
          {one.address === '*' ? <span className="ml-2 text-ink-3">{t('every')}</span> : null}
        </>
      ),
    },
    {
      id: 'vip',
      header: t('colVip'),
      cell: ({ vip, address }) =>
        vip ? (
          <>
            <code>{vip.resourceId}</code>
            <span className="ml-2 text-ink-3">{vip.networkRole.toUpperCase()}</span>
          </>
        ) : address === '*' ? (
          '–'
        ) : (
          t('noVip')
        ),
    },
    { id: 'hosts', header: t('colHosts'), cell: ({ hosts }) => hosts.join(', ') || '–' },
    { id: 'state', header: t('colState'), cell: (one) => <State entrance={one} current={current} /> },
    ...(propose
      ? [
          {
            id: 'actions',
            header: <span className="sr-only">{t('colActions')}</span>,
            align: 'end' as const,
            cell: (one: ApacheEntrance) =>
              isFirst(one) ? (
                <Serve live={live} entrance={one} place={placeText(one)} propose={propose} />
              ) : null,
          },
        ]
      : []),
  ];
  return (
    <DataTable
      caption={t('listensOn', { node: name })}
      columns={columns}
      rows={entrances}
      rowKey={placeText}
      empty={<EmptyState compact title={t('nothing')} />}
    />
  );
}

function State({ entrance, current }: { readonly entrance: ApacheEntrance; readonly current: boolean }) {
  const t = useTranslations('apache');
  const { isOpen, isConditional, troubles } = entrance;
  const word =
    isOpen === undefined
      ? t('openUnknown')
      : isOpen
        ? t('open')
        : t(isConditional ? 'conditional' : 'notOpen');
  const isGrave = troubles.some((trouble) => GRAVE.includes(trouble));
  const mark =
    !current || isOpen === undefined
      ? 'unknown'
      : isGrave
        ? 'critical'
        : troubles.length > 0
          ? 'warning'
          : isOpen
            ? 'ok'
            : 'info';
  return (
    <div className="flex flex-col gap-0.5">
      <StatusMark state={mark}>{word}</StatusMark>
      {troubles.map((trouble) => (
        <span key={trouble} className="text-[0.8667rem]">
          {t(`trouble_${trouble}`)}
        </span>
      ))}
    </div>
  );
}

interface ServeProps {
  readonly live: LiveClusterView;
  readonly entrance: ApacheEntrance;
  readonly place: string;
  readonly propose: ChangeActions['propose'];
}

/** Every other VIP, as a plan: whether it is wise, the plan's rules say. */
function Serve({ live, entrance, place, propose }: ServeProps) {
  const t = useTranslations('apache');
  const others = vipsOf(live).filter(({ id }) => id !== entrance.vip?.id);
  if (others.length === 0) return <span className="text-[0.8667rem] text-ink-3">{t('noOtherVip')}</span>;
  return (
    <ProposeAny
      clusterId={live.cluster.id}
      propose={propose}
      size="sm"
      label={t('serveOf', { place })}
      proposals={others.map(({ resourceId, address, networkRole }) => ({
        id: resourceId,
        label: t('vipOption', { vip: resourceId, address, role: networkRole.toUpperCase() }),
        intent: { kind: 'serve-apache', from: entrance.address, vip: resourceId },
      }))}
    >
      {t('serve')}
    </ProposeAny>
  );
}
