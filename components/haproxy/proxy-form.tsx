'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select';
import type { ProxyPlace } from '@/lib/haproxy/config-edits';
import { configSections, parseHaproxyConfig } from '@/lib/haproxy/config-file';
import {
  addProxyEdits,
  changeProxyEdits,
  type ProxyForm as Form,
  NEW_SERVER,
  newProxy,
  proxyFormOf,
} from '@/lib/haproxy/form-edits';
import { type ProxyKind, TIMEOUT_NAMES } from '@/lib/haproxy/proxy-description';
import { describeProxy } from '@/lib/haproxy/proxy-read';
import { BindFields } from './bind-fields';
import type { ConfigFormProps } from './config-drawer';
import { ServerFields } from './server-fields';

interface Props extends ConfigFormProps {
  readonly kind: ProxyKind;
  /** Absent: a new one. */
  readonly name?: string;
}

function openedForm(text: string, kind: ProxyKind, name: string | undefined): Form {
  if (name === undefined) return newProxy(kind);
  const place: ProxyPlace = { kind, name };
  const read = describeProxy(parseHaproxyConfig(text), place);
  return read.ok ? proxyFormOf(read.value) : { ...newProxy(kind), name };
}

/** A frontend, backend or listen section. Lines no form knows stay as they are. */
export function ProxyForm({ live, text, kind, name, onEdits }: Props) {
  const t = useTranslations('haproxy');
  const [before] = useState(() => openedForm(text, kind, name));
  const [form, setForm] = useState(before);
  const change = (part: Partial<Form>): void => {
    const next = { ...form, ...part };
    setForm(next);
    onEdits(name === undefined ? addProxyEdits(next) : changeProxyEdits(before, next));
  };
  const backends = configSections(parseHaproxyConfig(text)).flatMap((one) =>
    (one.kind === 'backend' || one.kind === 'listen') && one.name !== undefined ? [one.name] : [],
  );
  return (
    <div className="flex flex-col gap-5">
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={t('name')}
          value={form.name}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => change({ name: event.target.value })}
        />
        <SelectField
          label={t('mode')}
          value={form.mode}
          onChange={(event) => change({ mode: modeOf(event.target.value) })}
        >
          <option value="">{t('inherited')}</option>
          <option value="http">http</option>
          <option value="tcp">tcp</option>
        </SelectField>
      </div>
      {kind === 'backend' ? null : (
        <>
          <BindFields vips={live.cluster.vips} binds={form.binds} onChange={(binds) => change({ binds })} />
          <SelectField
            label={t('defaultBackend')}
            value={form.defaultBackend}
            className="max-w-sm"
            onChange={(event) => change({ defaultBackend: event.target.value })}
          >
            <option value="">{t('none')}</option>
            {[...new Set([...backends, form.defaultBackend].filter(Boolean))].map((backend) => (
              <option key={backend}>{backend}</option>
            ))}
          </SelectField>
        </>
      )}
      {kind === 'frontend' ? null : <CheckFields form={form} onChange={change} />}
      <TimeoutFields form={form} onChange={change} />
      {kind !== 'frontend' && name === undefined ? <NewServers form={form} onChange={change} /> : null}
    </div>
  );
}

const modeOf = (value: string): Form['mode'] => (value === 'http' || value === 'tcp' ? value : '');

interface PartProps {
  readonly form: Form;
  readonly onChange: (part: Partial<Form>) => void;
}

const CHECKS = { none: 'checkNone', tcp: 'checkTcp', http: 'checkHttp', other: 'checkOther' } as const;
const CHECK_TEXTS = ['checkMethod', 'checkPath', 'checkHost', 'checkStatus'] as const;
type CheckKind = keyof typeof CHECKS;

function CheckFields({ form, onChange }: PartProps) {
  const t = useTranslations('haproxy');
  const [couldBeOther] = useState(form.check === 'other');
  const kinds = (Object.keys(CHECKS) as CheckKind[]).filter((kind) => kind !== 'other' || couldBeOther);
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <TextField
        label={t('balance')}
        value={form.balance}
        spellCheck={false}
        onChange={(event) => onChange({ balance: event.target.value })}
      />
      <SelectField
        label={t('healthCheck')}
        value={form.check}
        onChange={(event) => onChange({ check: event.target.value as CheckKind })}
      >
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(CHECKS[kind])}
          </option>
        ))}
      </SelectField>
      {form.check === 'http'
        ? CHECK_TEXTS.map((name) => (
            <TextField
              key={name}
              label={t(name)}
              value={form[name]}
              spellCheck={false}
              onChange={(event) => onChange({ [name]: event.target.value })}
            />
          ))
        : null}
    </div>
  );
}

function TimeoutFields({ form, onChange }: PartProps) {
  const t = useTranslations('haproxy');
  return (
    <fieldset>
      <legend className="mb-1 text-[0.8667rem] font-medium text-ink-2">{t('timeouts')}</legend>
      <div className="grid gap-3 sm:grid-cols-4">
        {TIMEOUT_NAMES.map((name) => (
          <TextField
            key={name}
            label={name}
            value={form.timeouts[name]}
            spellCheck={false}
            onChange={(event) => onChange({ timeouts: { ...form.timeouts, [name]: event.target.value } })}
          />
        ))}
      </div>
    </fieldset>
  );
}

function NewServers({ form, onChange }: PartProps) {
  const t = useTranslations('haproxy');
  const { servers } = form;
  return (
    <div className="flex flex-col gap-4">
      {servers.map((server, index) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are told apart by their place alone
          key={index}
          className="rounded-md border border-line p-3"
        >
          <legend className="px-1 text-[0.8667rem] font-medium text-ink-2">
            {t('serverNumber', { number: index + 1 })}
          </legend>
          <ServerFields
            short
            form={server}
            onChange={(next) => onChange({ servers: servers.with(index, next) })}
          />
          <Button
            size="sm"
            look="quiet"
            onClick={() => onChange({ servers: servers.filter((_, at) => at !== index) })}
          >
            {t('serverRemove', { number: index + 1 })}
          </Button>
        </fieldset>
      ))}
      <span>
        <Button
          size="sm"
          onClick={() => onChange({ servers: [...servers, { ...NEW_SERVER, port: servers[0]?.port ?? '' }] })}
        >
          {t('serverAdd')}
        </Button>
      </span>
    </div>
  );
}
