'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { TextDiff } from '@/components/changes/text-diff';
import { useAction } from '@/components/changes/use-action';
import { Differences, Problems } from '@/components/haproxy/config-preview';
import type { FileOf } from '@/components/haproxy/use-files';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';

interface Props {
  readonly live: LiveClusterView;
  readonly files: readonly FileOf[];
  readonly propose: ChangeActions['propose'];
  readonly onReload: () => void;
}

/** One text for all nodes that have the same one today; a node that differs is edited by itself or brought in line. */
export function ConfigEditor({ live, files, propose, onReload }: Props) {
  const t = useTranslations('screens');
  const router = useRouter();
  const { isBusy, error, run } = useAction();
  const [first] = files;
  const [basis, setBasis] = useState(first);
  const [text, setText] = useState(first?.text ?? '');
  const [chosen, setChosen] = useState<readonly string[]>(
    files.filter((file) => file.sha256 === first?.sha256).map((file) => file.node),
  );
  if (!basis) return null;
  const differ = files.filter((file) => file.sha256 !== basis.sha256);
  const targets = files.filter((file) => chosen.includes(file.node) && file.text !== text);
  const ask = () =>
    run(
      () =>
        propose({
          clusterId: live.cluster.id,
          intent: {
            kind: 'edit-file',
            tool: 'haproxy',
            files: targets.map(({ node, path, sha256 }) => ({ node, path, baseSha256: sha256, text })),
          },
        }),
      (planId) => router.push(`/changes/${planId}`),
    );
  const begin = (file: FileOf) => {
    setBasis(file);
    setText(file.text);
  };
  return (
    <div className="flex flex-col gap-5">
      {differ.length > 0 ? (
        <div role="status" className="flex flex-wrap items-center gap-3 rounded-md bg-warning-soft px-3 py-2">
          <span>{t('cfgDiffers', { nodes: differ.map((file) => file.node).join(', ') })}</span>
          {differ.map((file) => (
            <Button key={file.node} size="sm" onClick={() => begin(file)}>
              {t('cfgBeginWith', { node: file.node })}
            </Button>
          ))}
        </div>
      ) : null}
      <Section title={t('cfgText', { node: basis.node })} note={t('cfgTextNote')}>
        <textarea
          aria-label="haproxy.cfg"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
          rows={28}
          className="w-full rounded-md border border-line-strong bg-surface p-3 font-mono text-[0.8667rem] leading-6 text-ink"
        />
        <div aria-live="polite" className="mt-2">
          <Problems live={live} before={basis.text} after={text} />
        </div>
      </Section>
      <Section title={t('cfgChanges')}>
        {targets.length === 0 ? (
          <p className="text-ink-3">{t('cfgNoChanges')}</p>
        ) : (
          <>
            <Differences before={targets[0]?.text ?? ''} after={text} />
            <TextDiff before={targets[0]?.text ?? ''} after={text} />
          </>
        )}
      </Section>
      <div className="flex flex-wrap items-center gap-4">
        <fieldset className="flex flex-wrap items-center gap-3">
          <legend className="sr-only">{t('cfgNodes')}</legend>
          {files.map((file) => (
            <label key={file.node} className="inline-flex items-center gap-2">
              <input
                type="checkbox"
                checked={chosen.includes(file.node)}
                onChange={({ target }) =>
                  setChosen((before) =>
                    target.checked ? [...before, file.node] : before.filter((node) => node !== file.node),
                  )
                }
              />
              {file.node}
            </label>
          ))}
        </fieldset>
        <Button look="primary" busy={isBusy} disabled={targets.length === 0} onClick={ask}>
          {t('cfgPlan')}
        </Button>
        <Button look="quiet" onClick={onReload}>
          {t('cfgReadAgain')}
        </Button>
        <span role="alert" className="text-critical empty:hidden">
          {error}
        </span>
      </div>
    </div>
  );
}
