'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { KeyValues } from '@/components/ui/key-values';
import { Section } from '@/components/ui/section';
import { agentSpec } from '@/lib/pacemaker/agent-probes';
import { primitivesIn } from '@/lib/pacemaker/cib-queries';
import type { CibPrimitive, CibResource } from '@/lib/pacemaker/types';
import { CibNote, type CibSource } from '../../_components/cib-source';

interface Props {
  readonly live: LiveClusterView;
  readonly source: CibSource;
  readonly resource: CibResource;
}

/** As it is written: parameters, meta attributes, operations; of everything in it. */
export function ResourceDefinition({ live, source, resource }: Props) {
  const t = useTranslations('pacemaker');
  const primitives = primitivesIn(resource);
  return (
    <Section title={t('definition')} note={<CibNote live={live} source={source} />}>
      <div className={`flex flex-col gap-6 ${source.current ? '' : 'stale'}`}>
        {resource.kind === 'primitive' ? null : (
          <Part title={t('metaOf', { id: resource.id })}>
            <Pairs values={resource.meta} />
          </Part>
        )}
        {primitives.map((primitive) => (
          <Primitive key={primitive.id} primitive={primitive} isNamed={resource.kind !== 'primitive'} />
        ))}
      </div>
    </Section>
  );
}

function Primitive({ primitive, isNamed }: { readonly primitive: CibPrimitive; readonly isNamed: boolean }) {
  const t = useTranslations('pacemaker');
  return (
    <div>
      {isNamed ? (
        <h3 className="mb-2 font-semibold">
          <code>{primitive.id}</code>{' '}
          <code className="text-[0.8667rem] font-normal text-ink-3">{agentSpec(primitive)}</code>
        </h3>
      ) : null}
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2 2xl:grid-cols-3">
        <Part title={t('parameters')}>
          <Pairs values={primitive.params} />
        </Part>
        <Part title={t('metaAttributes')}>
          <Pairs values={primitive.meta} />
        </Part>
        <Part title={t('operations')}>
          {primitive.operations.length === 0 ? (
            <p className="text-ink-3">{t('nothingSet')}</p>
          ) : (
            <ul className="flex flex-col gap-1 text-[0.9333rem]">
              {primitive.operations.map(({ name, interval, timeout, role, onFail }) => (
                <li key={`${name} ${interval}`}>
                  <code>
                    {name}
                    {role ? ` ${role}` : ''}
                  </code>{' '}
                  <span className="text-ink-3">
                    {[
                      /^0(?:s|ms)?$/.test(interval) ? '' : t('every', { interval }),
                      timeout ? t('atMost', { timeout }) : '',
                      onFail ? `on-fail ${onFail}` : '',
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Part>
      </div>
    </div>
  );
}

function Part({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  return (
    <div>
      <p className="mb-1.5 text-[0.8667rem] font-medium text-ink-2">{title}</p>
      {children}
    </div>
  );
}

function Pairs({ values }: { readonly values: Readonly<Record<string, string>> }) {
  const t = useTranslations('pacemaker');
  const entries = Object.entries(values);
  if (entries.length === 0) return <p className="text-ink-3">{t('nothingSet')}</p>;
  return (
    <KeyValues
      items={entries.map(([name, value]) => ({
        key: name,
        label: <code>{name}</code>,
        value: <code className="break-all">{value}</code>,
      }))}
    />
  );
}
