'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { NodeBackendButton } from '@/components/haproxy/node-backend-button';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';
import { Section } from '@/components/ui/section';
import { type Column, DataTable } from '@/components/ui/table';
import { shapeOfServers } from '@/lib/haproxy/service-shape';
import type { HaproxyConfigReading } from '@/lib/haproxy/types';
import type { NodeView } from '@/lib/protection/view';
import { ServiceForms, type Wanted } from './service-forms';

type ConfigSection = HaproxyConfigReading['sections'][number];

interface Props extends MayPropose {
  readonly live: LiveClusterView;
  /** The one whose traffic it is comes first. */
  readonly nodes: readonly NodeView[];
}

const PROXIES = ['frontend', 'backend', 'listen'];
const KINDS = [
  ['frontend', 'addFrontend'],
  ['backend', 'addBackend'],
  ['listen', 'addListen'],
] as const;

/** Every entrance and service of haproxy.cfg with its shape, and what can be done to each. */
export function ServicesSection({ live, nodes, propose }: Props) {
  const t = useTranslations('haproxy');
  const [wanted, setWanted] = useState<Wanted>();
  const from = nodes.find((node) => node.read('haproxyConfig').last !== undefined);
  const sections = (from?.read('haproxyConfig').last?.sections ?? []).filter(({ kind }) =>
    PROXIES.includes(kind),
  );
  if (!from || sections.length === 0) return null;
  return (
    <Section
      title={t('services')}
      note={t('servicesNote', { node: from.node.name })}
      actions={
        propose ? (
          <>
            <NodeBackendButton live={live} propose={propose} />
            <Menu
              label={t('addService')}
              trigger={<Button>{t('addService')}</Button>}
              items={KINDS.map(([kind, key]) => ({
                id: kind,
                label: t(key),
                onSelect: () => setWanted({ do: 'add', kind }),
              }))}
            />
          </>
        ) : null
      }
    >
      <DataTable
        caption={t('services')}
        columns={columns(t, propose ? setWanted : undefined)}
        rows={sections}
        rowKey={(section) => `${section.kind} ${section.name} ${section.line}`}
      />
      {wanted && propose ? (
        <ServiceForms live={live} propose={propose} wanted={wanted} onClose={() => setWanted(undefined)} />
      ) : null}
    </Section>
  );
}

type Say = ReturnType<typeof useTranslations<'haproxy'>>;

function columns(t: Say, onWant: ((wanted: Wanted) => void) | undefined): readonly Column<ConfigSection>[] {
  return [
    {
      id: 'section',
      header: t('colSection'),
      rowHeader: true,
      sortValue: (section) => section.name,
      cell: (section) => (
        <>
          <code className="font-semibold">{section.name ?? '–'}</code>{' '}
          <span className="text-[0.8667rem] font-normal text-ink-3">{section.kind}</span>
        </>
      ),
    },
    {
      id: 'shape',
      header: t('colShape'),
      cell: (section) => <Shape section={section} />,
    },
    {
      id: 'servers',
      header: t('colServers'),
      cell: (section) =>
        section.servers.length > 0
          ? section.servers
              .map((server) => (server.backup ? `${server.name} (standby)` : server.name))
              .join(', ')
          : section.defaultBackend === undefined
            ? '–'
            : t('leadsTo', { backend: section.defaultBackend }),
    },
    {
      id: 'binds',
      header: t('colBinds'),
      cell: (section) => (
        <code className="text-[0.8667rem]">
          {section.binds
            .map(({ address, port }) => (port === undefined ? address : `${address}:${port}`))
            .join(', ') || '–'}
        </code>
      ),
    },
    ...(onWant
      ? [
          {
            id: 'change',
            header: <span className="sr-only">{t('change')}</span>,
            align: 'end' as const,
            cell: (section: ConfigSection) => <SectionMenu section={section} onWant={onWant} />,
          },
        ]
      : []),
  ];
}

function Shape({ section }: { readonly section: ConfigSection }) {
  const t = useTranslations('haproxy');
  if (section.kind === 'frontend') return '–';
  const kind = shapeOfServers(section.servers);
  const primary = section.servers.find((server) => !server.backup)?.name ?? '–';
  return (
    <Badge tone={kind === 'active-active' ? 'accent' : 'neutral'}>{t(`shape-${kind}`, { primary })}</Badge>
  );
}

function SectionMenu({
  section,
  onWant,
}: {
  readonly section: ConfigSection;
  readonly onWant: (wanted: Wanted) => void;
}) {
  const t = useTranslations('haproxy');
  const { name, servers } = section;
  const kind = section.kind as 'frontend' | 'backend' | 'listen';
  if (name === undefined) return null;
  const place = { kind, name };
  const ofServers = [
    ...(servers.length > 1
      ? [{ id: 'shape', label: t('actionShape'), onSelect: () => onWant({ do: 'shape', place }) }]
      : []),
    { id: 'add', label: t('actionAddServer'), onSelect: () => onWant({ do: 'add-server', place }) },
    ...servers.map((server) => ({
      id: `edit ${server.name}`,
      label: t('actionEditServer', { server: server.name }),
      onSelect: () => onWant({ do: 'edit-server', place, server: server.name }),
    })),
    ...servers.map((server) => ({
      id: `remove ${server.name}`,
      label: t('actionRemoveServer', { server: server.name }),
      danger: true,
      onSelect: () => onWant({ do: 'remove-server', place, server: server.name }),
    })),
  ];
  return (
    <Menu
      label={t('changeOf', { name })}
      trigger={
        <Button size="sm" look="quiet" aria-label={t('changeOf', { name: `${kind} ${name}` })}>
          {t('change')}
        </Button>
      }
      items={[
        { id: 'section', label: t('actionEdit'), onSelect: () => onWant({ do: 'edit', place }) },
        ...(kind === 'frontend' ? [] : ofServers),
        {
          id: 'remove-section',
          label: t('actionRemove'),
          danger: true,
          onSelect: () => onWant({ do: 'remove', place }),
        },
      ]}
    />
  );
}
