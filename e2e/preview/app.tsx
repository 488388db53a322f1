import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { findings } from '@/lib/i18n/areas/findings';
import { haproxy } from '@/lib/i18n/areas/haproxy';
import { overview } from '@/lib/i18n/areas/overview';
import { screens as screenWords } from '@/lib/i18n/areas/screens';
import { ui } from '@/lib/i18n/areas/ui';
import { planMessages } from '@/lib/plan/messages';
import { SampleProvider } from './live-stub';
import { SAMPLE_NAMES, type SampleName, sampleState } from './sample-state';
import { SCREENS } from './screens';

/** The page that `render.ts` photographs: `?screen=…&sample=…&locale=ko|en&theme=light|dark`. */
const asked = new URLSearchParams(location.search);
const locale = asked.get('locale') === 'ko' ? 'ko' : 'en';
const sample = SAMPLE_NAMES.find((name) => name === asked.get('sample')) ?? ('healthy' satisfies SampleName);
document.documentElement.dataset.theme = asked.get('theme') ?? 'light';
document.documentElement.lang = locale;
const messages = {
  ui: ui[locale],
  findings: findings[locale],
  haproxy: haproxy[locale],
  overview: overview[locale],
  screens: screenWords[locale],
  plan: planMessages[locale],
};
const Screen = SCREENS[asked.get('screen') ?? 'overview'] ?? (() => <p>no such screen</p>);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <IntlProvider
      locale={locale}
      messages={messages}
      timeZone="Asia/Seoul"
      now={new Date(sampleState(sample).clock.now)}
    >
      <SampleProvider sample={sampleState(sample)}>
        <div className="grid min-h-screen grid-cols-[13rem_1fr]">
          <nav aria-label="Haven" className="border-r border-line bg-surface p-5 font-semibold">
            Haven
          </nav>
          <main className="min-w-0 px-8 py-7">
            <Screen />
          </main>
        </div>
      </SampleProvider>
    </IntlProvider>,
  );
}
