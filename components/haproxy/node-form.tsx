'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { TextField } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select';
import { configSections, parseHaproxyConfig } from '@/lib/haproxy/config-file';
import { nodeEdits } from '@/lib/haproxy/form-edits';
import { type RetireWay, serversOfNode } from '@/lib/haproxy/node-servers';
import { serverLines } from '@/lib/haproxy/server-lines';
import type { ConfigFormProps } from './config-drawer';
import { requestAddress } from './live-context';

interface Props extends ConfigFormProps {
  readonly node: string;
}

/** All services of a node at once: what is chosen it serves, what is not it leaves. One plan. */
export function NodeForm({ live, text, node, onEdits }: Props) {
  const t = useTranslations('haproxy');
  const file = parseHaproxyConfig(text);
  const services = configSections(file)
    .filter((one) => (one.kind === 'backend' || one.kind === 'listen') && serverLines(file, one).length > 0)
    .map((one) => ({ kind: one.kind, ...(one.name === undefined ? {} : { name: one.name }) }));
  const [address, setAddress] = useState(requestAddress(live, node) ?? '');
  const serving = serversOfNode(file, { name: node, addresses: address === '' ? [] : [address] });
  const now = serving.filter((one) => !one.isDisabled).map((one) => one.place.name ?? '');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(now));
  const [way, setWay] = useState<RetireWay>('remove');
  const tell = (nextAddress: string, next: ReadonlySet<string>, nextWay: RetireWay): void => {
    setAddress(nextAddress);
    setChosen(next);
    setWay(nextWay);
    const own = serversOfNode(file, { name: node, addresses: nextAddress === '' ? [] : [nextAddress] });
    onEdits(nodeEdits({ name: node, address: nextAddress }, services, own, next, nextWay));
  };
  const toggle = (name: string, isOn: boolean): void => {
    const next = new Set(chosen);
    if (isOn) next.add(name);
    else next.delete(name);
    tell(address, next, way);
  };
  if (services.length === 0) return <p>{t('nodeNone')}</p>;
  return (
    <div className="flex flex-col gap-4">
      <TextField
        label={t('nodeAddress')}
        value={address}
        spellCheck={false}
        className="max-w-xs"
        onChange={(event) => tell(event.target.value.trim(), chosen, way)}
      />
      <fieldset>
        <legend className="mb-1 text-[0.8667rem] font-medium text-ink-2">{t('services')}</legend>
        {services.map(({ name = '' }) => (
          <Checkbox
            key={name}
            label={<code>{name}</code>}
            checked={chosen.has(name)}
            onChange={(event) => toggle(name, event.target.checked)}
          />
        ))}
      </fieldset>
      {now.some((name) => !chosen.has(name)) ? (
        <SelectField
          label={t('retireWay')}
          value={way}
          className="max-w-sm"
          onChange={(event) => tell(address, chosen, event.target.value === 'disable' ? 'disable' : 'remove')}
        >
          <option value="remove">{t('retireRemove')}</option>
          <option value="disable">{t('retireDisable')}</option>
        </SelectField>
      ) : null}
    </div>
  );
}
