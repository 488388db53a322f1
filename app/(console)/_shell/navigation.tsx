'use client';

import { clsx } from 'clsx';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useLive } from '@/components/live/live-provider';
import { Badge } from '@/components/ui/badge';
import { may, type Permission, type Role } from '@/lib/auth/roles';
import type { LiveState } from '@/lib/live/protocol';
import { NO_EPOCH } from '@/lib/live/reduce';
import type { NavigationCluster } from '@/lib/views/navigation';

const CLUSTER_PAGES = ['drbd', 'resources', 'haproxy', 'networks', 'drift'] as const;
/** More nodes than this are named only below their list while one of them is open: the other screens stay in view. */
const NODES_NAMED = 6;

const PAGES = [
  { href: '/changes', key: 'changes', permission: 'plan.view' },
  { href: '/audit', key: 'audit', permission: 'audit.view' },
  { href: '/users', key: 'users', permission: 'user.view' },
  { href: '/walls', key: 'walls', permission: 'wall.manage' },
  { href: '/adopt', key: 'adopt', permission: 'cluster.adopt' },
] as const satisfies readonly {
  readonly href: string;
  readonly key: string;
  readonly permission: Permission;
}[];

export function Navigation({
  clusters,
  role,
}: {
  readonly clusters: readonly NavigationCluster[];
  readonly role: Role;
}) {
  const t = useTranslations('shell');
  useCurrentClusters(clusters);
  return (
    <nav aria-label={t('mainNavigation')}>
      <ul className="flex flex-col gap-px">
        {may(role, 'cluster.view') ? <Item href="/" label={t('overview')} /> : null}
        {clusters.map((cluster) => (
          <ClusterItems key={cluster.id} cluster={cluster} />
        ))}
      </ul>
      <ul className="mt-3 flex flex-col gap-px border-t border-line pt-3">
        {PAGES.filter(({ permission }) => may(role, permission)).map(({ href, key }) => (
          <Item key={href} href={href} label={t(key)} />
        ))}
      </ul>
    </nav>
  );
}

/** A layout outlives the pages in it: it is asked for again when a cluster came, went or was named otherwise. */
function useCurrentClusters(shown: readonly NavigationCluster[]): void {
  const router = useRouter();
  const live = useLive(namesOf);
  const named = shown.map(({ id, name, nodes }) => namesAs(id, name, nodes));
  const here = named.toSorted().join('\n');
  useEffect(() => {
    if (live !== null && live !== here) router.refresh();
  }, [live, here, router]);
}

/** `null`: nothing has been heard yet. What is still being built is no cluster yet. */
const namesOf = ({ epoch, clusters }: LiveState): string | null =>
  epoch === NO_EPOCH
    ? null
    : Object.values(clusters)
        .filter(({ building }) => !building)
        .map(({ id, name, nodes }) =>
          namesAs(
            id,
            name,
            nodes.map((node) => node.name),
          ),
        )
        .toSorted()
        .join('\n');

const namesAs = (id: string, name: string, nodes: readonly string[]): string =>
  [id, name, ...nodes.toSorted()].join(' ');

/** A cluster; its screens unfold while one of them is open. */
function ClusterItems({ cluster }: { readonly cluster: NavigationCluster }) {
  const t = useTranslations('shell');
  const pathname = usePathname();
  const base = `/clusters/${cluster.id}`;
  const isOpen = pathname === base || pathname.startsWith(`${base}/`);
  return (
    <>
      <Item
        href={`${base}/topology`}
        label={
          <>
            <span className="min-w-0 truncate">{cluster.name}</span>
            {cluster.isPractice ? <Badge tone="outline">{t('practice')}</Badge> : null}
          </>
        }
        isCurrent={false}
        isOpen={isOpen}
      />
      {isOpen ? (
        <li>
          <ul
            aria-label={t('clusterNavigation', { cluster: cluster.name })}
            className="mb-1 ml-3 flex flex-col gap-px border-l border-line pl-2"
          >
            <Item href={`${base}/topology`} label={t('topology')} />
            <NodeItems base={base} nodes={cluster.nodes} />
            {CLUSTER_PAGES.map((page) => (
              <Item key={page} href={`${base}/${page}`} label={t(page)} />
            ))}
          </ul>
        </li>
      ) : null}
    </>
  );
}

function NodeItems({ base, nodes }: { readonly base: string; readonly nodes: readonly string[] }) {
  const t = useTranslations('shell');
  const pathname = usePathname();
  const list = `${base}/nodes`;
  const isNamed = nodes.length <= NODES_NAMED || pathname.startsWith(`${list}/`);
  return (
    <>
      <Item href={list} label={t('nodes')} isCurrent={pathname === list} />
      {isNamed ? (
        <li>
          <ul aria-label={t('nodes')} className="ml-3 flex flex-col gap-px border-l border-line pl-2">
            {nodes.map((node) => (
              <Item
                key={node}
                href={`${list}/${encodeURIComponent(node)}`}
                label={<span className="mono">{node}</span>}
              />
            ))}
          </ul>
        </li>
      ) : null}
    </>
  );
}

interface ItemProps {
  readonly href: string;
  readonly label: ReactNode;
  readonly isCurrent?: boolean;
  readonly isOpen?: boolean;
}

function Item({ href, label, isCurrent: given, isOpen = false }: ItemProps) {
  const pathname = usePathname();
  const isCurrent =
    given ?? (href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`));
  return (
    <li>
      <Link
        href={href}
        prefetch={false}
        aria-current={isCurrent ? 'page' : undefined}
        className={clsx(
          'flex min-h-8 items-center justify-between gap-2 rounded-md px-2.5 py-1 text-[0.9333rem] no-underline hover:bg-sunken hover:text-ink',
          isCurrent ? 'bg-accent-soft font-medium text-ink' : isOpen ? 'font-medium text-ink' : 'text-ink-2',
        )}
      >
        {label}
      </Link>
    </li>
  );
}
