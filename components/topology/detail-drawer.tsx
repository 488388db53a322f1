'use client';

import { type ReactNode, useMemo, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { PreviewPanel } from '@/components/preview/preview-panel';
import { usePreview } from '@/components/preview/preview-provider';
import { EvidenceBody } from '@/components/status/evidence-drawer';
import { Drawer } from '@/components/ui/drawer';
import { formatMoment } from '@/lib/base/format';
import type { DirectoryCluster, ItemKey } from '@/lib/live/protocol';
import type { ReadingName } from '@/lib/live/readings';
import { layoutTopology } from '@/lib/topology/layout';
import type { Thread, TopologyModel } from '@/lib/topology/types';
import { type DrawingProps, TopologyDrawing } from './drawing';
import { type Detail, detailOf } from './picked';
import { Sign } from './sign';
import type { Picked } from './topology-view';
import { useSinceWords, useWords } from './use-words';

interface Props {
  readonly model: TopologyModel;
  readonly cluster: DirectoryCluster;
  /** What was picked; closed without. */
  readonly id: string | undefined;
  readonly now: number;
  readonly onClose: () => void;
  readonly actions?: ((picked: Picked) => ReactNode) | undefined;
  /** What the action under the pointer would do, for the picture that the drawer covers. */
  readonly forecast?: DrawingProps['forecast'];
}

/** One element of the picture: what it is, what is wrong and what to do, whose word it is, and the raw output. */
export function DetailDrawer({ model, cluster, id, now, onClose, actions, forecast }: Props) {
  const detail = id === undefined ? undefined : detailOf(model, id);
  return (
    <Drawer
      open={detail !== undefined}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={detail?.title ?? ''}
      wide
    >
      {detail && id !== undefined ? (
        <Body
          key={id}
          id={id}
          detail={detail}
          model={model}
          cluster={cluster}
          now={now}
          actions={actions}
          forecast={forecast}
        />
      ) : null}
    </Drawer>
  );
}

function Body({
  id,
  detail,
  model,
  cluster,
  now,
  actions,
  forecast,
}: {
  readonly id: string;
  readonly detail: Detail;
  readonly model: TopologyModel;
  readonly cluster: DirectoryCluster;
  readonly now: number;
  readonly actions: Props['actions'];
  readonly forecast: Props['forecast'];
}) {
  const preview = usePreview();
  const t = useTranslations('topology');
  const locale = useLocale();
  const say = useWords();
  const since = useSinceWords(now)(detail.freshness);
  const threads = model.threads.filter((thread) => detail.serviceIds.includes(thread.serviceId));
  const { nodeId, nodeName, resourceId } = detail;
  const offered = actions?.({ id, nodeId, nodeName, resourceId });
  return (
    <div className="grid gap-6">
      <p className="tp-detail flex items-center gap-2 text-lg" data-status={detail.status}>
        <Sign status={detail.status} size={18} />
        <span className="font-semibold">{say(detail.words)}</span>
        {since ? <span className="text-ink-3">{since}</span> : null}
        {detail.since !== undefined ? (
          <span className="ml-auto text-[0.8667rem] text-ink-3">{formatMoment(detail.since, locale)}</span>
        ) : null}
      </p>
      {detail.disagreement ? (
        <ul className="grid gap-1 rounded-lg bg-warning-soft p-4">
          {detail.disagreement.views.map((view) => (
            <li key={view.source}>
              <span className="text-ink-2">{t('says', { source: view.source })}</span> {say(view.words)}
            </li>
          ))}
        </ul>
      ) : null}
      {detail.findings.map((finding) => (
        <div key={finding.cause.key} className="border-l-2 border-critical-mark pl-3">
          <p className="font-medium">{say(finding.cause)}</p>
          {finding.step ? (
            <p className="text-ink-2">
              <span className="mr-1.5 text-ink-3">{t('nextStep')}</span>
              {say(finding.step)}
            </p>
          ) : null}
        </div>
      ))}
      {offered ? <div className="flex flex-wrap gap-2">{offered}</div> : null}
      {forecast ? <StillPicture model={model} now={now} forecast={forecast} /> : null}
      {preview ? <PreviewPanel preview={preview} now={now} /> : null}
      {threads.length > 0 ? <Chains threads={threads} /> : null}
      <Evidence cluster={cluster} keys={detail.evidence} />
    </div>
  );
}

/** Smaller than on a desk, and still read: the drawer hides the picture that would show it. */
const STILL = { width: 760, unit: 0.92 } as const;

function StillPicture({
  model,
  now,
  forecast,
}: {
  readonly model: TopologyModel;
  readonly now: number;
  readonly forecast: DrawingProps['forecast'];
}) {
  const layout = useMemo(() => layoutTopology(model, STILL), [model]);
  return (
    <div className="-mx-6 overflow-x-auto overflow-y-hidden px-6 pt-8 pb-4" aria-hidden="true">
      <TopologyDrawing model={model} layout={layout} now={now} forecast={forecast} still />
    </div>
  );
}

function Chains({ threads }: { readonly threads: readonly Thread[] }) {
  const t = useTranslations('topology');
  const say = useWords();
  return (
    <ul className="grid gap-1">
      {threads.map((thread) => (
        <li
          key={thread.serviceId}
          className={thread.state === 'broken' ? 'font-semibold text-critical' : 'text-ink-2'}
        >
          {thread.broken
            ? t(thread.state === 'broken' ? 'chainBroken' : 'chainUnseen', {
                name: thread.name,
                why: say(thread.broken.words),
              })
            : t('chainWhole', { name: thread.name })}
        </li>
      ))}
    </ul>
  );
}

/** `cluster/node/reading`, apart again. */
function placeOf(key: ItemKey): { readonly nodeId: string; readonly reading: ReadingName } {
  const [, nodeId = '', reading = ''] = key.split('/');
  return { nodeId, reading: reading as ReadingName };
}

function Evidence({
  cluster,
  keys,
}: {
  readonly cluster: DirectoryCluster;
  readonly keys: readonly ItemKey[];
}) {
  const t = useTranslations('topology');
  const [chosen, setChosen] = useState(0);
  const places = keys.map(placeOf);
  const place = places[chosen] ?? places[0];
  const node = cluster.nodes.find((one) => one.id === place?.nodeId);
  if (!place || !node) return null;
  return (
    <section>
      <h3 className="mb-2 font-semibold">{t('evidence')}</h3>
      {places.length > 1 ? (
        <div className="mb-3 flex flex-wrap gap-1.5">
          {places.map((one, index) => (
            <button
              key={`${one.nodeId}/${one.reading}`}
              type="button"
              aria-pressed={index === chosen}
              onClick={() => setChosen(index)}
              className="min-h-8 cursor-pointer rounded-md border border-line px-2.5 text-[0.8667rem] aria-pressed:border-accent aria-pressed:bg-accent-soft"
            >
              {cluster.nodes.find((each) => each.id === one.nodeId)?.name} · {one.reading}
            </button>
          ))}
        </div>
      ) : null}
      <EvidenceBody clusterId={cluster.id} node={node} reading={place.reading} />
    </section>
  );
}
