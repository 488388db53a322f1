import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { TopologyScreen } from '@/app/(console)/clusters/[cluster]/topology/_components/topology-screen';
import { findings } from '@/lib/i18n/areas/findings';
import { screens } from '@/lib/i18n/areas/screens';
import { topology } from '@/lib/i18n/areas/topology';
import { ui } from '@/lib/i18n/areas/ui';
import { SITUATIONS, type SituationName } from '@/lib/topology/sample-situations';
import { SampleProvider } from './live-stub';

/** The whole topology page in one situation, for `topology-render.ts --page topology-screen`. */
const asked = new URLSearchParams(location.search);
const locale = asked.get('locale') === 'ko' ? 'ko' : 'en';
document.documentElement.dataset.theme = asked.get('theme') ?? 'light';
document.documentElement.lang = locale;
const sample = SITUATIONS[(asked.get('sample') ?? 'healthy') as SituationName]();
const messages = {
  topology: topology[locale],
  ui: ui[locale],
  findings: findings[locale],
  screens: screens[locale],
};

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <IntlProvider
      locale={locale}
      messages={messages as never}
      timeZone="Asia/Seoul"
      now={new Date(sample.clock.now)}
    >
      <SampleProvider sample={sample as never}>
        <div className="grid min-h-screen grid-cols-[13rem_1fr]">
          <div className="border-r border-line bg-surface p-5 font-semibold">Haven</div>
          <main className="min-w-0 px-8 py-7">
            <TopologyScreen clusterId={sample.cluster.id} viewerRole="administrator" />
          </main>
        </div>
      </SampleProvider>
    </IntlProvider>,
  );
