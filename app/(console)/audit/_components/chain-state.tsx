'use client';

import { useState, useTransition } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import type { AuditVerification } from '@/lib/data/audit';
import { verifyAuditAction } from '../actions';

const PROBLEMS = {
  altered: 'problemAltered',
  missing: 'problemMissing',
  'chain-broken': 'problemChainBroken',
  'head-missing': 'problemHeadMissing',
  'head-forged': 'problemHeadForged',
  'cut-off': 'problemCutOff',
} as const;

/** Whether the chain of hashes is whole: unknown until asked, since it reads everything. */
export function ChainState() {
  const t = useTranslations('audit');
  const shell = useTranslations('shell');
  const [result, setResult] = useState<AuditVerification | 'refused'>();
  const [isPending, start] = useTransition();
  const verify = () =>
    start(async () => {
      const answer = await verifyAuditAction({});
      setResult(answer.ok ? answer.value : 'refused');
    });
  return (
    <div className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-surface px-4 py-2.5">
      <p role="status" className="min-w-0 flex-1 text-[0.9333rem]">
        {result === undefined ? (
          <span className="text-ink-2">○ {isPending ? t('verifying') : t('notVerified')}</span>
        ) : result === 'refused' ? (
          shell('guardForbidden')
        ) : result.ok ? (
          <span className="text-ok">● {t('verified', { entries: result.entries })}</span>
        ) : (
          <strong className="text-critical">
            ◆ {t('broken', { seq: result.seq, problem: t(PROBLEMS[result.problem]) })}
          </strong>
        )}
      </p>
      <Button size="sm" busy={isPending} onClick={verify}>
        {t('verify')}
      </Button>
    </div>
  );
}
