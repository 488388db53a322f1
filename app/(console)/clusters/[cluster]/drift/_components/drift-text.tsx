'use client';

import { useTranslations } from 'use-intl';
import { TextDiff } from '@/components/changes/text-diff';
import { CibDifferences } from '@/components/pacemaker/cib-differences';
import { Button } from '@/components/ui/button';
import { Disclosure } from '@/components/ui/disclosure';
import { Skeleton } from '@/components/ui/skeleton';
import type { DriftPlace } from '@/lib/plan/drift-return';
import type { LoadedDrift } from './use-drift';

/** What differs: object by object where it is known what the text means, else line by line; the raw texts below. */
export function DriftText({
  place,
  detail,
  again,
  labels,
}: {
  readonly place: DriftPlace;
  readonly detail: LoadedDrift;
  readonly again: () => void;
  readonly labels: { readonly before: string; readonly after: string };
}) {
  const t = useTranslations('drift');
  if (detail === 'loading') return <Skeleton className="h-24" />;
  if (detail === 'failed')
    return (
      <p role="alert" className="flex flex-wrap items-center gap-3 text-critical">
        {t('loadFailed')}
        <Button size="sm" onClick={again}>
          {t('retry')}
        </Button>
      </p>
    );
  const { before, after, differences } = detail;
  const isMissing =
    (place.before !== null && before === undefined) || (place.after !== null && after === undefined);
  return (
    <div className="flex flex-col gap-3">
      {isMissing ? <p className="text-unknown">{t('textMissing')}</p> : null}
      {place.after === null ? <p>{t('fileGone')}</p> : null}
      {place.before === null ? <p>{t('fileCame')}</p> : null}
      {differences?.length ? <CibDifferences differences={differences} /> : null}
      {!differences && !isMissing ? (
        before === after ? (
          <p>{t('onlySecrets')}</p>
        ) : (
          <TextDiff before={before ?? ''} after={after ?? ''} />
        )
      ) : null}
      {before === undefined ? null : <Raw title={labels.before} text={before} />}
      {after === undefined ? null : <Raw title={labels.after} text={after} />}
    </div>
  );
}

/** The CIB is kept on one line: broken before each element, nothing else is touched. */
const broken = (text: string): string => (text.startsWith('<') ? text.replaceAll('><', '>\n<') : text);

function Raw({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <Disclosure label={title}>
      <pre className="max-h-96 overflow-auto rounded-md border border-line bg-sunken p-3 text-[0.8667rem] leading-6">
        {broken(text)}
      </pre>
    </Disclosure>
  );
}
