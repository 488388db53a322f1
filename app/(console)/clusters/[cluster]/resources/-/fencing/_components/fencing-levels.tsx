'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions, MayPropose } from '@/components/changes/change-actions';
import { Button } from '@/components/ui/button';
import { fenceDevices } from '@/lib/pacemaker/cib-queries';
import type { CibReading } from '@/lib/pacemaker/types';
import { useProposal } from '../../../_components/use-proposal';

interface Props extends MayPropose {
  readonly clusterId: string;
  readonly node: string;
  readonly cib: CibReading;
}

type Levels = readonly (readonly string[])[];

const levelsOf = (cib: CibReading, node: string): Levels =>
  cib.fencingLevels
    .filter(({ target }) => target === node)
    .toSorted((a, b) => a.index - b.index)
    .map(({ devices }) => devices);

/** Which devices are tried for one node: all of a level must succeed, else the next level is tried. */
export function FencingLevels({ clusterId, node, cib, propose }: Props) {
  const t = useTranslations('pacemaker');
  const [edited, setEdited] = useState<Levels | undefined>(undefined);
  const levels = levelsOf(cib, node);
  return (
    <div>
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h3 className="font-semibold">{node}</h3>
        {levels.length === 0 ? <span className="text-[0.9rem] text-ink-3">{t('noLevels')}</span> : null}
        {propose && !edited ? (
          <Button
            look="quiet"
            size="sm"
            aria-label={t('editLevels', { node })}
            onClick={() => setEdited(levels.length === 0 ? [[]] : levels)}
          >
            {t('edit')}
          </Button>
        ) : null}
      </div>
      {edited && propose ? (
        <LevelEditor
          clusterId={clusterId}
          node={node}
          cib={cib}
          levels={edited}
          propose={propose}
          onChange={setEdited}
          onClose={() => setEdited(undefined)}
        />
      ) : (
        <ol className="ml-5 list-decimal">
          {levels.map((devices) => (
            <li key={devices.join()}>
              <code>{devices.join(' + ')}</code>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

interface EditorProps extends Omit<Props, 'propose'> {
  readonly levels: Levels;
  readonly propose: ChangeActions['propose'];
  readonly onChange: (levels: Levels) => void;
  readonly onClose: () => void;
}

/** The fencer knows levels 1 to 9. */
const MOST_LEVELS = 9;

function LevelEditor({ clusterId, node, cib, levels, propose, onChange, onClose }: EditorProps) {
  const t = useTranslations('pacemaker');
  const { isBusy, error, ask } = useProposal(clusterId, propose);
  // A device that cannot fence the node would fail its level each time.
  const devices = fenceDevices(cib).filter(({ targets }) => targets.length === 0 || targets.includes(node));
  const change = (index: number, set: readonly string[]) =>
    onChange(levels.map((one, at) => (at === index ? set : one)));
  const isWhole = levels.every((level) => level.length > 0);
  return (
    <div className="mt-2 flex flex-col gap-2">
      {levels.map((level, index) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: a level is its place
          key={index}
          className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-lg border border-line px-3 py-2"
        >
          <legend className="px-1 text-[0.8667rem] text-ink-3">{t('level', { index: index + 1 })}</legend>
          {devices.map(({ id }) => (
            <label key={id} className="inline-flex min-h-7 items-center gap-2">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={level.includes(id)}
                onChange={({ target }) =>
                  change(index, target.checked ? [...level, id] : level.filter((one) => one !== id))
                }
              />
              <code>{id}</code>
            </label>
          ))}
          <Button
            look="quiet"
            size="sm"
            className="ml-auto"
            onClick={() => onChange(levels.filter((_, at) => at !== index))}
          >
            {t('removeLevel', { index: index + 1 })}
          </Button>
        </fieldset>
      ))}
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm" disabled={levels.length >= MOST_LEVELS} onClick={() => onChange([...levels, []])}>
          {t('addLevel')}
        </Button>
        <Button
          look="primary"
          size="sm"
          busy={isBusy}
          disabled={!isWhole}
          onClick={() => ask({ kind: 'fencing-levels', node, levels })}
        >
          {t('makePlan')}
        </Button>
        <Button look="quiet" size="sm" onClick={onClose}>
          {t('cancel')}
        </Button>
        <span role="alert" className="text-critical empty:hidden">
          {error}
        </span>
      </div>
    </div>
  );
}
