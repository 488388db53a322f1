'use client';

import { useTranslations } from 'use-intl';
import { TextField } from '@/components/ui/field';
import type { FenceDevice } from '@/lib/pacemaker/cib-queries';
import type { Victims } from '@/lib/pacemaker/fence-devices';

/** Node → plug, empty where the device knows the node by its own name; absent where it cannot fence it. */
export type VictimValues = Readonly<Record<string, string>>;

export const valuesOfDevice = ({ targets, ports }: Pick<FenceDevice, 'targets' | 'ports'>): VictimValues =>
  Object.fromEntries(targets.map((node) => [node, ports[node] ?? '']));

/** A map as soon as one node has a plug of its own; undefined while nobody is chosen. */
export function victimsOf(values: VictimValues): Victims | undefined {
  const nodes = Object.keys(values);
  if (nodes.length === 0) return undefined;
  const isMap = nodes.some((node) => values[node]?.trim() !== '');
  if (!isMap) return { kind: 'list', nodes };
  return {
    kind: 'map',
    plugs: Object.fromEntries(nodes.map((node) => [node, values[node]?.trim() || node])),
  };
}

/** Whom the device can fence. One with a single victim is kept off that node (invariant 4). */
export function VictimFields({
  nodes,
  value,
  onChange,
}: {
  readonly nodes: readonly string[];
  readonly value: VictimValues;
  readonly onChange: (value: VictimValues) => void;
}) {
  const t = useTranslations('pacemaker');
  const all = [...new Set([...nodes, ...Object.keys(value)])];
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-[0.8667rem] text-ink-3">{t('victimsHint')}</legend>
      {all.map((node) => {
        const isChosen = node in value;
        return (
          <div key={node} className="flex flex-wrap items-end gap-4">
            <label className="inline-flex min-h-9 w-44 items-center gap-2">
              <input
                type="checkbox"
                className="size-4.5 accent-accent"
                checked={isChosen}
                onChange={({ target }) =>
                  onChange(
                    target.checked
                      ? { ...value, [node]: '' }
                      : Object.fromEntries(Object.entries(value).filter(([name]) => name !== node)),
                  )
                }
              />
              {node}
            </label>
            <TextField
              className="w-52"
              label={t('plugOf', { node })}
              placeholder={node}
              disabled={!isChosen}
              value={value[node] ?? ''}
              autoComplete="off"
              onChange={({ target }) => onChange({ ...value, [node]: target.value })}
            />
          </div>
        );
      })}
    </fieldset>
  );
}
