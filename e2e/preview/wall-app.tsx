import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { WallPicture, type WallScene } from '@/components/wall/wall-picture';
import { findings } from '@/lib/i18n/areas/findings';
import { topology } from '@/lib/i18n/areas/topology';
import { ui } from '@/lib/i18n/areas/ui';
import { wall } from '@/lib/i18n/areas/wall';
import { isHavenSilent } from '@/lib/live/freshness';
import { createProtectionCache } from '@/lib/protection/protection-cache';
import { buildTopology } from '@/lib/topology/build';
import { healthySample, type Sample } from '@/lib/topology/sample-cluster';
import { SITUATIONS, type SituationName } from '@/lib/topology/sample-situations';

/** The wall in one situation, for `topology-render.ts --page wall`. `fleet` shows several clusters. */
const asked = new URLSearchParams(location.search);
const locale = asked.get('locale') === 'ko' ? 'ko' : 'en';
document.documentElement.dataset['theme'] = asked.get('theme') ?? 'light';
const name = asked.get('sample') ?? 'healthy';

const rename = (sample: Sample, cluster: string): Sample => {
  const text = JSON.stringify(sample.state)
    .replaceAll('"campus"', `"${cluster}"`)
    .replaceAll('"campus/', `"${cluster}/`);
  return { ...sample, cluster: { ...sample.cluster, id: cluster, name: cluster }, state: JSON.parse(text) };
};
const samples: readonly Sample[] =
  name === 'fleet'
    ? [
        healthySample(undefined, 'teaching'),
        rename(SITUATIONS.resync(), 'research'),
        rename(SITUATIONS.healthy(), 'library'),
        rename(SITUATIONS.three(), 'physics'),
        rename(SITUATIONS.cut(), 'hospital'),
      ]
    : name === 'calmFleet'
      ? [
          healthySample(undefined, 'teaching'),
          rename(SITUATIONS.healthy(), 'library'),
          rename(SITUATIONS.three(), 'physics'),
        ]
      : [SITUATIONS[name as SituationName]()];
const judge = createProtectionCache();
const scenes: readonly WallScene[] = samples.map(({ cluster, state, clock }) => ({
  cluster,
  model: buildTopology(cluster, state, clock),
  protection: judge(cluster, state, clock),
}));
const clock = samples[0]?.clock ?? { now: 0, heardAt: 0 };
const current = scenes.find((scene) => scene.protection.level !== 'protected') ?? scenes[0];

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <IntlProvider
      locale={locale}
      messages={
        {
          topology: topology[locale],
          ui: ui[locale],
          findings: findings[locale],
          wall: wall[locale],
        } as never
      }
      timeZone="Asia/Seoul"
    >
      <div className="wall-frame">
        <WallPicture
          scenes={scenes}
          currentId={current?.cluster.id}
          events={samples.flatMap((sample) => sample.state.events)}
          clock={clock}
          isSilent={isHavenSilent(clock)}
          showAddresses={false}
          width={window.innerWidth}
          height={window.innerHeight}
        />
      </div>
    </IntlProvider>,
  );
