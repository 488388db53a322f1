import { type ComponentType, type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider, type Messages } from 'use-intl';
import { Wordmark } from '@/app/_components/wordmark';
import { Navigation } from '@/app/(console)/_shell/navigation';
import { ShellFrame } from '@/app/(console)/_shell/shell-frame';
import { UserMenu } from '@/app/(console)/_shell/user-menu';
import { LivePalette } from '@/components/status/live-palette';
import { AREAS, type Area, messagesFor } from '@/lib/i18n/messages';
import { SampleProvider } from './live-stub';
import { ENTRY_PAGES, shellPages } from './pages';
import { SAMPLE_NAMES, type SampleName, sampleState } from './sample-state';
import { SCREENS } from './screens';

/** The page that `render.ts` photographs: `?screen=…&sample=…&locale=ko|en&theme=light|dark`. */
const asked = new URLSearchParams(location.search);
const locale = asked.get('locale') === 'ko' ? 'ko' : 'en';
const name = asked.get('screen') ?? 'overview';
const ROLE = 'administrator';
const sample = sampleState(
  SAMPLE_NAMES.find((each) => each === asked.get('sample')) ?? ('healthy' satisfies SampleName),
);
document.documentElement.dataset.theme = asked.get('theme') ?? 'light';
document.documentElement.lang = locale;
document.body.className = 'min-h-dvh antialiased';

const textOf = async (path: string): Promise<string> => (await fetch(path)).text();
const Missing = () => <p>no such screen</p>;

async function screenOf(): Promise<{ readonly Screen: ComponentType; readonly isEntry: boolean }> {
  const entry = ENTRY_PAGES[name];
  if (entry) return { Screen: entry, isEntry: true };
  const own = SCREENS[name];
  if (own) return { Screen: own, isEntry: false };
  const pages = shellPages({
    twoNodes: await textOf('/scenarios/two-nodes.cib.xml'),
    standbyAlready: await textOf('/scenarios/standby-already/cib.xml'),
  });
  return { Screen: pages[name] ?? Missing, isEntry: false };
}

function Shell({ children }: { readonly children: ReactNode }) {
  const clusters = Object.values(sample.state.clusters).map((cluster) => ({
    id: cluster.id,
    name: cluster.name,
    isPractice: cluster.practice,
    nodes: cluster.nodes.map((node) => node.name),
  }));
  return (
    <ShellFrame
      wordmark={<Wordmark />}
      navigation={<Navigation clusters={clusters} role={ROLE} />}
      user={<UserMenu name="김관리" role={ROLE} />}
    >
      {children}
      <LivePalette />
    </ShellFrame>
  );
}

const { Screen, isEntry } = await screenOf();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <IntlProvider
        locale={locale}
        messages={messagesFor(locale, Object.keys(AREAS) as Area[]) as Messages}
        timeZone="Asia/Seoul"
        now={new Date(sample.clock.now)}
      >
        <SampleProvider sample={sample}>
          {isEntry ? (
            <Screen />
          ) : (
            <Shell>
              <Screen />
            </Shell>
          )}
        </SampleProvider>
      </IntlProvider>
    </StrictMode>,
  );
}
