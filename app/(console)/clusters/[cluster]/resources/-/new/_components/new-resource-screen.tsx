'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { AgentSearch } from '@/components/pacemaker/agent-search';
import { useAgent } from '@/components/pacemaker/use-agents';
import { usePacemakerWords } from '@/components/pacemaker/use-pacemaker-words';
import { ClusterScreen } from '@/components/status/cluster-screen';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Section } from '@/components/ui/section';
import { SelectField } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { parseAgentSpec } from '@/lib/pacemaker/agent-probes';
import { askedNode, cibOf } from '../../../_components/cib-source';
import { PacemakerTabs } from '../../../_components/pacemaker-tabs';
import { NewDeviceForm } from '../../fencing/_components/new-device-form';
import { NewResourceForm } from './new-resource-form';

interface Props {
  readonly clusterId: string;
  readonly agent: string;
  readonly kind: 'resource' | 'fence-device';
  readonly propose: ChangeActions['propose'];
}

/** First what it is made of, then its form; the address keeps the choice. */
export function NewResourceScreen(props: Props) {
  const t = useTranslations('pacemaker');
  return (
    <ClusterScreen
      clusterId={props.clusterId}
      title={t(props.kind === 'resource' ? 'newResource' : 'newDevice')}
    >
      {(live) => (
        <>
          <PacemakerTabs clusterId={props.clusterId} />
          <Content live={live} {...props} />
        </>
      )}
    </ClusterScreen>
  );
}

function Content({ live, agent, kind, propose }: Props & { readonly live: LiveClusterView }) {
  const t = useTranslations('pacemaker');
  const router = useRouter();
  const [node, setNode] = useState(() => askedNode(live));
  const spec = parseAgentSpec(agent);
  const choose = (wanted: string) =>
    router.replace(`?${wanted === '' ? '' : new URLSearchParams({ agent: wanted }).toString()}`);
  if (spec && (spec.class === 'stonith') === (kind === 'fence-device'))
    return (
      <Form
        key={agent}
        live={live}
        node={node}
        agent={agent}
        kind={kind}
        propose={propose}
        onBack={() => choose('')}
      />
    );
  return (
    <Section title={t('chooseAgent')}>
      <SelectField
        label={t('askNode')}
        value={node}
        className="mb-4 max-w-60"
        onChange={({ target }) => setNode(target.value)}
      >
        {live.cluster.nodes.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      <AgentSearch clusterId={live.cluster.id} node={node} kind={kind} onChoose={choose} />
    </Section>
  );
}

interface FormProps extends Omit<Props, 'clusterId'> {
  readonly live: LiveClusterView;
  readonly node: string;
  readonly onBack: () => void;
}

/** The node's own word on the agent first: without it there is no form, only a guess. */
function Form({ live, node, agent, kind, propose, onBack }: FormProps) {
  const t = useTranslations('pacemaker');
  const words = usePacemakerWords();
  const { answer, again } = useAgent(live.cluster.id, node, agent);
  const spec = parseAgentSpec(agent);
  // The configuration it is written into: kept from now on, so that nothing moves under the hands.
  const [source] = useState(() => cibOf(live));
  if (!source) return <EmptyState title={t('cibUnread')}>{t('cibUnreadText')}</EmptyState>;
  if (!answer || !spec) return <Skeleton lines={6} className="h-9" />;
  if ('error' in answer)
    return (
      <ErrorState
        title={t('agentUnread', { agent, node })}
        next={words.error(answer.error)}
        actions={
          <>
            <Button onClick={again}>{t('askAgain')}</Button>
            <Button look="quiet" onClick={onBack}>
              {t('otherAgent')}
            </Button>
          </>
        }
      />
    );
  const shared = {
    clusterId: live.cluster.id,
    agent: spec,
    metadata: answer.metadata,
    cib: source.cib,
    propose,
    onBack,
  };
  return kind === 'resource' ? <NewResourceForm {...shared} /> : <NewDeviceForm {...shared} />;
}
