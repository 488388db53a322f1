'use client';

import { ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { ClusterScreen } from '@/components/status/cluster-screen';
import { FindingList } from '@/components/status/finding-list';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { useFindingWords } from '@/components/status/use-finding-words';
import { type Picked, TopologyView } from '@/components/topology/topology-view';
import { LinkButton } from '@/components/ui/link-button';
import { may, type Role } from '@/lib/auth/roles';
import { besidesSentence } from '@/lib/protection/sentence';
import { ClusterMenu } from '../../_components/cluster-menu';
import { PickedActions } from './picked-actions';
import { PictureMenu } from './picture-menu';

interface Props {
  readonly clusterId: string;
  readonly viewerRole: Role;
  readonly propose?: ChangeActions['propose'];
}

/** The cluster in one picture. What is wrong stands above it in words, with the next safe step. */
export function TopologyScreen({ clusterId, viewerRole, propose }: Props) {
  const t = useTranslations('topology');
  const services = useTranslations('services');
  return (
    <ClusterScreen
      clusterId={clusterId}
      title={t('title')}
      actions={(live: LiveClusterView) => (
        <>
          {propose && may(viewerRole, 'plan.propose') ? (
            <LinkButton href={`/clusters/${clusterId}/resources/-/protect`}>
              <ShieldCheck aria-hidden className="size-4" />
              {services('protect')}
            </LinkButton>
          ) : null}
          {may(viewerRole, 'cluster.forget') ? <ClusterMenu cluster={live.cluster} /> : null}
        </>
      )}
      hasOwnPreview
    >
      {(live) => (
        <>
          <Trouble live={live} />
          <TopologyView
            cluster={live.cluster}
            clock={live.clock}
            {...(propose && may(viewerRole, 'plan.propose')
              ? {
                  actions: (picked: Picked) => (
                    <PickedActions live={live} picked={picked} propose={propose} />
                  ),
                  menu: (picture: ReactNode, pickedOf: (id: string) => Picked | undefined) => (
                    <PictureMenu live={live} propose={propose} pickedOf={pickedOf}>
                      {picture}
                    </PictureMenu>
                  ),
                }
              : {})}
          />
        </>
      )}
    </ClusterScreen>
  );
}

/** The header already says the first finding: here is what to do about it, and the rest, folded: the picture says it too. */
function Trouble({ live }: { readonly live: LiveClusterView }) {
  const { protection } = live;
  const t = useTranslations('topology');
  const { key, params } = protection.sentence;
  const { next } = useFindingWords()('protection', key, params);
  const others = besidesSentence(protection);
  if (!next && others.length === 0) return null;
  return (
    <div className="-mt-2 mb-6 grid gap-4">
      {next ? (
        <p className="text-ink-2">
          <span className="mr-1.5 text-ink-3">{t('nextStep')}</span>
          {next}
        </p>
      ) : null}
      {others.length > 0 ? (
        <FindingList
          items={others.map((finding) => ({ tool: 'protection' as const, finding }))}
          live={live}
          complete={protection.level !== 'unknown'}
          limit={1}
        />
      ) : null}
    </div>
  );
}
