'use client';

import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Disclosure } from '@/components/ui/disclosure';
import { type AgentName, agentSpec } from '@/lib/pacemaker/agent-probes';

interface Props {
  readonly agent: AgentName;
  readonly description?: string | undefined;
  readonly long?: string | undefined;
  readonly onBack: () => void;
}

/** What it will be made of, in the agent's own words. */
export function AgentHead({ agent, description, long, onBack }: Props) {
  const t = useTranslations('pacemaker');
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1">
        <code className="text-[1.0667rem] font-semibold">{agentSpec(agent)}</code>
        {description ? <p className="text-ink-2">{description}</p> : null}
        {long && long !== description ? (
          <Disclosure label={t('aboutAgent')}>
            <p className="max-w-[75ch] text-[0.9333rem] whitespace-pre-line text-ink-2">{long}</p>
          </Disclosure>
        ) : null}
      </div>
      <Button look="quiet" size="sm" onClick={onBack}>
        {t('otherAgent')}
      </Button>
    </div>
  );
}
