import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { TopologyDrawing } from '@/components/topology/drawing';
import { FuturesView } from '@/components/topology/futures-view';
import { topology } from '@/lib/i18n/areas/topology';
import { ui } from '@/lib/i18n/areas/ui';
import { buildTopology } from '@/lib/topology/build';
import { layoutTopology } from '@/lib/topology/layout';
import { SITUATIONS, type SituationName } from '@/lib/topology/sample-situations';

/** The page that `topology-render.ts` photographs: one situation of the picture, without a server. */
const asked = new URLSearchParams(location.search);
const locale = asked.get('locale') === 'ko' ? 'ko' : 'en';
document.documentElement.dataset['theme'] = asked.get('theme') ?? 'light';
document.documentElement.lang = locale;
const sample = SITUATIONS[(asked.get('sample') ?? 'healthy') as SituationName]();
const model = buildTopology(sample.cluster, sample.state, sample.clock);

function Page() {
  const width = window.innerWidth - 208 - 64;
  const [lit, setLit] = useState<string | undefined>(asked.get('lit') ?? undefined);
  const [preview, setPreview] = useState<string | undefined>(asked.get('preview') ?? undefined);
  return (
    <div className="grid min-h-screen grid-cols-[13rem_1fr]">
      <div className="border-r border-line bg-surface p-5 font-semibold">Haven</div>
      <main className="min-w-0 px-8 py-7">
        <h1 className="mb-6 text-2xl font-semibold">campus</h1>
        <TopologyDrawing
          model={model}
          layout={layoutTopology(model, { width })}
          now={sample.clock.now}
          lit={lit}
          preview={preview}
          onLit={setLit}
        />
        <FuturesView futures={model.futures} active={preview} now={sample.clock.now} onPreview={setPreview} />
      </main>
    </div>
  );
}

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <IntlProvider
      locale={locale}
      messages={{ topology: topology[locale], ui: ui[locale] }}
      timeZone="Asia/Seoul"
      now={new Date(sample.clock.now)}
    >
      <Page />
    </IntlProvider>,
  );
