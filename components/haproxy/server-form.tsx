'use client';

import { useState } from 'react';
import { configSections, parseHaproxyConfig } from '@/lib/haproxy/config-file';
import type { SectionPlace } from '@/lib/haproxy/config-place';
import {
  addServerEdits,
  changeServerEdits,
  type ServerForm as Form,
  NEW_SERVER,
  serverFormOf,
} from '@/lib/haproxy/form-edits';
import { serverLines } from '@/lib/haproxy/server-lines';
import type { ConfigFormProps } from './config-drawer';
import { ServerFields } from './server-fields';

interface Props extends ConfigFormProps {
  readonly place: SectionPlace;
  /** Absent: a new one. */
  readonly server?: string;
}

function linesOf(text: string, place: SectionPlace) {
  const file = parseHaproxyConfig(text);
  const section = configSections(file).find((one) => one.kind === place.kind && one.name === place.name);
  return section ? serverLines(file, section) : [];
}

/** One server: added with the port of its siblings, or changed word by word. */
export function ServerForm({ text, place, server, onEdits }: Props) {
  const lines = linesOf(text, place);
  const found = lines.find((line) => line.name === server);
  const port = lines[0]?.port;
  const opened = found
    ? serverFormOf(found.own, found)
    : { ...NEW_SERVER, port: port === undefined ? '' : String(port) };
  const [before] = useState<Form>(opened);
  const [form, setForm] = useState<Form>(opened);
  return (
    <ServerFields
      form={form}
      onChange={(next) => {
        setForm(next);
        onEdits(server === undefined ? addServerEdits(place, next) : changeServerEdits(place, before, next));
      }}
    />
  );
}
