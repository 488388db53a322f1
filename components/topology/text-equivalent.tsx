'use client';

import { useTranslations } from 'use-intl';
import {
  LAYERS,
  type Layer,
  type TopologyCell,
  type TopologyColumn,
  type TopologyModel,
} from '@/lib/topology/types';
import { useCellLabel } from './cell-view';
import { LAYER_NAMES } from './layer-names';
import { useFlowFigures, useWords } from './use-words';

/** The whole picture as nested lists: for screen readers, for copying, and for whoever prefers words. */
export function TextEquivalent({ model, now }: { readonly model: TopologyModel; readonly now: number }) {
  const t = useTranslations('topology');
  return (
    <details className="mt-3 text-[0.9333rem]">
      <summary className="cursor-pointer text-ink-2">{t('asList')}</summary>
      <div className="mt-3 grid gap-5 md:grid-cols-2">
        <Networks model={model} />
        {model.columns.map((column) => (
          <Node key={column.nodeId} column={column} now={now} />
        ))}
        {model.nowhere.length > 0 ? (
          <section>
            <h3 className="font-semibold text-critical">{t('nowhere')}</h3>
            <ul className="list-disc pl-5">
              {model.nowhere.map((cell) => (
                <CellItem key={cell.id} cell={cell} now={now} />
              ))}
            </ul>
          </section>
        ) : null}
        <Chains model={model} />
      </div>
    </details>
  );
}

function Networks({ model }: { readonly model: TopologyModel }) {
  const say = useWords();
  const figures = useFlowFigures();
  const t = useTranslations('topology');
  const names = new Map(model.columns.map((column) => [column.nodeId, column.name]));
  return (
    <section>
      {model.rails.map((rail) => (
        <div key={rail.id}>
          <h3 className="font-semibold">{rail.name}</h3>
          <ul className="list-disc pl-5">
            {rail.beads.map((bead) => (
              <li key={bead.id}>{[bead.label, bead.address, say(bead.words)].filter(Boolean).join(' · ')}</li>
            ))}
            {rail.ports
              .filter((port) => port.status !== 'idle')
              .map((port) => (
                <li key={port.nodeId}>{`${names.get(port.nodeId) ?? ''} · ${say(port.words)}`}</li>
              ))}
          </ul>
        </div>
      ))}
      <ul className="mt-2 list-disc pl-5">
        {model.flows.map((flow) => (
          <li key={flow.id}>
            {[
              flow.resource,
              t('fromTo', { from: names.get(flow.fromId) ?? '', to: names.get(flow.toId) ?? '' }),
              say(flow.words),
              ...Object.values(figures(flow)),
            ].join(' · ')}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Node({ column, now }: { readonly column: TopologyColumn; readonly now: number }) {
  const say = useWords();
  const t = useTranslations('topology');
  const layers = LAYERS.filter((layer: Layer) => column.slots[layer].length > 0);
  return (
    <section>
      <h3 className="font-semibold">
        {column.name} · {say(column.words)}
      </h3>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4">
        {layers.map((layer) => (
          <div key={layer} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-ink-3">{t(LAYER_NAMES[layer])}</dt>
            <dd>
              <ul>
                {column.slots[layer].map((cell) => (
                  <CellItem key={cell.id} cell={cell} now={now} />
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function CellItem({ cell, now }: { readonly cell: TopologyCell; readonly now: number }) {
  return <li>{useCellLabel(cell, now)}</li>;
}

function Chains({ model }: { readonly model: TopologyModel }) {
  const say = useWords();
  const t = useTranslations('topology');
  return (
    <ul className="list-disc pl-5">
      {model.threads.map((thread) => (
        <li key={thread.serviceId}>
          {thread.state === 'whole' || !thread.broken
            ? t('chainWhole', { name: thread.name })
            : t(thread.state === 'broken' ? 'chainBroken' : 'chainUnseen', {
                name: thread.name,
                why: say(thread.broken.words),
              })}
        </li>
      ))}
    </ul>
  );
}
