import { LabProgress } from '@/app/_components/lab-progress';
import { LinkButton } from '@/components/ui/link-button';
import { getTranslations } from '@/lib/i18n/server';
import type { LabView } from '@/lib/views/lab';

/** After the administrator: a real cluster, or one to practise on. */
export async function FirstCluster({ lab }: { readonly lab: LabView }) {
  const t = await getTranslations('welcome');
  return (
    <>
      <h1 className="text-3xl font-semibold tracking-tight">{t('nextTitle')}</h1>
      <p className="mt-3 text-ink-2">{t('nextIntro')}</p>
      <div className="mt-8 grid gap-5 sm:grid-cols-2">
        <section
          className="flex flex-col gap-3 rounded-xl border border-line bg-surface px-6 py-5"
          aria-labelledby="adopt"
        >
          <h2 id="adopt" className="text-lg font-semibold">
            {t('adoptTitle')}
          </h2>
          <p className="flex-1 text-ink-2">{t('adoptText')}</p>
          <LinkButton href="/adopt" look="secondary" className="self-start">
            {t('adoptButton')}
          </LinkButton>
        </section>
        <section
          className="flex flex-col gap-3 rounded-xl border border-line bg-surface px-6 py-5"
          aria-labelledby="practice"
        >
          <h2 id="practice" className="text-lg font-semibold">
            {t('practiceTitle')}
          </h2>
          <p className="text-ink-2">{t('practiceText')}</p>
          <LabProgress initial={lab}>
            <LinkButton href="/adopt?practice=1" look="primary" className="self-start">
              {t('practiceButton')}
            </LinkButton>
          </LabProgress>
        </section>
      </div>
    </>
  );
}
